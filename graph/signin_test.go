package graph_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"quire/graph"
	"quire/internal/accounts"
	"quire/internal/openid"
	"quire/internal/openid/openidtest"
)

// verifier is the secret of the page that begins to sign in, and challenge what is
// told of it.
const verifier = "the secret of the page that begins to sign in"

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// provider has people sign in at a real provider, where those with the emails have
// accounts. It gives a way there and back again: to the code that the front end
// fetches its session with.
func (b bundle) provider(emails ...string) func(email string) (code string) {
	b.t.Helper()
	const back = "http://127.0.0.1:1/oidc/callback"
	there := openidtest.Start(b.t, back)
	for _, email := range emails {
		there.Add(openidtest.Person{Subject: "person of " + email, Email: email})
	}
	p, err := openid.New(openid.Config{
		Issuer: there.Issuer, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, RedirectURL: back, Scopes: []string{"email", "profile"},
	})
	if err != nil {
		b.t.Fatal(err)
	}
	b.accounts.External = accounts.External{Provider: p}
	b.resolver.Accounts = accounts.New(b.db, b.accounts)
	b.resolver.SignIn = graph.SignIn{FrontEnd: "https://app.example.com/", Provider: "Silva SSO"}
	return func(email string) string {
		b.t.Helper()
		address := b.anonymous().must(`mutation($c: String!) { beginProviderSignIn(input: {challenge: $c}) { url expiresAt } }`, vars{"c": challenge()}).str("beginProviderSignIn", "url")
		q := there.SignIn(address, email).Query()
		code, err := b.resolver.Accounts.CompleteProviderSignIn(b.t.Context(), q.Get("state"), openid.Answer{Code: q.Get("code"), Issuer: q.Get("iss")})
		if err != nil {
			b.t.Fatal(err)
		}
		return code
	}
}

func TestSignInAtAProviderThroughTheAPI(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if a := b.anonymous().must(`{ signInOptions { provider { name } } }`, nil); a.get("signInOptions", "provider") != nil {
		t.Errorf("without a provider: %v", a.Data)
	}
	if a := b.anonymous().do(`mutation($c: String!) { beginProviderSignIn(input: {challenge: $c}) { url } }`, vars{"c": challenge()}); a.codes() != "CONFLICT" {
		t.Errorf("without a provider: %s", a.codes())
	}
	there := b.provider("ana@silva.example")
	options := b.anonymous().must(`{ signInOptions { provider { name signOutUrl } } }`, nil)
	if options.str("signInOptions", "provider", "name") != "Silva SSO" || !strings.Contains(options.str("signInOptions", "provider", "signOutUrl"), "post_logout_redirect_uri=https%3A%2F%2Fapp.example.com") {
		t.Errorf("%v", options.Data)
	}
	const finish = `mutation($c: String!, $v: String!) { finishProviderSignIn(input: {code: $c, verifier: $v}) { session { accessToken viewer { user { email } } } } }`
	if a := b.anonymous().do(finish, vars{"c": there("ana@silva.example"), "v": "another secret"}); a.codes() != "UNAUTHENTICATED" {
		t.Errorf("with another verifier: %s", a.codes())
	}
	a := b.anonymous().must(finish, vars{"c": there("ana@silva.example"), "v": verifier})
	ana := client{b, a.str("finishProviderSignIn", "session", "accessToken")}
	if got := ana.must(`{ viewer { user { email } } }`, nil).str("viewer", "user", "email"); got != "ana@silva.example" {
		t.Errorf("signed in as %q", got)
	}
}

func TestInvitationsThroughTheAPI(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.resolver.SignIn.FrontEnd = "https://app.example.com/join"
	ana := b.as("ana@silva.example")
	made := ana.must(`mutation { inviteUser(input: {email: "Di@silva.example", name: "Di", role: ADMIN, expiresInHours: 2}) { token url invitation { id email name role status purpose invitedBy { email } user { id } } } }`, nil)
	token := made.str("inviteUser", "token")
	if made.str("inviteUser", "url") != "https://app.example.com/join#invitation="+token || made.str("inviteUser", "invitation", "status") != "OPEN" ||
		made.str("inviteUser", "invitation", "role") != "ADMIN" || made.str("inviteUser", "invitation", "invitedBy", "email") != "ana@silva.example" {
		t.Errorf("%v", made.Data)
	}
	accept := `mutation($t: String!, $p: String!) { acceptInvitation(input: {token: $t, password: $p}) { session { viewer { user { id name role } organisation { name } } } } }`
	if a := b.anonymous().do(accept, vars{"t": token, "p": "short"}); a.codes() != "BAD_USER_INPUT password" {
		t.Errorf("a short password: %s", a.codes())
	}
	a := b.anonymous().must(accept, vars{"t": token, "p": "a horse of another colour"})
	if a.str("acceptInvitation", "session", "viewer", "user", "role") != "ADMIN" || a.str("acceptInvitation", "session", "viewer", "organisation", "name") != "Silva" {
		t.Errorf("%v", a.Data)
	}
	di := a.str("acceptInvitation", "session", "viewer", "user", "id")
	if a := b.anonymous().do(accept, vars{"t": token, "p": "a horse of another colour"}); a.codes() != "NOT_FOUND token" {
		t.Errorf("a second time: %s", a.codes())
	}
	reset := ana.must(`mutation($id: ID!) { resetUser(input: {id: $id}) { url invitation { purpose user { id } } } }`, vars{"id": di})
	if reset.str("resetUser", "invitation", "purpose") != "RESET" || reset.str("resetUser", "invitation", "user", "id") != di {
		t.Errorf("%v", reset.Data)
	}
	for hours, want := range map[int]string{0: "BAD_USER_INPUT expiresInHours", 721: "BAD_USER_INPUT expiresInHours", 2147483647: "BAD_USER_INPUT expiresInHours"} {
		if a := ana.do(`mutation($h: Int!) { inviteUser(input: {email: "x@silva.example", expiresInHours: $h}) { url } }`, vars{"h": hours}); a.codes() != want {
			t.Errorf("%d hours: %s", hours, a.codes())
		}
	}
	list := ana.must(`{ invitations(orderBy: {field: CREATED_AT, direction: DESC}) { totalCount edges { node { status acceptedAt revokedAt } } } }`, nil)
	if list.get("invitations", "totalCount") != float64(2) || list.str("invitations", "edges", 0, "node", "status") != "OPEN" || list.str("invitations", "edges", 1, "node", "status") != "ACCEPTED" {
		t.Errorf("%v", list.Data)
	}
	if eve := b.as("eve@other.example").must(`{ invitations { totalCount } }`, nil); eve.get("invitations", "totalCount") != float64(0) {
		t.Errorf("another organisation sees %v", eve.Data)
	}
}
