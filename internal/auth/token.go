package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"quire/internal/viewer"
)

// MinSecretBytes is the output of SHA-256: a shorter key weakens HMAC-SHA-256
// (RFC 7518, 3.2).
const MinSecretBytes = 32

// Who issues access tokens and who takes them (RFC 7519, 4.1.1 and 4.1.3).
const (
	issuer   = "quire"
	audience = "quire-api"
)

// ErrToken says that an access token is not valid: forged, expired or of
// another program.
var ErrToken = errors.New("the access token is not valid or has expired")

// TokenConfig says how access tokens are signed.
type TokenConfig struct {
	// Secret signs; at least MinSecretBytes.
	Secret []byte
	// Retired secrets are accepted and no longer used, so that the secret can
	// be changed while people are signed in.
	Retired [][]byte
	// Lifetime of an access token.
	Lifetime time.Duration
	// Now is the clock; nil for the real one.
	Now func() time.Time
}

// Tokens issues and reads access tokens: JWTs signed with HMAC-SHA-256.
type Tokens struct {
	current  string
	secrets  map[string][]byte
	lifetime time.Duration
	now      func() time.Time
	parser   *jwt.Parser
}

// claims of an access token. What they say of role and operator is for those
// who read tokens; the rules ask the database.
type claims struct {
	jwt.RegisteredClaims
	Organisation string      `json:"org"`
	Role         viewer.Role `json:"role"`
	Operator     bool        `json:"op,omitempty"`
	Family       string      `json:"fam"`
}

// NewTokens checks the configuration.
func NewTokens(c TokenConfig) (*Tokens, error) {
	if c.Lifetime <= 0 {
		return nil, fmt.Errorf("access tokens cannot live for %v: choose more than 0", c.Lifetime)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	t := &Tokens{secrets: map[string][]byte{}, lifetime: c.Lifetime, now: c.Now}
	for _, secret := range append([][]byte{c.Secret}, c.Retired...) {
		if len(secret) < MinSecretBytes {
			return nil, fmt.Errorf("a secret for access tokens has %d bytes: give it at least %d random ones", len(secret), MinSecretBytes)
		}
		id, key := derive(secret)
		t.secrets[id] = key
		if t.current == "" {
			t.current = id
		}
	}
	t.parser = jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(issuer), jwt.WithAudience(audience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(c.Now))
	return t, nil
}

// derive keeps access tokens apart from whatever else the same secret signs.
func derive(secret []byte) (id string, key []byte) {
	sign := func(label string) []byte {
		h := hmac.New(sha256.New, secret)
		h.Write([]byte(label))
		return h.Sum(nil)
	}
	return hex.EncodeToString(sign("quire access token key id"))[:8], sign("quire access token v1")
}

// Issue makes an access token for the viewer.
func (t *Tokens) Issue(v viewer.Viewer) (token string, expires time.Time, err error) {
	now := t.now().Truncate(time.Second)
	expires = now.Add(t.lifetime).Truncate(time.Second)
	unsigned := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: v.UserID,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
		Organisation: v.OrganisationID, Role: v.Role, Operator: v.Operator, Family: v.Family,
	})
	unsigned.Header["kid"] = t.current
	token, err = unsigned.SignedString(t.secrets[t.current])
	if err != nil {
		return "", time.Time{}, fmt.Errorf("sign an access token: %w", err)
	}
	return token, expires.UTC(), nil
}

// Read gives whom the token was issued to and when it ends. It returns an error
// that is ErrToken when the token is not to be trusted.
func (t *Tokens) Read(token string) (viewer.Viewer, time.Time, error) {
	var c claims
	if _, err := t.parser.ParseWithClaims(token, &c, t.key); err != nil {
		return viewer.Viewer{}, time.Time{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	return viewer.Viewer{
		UserID: c.Subject, OrganisationID: c.Organisation, Role: c.Role, Operator: c.Operator, Family: c.Family,
	}, c.ExpiresAt.UTC(), nil
}

func (t *Tokens) key(token *jwt.Token) (any, error) {
	id, _ := token.Header["kid"].(string)
	if secret, ok := t.secrets[id]; ok {
		return secret, nil
	}
	return nil, fmt.Errorf("no key has the id %q", id)
}
