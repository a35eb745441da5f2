package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Codes of errors that the engine itself finds. Those of its rooms come on
// top, such as TAB_MISSING or SOURCE_ENCRYPTED. All are stable.
const (
	// CodePlan: the plan contradicts itself; the caller has to correct it.
	CodePlan = "PLAN_INVALID"
	// CodeMissing: a source does not exist.
	CodeMissing = "SOURCE_MISSING"
	// CodeUnreadable: a source exists but could not be fetched.
	CodeUnreadable = "SOURCE_UNREADABLE"
	// CodeTimeout: the context's deadline passed.
	CodeTimeout = "TIMEOUT"
	// CodeCancelled: the caller gave up.
	CodeCancelled = "CANCELLED"
	// CodeWrite: the booklet could not be written to where it was to go.
	CodeWrite = "WRITE_FAILED"
	// CodeFailure: a fault of the engine.
	CodeFailure = "ENGINE_FAILURE"
)

// Error says which page of the book could not be made, and why.
type Error struct {
	// Page of the book, from 1, covers not counted; 0 when it concerns the
	// cover or the whole.
	Page   int
	Kind   Kind
	Source string
	// Code is stable and in CAPITALS.
	Code string
	// Message is for people: what failed, why and what to do, in one line.
	Message string
	// Err is the cause, for logs; it may speak of internals.
	Err error
}

// Error is the page and the message.
func (e *Error) Error() string {
	switch {
	case e.Page > 0:
		return fmt.Sprintf("page %d: %s", e.Page, e.Message)
	case e.Kind == KindCover:
		return "cover: " + e.Message
	}
	return e.Message
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Retryable tells whether the same plan may well succeed later: only when a
// source could not be fetched for a cause that passes, as its own error says
// by a method Temporary. Bad content stays bad.
func Retryable(err error) bool {
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeUnreadable {
		return false
	}
	var cause interface{ Temporary() bool }
	return errors.As(e.Err, &cause) && cause.Temporary()
}

// coded is an error of a room that says what it is and speaks to people.
type coded interface {
	error
	Code() string
}

// pageError makes what a room said an [Error] of the page.
func pageError(number int, page Page, err error) *Error {
	e := &Error{Page: number, Kind: page.Kind, Source: page.Source, Err: err}
	var known *Error
	var spoken coded
	switch {
	case errors.As(err, &known):
		e.Code, e.Message = known.Code, known.Message
	case errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &spoken):
		e.Code, e.Message = CodeTimeout, "the booklet took longer to make than is allowed; use smaller sources or fewer pages"
	case errors.Is(err, context.Canceled) && !errors.As(err, &spoken):
		e.Code, e.Message = CodeCancelled, "the making of the booklet was cancelled"
	case errors.As(err, &spoken):
		e.Code, e.Message = spoken.Code(), page.said(oneLine(spoken.Error()))
	default:
		e.Code = CodeFailure
		e.Message = "the page could not be made because of a fault in the program; the log tells more"
		if name := page.name(); name != "" {
			e.Message = "the page could not be made from «" + name + "» because of a fault in the program; the log tells more"
		}
	}
	return e
}

// oneLine makes sure that what sources put into messages stays on its line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// name is the source as people know it.
func (p Page) name() string {
	if p.SourceName != "" {
		return p.SourceName
	}
	return p.Source
}

// said makes sure that a message names the source.
func (p Page) said(message string) string {
	name := p.name()
	if name == "" || strings.Contains(message, name) {
		return message
	}
	if rest, ok := strings.CutPrefix(message, "the workbook "); ok {
		return "the workbook «" + name + "» " + rest
	}
	return "«" + name + "»: " + message
}

// panicked is a panic of a room.
type panicked struct {
	value any
	stack []byte
}

// Error is for logs: it holds the panic's value and where it happened.
func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }
