package auth

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

const refreshBytes = 32

// NewRefreshToken makes a token of 256 random bits. Its text goes to the user
// and is kept nowhere; its digest finds the session.
func NewRefreshToken() (token, digest string) {
	token = base64.RawURLEncoding.EncodeToString(random(refreshBytes))
	return token, RefreshDigest(token)
}

// RefreshDigest is the SHA-256 of a refresh token, in hexadecimal. The token is
// random, so that no salt is needed.
func RefreshDigest(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
