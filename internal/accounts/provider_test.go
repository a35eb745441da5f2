package accounts_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"quire/ent/auditevent"
	"quire/ent/tenancy"
	"quire/internal/accounts"
	"quire/internal/openid"
	"quire/internal/openid/openidtest"
	"quire/internal/problem"
	"quire/internal/viewer"
)

const back = "http://127.0.0.1:1/oidc/callback"

// frontEnd is the secret of the page that begins, and what is told of it.
const frontEnd = "the secret of the page that begins to sign in"

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// at is a process whose users sign in at a real provider.
func (b bundle) at(t *testing.T, policy accounts.External) (bundle, *openidtest.Provider) {
	t.Helper()
	there := openidtest.Start(t, back)
	var err error
	policy.Provider, err = openid.New(openid.Config{
		Issuer: there.Issuer, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, RedirectURL: back, Scopes: []string{"email", "profile"},
	})
	if err != nil {
		t.Fatal(err)
	}
	b.config.External = policy
	b.Service = accounts.New(b.db, b.config)
	return b, there
}

// complete goes to the provider as the person with the email, and comes back.
func (b bundle) complete(t *testing.T, there *openidtest.Provider, email string) (string, error) {
	t.Helper()
	address, until, err := b.BeginProviderSignIn(t.Context(), challengeOf(frontEnd))
	if err != nil || !until.After(b.clock.Now()) {
		t.Fatalf("%v, %v", until, err)
	}
	q := there.SignIn(address, email).Query()
	return b.CompleteProviderSignIn(t.Context(), q.Get("state"), openid.Answer{Code: q.Get("code"), Issuer: q.Get("iss")})
}

func (b bundle) signIn(t *testing.T, there *openidtest.Provider, email string) (viewer.Viewer, error) {
	t.Helper()
	code, err := b.complete(t, there, email)
	if err != nil {
		return viewer.Viewer{}, err
	}
	s, err := b.FinishProviderSignIn(t.Context(), code, frontEnd)
	if err != nil {
		return viewer.Viewer{}, err
	}
	v, _, err := b.Viewer(t.Context(), s.AccessToken)
	return v, err
}

func TestAUserIsJoinedToWhoSignsInAtTheProvider(t *testing.T) {
	t.Parallel()
	b, there := setup(t).at(t, accounts.External{})
	there.Add(openidtest.Person{Subject: "ana-1", Email: "Ana@example.com"})
	for range 2 { // by the email, then by the subject
		v, err := b.signIn(t, there, "Ana@example.com")
		if err != nil || v.UserID != b.first.UserID || !v.Operator {
			t.Fatalf("%+v, %v", v, err)
		}
	}
	if _, err := b.Login(t.Context(), "ana@example.com", password); err != nil {
		t.Errorf("the password is gone: %v", err)
	}
	// Somebody else gets the email at the provider.
	there.Add(openidtest.Person{Subject: "mallory-1", Email: "ana@example.com"})
	_, err := b.signIn(t, there, "ana@example.com")
	wantCode(t, err, problem.Forbidden)
}

func TestWhoIsUnknownStaysOutside(t *testing.T) {
	t.Parallel()
	b, there := setup(t).at(t, accounts.External{Organisation: "Silva Brokers"})
	there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@example.com"})
	there.Add(openidtest.Person{Subject: "ana-1", Email: "ana@example.com", Unverified: true})
	for _, email := range []string{"bo@example.com", "ana@example.com"} {
		_, err := b.complete(t, there, email)
		wantCode(t, err, problem.Forbidden)
	}
}

