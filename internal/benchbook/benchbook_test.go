package benchbook

import (
	"strings"
	"testing"
)

const sampleBook = `{"format": "bench-book/1", "name": "S", "pages": [
	{"type": "static", "file": "a.pdf"},
	{"type": "pdf_form", "file": "f.pdf", "fields": {"name": "full_name", "vip": "vip", "premium": "premium", "year": "year", "none": "unknown"}},
	{"type": "choosable", "choices": [
		{"when": {"all": [{"attr": "year", "op": "==", "value": 2024}, {"attr": "quarter", "op": "in", "value": ["Q1"]}]}, "file": "one.pdf"},
		{"when": {"any": [{"attr": "year", "op": "<", "value": 2000}, {"attr": "quarter", "op": "not_in", "value": ["Q1"]}]}, "file": "two.pdf"}], "default": "three.pdf"},
	{"type": "excel", "file": "w.xlsx", "tab": "Report"}]}`

func TestPlan(t *testing.T) {
	t.Parallel()
	for customer, file := range map[string]string{
		`{"full_name": "Ł", "vip": true, "premium": 3561.3, "year": 2024, "quarter": "Q1"}`: "one.pdf",
		`{"full_name": "Ł", "vip": true, "premium": 3561.3, "year": 2024, "quarter": "Q2"}`: "two.pdf",
		`{"full_name": "Ł", "vip": true, "premium": 3561.3, "year": 2025, "quarter": "Q1"}`: "three.pdf",
	} {
		p, err := Plan([]byte(sampleBook), []byte(customer))
		if err != nil || len(p.Pages) != 4 {
			t.Fatal(err)
		}
		v := p.Pages[1].Form.Values
		if len(v) != 4 || *v["name"].Text != "Ł" || !*v["vip"].On || *v["premium"].Text != "3561.30" || !strings.HasPrefix(*v["year"].Text, "202") || len(*v["year"].Text) != 4 {
			t.Errorf("values %+v", v)
		}
		if p.Pages[2].Source != file || p.Pages[3].Excel.Tab != "Report" {
			t.Errorf("pages %+v", p.Pages)
		}
	}
	for _, bad := range []string{"", "{}", `{"format": "bench-book/1", "pages": [{"type": "poster"}]}`} {
		if _, err := Plan([]byte(bad), []byte("{}")); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
