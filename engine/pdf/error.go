package pdf

import (
	"errors"
	"fmt"
)

// Reason says in one word why a file cannot be used. It is stable.
type Reason string

// The reasons why a file cannot be used.
const (
	// NotAPDF: there is no PDF header in the file's first kilobyte.
	NotAPDF Reason = "NOT_A_PDF"
	// Encrypted: the file needs a password, or an encryption that is unknown.
	Encrypted Reason = "ENCRYPTED"
	// Damaged: the structure cannot be read or leads in circles.
	Damaged Reason = "DAMAGED"
	// TooLarge: the file asks for more memory, objects or pages than allowed.
	TooLarge Reason = "TOO_LARGE"
	// NoPages: the file is sound but empty.
	NoPages Reason = "NO_PAGES"
	// Unreadable: the bytes could not be fetched; the file may be fine.
	Unreadable Reason = "UNREADABLE"
)

// Error is a file that cannot be used.
type Error struct {
	// Name of the file, as people know it.
	Name   string
	Reason Reason
	// Detail says what was found, in a few words; may be empty.
	Detail string
	// Err is the cause for logs; it may speak of internals.
	Err error
}

// Error is one line that names the file, the trouble and the way out.
func (e *Error) Error() string {
	name := e.Name
	if name == "" {
		name = "the document"
	} else {
		name = "«" + name + "»"
	}
	detail := e.Detail
	if detail != "" {
		detail = " (" + detail + ")"
	}
	switch e.Reason {
	case NotAPDF:
		return name + " is not a PDF file" + detail + ": save or export it as PDF and try again"
	case Encrypted:
		return name + " is protected by a password" + detail + ": save a copy without the password and use that"
	case TooLarge:
		return name + " is too large to be used" + detail + ": split it or print it to a new PDF and use that"
	case NoPages:
		return name + " has no pages" + detail + ": choose another file"
	case Unreadable:
		return name + " could not be read" + detail
	default:
		return name + " is damaged and cannot be read" + detail + ": open it in a PDF viewer, save it anew and use that"
	}
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Code is the reason as it is told to users of the engine: SOURCE_DAMAGED.
func (e *Error) Code() string { return "SOURCE_" + string(e.Reason) }

func fail(name string, r Reason, err error, format string, args ...any) *Error {
	return &Error{Name: name, Reason: r, Err: err, Detail: fmt.Sprintf(format, args...)}
}

// errTooLong is content beyond what is held in memory.
var errTooLong = errors.New("the content is longer than 64 MB")
