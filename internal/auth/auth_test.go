package auth_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quire/internal/auth"
	"quire/internal/viewer"
)

// cheap parameters, so that tests are quick.
var cheap = auth.Parameters{Memory: 64, Passes: 1, Lanes: 1}

func TestPasswordsAreVerifiedAndUpgraded(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	old := auth.NewPasswords(cheap)
	hash, err := old.Hash(ctx, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("not a PHC string: %s", hash)
	}
	again, _ := old.Hash(ctx, "correct horse")
	if again == hash {
		t.Error("two hashes of one password are equal: no salt")
	}
	newer := auth.NewPasswords(auth.Parameters{Memory: 128, Passes: 1, Lanes: 1})
	for _, c := range []struct {
		passwords    *auth.Passwords
		password     string
		ok, outdated bool
	}{
		{old, "correct horse", true, false},
		{old, "correct horsE", false, false},
		{old, "", false, false},
		{newer, "correct horse", true, true},
	} {
		ok, outdated, err := c.passwords.Verify(ctx, hash, c.password)
		if err != nil || ok != c.ok || outdated != c.outdated {
			t.Errorf("Verify(%q) = %v, %v, %v; want %v, %v", c.password, ok, outdated, err, c.ok, c.outdated)
		}
	}
}

func TestOnePasswordTypedInTwoWaysIsOne(t *testing.T) {
	t.Parallel()
	p := auth.NewPasswords(cheap)
	hash, err := p.Hash(context.Background(), "Caf\u00e9 au lait")
	if err != nil {
		t.Fatal(err)
	}
	if ok, _, _ := p.Verify(context.Background(), hash, "Cafe\u0301 au lait"); !ok {
		t.Error("the decomposed form of the same text is refused")
	}
}

func TestDamagedHashesAreRefused(t *testing.T) {
	t.Parallel()
	p := auth.NewPasswords(cheap)
	for _, hash := range []string{
		"", "plain", "$2a$10$abcdefghijklmnopqrstuv",
		"$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
		"$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
		"$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
	} {
		if ok, _, err := p.Verify(context.Background(), hash, "x"); ok || err == nil {
			t.Errorf("Verify of %q: %v, %v", hash, ok, err)
		}
	}
}

