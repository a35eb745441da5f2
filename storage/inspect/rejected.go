package inspect

import "fmt"

// Reason classifies a refusal, for programs.
type Reason string

// The reasons for which a file is refused.
const (
	// Empty: there is nothing in the file.
	Empty Reason = "EMPTY"
	// Unsupported: a type of file that is not accepted.
	Unsupported Reason = "UNSUPPORTED_TYPE"
	// Legacy: a workbook in a format from before 2007.
	Legacy Reason = "LEGACY_WORKBOOK"
	// Encrypted: the content is locked with a password.
	Encrypted Reason = "ENCRYPTED"
	// Damaged: an accepted type that cannot be read to its end.
	Damaged Reason = "DAMAGED"
	// Excessive: more pixels, parts or unpacked bytes than is accepted.
	Excessive Reason = "TOO_MUCH_CONTENT"
	// Infected: the virus scanner knows something in it as malicious.
	Infected Reason = "INFECTED"
)

// Rejected is the refusal of a file. Its message is meant for the person who
// sent the file: it says what was found and what to do next.
type Rejected struct {
	Reason  Reason
	Message string
}

// Error returns the message.
func (r *Rejected) Error() string { return r.Message }

// accepted completes the sentence of every refusal of a type.
const accepted = "accepted are PDF, Excel workbooks (.xlsx, .xlsm), CSV, PNG and JPEG"

func reject(reason Reason, format string, args ...any) *Rejected {
	return &Rejected{Reason: reason, Message: fmt.Sprintf(format, args...)}
}

func rejectType(found string) *Rejected {
	return reject(Unsupported, "this is %s; %s: save or export it as one of these", found, accepted)
}
