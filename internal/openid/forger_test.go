package openid_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quire/internal/openid"
	"quire/internal/problem"
)

// forger is a provider that answers what a test tells it to.
type forger struct {
	issuer string
	key    *rsa.PrivateKey
	token  func(f *forger) string // the ID token
	// userinfo is what it says of people; nil for no such address.
	userinfo map[string]any
	// metadata is added to the discovery document.
	metadata map[string]any
	// basic is whether Quire said who it is by HTTP's own means.
	basic bool
}

const accessToken = "an access token of the provider"

func newForger(t *testing.T) *forger {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := &forger{key: key, token: (*forger).good}
	mux := http.NewServeMux()
	answer := func(path string, with func(r *http.Request) any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(with(r))
		})
	}
	answer("/.well-known/openid-configuration", func(*http.Request) any {
		m := map[string]any{
			"issuer": f.issuer, "authorization_endpoint": f.issuer + "/auth", "token_endpoint": f.issuer + "/token", "jwks_uri": f.issuer + "/keys",
			// It offers what must not be taken.
			"id_token_signing_alg_values_supported": []string{"none", "HS256", "RS256"},
		}
		if f.userinfo != nil {
			m["userinfo_endpoint"] = f.issuer + "/userinfo"
		}
		for name, value := range f.metadata {
			m[name] = value
		}
		return m
	})
	answer("/keys", func(*http.Request) any {
		return map[string]any{"keys": []any{map[string]any{
			"kty": "RSA", "kid": "one", "use": "sig", "alg": "RS256",
			"n": base64.RawURLEncoding.EncodeToString(key.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(key.E)).Bytes()),
		}}}
	})
	answer("/token", func(r *http.Request) any {
		_, _, f.basic = r.BasicAuth()
		return map[string]any{"access_token": accessToken, "token_type": "Bearer", "expires_in": 60, "id_token": f.token(f)}
	})
	answer("/userinfo", func(*http.Request) any { return f.userinfo })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	f.issuer = server.URL
	return f
}

func (f *forger) claims() jwt.MapClaims {
	return jwt.MapClaims{
		"iss": f.issuer, "aud": "quire", "sub": "ana-1", "nonce": secrets.Nonce, "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(),
		"email": "Ana@silva.example", "email_verified": true, "name": "Ana",
	}
}

func (f *forger) good() string { return f.sign(f.claims()) }

func (f *forger) sign(claims jwt.MapClaims) string {
	return f.signWith(jwt.SigningMethodRS256, f.key, "one", claims)
}

func (f *forger) signWith(method jwt.SigningMethod, key any, kid string, claims jwt.MapClaims) string {
	token := jwt.NewWithClaims(method, claims)
	token.Header["kid"] = kid
	text, err := token.SignedString(key)
	if err != nil {
		panic(err)
	}
	return text
}

// with gives good tokens but for one claim; nil takes it away.
func with(name string, value any) func(*forger) string {
	return func(f *forger) string {
		claims := f.claims()
		claims[name] = value
		if value == nil {
			delete(claims, name)
		}
		return f.sign(claims)
	}
}

