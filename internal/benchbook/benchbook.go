// Package benchbook reads the small books by which composers of booklets are
// compared with each other ("bench-book/1"): static files, forms with fields
// that are named after values of the customer, choosable files and tabs.
package benchbook

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"quire/engine"
)

// Format is what a book says about itself.
const Format = "bench-book/1"

type book struct {
	Format string `json:"format"`
	Name   string `json:"name"`
	Pages  []page `json:"pages"`
}

type page struct {
	Type    string            `json:"type"`
	File    string            `json:"file"`
	Tab     string            `json:"tab"`
	Fields  map[string]string `json:"fields"`
	Choices []struct {
		When struct{ All, Any []test } `json:"when"`
		File string                    `json:"file"`
	} `json:"choices"`
	Default string `json:"default"`
}

type test struct {
	Attribute string `json:"attr"`
	Operator  string `json:"op"`
	Value     any    `json:"value"`
}

// Plan reads a book and a customer, both JSON, as a plan whose sources are paths
// relative to the book's folder.
func Plan(bookJSON, customerJSON []byte) (engine.Plan, error) {
	var b book
	if err := json.Unmarshal(bookJSON, &b); err != nil {
		return engine.Plan{}, fmt.Errorf("the book: %w", err)
	}
	if b.Format != Format {
		return engine.Plan{}, fmt.Errorf("the book has the format %q; only %q is read here", b.Format, Format)
	}
	var customer map[string]any
	if err := json.Unmarshal(customerJSON, &customer); err != nil {
		return engine.Plan{}, fmt.Errorf("the customer: %w", err)
	}
	p := engine.Plan{Title: b.Name}
	for i, page := range b.Pages {
		planned, err := page.plan(customer)
		if err != nil {
			return engine.Plan{}, fmt.Errorf("page %d: %w", i+1, err)
		}
		p.Pages = append(p.Pages, planned)
	}
	return p, nil
}

func (p page) plan(customer map[string]any) (engine.Page, error) {
	out := engine.Page{Kind: engine.KindStatic, Source: p.File}
	switch p.Type {
	case "static":
	case "pdf_form":
		out.Kind, out.Form = engine.KindPDFForm, &engine.FormOptions{Values: map[string]engine.FieldValue{}}
		for field, attribute := range p.Fields {
			if v, given := customer[attribute]; given {
				out.Form.Values[field] = value(v)
			}
		}
	case "choosable":
		out.Source = p.choose(customer)
	case "excel":
		out.Kind, out.Excel = engine.KindExcel, &engine.ExcelOptions{Tab: p.Tab}
	default:
		return out, fmt.Errorf("the type %q is not known", p.Type)
	}
	out.Title = filepath.Base(out.Source)
	return out, nil
}

// value is what a field is filled with; amounts have two decimals.
func value(v any) engine.FieldValue {
	if on, ok := v.(bool); ok {
		return engine.FieldValue{On: &on}
	}
	text := fmt.Sprint(v)
	if f, ok := v.(float64); ok {
		text = strconv.FormatFloat(f, 'f', 2, 64)
		if f == float64(int64(f)) {
			text = strconv.FormatInt(int64(f), 10)
		}
	}
	return engine.FieldValue{Text: &text}
}

// choose gives the file of the first choice that holds, or the default.
func (p page) choose(customer map[string]any) string {
	for _, c := range p.Choices {
		holds := func(t test) bool { return t.holds(customer[t.Attribute]) }
		fails := func(t test) bool { return !holds(t) }
		if len(c.When.All) > 0 && !slices.ContainsFunc(c.When.All, fails) || slices.ContainsFunc(c.When.Any, holds) {
			return c.File
		}
	}
	return p.Default
}

func (t test) holds(v any) bool {
	list, _ := t.Value.([]any)
	among := slices.ContainsFunc(list, func(x any) bool { return x == v })
	a, isA := v.(float64)
	b, isB := t.Value.(float64)
	numbers := isA && isB
	switch t.Operator {
	case "==":
		return v == t.Value
	case "!=":
		return v != t.Value
	case "in":
		return among
	case "not_in":
		return !among
	case ">=":
		return numbers && a >= b
	case "<=":
		return numbers && a <= b
	case ">":
		return numbers && a > b
	case "<":
		return numbers && a < b
	}
	return false
}
