package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Part is what the booklets of one batch do not have in common.
type Part struct {
	Customer    Customer             `json:"customer"`
	Attributes  map[string]Attribute `json:"attributes"`
	Spreadsheet *File                `json:"spreadsheet,omitempty"`
}

// Part gives what the snapshot has of its own.
func (s Snapshot) Part() Part { return Part{s.Customer, s.Attributes, s.Spreadsheet} }

// With gives the snapshot with another part.
func (s Snapshot) With(p Part) Snapshot {
	s.Customer, s.Attributes, s.Spreadsheet = p.Customer, p.Attributes, p.Spreadsheet
	return s
}

// Fingerprint is equal for snapshots that differ in nothing but their date.
func (s Snapshot) Fingerprint() (string, error) {
	common, err := s.CommonSum()
	if err != nil {
		return "", err
	}
	part, err := json.Marshal(s.Part()) // with the keys of maps in order
	if err != nil {
		return "", err
	}
	return common.Fingerprint(part), nil
}

// CommonSum is the SHA-256 of a snapshot without its part and its date.
type CommonSum [sha256.Size]byte

// CommonSum reckons what the fingerprints of a batch's snapshots have in common.
func (s Snapshot) CommonSum() (CommonSum, error) {
	s = s.With(Part{})
	s.Date = time.Time{}
	text, err := json.Marshal(s)
	return sha256.Sum256(text), err
}

// Fingerprint is that of the snapshot with a part, which is given as JSON: the
// SHA-256 of the sum and the part, in hexadecimal.
func (c CommonSum) Fingerprint(part []byte) string {
	h := sha256.New()
	h.Write(c[:])
	h.Write(part)
	return hex.EncodeToString(h.Sum(nil))
}
