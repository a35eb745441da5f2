package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"quire/engine"
	"quire/internal/benchbook"
	"quire/internal/sample"
)

// book is what an office needs to make booklets.
type book struct {
	files    map[string][]byte
	workbook string // the name of one of them
	pages    []page
	// customers are the attributes of some; others are like them.
	customers []map[string]string
}

// page is a page of a book; options gives its options, by the ids of files.
type page struct {
	title   string
	options func(ids map[string]string) map[string]any
}

// plainLives is how many insured lives the sample's workbook has.
const plainLives = 48

// readBook reads a book in the format bench-book/1 with its customers, or makes
// the sample office's, a heavy one if so many lives are asked for.
func readBook(path string, lives int) (*book, error) {
	if path == "" {
		return sampleBook(lives)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lists, err := filepath.Glob(filepath.Join(filepath.Dir(path), "customers", "*.json"))
	if err != nil || len(lists) == 0 {
		return nil, fmt.Errorf("no customers beside %s: %w", path, err)
	}
	b := &book{files: map[string][]byte{}}
	var plans []engine.Plan
	for _, list := range lists {
		customer, err := os.ReadFile(list)
		if err != nil {
			return nil, err
		}
		p, err := benchbook.Plan(text, customer)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", list, err)
		}
		plans = append(plans, p)
		b.customers = append(b.customers, attributes(p))
	}
	return b, b.read(text, filepath.Dir(path), plans)
}

// attributes are the values of a customer's form fields, and which file was
// chosen for each page: rules of several parts have no other form here.
func attributes(p engine.Plan) map[string]string {
	all := map[string]string{}
	for i, page := range p.Pages {
		if page.Kind == engine.KindStatic {
			all[fmt.Sprintf("choice-%d", i+1)] = page.Source
		}
		if page.Form == nil {
			continue
		}
		for field, value := range page.Form.Values {
			switch {
			case value.Text != nil:
				all[fmt.Sprintf("%d-%s", i+1, field)] = *value.Text
			case value.On != nil:
				all[fmt.Sprintf("%d-%s", i+1, field)] = fmt.Sprint(*value.On)
			}
		}
	}
	return all
}

// read reads the files that the plans name and makes the pages.
func (b *book) read(text []byte, dir string, plans []engine.Plan) error {
	var kinds struct{ Pages []struct{ Type, File string } }
	if err := json.Unmarshal(text, &kinds); err != nil {
		return err
	}
	for i, first := range plans[0].Pages {
		sources := map[string]bool{}
		for _, p := range plans {
			sources[p.Pages[i].Source] = true
		}
		name := kinds.Pages[i].File
		if first.Kind == engine.KindExcel {
			b.workbook = name
		}
		for _, source := range append(slices.Sorted(maps.Keys(sources)), name) {
			if source == "" || b.files[source] != nil {
				continue
			}
			data, err := os.ReadFile(filepath.Join(dir, source))
			if err != nil {
				return err
			}
			b.files[source] = data
		}
		b.pages = append(b.pages, page{first.Title, pageOptions(i, kinds.Pages[i].Type, first, slices.Sorted(maps.Keys(sources)))})
	}
	return nil
}

func pageOptions(i int, kind string, p engine.Page, sources []string) func(map[string]string) map[string]any {
	return func(ids map[string]string) map[string]any {
		switch kind {
		case "pdf_form":
			fields := []map[string]any{}
			for _, field := range slices.Sorted(maps.Keys(p.Form.Values)) {
				fields = append(fields, map[string]any{"field": field, "attribute": fmt.Sprintf("%d-%s", i+1, field)})
			}
			return map[string]any{"pdfForm": map[string]any{"fileId": ids[p.Source], "fields": fields}}
		case "excel":
			return map[string]any{"excel": map[string]any{"tab": p.Excel.Tab}}
		case "choosable":
			conditions := []map[string]any{}
			for _, source := range sources {
				conditions = append(conditions, map[string]any{"attribute": fmt.Sprintf("choice-%d", i+1), "operator": "EQUALS", "values": []string{source}, "fileId": ids[source]})
			}
			return map[string]any{"choosable": map[string]any{"conditions": conditions}}
		}
		return map[string]any{"static": map[string]any{"fileId": ids[p.Source]}}
	}
}

// sampleBook is a page of each kind, and a second static one. A heavy one shows the
// list of all lives, too, which takes most of the time.
func sampleBook(lives int) (*book, error) {
	b := &book{files: map[string][]byte{}, workbook: "proposal.xlsx"}
	var failed error
	keep := func(name string, data []byte, err error) {
		b.files[name] = data
		if err != nil && failed == nil {
			failed = err
		}
	}
	about, err := sample.About()
	keep("about.pdf", about, err)
	house, err := sample.House()
	keep("house.pdf", house, err)
	form, err := sample.CarrierForm()
	keep("form.pdf", form, err)
	workbook, err := sample.Workbook("Customer", "2026 Q1", max(lives, plainLives))
	keep(b.workbook, workbook, err)
	for i, name := range sample.Representatives {
		data, err := sample.Representative(name)
		keep(name+".pdf", data, err)
		b.customers = append(b.customers, map[string]string{"Representative": name, "FEIN": sample.FEIN(i), "Street": "88 Quay Street", "City": "Brooklyn, NY 11231", "Plan": "ENR60"})
	}
	b.pages = []page{
		{"About us", static("about.pdf")},
		{"Your representative", func(ids map[string]string) map[string]any {
			conditions := []map[string]any{}
			for _, name := range sample.Representatives {
				conditions = append(conditions, map[string]any{"attribute": "Representative", "operator": "EQUALS", "values": []string{name}, "fileId": ids[name+".pdf"]})
			}
			return map[string]any{"choosable": map[string]any{"conditions": conditions}}
		}},
		{"Application", func(ids map[string]string) map[string]any {
			fields := []map[string]any{{"field": sample.FieldEmployer, "property": "CUSTOMER_NAME"}}
			for field, attribute := range map[string]string{sample.FieldFEIN: "FEIN", sample.FieldStreet: "Street", sample.FieldCity: "City", sample.FieldPlan: "Plan"} {
				fields = append(fields, map[string]any{"field": field, "attribute": attribute})
			}
			return map[string]any{"pdfForm": map[string]any{"fileId": ids["form.pdf"], "fields": fields}}
		}},
		{"Proposal", func(map[string]string) map[string]any {
			return map[string]any{"excel": map[string]any{"tab": sample.ProposalTab}}
		}},
		{"Your team", static("house.pdf")},
	}
	if lives > plainLives {
		b.pages = append(b.pages, page{"Census", func(map[string]string) map[string]any {
			return map[string]any{"excel": map[string]any{"tab": sample.CensusTab}}
		}})
	}
	return b, failed
}

func static(name string) func(map[string]string) map[string]any {
	return func(ids map[string]string) map[string]any {
		return map[string]any{"static": map[string]any{"fileId": ids[name]}}
	}
}
