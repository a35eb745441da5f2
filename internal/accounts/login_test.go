package accounts_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/tenancy"
	"quire/internal/accounts"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// second opens another organisation whose administrator has the email.
func (b bundle) second(t *testing.T, name, email, password string) *ent.User {
	t.Helper()
	_, u, err := b.CreateOrganisation(b.admin, name, accounts.NewUser{Email: email, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (b bundle) wantLogin(t *testing.T, organisation, password string, want *ent.User) {
	t.Helper()
	s, err := b.LoginAt(t.Context(), organisation, want.Email, password)
	if err != nil || s.UserID != want.ID || s.OrganisationID != want.TenantID {
		t.Errorf("in %q: %+v, %v", organisation, s, err)
	}
}

// failures counts the failed attempts in the log of the user's organisation.
func (b bundle) failures(t *testing.T, u *ent.User) int {
	t.Helper()
	return b.db.Ent.AuditEvent.Query().Where(auditevent.ActionEQ(auditevent.ActionSignInFailed), auditevent.TargetID(u.ID)).
		CountX(tenancy.With(t.Context(), u.TenantID))
}

func TestAnEmailInTwoOrganisations(t *testing.T) {
	t.Parallel()
	b := setup(t)
	here := b.user(t, "bo@example.com", viewer.Standard)
	there := b.second(t, "Second", "Bo@example.com", chosen)
	_, err := b.CreateUser(b.admin, accounts.NewUser{Email: "BO@example.com", Password: password}, viewer.Standard)
	wantCode(t, err, problem.Conflict)
	b.wantLogin(t, "", password, here)
	b.wantLogin(t, "", chosen, there)
	b.wantLogin(t, " Second ", chosen, there)
	b.wantLogin(t, "Silva Brokers", password, here)
	if n, m := b.failures(t, here), b.failures(t, there); n != 0 || m != 0 {
		t.Errorf("the logs tell of %d and %d failures: of an account elsewhere", n, m)
	}
	var said []string
	for _, organisation := range []string{"Second", "Nowhere"} {
		_, err := b.LoginAt(t.Context(), organisation, "bo@example.com", password)
		wantCode(t, err, problem.Unauthenticated)
		said = append(said, fmt.Sprint(err))
	}
	_, err = b.Login(t.Context(), "bo@example.com", "wrong horse battery")
	if wantCode(t, err, problem.Unauthenticated); said[0] != said[1] || said[0] != fmt.Sprint(err) {
		t.Errorf("%q, %v", said, err)
	}
	if n, m := b.failures(t, here), b.failures(t, there); n != 1 || m != 2 {
		t.Errorf("the logs have %d and %d failures, want 1 and 2", n, m)
	}
}

func TestTheSamePasswordInTwoOrganisations(t *testing.T) {
	t.Parallel()
	b := setup(t)
	here := b.user(t, "bo@example.com", viewer.Standard)
	there := b.second(t, "Second", "bo@example.com", password)
	b.second(t, "Third", "bo@example.com", chosen)
	_, err := b.Login(t.Context(), "bo@example.com", password)
	wantCode(t, err, problem.BadInput)
	if p, _ := problem.As(err); p == nil || p.Field != "organisation" || !strings.Contains(p.Message, "«Second» or «Silva Brokers»") || strings.Contains(p.Message, "Third") {
		t.Errorf("%v", err)
	}
	_, err = b.Login(t.Context(), "bo@example.com", "wrong horse battery")
	wantCode(t, err, problem.Unauthenticated)
	b.wantLogin(t, "Second", password, there)
	b.wantLogin(t, "Silva Brokers", password, here)
	yes := true
	if _, err := b.UpdateUser(b.admin, here.ID, accounts.UserChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	b.wantLogin(t, "", password, there)
}

// More accounts than are tried need the organisation; those that are barred do not
// count.
func TestManyAccountsOfAnEmail(t *testing.T) {
	t.Parallel()
	b := setup(t)
	yes := true
	for i := range 4 {
		b.second(t, fmt.Sprint("Office ", i), "bo@example.com", chosen)
	}
	last := b.second(t, "Last", "bo@example.com", password)
	_, err := b.Login(t.Context(), "bo@example.com", password)
	wantCode(t, err, problem.Unauthenticated)
	b.wantLogin(t, "Last", password, last)
	users := b.db.Ent.User.Query().AllX(tenancy.System(t.Context()))
	for _, u := range users {
		if u.Email == "bo@example.com" && u.ID != last.ID {
			ctx := viewer.With(t.Context(), viewer.Viewer{UserID: u.ID, OrganisationID: u.TenantID, Role: viewer.Admin})
			if _, err := b.CreateUser(ctx, accounts.NewUser{Email: "other@example.com", Password: password}, viewer.Admin); err != nil {
				t.Fatal(err)
			}
			if _, err := b.UpdateUser(ctx, u.ID, accounts.UserChange{Disabled: &yes}); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.wantLogin(t, "", password, last)
}

// Whoever has an account with the email of somebody else's cannot have more attempts
// on the other by signing in to the own one, and is not told that there is another.
func TestAnOwnAccountGivesNoAttemptsOnAnothers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	here := b.user(t, "bo@example.com", viewer.Standard)
	there := b.second(t, "Second", "bo@example.com", chosen)
	b = b.throttled(3, 0)
	for range 3 { // each gives back the attempts of the email
		_, err := b.LoginAt(t.Context(), "Second", "bo@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
		b.wantLogin(t, "Silva Brokers", password, here)
	}
	_, err := b.LoginAt(t.Context(), "Second", "bo@example.com", chosen)
	wantWait(t, err, 5*time.Minute)
	_, err = b.Login(t.Context(), "bo@example.com", chosen) // a guess would read the same
	wantCode(t, err, problem.Unauthenticated)
	if n := b.failures(t, there); n != 3 {
		t.Errorf("%d failures are logged, want 3", n)
	}
	b.wantLogin(t, "", password, here)
	b.clock.advance(accounts.ThrottleWindow)
	b.wantLogin(t, "", chosen, there)
	for i := range 3 { // the email is counted alike, with and without an organisation
		_, err := b.LoginAt(t.Context(), []string{"", "Second", "Nowhere"}[i], "bo@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
	}
	_, err = b.Login(t.Context(), "bo@example.com", chosen)
	wantWait(t, err, 5*time.Minute)
}

// Who spends the attempts from elsewhere keeps nobody waiting where they are known,
// and an account that the stranger has elsewhere makes no place known for another.
func TestPlacesAreThoseOfOneAccount(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "bo@example.com", viewer.Standard)
	b.second(t, "Second", "bo@example.com", chosen)
	b = b.throttled(3, 0)
	at := func(address string) context.Context {
		return viewer.WithOrigin(t.Context(), viewer.Origin{Address: address, Site: address})
	}
	home, stranger := at("192.0.2.1"), at("203.0.113.1")
	if _, err := b.LoginAt(home, "Second", "bo@example.com", chosen); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err := b.LoginAt(stranger, "Second", "bo@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
		if _, err := b.LoginAt(stranger, "Silva Brokers", "bo@example.com", password); err != nil {
			t.Fatal(err)
		}
	}
	_, err := b.LoginAt(stranger, "Second", "bo@example.com", chosen)
	wantWait(t, err, 5*time.Minute)
	for _, organisation := range []string{"", "Second"} {
		if _, err := b.LoginAt(home, organisation, "bo@example.com", chosen); err != nil {
			t.Errorf("at home, in %q: %v", organisation, err)
		}
	}
}

// What is typed into an email spends nobody else's attempts.
func TestEmailsThatLookLikePlaces(t *testing.T) {
	t.Parallel()
	b := setup(t).throttled(3, 0)
	home := viewer.WithOrigin(t.Context(), viewer.Origin{Address: "192.0.2.1", Site: "192.0.2.1"})
	if _, err := b.Login(home, "ana@example.com", password); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err := b.Login(t.Context(), "at a place 192.0.2.1 ana@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
	}
	if _, err := b.Login(home, "ana@example.com", password); err != nil {
		t.Error(err)
	}
}

func TestAResetConcernsOneOrganisation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	here := b.user(t, "bo@example.com", viewer.Standard)
	there := b.second(t, "Second", "bo@example.com", chosen)
	token, _, err := b.ResetUser(b.admin, here.ID)
	if err != nil {
		t.Fatal(err)
	}
	b.wantLogin(t, "", chosen, there)
	if _, err := b.AcceptInvitation(t.Context(), token, "", "a third passphrase of mine"); err != nil {
		t.Fatal(err)
	}
	b.wantLogin(t, "", "a third passphrase of mine", here)
	b.wantLogin(t, "", chosen, there)
}

// A user of another organisation with the email does not keep the first administrator
// from being made.
func TestTheFirstAdministratorHasAnEmailOfOthers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "root@example.com", viewer.Standard)
	made, err := b.EnsureFirstAdministrator(t.Context(), "root@example.com", chosen, "Quire")
	if err != nil || !made.Created {
		t.Fatalf("%+v, %v", made, err)
	}
	for _, organisation := range []string{"Quire", "Elsewhere"} {
		again, err := b.EnsureFirstAdministrator(t.Context(), "root@example.com", chosen, organisation)
		if err != nil || again.Created || again.UserID != made.UserID {
			t.Errorf("%s: %+v, %v", organisation, again, err)
		}
	}
}
