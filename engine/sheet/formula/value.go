// Package formula calculates the short formulas of conditional formats from the
// values that a sheet stores. It knows a small part of the formula language
// (ECMA-376 part 1, 18.17) and says so when a formula needs more.
package formula

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// ErrUnknown tells that a formula uses something that is not known here.
var ErrUnknown = errors.New("the formula uses what is not supported")

// Kind of a value.
type Kind uint8

// The kinds of value.
const (
	Blank Kind = iota
	Number
	Text
	Bool
	Error
)

// Value is the value of a cell or formula.
type Value struct {
	Kind   Kind
	Number float64 // of numbers, and 0 or 1 for booleans
	Text   string  // of texts and errors
}

// Of makes a numeric value.
func Of(v float64) Value {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return failed("#NUM!")
	}
	return Value{Kind: Number, Number: v}
}

// OfText makes a text value.
func OfText(s string) Value { return Value{Kind: Text, Text: s} }

func ofBool(b bool) Value {
	if b {
		return Value{Kind: Bool, Number: 1}
	}
	return Value{Kind: Bool}
}

func failed(code string) Value { return Value{Kind: Error, Text: code} }

// True tells whether a condition with this value holds.
func (v Value) True() bool { return (v.Kind == Number || v.Kind == Bool) && v.Number != 0 }

// number converts as operators do.
func (v Value) number() (float64, bool) {
	switch v.Kind {
	case Number, Bool, Blank:
		return v.Number, true
	case Text:
		f, err := strconv.ParseFloat(strings.TrimSpace(v.Text), 64)
		return f, err == nil
	}
	return 0, false
}

// text converts as the concatenation does.
func (v Value) text() string {
	switch v.Kind {
	case Number:
		return strconv.FormatFloat(v.Number, 'g', 15, 64)
	case Bool:
		if v.Number != 0 {
			return "TRUE"
		}
		return "FALSE"
	}
	return v.Text
}

// Compare orders two values: numbers before texts before booleans, texts
// without regard to case, a blank as the empty value of the other's kind.
func Compare(a, b Value) int {
	if a.Kind == Blank {
		a.Kind = b.Kind
	}
	if b.Kind == Blank {
		b.Kind = a.Kind
	}
	switch {
	case a.Kind != b.Kind:
		return int(a.Kind) - int(b.Kind)
	case a.Kind == Text:
		return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text))
	case a.Number < b.Number:
		return -1
	case a.Number > b.Number:
		return 1
	}
	return 0
}
