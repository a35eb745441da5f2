package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Fingerprint is equal for snapshots that differ in nothing but their date: the
// SHA-256 of the snapshot without it, in hexadecimal.
func (s Snapshot) Fingerprint() (string, error) {
	s.Date = time.Time{}
	text, err := json.Marshal(s) // with the keys of maps in order
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
