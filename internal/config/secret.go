package config

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const redacted = "[redacted]"

// Secret is a text that is never printed: not by fmt, slog or encoding/json.
type Secret string

// Reveal gives the text itself.
func (s Secret) Reveal() string { return string(s) }

// String hides the text, but not whether there is one.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return redacted
}

// GoString hides the text from %#v.
func (s Secret) GoString() string { return fmt.Sprintf("%q", s.String()) }

// LogValue hides the text from the log.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the text from encoders.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// devSecretPrefix marks secrets that were made for development.
const devSecretPrefix = "dev-"

// placeholders are what examples and people write when they mean "later".
var placeholders = []string{"change", "secret", "example", "placeholder", "password", "insecure", "quire"}

// isDevSecret reports whether the secret was made for development or is a
// placeholder.
func isDevSecret(s string) bool {
	s = strings.ToLower(s)
	return strings.HasPrefix(s, devSecretPrefix) ||
		slices.ContainsFunc(placeholders, func(p string) bool { return strings.HasPrefix(s, p) })
}

// devSecret gives the secret that is kept in dir, making it the first time.
// Processes that start at once agree on one: the first link wins.
func devSecret(dir string) (Secret, error) {
	path := filepath.Join(dir, "jwt-secret")
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return "", err
	}
	kept, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := writeOnce(path, devSecretPrefix+rand.Text()+rand.Text()); err != nil {
			return "", err
		}
		kept, err = os.ReadFile(path)
	}
	if err != nil {
		return "", err
	}
	secret := Secret(strings.TrimSpace(string(kept)))
	if len(secret) < minSecretBytes {
		return "", fmt.Errorf("the secret in %s is too short: delete the file, and another is made", path)
	}
	return secret, nil
}

// writeOnce makes a file for its owner alone, whole or not at all; one that is
// there already stays.
func writeOnce(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".secret-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text + "\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// Key derives a key of 32 bytes for a purpose from [Config.JWTSecret], so that
// what is signed for one purpose is of no use for another (RFC 5869).
func (c Config) Key(purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(c.JWTSecret.Reveal()), nil, "quire "+purpose, sha256.Size)
}
