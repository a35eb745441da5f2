package auth

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// phc is a hash with all that is needed to verify it, written as the PHC string
// format has it: $argon2id$v=19$m=19456,t=2,p=1$salt$hash.
type phc struct {
	Parameters
	salt, hash []byte
}

var errNotPHC = errors.New("the stored password hash is not an argon2id string: set the user's password anew")

var phcEncoding = base64.RawStdEncoding.Strict()

// Limits keep a damaged row from taking all memory or time.
const (
	maxMemory = 256 << 10 // KiB
	maxPasses = 16
)

// String writes the hash.
func (h phc) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.Memory, h.Passes, h.Lanes,
		phcEncoding.EncodeToString(h.salt), phcEncoding.EncodeToString(h.hash))
}

func parsePHC(s string) (phc, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, errNotPHC
	}
	var h phc
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.Memory, &h.Passes, &h.Lanes); err != nil {
		return phc{}, errNotPHC
	}
	if h.Memory == 0 || h.Memory > maxMemory || h.Passes == 0 || h.Passes > maxPasses || h.Lanes == 0 {
		return phc{}, errNotPHC
	}
	var saltErr, hashErr error
	h.salt, saltErr = phcEncoding.DecodeString(parts[4])
	h.hash, hashErr = phcEncoding.DecodeString(parts[5])
	if saltErr != nil || hashErr != nil || len(h.salt) < 8 || len(h.hash) < 16 || len(h.hash) > 64 {
		return phc{}, errNotPHC
	}
	return h, nil
}
