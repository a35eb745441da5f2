package preview

import "fmt"

// Reason is why there is no picture. It is stable.
type Reason string

// The reasons.
const (
	// Encrypted: the file opens with a password only.
	Encrypted Reason = "ENCRYPTED"
	// Damaged: the file is no PDF that can be read.
	Damaged Reason = "DAMAGED"
	// NoSuchPage: the file has fewer pages.
	NoSuchPage Reason = "NO_SUCH_PAGE"
	// TooLarge: the page needs more memory than is allowed.
	TooLarge Reason = "TOO_LARGE"
	// TooSlow: the page needs more time than is allowed.
	TooSlow Reason = "TOO_SLOW"
)

// Error says why a page of a file has no picture. Trying again does not help.
type Error struct {
	Reason Reason
	// Page is the number that was asked for, from 1, and Pages how many there
	// are, where that is known.
	Page, Pages int
	// Err is the cause, for the log; it may be nil.
	Err error
}

// Error says what is wrong and what to do.
func (e *Error) Error() string {
	switch e.Reason {
	case Encrypted:
		return "the file is locked with a password: save it without one and upload it again"
	case NoSuchPage:
		return fmt.Sprintf("there is no page %d: the file has %d", e.Page, e.Pages)
	case TooLarge:
		return fmt.Sprintf("page %d needs more memory than a preview may take: simplify it, or open the file itself", e.Page)
	case TooSlow:
		return fmt.Sprintf("page %d takes longer to draw than a preview may: simplify it, or open the file itself", e.Page)
	}
	return fmt.Sprintf("page %d cannot be drawn, since the file is damaged: save it anew and upload it again", e.Page)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Busy says that too many are waiting already; try again in a while.
type Busy struct{}

// Error says so.
func (Busy) Error() string { return "too many previews are being drawn: try again in a few seconds" }

// Temporary is true.
func (Busy) Temporary() bool { return true }
