package auth

// invitationMark is how the token of an invitation begins, so that people and
// scanners of leaked secrets know it.
const invitationMark = "qi_"

// NewInvitation makes a token of 256 random bits. Its text goes to whoever
// invites and is kept nowhere; its digest finds the row.
func NewInvitation() (token, digest string) {
	random, _ := NewRefreshToken()
	token = invitationMark + random
	return token, RefreshDigest(token)
}
