package auth

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"

	"github.com/golang-jwt/jwt/v5"
)

// tokenKey signs and verifies with one algorithm.
type tokenKey struct {
	method          jwt.SigningMethod
	signs, verifies any
}

// keyMakers make the key of each algorithm from a secret, and its id.
var keyMakers = map[Algorithm]func(secret []byte) (id string, key tokenKey){
	HS256: func(secret []byte) (string, tokenKey) {
		key := labelled(secret, "quire access token v1")
		return keyID(secret, "quire access token key id"), tokenKey{jwt.SigningMethodHS256, key, key}
	},
	EdDSA: func(secret []byte) (string, tokenKey) {
		key := ed25519.NewKeyFromSeed(labelled(secret, "quire access token ed25519 v1"))
		return keyID(secret, "quire access token ed25519 key id"), tokenKey{jwt.SigningMethodEdDSA, key, key.Public()}
	},
}

// labelled keeps access tokens apart from whatever else the same secret signs.
func labelled(secret []byte, label string) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(label))
	return h.Sum(nil)
}

// keyID tells keys apart and nothing else of them.
func keyID(secret []byte, label string) string {
	return hex.EncodeToString(labelled(secret, label))[:8]
}
