// Package ident makes and reads the ids of Quire's rows: a prefix that tells
// the type, an underscore, and a time-ordered unique part. The same id is the
// row's primary key and its global id in the API, so it is never translated.
package ident

import (
	"encoding/base32"
	"strings"

	"github.com/google/uuid"
)

// Prefix tells which type of row an id belongs to.
type Prefix string

// The prefixes in use. One that was released never changes its meaning.
const (
	Organisation      Prefix = "org"
	User              Prefix = "usr"
	RefreshSession    Prefix = "ses"
	APIKey            Prefix = "key"
	Invitation        Prefix = "inv"
	AuditEvent        Prefix = "aud"
	Customer          Prefix = "cus"
	CustomerAttribute Prefix = "att"
	Book              Prefix = "book"
	Page              Prefix = "page"
	PageCondition     Prefix = "cond"
	Upload            Prefix = "upl"
	Job               Prefix = "job"
	Batch             Prefix = "bat"
	CustomerImport    Prefix = "imp"
	IdempotencyKey    Prefix = "idem"
	WorkerProcess     Prefix = "wrk"
)

// Crockford's alphabet in lower case: sorted like the bits it encodes, without
// letters that are easily mistaken for digits.
var encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New makes an id. Ids of one process sort in the order in which they were
// made (UUID version 7, RFC 9562, 5.7).
func New(p Prefix) string {
	u := uuid.Must(uuid.NewV7())
	return string(p) + "_" + encoding.EncodeToString(u[:])
}

// Of gives the prefix of an id, or "" when the text is not an id.
func Of(id string) Prefix {
	p, rest, ok := strings.Cut(id, "_")
	if !ok || len(rest) != 26 {
		return ""
	}
	if _, err := encoding.DecodeString(rest); err != nil {
		return ""
	}
	return Prefix(p)
}
