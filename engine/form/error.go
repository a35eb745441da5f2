package form

import (
	"fmt"
	"strings"
)

// Reason says in one word why a form cannot be filled with a value. It is stable.
type Reason string

// The reasons why a form cannot be filled.
const (
	// FieldUnknown: the form has no field of this name.
	FieldUnknown Reason = "FIELD_UNKNOWN"
	// FieldNotFillable: push buttons and signatures take no value.
	FieldNotFillable Reason = "FIELD_NOT_FILLABLE"
	// ValueKind: a value of another type is needed, such as true or false.
	ValueKind Reason = "VALUE_KIND"
	// OptionUnknown: the field has no such choice.
	OptionUnknown Reason = "OPTION_UNKNOWN"
	// FormTooLarge: the form takes more work than any sound one.
	FormTooLarge Reason = "FORM_TOO_LARGE"
	// TextTooLong: the text is longer than the field allows.
	TextTooLong Reason = "TEXT_TOO_LONG"
)

// Error is a value that a form cannot be filled with.
type Error struct {
	Reason Reason
	// Field is the full name that was asked for; empty when the error concerns
	// the whole form.
	Field string
	// Detail says what is wrong and what would be right.
	Detail string
}

// Error is one line.
func (e *Error) Error() string {
	if e.Field == "" {
		return e.Detail
	}
	return "field «" + e.Field + "»: " + e.Detail
}

// Code is the reason as a stable word in capitals.
func (e *Error) Code() string { return string(e.Reason) }

// Errors are all the values that a form cannot be filled with, by field name.
type Errors []*Error

// Error is one line, however many errors there are.
func (e Errors) Error() string {
	const shown = 5
	var parts []string
	for i, err := range e {
		if i == shown {
			parts = append(parts, fmt.Sprintf("and %d more", len(e)-shown))
			break
		}
		parts = append(parts, err.Error())
	}
	return strings.Join(parts, "; ")
}

// Code is that of the first error.
func (e Errors) Code() string {
	if len(e) == 0 {
		return ""
	}
	return e[0].Code()
}

// Unwrap gives the single errors.
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, err := range e {
		out[i] = err
	}
	return out
}

// Codes of warnings.
const (
	// CodeSignatureRemoved: the form was signed; its signature is not valid
	// for what was made of it, and only its picture stays.
	CodeSignatureRemoved = "SIGNATURE_REMOVED"
	// CodeGlyphMissing: no typeface has a character; a box stands
	// in its place.
	CodeGlyphMissing = "GLYPH_MISSING"
	// CodeTextClipped: a text does not fit its field even at the smallest size.
	CodeTextClipped = "TEXT_CLIPPED"
	// CodeNotCalculated: a field that a script would calculate kept its value.
	CodeNotCalculated = "NOT_CALCULATED"
	// CodeXFADynamic: the form draws its pages by XFA, which only its maker's
	// viewers can show.
	CodeXFADynamic = "XFA_DYNAMIC"
)

// Warning is something that a person should know about a form that was made
// all the same.
type Warning struct {
	Code string `json:"code"`
	// Field is the full name; empty when the warning concerns the whole form.
	Field string `json:"field,omitempty"`
	// Message is one line.
	Message string `json:"message"`
}
