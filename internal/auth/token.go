package auth

import (
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

// Algorithm is how access tokens are signed.
type Algorithm string

// The algorithms: one secret gives a key for each, and tokens of both are
// accepted, so that the choice can be changed while people are signed in.
const (
	// HS256 is HMAC with SHA-256 (RFC 7518, 3.2); it is used when none is named.
	HS256 Algorithm = "HS256"
	// EdDSA is Ed25519 (RFC 8037, 3.1): who has the public key can check tokens
	// and make none.
	EdDSA Algorithm = "EdDSA"
)

// Skew is how far the clocks of processes may differ: for so long a token is
// accepted before it was issued and after its end.
const Skew = 30 * time.Second

// TokenConfig says how access tokens are signed.
type TokenConfig struct {
	// Algorithm for new tokens; empty for HS256.
	Algorithm Algorithm
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

// Tokens issues and reads access tokens: signed JWTs (RFC 7519).
type Tokens struct {
	current  string // the id of the key that signs
	keys     map[string]tokenKey
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
	if c.Algorithm == "" {
		c.Algorithm = HS256
	}
	t := &Tokens{keys: map[string]tokenKey{}, lifetime: c.Lifetime, now: c.Now}
	for _, secret := range append([][]byte{c.Secret}, c.Retired...) {
		if len(secret) < MinSecretBytes {
			return nil, fmt.Errorf("a secret for access tokens has %d bytes: give it at least %d random ones", len(secret), MinSecretBytes)
		}
		for algorithm, keyOf := range keyMakers {
			id, key := keyOf(secret)
			t.keys[id] = key
			if t.current == "" && algorithm == c.Algorithm {
				t.current = id
			}
		}
	}
	if t.current == "" {
		return nil, fmt.Errorf("access tokens cannot be signed with %q: choose HS256 or EdDSA", c.Algorithm)
	}
	t.parser = jwt.NewParser(
		jwt.WithValidMethods([]string{string(HS256), string(EdDSA)}), jwt.WithIssuer(issuer), jwt.WithAudience(audience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(Skew), jwt.WithTimeFunc(c.Now))
	return t, nil
}

// Issue makes an access token for the viewer.
func (t *Tokens) Issue(v viewer.Viewer) (token string, expires time.Time, err error) {
	now := t.now().Truncate(time.Second)
	expires = now.Add(t.lifetime).Truncate(time.Second)
	key := t.keys[t.current]
	unsigned := jwt.NewWithClaims(key.method, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: v.UserID,
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
		Organisation: v.OrganisationID, Role: v.Role, Operator: v.Operator, Family: v.Family,
	})
	unsigned.Header["kid"] = t.current
	token, err = unsigned.SignedString(key.signs)
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

// key finds the key that a token names, and sees to it that the token was signed
// as that key signs: what is a public key of one algorithm must never be taken
// for a secret of another (RFC 8725, 3.1).
func (t *Tokens) key(token *jwt.Token) (any, error) {
	id, _ := token.Header["kid"].(string)
	key, ok := t.keys[id]
	if !ok || token.Method != key.method {
		return nil, fmt.Errorf("no key has the id %q", id)
	}
	return key.verifies, nil
}