func TestAnInvitationIsAcceptedAtTheProvider(t *testing.T) {
	t.Parallel()
	b, there := setup(t).at(t, accounts.External{})
	there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@example.com"})
	token, made := b.invite(t, "bo@example.com", viewer.Admin)
	v, err := b.signIn(t, there, "bo@example.com")
	if err != nil || v.Role != viewer.Admin || v.OrganisationID != b.first.OrganisationID {
		t.Fatalf("%+v, %v", v, err)
	}
	if i := b.db.Ent.Invitation.GetX(b.admin, made.ID); i.AcceptedAt == nil || *i.UserID != v.UserID {
		t.Errorf("%+v", i)
	}
	_, err = b.AcceptInvitation(t.Context(), token, "", chosen)
	wantCode(t, err, problem.NotFound)
	_, err = b.Login(t.Context(), "bo@example.com", "")
	wantCode(t, err, problem.Unauthenticated)
	bo := viewer.With(t.Context(), v)
	_, err = b.ChangePassword(bo, "", chosen)
	wantCode(t, err, problem.BadInput)
	var done []string
	for _, e := range b.db.Ent.AuditEvent.Query().Where(auditevent.ActorID(v.UserID)).AllX(b.admin) {
		done = append(done, string(e.Action))
	}
	if got := strings.Join(done, " "); got != "CHANGED CREATED SIGNED_IN" {
		t.Errorf("the log has %s", got)
	}
}

func TestSeveralInvitationsAreNotGuessedAt(t *testing.T) {
	t.Parallel()
	b, there := setup(t).at(t, accounts.External{})
	there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@example.com"})
	if _, _, err := b.CreateOrganisation(b.admin, "Second", accounts.NewUser{Email: "eve@example.com", Password: password}); err != nil {
		t.Fatal(err)
	}
	b.invite(t, "bo@example.com", viewer.Standard)
	if _, _, err := b.Invite(b.as(t, "eve@example.com"), accounts.NewInvitation{Email: "bo@example.com", Role: viewer.Admin}); err != nil {
		t.Fatal(err)
	}
	_, err := b.signIn(t, there, "bo@example.com")
	wantCode(t, err, problem.Forbidden)
}