func TestAnUnknownUserCostsTheSame(t *testing.T) {
	t.Parallel()
	p := auth.NewPasswords(auth.Recommended)
	hash, err := p.Hash(context.Background(), "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	// The shortest of several runs is the least disturbed by other work.
	known := shortest(func() { _, _, _ = p.Verify(context.Background(), hash, "wrong horse!") })
	unknown := shortest(func() { _ = p.VerifyUnknown(context.Background(), "wrong horse!") })
	if unknown < known/3 || known < unknown/3 {
		t.Errorf("a known user takes %v, an unknown one %v", known, unknown)
	}
}

func shortest(f func()) time.Duration {
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

func TestPasswordStrength(t *testing.T) {
	t.Parallel()
	for password, good := range map[string]bool{
		"short":                      false,
		"éééé":                       false,
		"aaaaaaaaaaaa":               false,
		"abababababab":               false,
		"1234567890":                 false,
		"0987654321":                 false,
		"abcdefghijkl":               false,
		"19840512199":                false,
		"password123":                false,
		"Password2026!":              false,
		"adminadmin!":                false,
		"ana.silva1234":              false,
		strings.Repeat("a1b2c3", 50): false,
		"correct horse battery":      true,
		"Welcome to the Azores":      true,
		"kT9#vv2LmQ":                 true,
		"пароль длинный":             true,
	} {
		err := auth.CheckPassword(password, "Ana.Silva@example.com")
		if (err == nil) != good {
			t.Errorf("CheckPassword(%q) = %v, want good: %v", password, err, good)
		}
	}
}

type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

var secret = []byte("a secret of the tests that is long enough")

func tokens(t *testing.T, c *clock, secret []byte, retired ...[]byte) *auth.Tokens {
	t.Helper()
	tokens, err := auth.NewTokens(auth.TokenConfig{Secret: secret, Retired: retired, Lifetime: 15 * time.Minute, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func TestAccessTokens(t *testing.T) {
	t.Parallel()
	c := &clock{now: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)}
	issued := viewer.Viewer{UserID: "usr_1", OrganisationID: "org_1", Role: viewer.Admin, Operator: true, Family: "ses_1"}
	first := tokens(t, c, secret)
	token, expires, err := first.Issue(issued)
	if err != nil {
		t.Fatal(err)
	}
	if want := c.now.Add(15 * time.Minute); !expires.Equal(want) {
		t.Errorf("expires %v, want %v", expires, want)
	}
	got, until, err := first.Read(token)
	if err != nil || got != issued || !until.Equal(expires) {
		t.Errorf("Read = %+v, %v, %v", got, until, err)
	}
	other := []byte("another secret, just as long as the first")
	if _, _, err := tokens(t, c, other, secret).Read(token); err != nil {
		t.Errorf("a retired secret is not accepted: %v", err)
	}
	if _, _, err := tokens(t, c, other).Read(token); !errors.Is(err, auth.ErrToken) {
		t.Errorf("a token of another secret: %v", err)
	}
	c.now = expires.Add(auth.Skew - time.Second)
	if _, _, err := first.Read(token); err != nil {
		t.Errorf("clocks that differ a little: %v", err)
	}
	c.now = expires.Add(auth.Skew)
	if _, _, err := first.Read(token); !errors.Is(err, auth.ErrToken) {
		t.Errorf("an expired token: %v", err)
	}
}

func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	c := &clock{now: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)}
	reader := tokens(t, c, secret)
	good, _, err := reader.Issue(viewer.Viewer{UserID: "usr_1"})
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(good, ".")
	claims := jwt.MapClaims{"sub": "usr_1", "iss": "quire", "aud": "quire-api", "exp": c.now.Add(time.Hour).Unix()}
	none := jwt.NewWithClaims(jwt.SigningMethodNone, claims)
	unsigned, err := none.SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	byPlainSecret, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(secret)
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{
		"empty": "", "text": "not a token", "cut": parts[0] + "." + parts[1] + ".",
		"changed": parts[0] + "." + parts[1] + "A." + parts[2], "unsigned": unsigned, "another label": byPlainSecret,
	} {
		if _, _, err := reader.Read(token); !errors.Is(err, auth.ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAlgorithmsCanBeExchanged(t *testing.T) {
	t.Parallel()
	c := &clock{now: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)}
	v := viewer.Viewer{UserID: "usr_1", OrganisationID: "org_1", Role: viewer.Standard, Family: "ses_1"}
	config := auth.TokenConfig{Algorithm: auth.EdDSA, Secret: secret, Lifetime: time.Minute, Now: c.Now}
	ed, err := auth.NewTokens(config)
	if err != nil {
		t.Fatal(err)
	}
	hs := tokens(t, c, secret)
	heads := map[string]string{}
	for name, one := range map[string]*auth.Tokens{"EdDSA": ed, "HS256": hs} {
		token, _, err := one.Issue(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, reader := range []*auth.Tokens{ed, hs} {
			if got, _, err := reader.Read(token); err != nil || got != v {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
		}
		heads[name] = strings.Split(token, ".")[0]
		if header, err := base64.RawURLEncoding.DecodeString(heads[name]); err != nil || !strings.Contains(string(header), `"alg":"`+name+`"`) {
			t.Errorf("%s: %s, %v", name, header, err)
		}
	}
	// The claim of one algorithm under the key's id of the other.
	token, _, _ := hs.Issue(v)
	parts := strings.Split(token, ".")
	mixed := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"sub": "usr_1", "iss": "quire", "aud": "quire-api", "exp": c.now.Add(time.Hour).Unix()})
	header, _ := base64.RawURLEncoding.DecodeString(heads["EdDSA"])
	var kid struct{ Kid string }
	if err := json.Unmarshal(header, &kid); err != nil {
		t.Fatal(err)
	}
	mixed.Header["kid"] = kid.Kid
	confused, err := mixed.SignedString([]byte("the public key, taken for a secret"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{confused, heads["EdDSA"] + "." + parts[1] + "." + parts[2]} {
		if _, _, err := ed.Read(bad); !errors.Is(err, auth.ErrToken) {
			t.Errorf("accepted: %v", err)
		}
	}
}

func TestAnotherAudienceIsRefused(t *testing.T) {
	t.Parallel()
	c := &clock{now: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)}
	reader := tokens(t, c, secret)
	good, _, err := reader.Issue(viewer.Viewer{UserID: "usr_1"})
	if err != nil {
		t.Fatal(err)
	}
	head := strings.Split(good, ".")[0]
	header, _ := base64.RawURLEncoding.DecodeString(head)
	var kid struct{ Kid string }
	if err := json.Unmarshal(header, &kid); err != nil {
		t.Fatal(err)
	}
	h := hmac.New(sha256.New, secret)
	h.Write([]byte("quire access token v1"))
	key := h.Sum(nil)
	for change, valid := range map[string]bool{"": true, "aud": false, "iss": false, "exp": false, "iat": false} {
		claims := jwt.MapClaims{"sub": "usr_1", "iss": "quire", "aud": "quire-api", "exp": c.now.Add(time.Hour).Unix(), "iat": c.now.Unix()}
		switch change {
		case "aud", "iss":
			claims[change] = "another"
		case "exp":
			delete(claims, "exp")
		case "iat":
			claims["iat"] = c.now.Add(time.Hour).Unix()
		}
		made := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
		made.Header["kid"] = kid.Kid
		token, err := made.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := reader.Read(token); (err == nil) != valid {
			t.Errorf("with another %q: %v", change, err)
		}
	}
}

func TestWeakConfigurationsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []auth.TokenConfig{
		{Secret: []byte("short"), Lifetime: time.Minute},
		{Secret: secret},
		{Secret: secret, Lifetime: time.Minute, Algorithm: "none"},
		{Secret: secret, Retired: [][]byte{[]byte("short")}, Lifetime: time.Minute},
	} {
		if _, err := auth.NewTokens(c); err == nil {
			t.Errorf("accepted %+v", c)
		}
	}
}

func TestRefreshTokens(t *testing.T) {
	t.Parallel()
	token, digest := auth.NewRefreshToken()
	other, _ := auth.NewRefreshToken()
	if len(token) != 43 || token == other {
		t.Errorf("tokens %q and %q", token, other)
	}
	if len(digest) != 64 || digest != auth.RefreshDigest(token) || strings.Contains(digest, token) {
		t.Errorf("digest %q", digest)
	}
}
