// Package signed makes tokens that say something and cannot be changed: JSON and
// its HMAC, for links that need no session.
package signed

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// ErrForged says that no key of ours signed the token.
var ErrForged = errors.New("the token's signature is not right")

// maxBytes is far above any token of ours.
const maxBytes = 4096

// Signer signs with its first key and accepts the signatures of all. The purpose
// keeps tokens apart from whatever else the same keys sign.
type Signer struct {
	purpose string
	keys    [][]byte
}

// New makes a signer of at least one key.
func New(purpose string, keys [][]byte) Signer { return Signer{purpose, keys} }

func (s Signer) sign(key []byte, body string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(s.purpose + "\n" + body))
	return h.Sum(nil)
}

// Seal makes a token of a value: its JSON and the signature, joined by a dot.
func (s Signer) Seal(v any) (string, error) {
	content, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	body := base64.RawURLEncoding.EncodeToString(content)
	return body + "." + base64.RawURLEncoding.EncodeToString(s.sign(s.keys[0], body)), nil
}

// Open checks a token's signature before it looks at anything inside, and reads
// it into v. The error is [ErrForged].
func (s Signer) Open(token string, v any) error {
	body, signature, found := strings.Cut(token, ".")
	if !found || len(token) > maxBytes {
		return ErrForged
	}
	// Strict: else the last character could be changed unnoticed.
	given, err := base64.RawURLEncoding.Strict().DecodeString(signature)
	ours := slices.ContainsFunc(s.keys, func(key []byte) bool { return hmac.Equal(given, s.sign(key, body)) })
	if err != nil || !ours {
		return ErrForged
	}
	content, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(content, v) != nil {
		return ErrForged
	}
	return nil
}