func (f *forger) provider(t *testing.T, claims openid.Claims) *openid.Provider {
	t.Helper()
	p, err := openid.New(openid.Config{Issuer: f.issuer, ClientID: "quire", ClientSecret: "s", RedirectURL: back, Claims: claims})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestForgedIDTokensAreRefused(t *testing.T) {
	t.Parallel()
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	wrongHash := sha256.Sum256([]byte("another access token"))
	rightHash := sha256.Sum256([]byte(accessToken))
	for name, c := range map[string]struct {
		token func(*forger) string
		good  bool
	}{
		"good":              {(*forger).good, true},
		"another nonce":     {with("nonce", "nonce-of-another-one"), false},
		"no nonce":          {with("nonce", nil), false},
		"another audience":  {with("aud", "another program"), false},
		"no audience":       {with("aud", nil), false},
		"another issuer":    {with("iss", "https://elsewhere.example"), false},
		"no issuer":         {with("iss", nil), false},
		"expired":           {with("exp", time.Now().Add(-time.Minute).Unix()), false},
		"expired just now":  {with("exp", time.Now().Add(-openid.Skew/2).Unix()), true},
		"no end":            {with("exp", nil), false},
		"of the future":     {with("iat", time.Now().Add(time.Hour).Unix()), false},
		"not valid yet":     {with("nbf", time.Now().Add(time.Hour).Unix()), false},
		"for several":       {with("aud", []string{"quire", "another program"}), false},
		"to another client": {with("azp", "another program"), false},
		"for us of several": {func(f *forger) string {
			c := f.claims()
			c["aud"], c["azp"] = []string{"quire", "x"}, "quire"
			return f.sign(c)
		}, true},
		"of nobody":          {with("sub", ""), false},
		"a subject too long": {with("sub", strings.Repeat("x", 256)), false},
		"of another session": {with("at_hash", base64.RawURLEncoding.EncodeToString(wrongHash[:16])), false},
		"of this session":    {with("at_hash", base64.RawURLEncoding.EncodeToString(rightHash[:16])), true},
		"missing":            {func(*forger) string { return "" }, false},
		"no token":           {func(*forger) string { return "a.b.c" }, false},
		"unsigned": {func(f *forger) string {
			return f.signWith(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, "one", f.claims())
		}, false},
		"signature cut":  {func(f *forger) string { g := f.good(); return g[:strings.LastIndex(g, ".")+1] }, false},
		"another key":    {func(f *forger) string { return f.signWith(jwt.SigningMethodRS256, other, "one", f.claims()) }, false},
		"an unknown key": {func(f *forger) string { return f.signWith(jwt.SigningMethodRS256, other, "two", f.claims()) }, false},
		"public key as secret": {func(f *forger) string {
			return f.signWith(jwt.SigningMethodHS256, x509.MarshalPKCS1PublicKey(&f.key.PublicKey), "one", f.claims())
		}, false},
		"client's secret": {func(f *forger) string { return f.signWith(jwt.SigningMethodHS256, []byte("s"), "one", f.claims()) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newForger(t)
			f.token = c.token
			got, err := f.provider(t, openid.Claims{}).Exchange(t.Context(), openid.Answer{Code: "c"}, secrets)
			if c.good {
				if err != nil || got.Subject != "ana-1" || got.Email != "ana@silva.example" {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			wantCode(t, err, problem.Unauthenticated)
			if got.Subject != "" || got.Email != "" {
				t.Errorf("somebody comes in: %+v", got)
			}
		})
	}
}

func TestAnswersOfAnotherProviderAreRefused(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	f.metadata = map[string]any{"authorization_response_iss_parameter_supported": true}
	p := f.provider(t, openid.Claims{})
	for issuer, good := range map[string]bool{f.issuer: true, "": false, "https://elsewhere.example": false} {
		if _, err := p.Exchange(t.Context(), openid.Answer{Code: "c", Issuer: issuer}, secrets); (err == nil) != good {
			t.Errorf("the issuer %q: %v", issuer, err)
		}
	}
}

func TestQuireSaysWhoItIsAsTheProviderWants(t *testing.T) {
	t.Parallel()
	for want, methods := range map[bool][]string{true: {"client_secret_post", "client_secret_basic"}, false: {"client_secret_post"}} {
		f := newForger(t)
		f.metadata = map[string]any{"token_endpoint_auth_methods_supported": methods}
		if _, err := f.provider(t, openid.Claims{}).Exchange(t.Context(), openid.Answer{Code: "c"}, secrets); err != nil || f.basic != want {
			t.Errorf("%v: basic %v, %v", methods, f.basic, err)
		}
	}
}

func TestClaims(t *testing.T) {
	t.Parallel()
	claims := openid.Claims{Organisation: "https://silva.example/org", Role: "realm_access.roles", Admins: []string{"boss"}}
	for name, c := range map[string]struct {
		claims        openid.Claims
		add           map[string]any
		email         string
		organisations string
		admin         string
	}{
		"nothing to map":     {openid.Claims{}, nil, "ana@silva.example", "[]", "<nil>"},
		"nothing there":      {claims, nil, "ana@silva.example", "[]", "false"},
		"a boss":             {claims, map[string]any{"https://silva.example/org": "Silva", "realm_access": map[string]any{"roles": []string{"x", "boss"}}}, "ana@silva.example", "[Silva]", "true"},
		"several":            {claims, map[string]any{"https://silva.example/org": []any{"Silva", 7, "Other", ""}}, "ana@silva.example", "[Silva Other]", "false"},
		"not what they seem": {claims, map[string]any{"realm_access": "boss", "https://silva.example/org": map[string]any{"a": "b"}}, "ana@silva.example", "[]", "false"},
		"an unverified one":  {openid.Claims{}, map[string]any{"email_verified": false}, "", "[]", "<nil>"},
		"an unsaid one":      {openid.Claims{}, map[string]any{"email_verified": nil}, "", "[]", "<nil>"},
		"a text for a truth": {openid.Claims{}, map[string]any{"email_verified": "true"}, "ana@silva.example", "[]", "<nil>"},
		"a trusted one":      {openid.Claims{TrustEmail: true}, map[string]any{"email_verified": nil}, "ana@silva.example", "[]", "<nil>"},
	} {
		f := newForger(t)
		f.token = func(f *forger) string {
			all := f.claims()
			for name, value := range c.add {
				all[name] = value
			}
			return f.sign(all)
		}
		got, err := f.provider(t, c.claims).Exchange(t.Context(), openid.Answer{Code: "c"}, secrets)
		admin := "<nil>"
		if got.Admin != nil {
			admin = fmt.Sprint(*got.Admin)
		}
		if err != nil || got.Email != c.email || fmt.Sprint(got.Organisations) != c.organisations || admin != c.admin {
			t.Errorf("%s: %+v, admin %s, %v", name, got, admin, err)
		}
	}
}

func TestUserinfoTellsWhatTheTokenLeavesOut(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	f.token = with("email", nil)
	f.userinfo = map[string]any{"sub": "ana-1", "email": "ana@silva.example", "nonce": "x", "email_verified": false}
	p := f.provider(t, openid.Claims{})
	if got, err := p.Exchange(t.Context(), openid.Answer{Code: "c"}, secrets); err != nil || got.Email != "" || got.Name != "Ana" {
		t.Errorf("the token's word counts for an email that it does not tell: %+v, %v", got, err)
	}
	f.userinfo["email_verified"] = true
	if got, err := p.Exchange(t.Context(), openid.Answer{Code: "c"}, secrets); err != nil || got.Email != "ana@silva.example" {
		t.Errorf("%+v, %v", got, err)
	}
	f.userinfo = map[string]any{"sub": "bo-1", "email": "bo@silva.example"}
	_, err := p.Exchange(t.Context(), openid.Answer{Code: "c"}, secrets)
	wantCode(t, err, problem.Unauthenticated)
}

func TestAnAnswerWithoutEndIsCutOff(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	f.token = func(*forger) string { return strings.Repeat("x", 2<<20) }
	_, err := f.provider(t, openid.Claims{}).Exchange(t.Context(), openid.Answer{Code: "c"}, secrets)
	if err == nil {
		t.Error("two megabytes of a token are read")
	}
}
