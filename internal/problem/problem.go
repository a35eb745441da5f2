// Package problem is the error that a user may see: a stable code, a message
// that says what failed, why and what to do, and the cause for the operator.
// Every other error is a failure of ours: users read that something went wrong,
// operators read the whole.
package problem

import (
	"errors"
	"fmt"
	"time"
)

// Code is stable, for programs; the API's schema documents each.
type Code string

// The codes of the API's enum ErrorCode that rules of the business use.
const (
	Unauthenticated Code = "UNAUTHENTICATED"
	Forbidden       Code = "FORBIDDEN"
	NotFound        Code = "NOT_FOUND"
	BadInput        Code = "BAD_USER_INPUT"
	Conflict        Code = "CONFLICT"
	RateLimited     Code = "RATE_LIMITED"
	TooComplex      Code = "QUERY_TOO_COMPLEX"
	UploadRejected  Code = "UPLOAD_REJECTED"
	Timeout         Code = "TIMEOUT"
	Unavailable     Code = "UNAVAILABLE"
	Internal        Code = "INTERNAL"
)

// Error is an error that a user may see.
type Error struct {
	Code    Code
	Message string
	// Field is the path of the input field that is wrong, such as
	// "attributes.3.key"; empty when the error is about no field.
	Field string
	// RetryAfter is how long to wait, when that is what helps; else 0.
	RetryAfter time.Duration
	// Cause is for the operator; users never see it.
	Cause error
}

// Error gives the message and the cause: this is what goes to the log.
func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Message + ": " + e.Cause.Error()
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes an error with a message in the manner of fmt.Sprintf.
func New(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// Wrap makes an error that keeps its cause for the operator.
func Wrap(cause error, code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...), Cause: cause}
}

// Missing says that there is no such thing, or that it is not the viewer's:
// both read the same, so that nothing is revealed.
func Missing(what, id string) *Error {
	return New(NotFound, "there is no %s with the id %q", what, id)
}

// As finds the problem in a chain of errors.
func As(err error) (*Error, bool) {
	var p *Error
	ok := errors.As(err, &p)
	return p, ok
}

// Input collects what is wrong with an input, so that all of it is reported at
// once.
type Input struct{ errs []error }

// Check records a wrong field unless ok.
func (in *Input) Check(ok bool, field, format string, args ...any) {
	if !ok {
		in.errs = append(in.errs, &Error{Code: BadInput, Field: field, Message: fmt.Sprintf(format, args...)})
	}
}

// Add records a problem of another code than BAD_USER_INPUT, such as a file that
// the input names and that is not there.
func (in *Input) Add(p *Error) { in.errs = append(in.errs, p) }

// Err gives nil, or all that is wrong; see [All].
func (in *Input) Err() error { return errors.Join(in.errs...) }

// All gives the problems of an error: several when an input has several wrong
// fields, none when it is a failure of ours.
func All(err error) []*Error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Error
		for _, e := range joined.Unwrap() {
			if p, ok := As(e); ok {
				all = append(all, p)
			}
		}
		return all
	}
	if p, ok := As(err); ok {
		return []*Error{p}
	}
	return nil
}
