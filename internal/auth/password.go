package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"runtime"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Parameters of argon2id (RFC 9106, 3.1).
type Parameters struct {
	// Memory in KiB.
	Memory uint32
	// Passes over the memory.
	Passes uint32
	// Lanes that may be computed at once.
	Lanes uint8
}

// Recommended are OWASP's parameters for argon2id: 19 MiB, two passes, one lane.
var Recommended = Parameters{Memory: 19 << 10, Passes: 2, Lanes: 1}

const (
	saltBytes = 16
	hashBytes = 32
)

// Passwords hashes and verifies passwords. It is safe for use by several
// goroutines, of which only as many work at once as there are processors:
// each takes the whole memory of its parameters.
type Passwords struct {
	parameters Parameters
	// unknown is the hash of no password: it is verified for users that do not
	// exist.
	unknown string
	slots   chan struct{}
}

// processors are those that the process may use, however many threads share them later.
var processors = runtime.GOMAXPROCS(0)

// NewPasswords makes a hasher with the given parameters for new hashes; hashes
// with other parameters are still verified.
func NewPasswords(p Parameters) *Passwords {
	// A random hash: no password is known to give it.
	unknown := phc{Parameters: p, salt: random(saltBytes), hash: random(hashBytes)}
	return &Passwords{parameters: p, unknown: unknown.String(), slots: make(chan struct{}, processors)}
}

// Hash gives the password's hash as a PHC string, with a salt of its own.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	h := phc{Parameters: p.parameters, salt: random(saltBytes)}
	var err error
	h.hash, err = p.derive(ctx, h, password, hashBytes)
	return h.String(), err
}

// Verify tells whether the password is the one that encoded was made from, and
// whether encoded was made with parameters that are no longer the current ones,
// so that it should be made anew. It fails when encoded is not such a hash.
func (p *Passwords) Verify(ctx context.Context, encoded, password string) (ok, outdated bool, err error) {
	h, err := parsePHC(encoded)
	if err != nil {
		return false, false, err
	}
	got, err := p.derive(ctx, h, password, len(h.hash))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, h.hash) == 1, h.Parameters != p.parameters, nil
}

// VerifyUnknown takes as long as Verify, for a user that does not exist: the
// time of an answer must not tell whether an email is known.
func (p *Passwords) VerifyUnknown(ctx context.Context, password string) error {
	_, _, err := p.Verify(ctx, p.unknown, password)
	return err
}

func (p *Passwords) derive(ctx context.Context, h phc, password string, size int) ([]byte, error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
	// One text may be typed as several sequences of code points (NIST SP
	// 800-63B, 3.1.1.2).
	text := norm.NFKC.Bytes([]byte(password))
	return argon2.IDKey(text, h.salt, h.Passes, h.Memory, h.Lanes, uint32(size)), nil
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: it ends the process rather
	return b
}