func TestThePolicyMakesUsers(t *testing.T) {
	t.Parallel()
	b, there := setup(t).at(t, accounts.External{Create: true, Organisation: "Silva Brokers", Domains: []string{"example.com"}})
	there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@example.com"})
	there.Add(openidtest.Person{Subject: "di-1", Email: "di@elsewhere.example"})
	v, err := b.signIn(t, there, "bo@example.com")
	if err != nil || v.Role != viewer.Standard || v.OrganisationID != b.first.OrganisationID {
		t.Fatalf("%+v, %v", v, err)
	}
	if u := b.db.Ent.User.GetX(b.admin, v.UserID); u.Name != "bo of the Provider" || u.Email != "bo@example.com" {
		t.Errorf("%+v", u)
	}
	_, err = b.signIn(t, there, "di@elsewhere.example")
	wantCode(t, err, problem.Forbidden)
	yes := true
	if _, err := b.UpdateUser(b.admin, v.UserID, accounts.UserChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	_, err = b.signIn(t, there, "bo@example.com")
	wantCode(t, err, problem.Forbidden)
}

func TestTheOrganisationMustBeTheOneThatThePolicyNames(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, _, err := b.CreateOrganisation(b.admin, "Second", accounts.NewUser{Email: "eve@example.com", Password: password}); err != nil {
		t.Fatal(err)
	}
	b, there := b.at(t, accounts.External{Create: true, Organisation: "Second"})
	there.Add(openidtest.Person{Subject: "eve-1", Email: "eve@example.com"})
	if _, err := b.signIn(t, there, "eve@example.com"); err != nil {
		t.Fatal(err)
	}
	b.config.External.Organisation = "Silva Brokers"
	b.Service = accounts.New(b.db, b.config)
	_, err := b.signIn(t, there, "eve@example.com")
	wantCode(t, err, problem.Forbidden)
	// No claim names an organisation that is known.
	b, there = b.at(t, accounts.External{Create: true, ByClaim: true})
	there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@example.com"})
	_, err = b.signIn(t, there, "bo@example.com")
	wantCode(t, err, problem.Forbidden)
}

// A person of two organisations comes in to the one that the provider is of, and to
// neither by a guess.
func TestTheProvidersOrganisationHasTheUser(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org, second, err := b.CreateOrganisation(b.admin, "Second", accounts.NewUser{Email: "ana@example.com", Password: chosen})
	if err != nil {
		t.Fatal(err)
	}
	b, there := b.at(t, accounts.External{Create: true})
	there.Add(openidtest.Person{Subject: "ana-1", Email: "ana@example.com"})
	_, err = b.signIn(t, there, "ana@example.com")
	wantCode(t, err, problem.Forbidden)
	b.config.External.Organisation = "Second"
	b.Service = accounts.New(b.db, b.config)
	v, err := b.signIn(t, there, "ana@example.com")
	if err != nil || v.OrganisationID != org.ID || v.UserID != second.ID || v.Operator {
		t.Errorf("%+v, %v", v, err)
	}
	// Where somebody is barred is nothing to choose.
	bo := b.user(t, "bo@example.com", viewer.Standard)
	b.second(t, "Third", "bo@example.com", chosen)
	yes := true
	if _, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	b.config.External.Organisation = ""
	b.Service = accounts.New(b.db, b.config)
	there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@example.com"})
	if v, err := b.signIn(t, there, "bo@example.com"); err != nil || v.OrganisationID == bo.TenantID {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestNothingOfASignInWorksTwiceOrElsewhere(t *testing.T) {
	t.Parallel()
	b, there := setup(t).at(t, accounts.External{})
	there.Add(openidtest.Person{Subject: "ana-1", Email: "ana@example.com"})
	address, _, err := b.BeginProviderSignIn(t.Context(), challengeOf(frontEnd))
	if err != nil {
		t.Fatal(err)
	}
	q := there.SignIn(address, "ana@example.com").Query()
	answer := openid.Answer{Code: q.Get("code")}
	_, err = b.CompleteProviderSignIn(t.Context(), "another state", answer)
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.FinishProviderSignIn(t.Context(), q.Get("state"), frontEnd) // the wrong half, which is spent by it
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.CompleteProviderSignIn(t.Context(), q.Get("state"), answer)
	wantCode(t, err, problem.Unauthenticated)

	code, err := b.complete(t, there, "ana@example.com")
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.FinishProviderSignIn(t.Context(), code, "the secret of another page")
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.FinishProviderSignIn(t.Context(), code, frontEnd)
	wantCode(t, err, problem.Unauthenticated)

	if code, err = b.complete(t, there, "ana@example.com"); err != nil {
		t.Fatal(err)
	}
	if _, err = b.FinishProviderSignIn(t.Context(), code, frontEnd); err != nil {
		t.Error(err)
	}
	_, err = b.FinishProviderSignIn(t.Context(), code, frontEnd)
	wantCode(t, err, problem.Unauthenticated)
	if n := b.db.Ent.ProviderSignIn.Query().CountX(tenancy.System(t.Context())); n != 0 {
		t.Errorf("%d halves are left", n)
	}
}

func TestSignInsEndByThemselves(t *testing.T) {
	t.Parallel()
	b, there := setup(t).at(t, accounts.External{})
	there.Add(openidtest.Person{Subject: "ana-1", Email: "ana@example.com"})
	code, err := b.complete(t, there, "ana@example.com")
	if err != nil {
		t.Fatal(err)
	}
	address, until, err := b.BeginProviderSignIn(t.Context(), challengeOf(frontEnd))
	if err != nil {
		t.Fatal(err)
	}
	q := there.SignIn(address, "ana@example.com").Query()
	b.clock.advance(until.Sub(b.clock.Now()) + time.Second)
	_, err = b.CompleteProviderSignIn(t.Context(), q.Get("state"), openid.Answer{Code: q.Get("code")})
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.FinishProviderSignIn(t.Context(), code, frontEnd)
	wantCode(t, err, problem.Unauthenticated)
}

func TestBeginningNeedsAProviderAndAChallenge(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, _, err := b.BeginProviderSignIn(t.Context(), challengeOf(frontEnd))
	wantCode(t, err, problem.Conflict)
	_, err = b.CompleteProviderSignIn(t.Context(), "x", openid.Answer{})
	wantCode(t, err, problem.Conflict)
	b, _ = b.at(t, accounts.External{})
	for _, challenge := range []string{"", "short", challengeOf(frontEnd) + "=", strings.Repeat("+", 43)} {
		_, _, err := b.BeginProviderSignIn(t.Context(), challenge)
		wantCode(t, err, problem.BadInput)
	}
}
