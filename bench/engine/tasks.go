package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"quire/engine/canvas"
	"quire/engine/font"
	"quire/engine/pdf"
	"quire/internal/sample"
)

// makeTasks writes the files that are measured.
func makeTasks(ctx context.Context, dir string) ([]task, error) {
	out := filepath.Join(dir, "out.pdf")
	var small, single []string
	for i := range 20 {
		path, err := write(dir, fmt.Sprintf("small%03d.pdf", i), 1+i%5)
		if err != nil {
			return nil, err
		}
		small = append(small, path)
	}
	for i := range 200 {
		path, err := write(dir, fmt.Sprintf("single%03d.pdf", i), 1)
		if err != nil {
			return nil, err
		}
		single = append(single, path)
	}
	long, err := write(dir, "long.pdf", 1000)
	if err != nil {
		return nil, err
	}
	pictures := filepath.Join(dir, "pictures.pdf")
	if err := os.WriteFile(pictures, photographs(50), 0o600); err != nil {
		return nil, err
	}
	office, err := officeTask(ctx, dir, out)
	if err != nil {
		return nil, err
	}
	form, err := sample.CarrierForm()
	if err != nil {
		return nil, err
	}
	values := map[string]string{sample.FieldEmployer: "Łukasz Żółć", sample.FieldFEIN: "123456789", sample.FieldCity: "Gdańsk",
		sample.FieldPlan: "ENR50", sample.FieldRemarks: strings.Repeat("All that there is to say. ", 20)}
	formPath, valuesPath := filepath.Join(dir, "form.pdf"), filepath.Join(dir, "values.json")
	text, err := json.Marshal(values)
	if err != nil {
		return nil, err
	}
	for path, data := range map[string][]byte{formPath: form, valuesPath: text, fdfOf(valuesPath): fdf(values)} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return nil, err
		}
	}
	return []task{
		{name: "merge 20 files of 1 to 5 pages", inputs: small, out: out},
		{name: "merge 200 files of 1 page", inputs: single, out: out},
		{name: "merge 1,000 pages and 1", inputs: []string{long, single[0]}, out: out},
		{name: "merge 50 MB of pictures and 1 page", inputs: []string{pictures, single[0]}, out: out},
		office,
		{name: "fill and flatten a form", inputs: []string{formPath}, values: valuesPath, out: out},
	}, nil
}

// write makes a file of pages with text and pictures of lines.
func write(dir, name string, pages int) (string, error) {
	d := canvas.New()
	face := font.Lookup(font.Sans, false, false)
	for i := range pages {
		p := d.AddPage(595, 842)
		for line := range 40 {
			p.Text(50, 60+18*float64(line), fmt.Sprintf("%s, page %d, line %d: premiums, benefits and what is excluded", name, i+1, line), face, 10, canvas.Color{})
		}
	}
	doc, err := d.Finish()
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := w.Append(context.Background(), doc, pdf.AppendOptions{}); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	path := filepath.Join(dir, name)
	return path, os.WriteFile(path, b.Bytes(), 0o600)
}

func fdfOf(values string) string { return strings.TrimSuffix(values, ".json") + ".fdf" }

// fdf writes values in the form that other tools read (ISO 32000-1, 12.7.7).
func fdf(values map[string]string) []byte {
	var b bytes.Buffer
	b.WriteString("%FDF-1.2\n1 0 obj\n<</FDF<</Fields[")
	var names []string
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "<</T%s/V%s>>", pdf.TextString(name).PDFString(), pdf.TextString(values[name]).PDFString())
	}
	b.WriteString("]>>>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n")
	return b.Bytes()
}
