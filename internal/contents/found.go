package contents

import (
	"strings"

	"quire/engine/form"
	"quire/engine/sheet"
)

// FieldKind is what a field of a form is for people.
type FieldKind string

// The kinds of fields.
const (
	Text      FieldKind = "TEXT"
	Checkbox  FieldKind = "CHECKBOX"
	Radio     FieldKind = "RADIO"
	Combo     FieldKind = "COMBO"
	List      FieldKind = "LIST"
	Push      FieldKind = "PUSH"
	Signature FieldKind = "SIGNATURE"
	Unknown   FieldKind = "UNKNOWN"
)

// Field is a field of a form.
type Field struct {
	// Name is the full name, partial names joined by dots.
	Name string
	Kind FieldKind
	// Page is that of the first widget, from 1; nil when the field is on none.
	Page    *int
	Widgets []*Widget
	// Options of combo and list boxes, and what buttons stand for.
	Options []*Option
	// MaxLength of a text in characters; nil for any.
	MaxLength                  *int
	Multiline, Comb, Password  bool
	Editable, MultiSelect      bool
	Required, ReadOnly, Signed bool
	Value, Default             *Value
	Tooltip                    string
}

// Widget is a place on a page where a field is shown.
type Widget struct {
	Page *int
	Rect Rect
	// Export is what a button stands for; empty for other kinds.
	Export string
	Hidden bool
}

// Rect is a rectangle in points, in the page's own coordinates.
type Rect struct{ Left, Bottom, Right, Top float64 }

// Option is one choice.
type Option struct{ Export, Display string }

// Value is what a field holds; at most one member is set.
type Value struct {
	Text     *string
	Checked  *bool
	Selected []string
}

// Sheet is a worksheet of a workbook.
type Sheet struct {
	Name    string
	Visible bool
	// Rows and Columns are the last ones with a value.
	Rows, Columns int
	// PrintedPages is nil when the sheet cannot be printed.
	PrintedPages *int
}

func fieldsOf(found []form.Field) []Field {
	out := make([]Field, len(found))
	for i, f := range found {
		out[i] = Field{
			Name: f.Name, Kind: FieldKind(strings.ToUpper(string(f.Kind))), Page: positive(f.Page), Widgets: widgetsOf(f.Widgets),
			MaxLength: positive(f.MaxLength), Multiline: f.Multiline, Comb: f.Comb, Password: f.Password,
			Editable: f.Editable, MultiSelect: f.MultiSelect, Required: f.Required, ReadOnly: f.ReadOnly, Signed: f.Signed,
			Value: valueOf(f.Value), Default: valueOf(f.Default), Tooltip: f.Tooltip,
		}
		for _, o := range f.Options {
			out[i].Options = append(out[i].Options, &Option{o.Export, o.Display})
		}
	}
	return out
}

func widgetsOf(found []form.Widget) []*Widget {
	out := make([]*Widget, len(found))
	for i, w := range found {
		out[i] = &Widget{positive(w.Page), Rect{w.Rect[0], w.Rect[1], w.Rect[2], w.Rect[3]}, w.Export, w.Hidden}
	}
	return out
}

func valueOf(v form.Value) *Value {
	if v.IsZero() {
		return nil
	}
	return &Value{Text: v.Text, Checked: v.On, Selected: v.Selected}
}

func sheetsOf(found []sheet.Description) []Sheet {
	out := make([]Sheet, len(found))
	for i, d := range found {
		out[i] = Sheet{d.Name, d.Visible, d.Rows, d.Columns, positive(d.PrintedPages)}
	}
	return out
}

// positive is nil for what there is none of.
func positive(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}
