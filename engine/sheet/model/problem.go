package model

import "errors"

// Warning is something about a sheet that a person should know although it was
// printed.
type Warning struct {
	// Code is stable and in capitals, such as CHART_NOT_DRAWN.
	Code string
	// Message says what was found, where, and what it means.
	Message string
}

// ErrNoCalculator tells that formulas have no stored values and this program was
// built without what calculates them.
var ErrNoCalculator = errors.New("the workbook has formulas without stored values, which this program does not calculate")

// Problem is why a sheet cannot be printed. Its code is stable.
type Problem struct {
	code, message string
	cause         error
}

// NewProblem makes an error with a stable code; cause may be nil.
func NewProblem(code, message string, cause error) *Problem {
	return &Problem{code, message, cause}
}

// Code is the stable name of the error, such as TAB_MISSING.
func (p *Problem) Code() string { return p.code }

// Error says what failed, why, and what to do next.
func (p *Problem) Error() string {
	if p.cause != nil {
		return p.message + ": " + p.cause.Error()
	}
	return p.message
}

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.cause }
