package auth

import "strings"

// apiKeyMark is how a key begins, so that people, scanners of leaked secrets and
// programs know it.
const apiKeyMark = "qk_"

// shownBytes of a key tell it from others. 48 of its 256 bits are in them.
const shownBytes = len(apiKeyMark) + 8

// NewAPIKey makes a key of 256 random bits. Its text goes to whoever asked and is
// kept nowhere; its first characters are for people, its digest finds the row.
func NewAPIKey() (key, prefix, digest string) {
	token, _ := NewRefreshToken()
	key = apiKeyMark + token
	return key, key[:shownBytes], RefreshDigest(key)
}

// IsAPIKey tells a key from an access token, not whether it is a good one.
func IsAPIKey(token string) bool { return strings.HasPrefix(token, apiKeyMark) }
