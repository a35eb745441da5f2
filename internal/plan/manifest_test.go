package plan

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documented gives an example of docs/manifest.md.
func documented(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../docs/manifest.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```json " + name + "\n(.*?)```").FindSubmatch(text)
	if m == nil {
		t.Fatalf("no example %q", name)
	}
	return m[1]
}

// folder makes the files of the documented example.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"welcome.pdf", "forms/application.pdf", "reps/jane.pdf", "reps/senior.pdf", "reps/office.pdf", "terms.pdf", "figures.xlsx", "acme.png"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDocumentedManifest(t *testing.T) {
	t.Parallel()
	s, err := ReadManifest(documented(t, "book"), documented(t, "customer"), folder(t))
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := Resolve(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Pages) != 6 || p.Pages[0].Cover.Logo != "acme.png" || p.Pages[3].Source != "reps/jane.pdf" {
		t.Errorf("resolved to %+v", p.Pages)
	}
	if got := *p.Pages[2].Form.Values["applicant.phone"].Text; got != "not given" {
		t.Errorf("the default is %q", got)
	}
	if got := s.Attributes["Premium"].Text; got != "12500.5" {
		t.Errorf("a number became %q", got)
	}
	if s.Organisation != "Example Brokers" || s.Date.Format("2006-01-02") != "2026-01-15" || s.Period != (Period{2026, 1}) {
		t.Errorf("read %+v", s)
	}
}

func TestSimpleAttributes(t *testing.T) {
	t.Parallel()
	customer := `{"name": "A", "year": 2026, "quarter": 2, "attributes": ` + string(documented(t, "attributes")) + `}`
	s, err := parseManifest(documented(t, "book"), []byte(customer))
	if err != nil {
		t.Fatal(err)
	}
	a := s.Attributes
	if a["Member"].Text != "true" || a["Premium"].Text != "12500.5" || a["Logo"].Image == nil || !s.Date.IsZero() {
		t.Errorf("read %+v", s)
	}
}

func TestManifestReportsAllAtOnce(t *testing.T) {
	t.Parallel()
	book := `{"name": " ", "colour": 1, "paper": "A9", "cover": 1, "pages": [
		{"kind": "static", "file": "../x.pdf", "tab": "T"},
		{"kind": "pdf_form", "file": "/x.pdf", "fields": [{"field": "a"}, {"field": "b", "literal": "1", "property": "AGE"}, {"field": "b", "literal": "2", "missing": "MAYBE"}]},
		{"kind": "choosable", "conditions": [{"attribute": "a", "operator": "LIKE", "values": [null], "file": "a\\b.pdf"}, {"attribute": "b", "operator": "GREATER_THAN", "values": ["x"], "file": "x.pdf"}]},
		{"kind": "excel"}, {"kind": "video"}, {}, 7, {"kind": "choosable"}, {"kind": "excel", "tab": "A", "pattern": "*", "index": 0, "range": "A1:", "paper": "A5", "orientation": "UP", "fitWidth": 0}]}`
	customer := `{"nom": "A", "year": 0, "quarter": 5.5, "date": "1/2/2026", "attributes": [{"key": "k", "value": 1, "image": "x.png"}, {"key": "k", "value": [], "quarter": 2}]}`
	_, err := parseManifest([]byte(book), []byte(customer))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		"book: name: this must not be blank", "book: colour: this key is not known", "book: paper:", "book: cover: true or false is needed",
		`book: pages[0].file: the path "../x.pdf" is not allowed`, "book: pages[0].tab: this key is not known; known are kind, title, file",
		`book: pages[1].file: the path "/x.pdf"`, "book: pages[1].fields[0]: exactly one of", "book: pages[1].fields[1].property:",
		"book: pages[1].fields[1]: exactly one of", `book: pages[1].fields[2].field: the field "b" is given twice`, "book: pages[1].fields[2].missing:",
		"book: pages[2].conditions[0].operator:", "book: pages[2].conditions[0].values[0]:", "book: pages[2].conditions[0].file:",
		"book: pages[2].conditions[1].values: GREATER_THAN compares numbers", "book: pages[3].tab: give the name of the worksheet",
		`book: pages[4].kind: "video" is not known`, "book: pages[5].kind: this is missing", "book: pages[6]: an object is needed",
		"book: pages[7]: a choosable page needs",
		"book: pages[8]: exactly one of tab, index, pattern and allTabs", "book: pages[8].index: a whole number from 1", "book: pages[8].range: ",
		"book: pages[8].paper:", "book: pages[8].orientation:", "book: pages[8].fitWidth: a whole number from 1",
		"customer: name: this is missing", "customer: nom: this key is not known",
		"customer: year: a whole number from 1 to 9999", "customer: quarter:", "customer: date:", "customer: attributes[0]: exactly one",
		"customer: attributes[1].value:", "customer: attributes[1]: a quarter needs its year",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said", want)
		}
	}
}

func TestManifestThatIsNoJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                              "the JSON ends too early",
		"{\n\"name\": ":                 "book: line 2: the JSON ends too early",
		"{}\n{}":                        "after the end",
		"[1]":                           "an object is needed, not a list",
		`{"name": "a", "name": "b"}`:    "name is given twice",
		strings.Repeat("[", 50):         "deeper than 20 levels",
		"{\"name\": 'x'}":               "invalid character",
		`{"pages":[{"file":1,"file":`:   "pages[0].file is given twice",
		`{"name": "x", "pages": "all"}`: "pages: a list is needed, not a text",
	} {
		_, err := parseManifest([]byte(text), []byte(`{"name": "A", "year": 2026, "quarter": 1}`))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestManifestFilesMustBeThere(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	for _, name := range []string{"welcome.pdf", "acme.png", "reps/jane.pdf"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "welcome.pdf"), 0o700); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "secret.pdf")
	if err := os.WriteFile(outside, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "reps/jane.pdf")); err != nil {
		t.Fatal(err)
	}
	_, err := ReadManifest(documented(t, "book"), documented(t, "customer"), dir)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{`"welcome.pdf" is not a file`, `the file "acme.png" is not there`, `the file "reps/jane.pdf" cannot be used`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said in: %v", want, err)
		}
	}
}

func FuzzManifest(f *testing.F) {
	f.Add(documented(f, "book"), documented(f, "customer"))
	f.Add([]byte(`{"name":"b","pages":[{"kind":"excel","tab":"T"}]}`), []byte(`{"name":"c","year":1,"quarter":1,"attributes":{"a":{"image":"x.png"}}}`))
	f.Add([]byte(`[{"a":[[[`), []byte(`{"name":"c","attributes":[{}]}`))
	f.Fuzz(func(t *testing.T, book, customer []byte) {
		s, err := parseManifest(book, customer)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		for _, source := range s.Sources() {
			if !filepath.IsLocal(source.Key) {
				t.Fatalf("%q leads out of the folder", source.Key)
			}
		}
		if p, _, err := Resolve(s); err == nil && len(p.Pages) < len(s.Pages) {
			t.Fatalf("%d of %d pages", len(p.Pages), len(s.Pages))
		}
	})
}
