package auth

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// MinPasswordLength is the least number of characters of a password.
	MinPasswordLength = 10
	// MaxPasswordBytes bounds what is hashed; far longer than people type.
	MaxPasswordBytes = 256
	// minDistinct is how many different characters a password must have.
	minDistinct = 5
)

// common are the beginnings that guessers try first.
var common = []string{
	"password", "passwort", "passw0rd", "qwerty", "qwertz", "azerty", "letmein", "welcome",
	"iloveyou", "administrator", "admin", "changeme", "secret", "monkey", "dragon",
	"football", "baseball", "sunshine", "princess", "trustno1", "quire",
}

// CheckPassword tells why a password should not be accepted, or nil: too short,
// too long, or among the first that anyone would guess. The email is the user's.
func CheckPassword(password, email string) error {
	if n := utf8.RuneCountInString(password); n < MinPasswordLength {
		return fmt.Errorf("the password must have at least %d characters; it has %d", MinPasswordLength, n)
	}
	if len(password) > MaxPasswordBytes {
		return fmt.Errorf("the password must have at most %d bytes", MaxPasswordBytes)
	}
	lower := strings.ToLower(password)
	name, _, _ := strings.Cut(strings.ToLower(email), "@")
	switch {
	case distinct(lower) < minDistinct:
		return errors.New("the password repeats too few characters: choose a longer phrase")
	case isRun(lower):
		return errors.New("the password is a simple sequence: choose a longer phrase")
	case isCommon(lower, name):
		return errors.New("the password is a common word or the email: choose a longer phrase")
	}
	return nil
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// isRun tells a text whose characters go up or down by one, as in 1234567890.
func isRun(s string) bool {
	var up, down, steps int
	var last rune
	for i, r := range s {
		if i > 0 {
			steps++
			if r == last+1 || (last == '9' && r == '0') {
				up++
			}
			if r == last-1 || (last == '0' && r == '9') {
				down++
			}
		}
		last = r
	}
	return up == steps || down == steps
}

// isCommon tells a well-known word, or the name in the email, with nothing but
// digits and punctuation around it.
func isCommon(s, name string) bool {
	core := strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	word := strings.TrimFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	if core == "" || (word != "" && core == word) {
		// Digits alone are dates and telephone numbers.
		return true
	}
	for _, c := range common {
		rest := strings.ReplaceAll(s, c, "")
		if rest != s && !strings.ContainsFunc(rest, unicode.IsLetter) {
			return true
		}
	}
	return false
}
