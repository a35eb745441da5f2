// Package auth makes and checks what a person signs in with: passwords, which
// are kept as argon2id hashes, access tokens, which are short-lived and signed,
// and refresh tokens, of which only a digest is kept. It knows no database.
package auth
