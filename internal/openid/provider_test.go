package openid_test

import (
	"net/url"
	"strings"
	"testing"

	"quire/internal/openid"
	"quire/internal/openid/openidtest"
	"quire/internal/problem"
)

const back = "http://127.0.0.1:1/oidc/callback"

func real(t *testing.T) (*openidtest.Provider, *openid.Provider) {
	t.Helper()
	there := openidtest.Start(t, back)
	p, err := openid.New(openid.Config{
		Issuer: there.Issuer, ClientID: openidtest.ClientID, ClientSecret: openidtest.ClientSecret, RedirectURL: back, Scopes: []string{"email", "profile"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return there, p
}

func wantCode(t *testing.T, err error, want problem.Code) {
	t.Helper()
	if p, ok := problem.As(err); !ok || p.Code != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// A code verifier has 43 to 128 characters (RFC 7636, 4.1).
var secrets = openid.Secrets{State: "state-of-this-sign-in", Nonce: "nonce-of-this-sign-in", Verifier: strings.Repeat("v", 43)}

func TestSignInAtARealProvider(t *testing.T) {
	t.Parallel()
	there, p := real(t)
	there.Add(openidtest.Person{Subject: "ana-1", Email: "Ana@Silva.example"})
	there.Add(openidtest.Person{Subject: "bo-1", Email: "bo@silva.example", Unverified: true})
	for email, want := range map[string]openid.Person{
		"Ana@Silva.example": {Issuer: there.Issuer, Subject: "ana-1", Email: "ana@silva.example", Name: "Ana of the Provider"},
		"bo@silva.example":  {Issuer: there.Issuer, Subject: "bo-1", Name: "bo of the Provider"},
	} {
		address, err := p.SignInURL(t.Context(), secrets)
		if err != nil {
			t.Fatal(err)
		}
		q := there.SignIn(address, email).Query()
		if q.Get("state") != secrets.State {
			t.Errorf("the state comes back as %q", q.Get("state"))
		}
		answer := openid.Answer{Code: q.Get("code"), Issuer: q.Get("iss")}
		got, err := p.Exchange(t.Context(), answer, secrets)
		if err != nil || got.Subject != want.Subject || got.Email != want.Email || got.Issuer != want.Issuer || !strings.EqualFold(got.Name, want.Name) || got.Admin != nil {
			t.Errorf("%s: %+v, %v", email, got, err)
		}
		_, err = p.Exchange(t.Context(), answer, secrets) // the code is spent
		wantCode(t, err, problem.Unauthenticated)
	}
}

func TestARealProviderRefusesWhatIsNotOfThisSignIn(t *testing.T) {
	t.Parallel()
	there, p := real(t)
	there.Add(openidtest.Person{Subject: "ana-1", Email: "ana@silva.example"})
	for name, s := range map[string]openid.Secrets{
		"another verifier": {Nonce: secrets.Nonce, Verifier: strings.Repeat("w", 43)},
		"no verifier":      {Nonce: secrets.Nonce},
		"another nonce":    {Nonce: "nonce-of-another-one", Verifier: secrets.Verifier},
	} {
		address, err := p.SignInURL(t.Context(), secrets)
		if err != nil {
			t.Fatal(err)
		}
		_, err = p.Exchange(t.Context(), openid.Answer{Code: there.SignIn(address, "ana@silva.example").Query().Get("code")}, s)
		if err == nil {
			t.Errorf("%s is accepted", name)
			continue
		}
		wantCode(t, err, problem.Unauthenticated)
	}
	_, err := p.Exchange(t.Context(), openid.Answer{Code: "made-up"}, secrets)
	wantCode(t, err, problem.Unauthenticated)
}

func TestSignOutAtTheProvider(t *testing.T) {
	t.Parallel()
	there, p := real(t)
	address, err := p.SignOutURL(t.Context(), "https://app.example.com/")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil || !strings.HasPrefix(address, there.Issuer) || u.Query().Get("client_id") != openidtest.ClientID || u.Query().Get("post_logout_redirect_uri") != "https://app.example.com/" {
		t.Errorf("%s, %v", address, err)
	}
}

func TestAProviderThatIsAway(t *testing.T) {
	t.Parallel()
	p, err := openid.New(openid.Config{Issuer: "http://127.0.0.1:1", ClientID: "quire", RedirectURL: back})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.SignInURL(t.Context(), secrets)
	wantCode(t, err, problem.Unavailable)
	_, err = p.Exchange(t.Context(), openid.Answer{Code: "x"}, secrets)
	wantCode(t, err, problem.Unavailable)
}

func TestWhatAProviderNeeds(t *testing.T) {
	t.Parallel()
	for _, c := range []openid.Config{{}, {Issuer: "https://a.example", ClientID: "q"}, {Issuer: "https://a.example", RedirectURL: back}} {
		if _, err := openid.New(c); err == nil {
			t.Errorf("accepted %+v", c)
		}
	}
}
