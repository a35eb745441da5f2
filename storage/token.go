package storage

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
)

// grant is what a token allows: to read one object under one name until a
// moment, or to write one.
type grant struct {
	Key       string `json:"k"`
	FileName  string `json:"n"`
	MediaType string `json:"t"`
	// Expires in seconds since 1970.
	Expires int64 `json:"e"`
	// About is what the caller wants to hear when the object is downloaded.
	About string `json:"a,omitempty"`
	// Limit is what an upload may have, in bytes; 0 for downloads.
	Limit int64 `json:"l,omitempty"`
}

// errForged says that nobody who knows a signing key made the token.
var errForged = errors.New("the token's signature is not right")

// maxTokenBytes is far above any token of ours: a key, a name of 200 bytes
// and a media type.
const maxTokenBytes = 2048

// keyRing signs with its first key and accepts the signatures of all. A token
// names its key by an id, so that keys can be changed while links are about.
type keyRing struct {
	purpose string
	current string
	secrets map[string][]byte
}

func newKeyRing(purpose string, current []byte, retired [][]byte) keyRing {
	ring := keyRing{purpose: purpose, secrets: make(map[string][]byte, 1+len(retired))}
	for _, key := range retired {
		ring.add(key)
	}
	ring.current = ring.add(current)
	return ring
}

// add derives a secret and its id from a key. The derivation keeps tokens
// apart from whatever else the same key may sign (RFC 5869's idea, with one
// label for each use).
func (k keyRing) add(key []byte) (id string) {
	id = hex.EncodeToString(mac(key, "quire "+k.purpose+" key id"))[:8]
	k.secrets[id] = mac(key, "quire "+k.purpose+" link v1")
	return id
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// seal makes a token: key id, grant and signature, joined by dots.
func (k keyRing) seal(g grant) (string, error) {
	body, err := json.Marshal(g)
	if err != nil {
		return "", err
	}
	signed := k.current + "." + base64.RawURLEncoding.EncodeToString(body)
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac(k.secrets[k.current], signed)), nil
}

// open checks a token's signature, in a time that does not depend on where
// it is wrong, before it looks at anything inside.
func (k keyRing) open(token string) (grant, error) {
	if len(token) > maxTokenBytes {
		return grant{}, errForged
	}
	cut := strings.LastIndexByte(token, '.')
	id, _, ok := strings.Cut(token, ".")
	if !ok || cut <= len(id) {
		return grant{}, errForged
	}
	secret, ok := k.secrets[id]
	if !ok {
		return grant{}, errForged
	}
	// Strict: else the last character could be changed unnoticed.
	signature, err := base64.RawURLEncoding.Strict().DecodeString(token[cut+1:])
	if err != nil || !hmac.Equal(signature, mac(secret, token[:cut])) {
		return grant{}, errForged
	}
	body, err := base64.RawURLEncoding.DecodeString(token[len(id)+1 : cut])
	if err != nil {
		return grant{}, errForged
	}
	var g grant
	if err := json.Unmarshal(body, &g); err != nil {
		return grant{}, errForged
	}
	return g, nil
}
