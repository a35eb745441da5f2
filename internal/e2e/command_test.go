package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quire/internal/postgres/pgtest"
	"quire/internal/sample"
)

// command runs a command to its end.
func (r run) command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	p := r.start(t, args...)
	p.quiet = true // the caller tells what is wrong
	code = p.wait()
	return code, p.out.String(), p.logs.String()
}

// works runs a command that must succeed.
func (r run) works(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	code, stdout, stderr := r.command(t, args...)
	if code != 0 {
		t.Fatalf("quire %q ends with %d: %s", args, code, stderr)
	}
	return stdout
}

// fails runs a command that must fail with one line that says why.
func (r run) fails(t *testing.T, says string, args ...string) (stderr string) {
	t.Helper()
	code, stdout, stderr := r.command(t, args...)
	if code == 0 || stdout != "" || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, "quire: ") || !strings.Contains(stderr, says) {
		t.Errorf("quire %q ends with %d, stdout %q, stderr %q; that it says %q is wanted", args, code, stdout, stderr, says)
	}
	return stderr
}

// folder is a folder with the sample's documents, where commands run.
func folder(t *testing.T) run {
	t.Helper()
	r := run{dir: t.TempDir(), env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}}
	for name, data := range map[string][]byte{
		"about.pdf": must(sample.About())(t), "ana.pdf": must(sample.Representative(sample.Representatives[0]))(t), "house.pdf": must(sample.House())(t),
		"form.pdf": must(sample.CarrierForm())(t), "logo.png": must(sample.Logo(1))(t),
		"figures.xlsx": must(sample.Workbook("Acme Corp", "2026 Q1", 12))(t),
		"values.json":  []byte(`{"employer.name": "Acme & Söhne", "employer.fein": "123456789", "coverage.plan": "ENR50", "coverage.pfl": true, "coverage.billing": "monthly"}`),
		"book.json": []byte(`{"name": "Renewal Book", "spreadsheet": "figures.xlsx", "pages": [
			{"kind": "static", "title": "About us", "file": "about.pdf"},
			{"kind": "pdf_form", "title": "Application", "file": "form.pdf", "fields": [
				{"field": "employer.name", "property": "CUSTOMER_NAME"}, {"field": "employer.fein", "attribute": "FEIN", "missing": "FAIL"}]},
			{"kind": "choosable", "title": "Representative", "conditions": [{"attribute": "Sales_Representative", "values": ["Ana Kovács"], "file": "ana.pdf"}], "fallback": "house.pdf"},
			{"kind": "excel", "title": "Proposal", "tab": "dbl proposal"}]}`),
		"customer.json": []byte(`{"name": "Acme Corp", "organisation": "Example Brokers", "year": 2026, "quarter": 1, "date": "2026-01-15", "attributes": [
			{"key": "Logo", "image": "logo.png"}, {"key": "FEIN", "value": "987654321"},
			{"key": "Sales_Representative", "value": "somebody else", "year": 2025}, {"key": "Sales_Representative", "value": "ana kovács", "year": 2026}]}`),
		"no-fein.json": []byte(`{"name": "Acme Corp", "year": 2026, "quarter": 1}`),
		"junk.pdf":     bytes.Repeat([]byte("junk "), 1000),
		"broken.json":  []byte(`{"name": `),
	} {
		if err := os.WriteFile(filepath.Join(r.dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func (r run) read(t *testing.T, name string) []byte {
	t.Helper()
	return must(os.ReadFile(filepath.Join(r.dir, name)))(t)
}

func TestCompose(t *testing.T) {
	t.Parallel()
	r := folder(t)
	r.works(t, "compose", "book.json", "customer.json", "-o", "out.pdf")
	r.works(t, "compose", "book.json", "customer.json", "--output", "again.pdf")
	booklet := r.read(t, "out.pdf")
	if !bytes.Equal(booklet, r.read(t, "again.pdf")) {
		t.Error("the same inputs give other bytes")
	}
	pages := pageTexts(t, booklet)
	if len(pages) != 6 {
		t.Fatalf("%d pages", len(pages))
	}
	wantText(t, pages[0], "Renewal Book", "Acme Corp", "Example Brokers")
	wantText(t, pages[1], "Who we are")
	wantText(t, pages[3], "Acme Corp", "987654321")
	wantText(t, pages[4], "Ana Kovács")
	wantText(t, pages[5], "Statutory Disability", "Keystone Assurance")
}

func TestFormCommands(t *testing.T) {
	t.Parallel()
	r := folder(t)
	var fields []struct{ Name, Kind string }
	if err := json.Unmarshal([]byte(r.works(t, "form", "fields", "form.pdf")), &fields); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, f := range fields {
		names[f.Name] = f.Kind
	}
	if len(names) != 10 || names["employer.name"] == "" || names["coverage.billing"] == names["employer.name"] {
		t.Errorf("the fields are %v", names)
	}
	if got := strings.TrimSpace(r.works(t, "form", "fields", "about.pdf")); got != "[]" {
		t.Errorf("without a form the fields are %s", got)
	}
	r.works(t, "form", "fill", "form.pdf", "values.json", "filled.pdf")
	wantText(t, pageTexts(t, r.read(t, "filled.pdf"))[0], "Acme & Söhne", "123456789", "Enriched, 50 % of salary")
	if got := strings.TrimSpace(r.works(t, "form", "fields", "filled.pdf")); got != "[]" {
		t.Errorf("a flattened form has the fields %s", got)
	}
	r.works(t, "form", "flatten", "form.pdf", "flat.pdf")
	wantText(t, pageTexts(t, r.read(t, "flat.pdf"))[0], "Application for group coverage", "Statutory minimum")
}

func TestSheetMergeAndVersion(t *testing.T) {
	t.Parallel()
	r := folder(t)
	r.works(t, "sheet", "figures.xlsx", "Census", "census.pdf")
	wantText(t, pageTexts(t, r.read(t, "census.pdf"))[0], "Class", "Hired", "Management")
	r.works(t, "merge", "merged.pdf", "ana.pdf", "census.pdf", "about.pdf")
	pages := pageTexts(t, r.read(t, "merged.pdf"))
	if len(pages) != 4 {
		t.Fatalf("%d pages", len(pages))
	}
	wantText(t, pages[0], "Ana Kovács")
	wantText(t, pages[1], "Management")
	wantText(t, pages[3], "How a renewal works")
	r.works(t, "sheet", "figures.xlsx", "cen*", "pattern.pdf", "--range", "A1:B2")
	r.works(t, "sheet", "figures.xlsx", "all.pdf")
	if few, all := len(r.read(t, "pattern.pdf")), len(r.read(t, "all.pdf")); few >= all {
		t.Errorf("a range of one tab has %d bytes, all tabs have %d", few, all)
	}
	r.fails(t, "2 «Census»", "sheet", "figures.xlsx", "none.pdf", "--index", "3")
	if got := r.works(t, "doctor"); !strings.Contains(got, "Calibri") || !strings.Contains(got, "storage") {
		t.Errorf("the doctor says %q", got)
	}
	if got := r.works(t, "version"); got != "quire "+testVersion+"\n" {
		t.Errorf("the version is %q", got)
	}
}

func TestMistakesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	r := folder(t)
	if err := os.WriteFile(filepath.Join(r.dir, "kept.pdf"), []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := files(t, r.dir)
	for _, c := range []struct {
		says string
		args []string
	}{
		{`unknown command "bind"`, []string{"bind"}},
		{"needs a command: fields, fill, flatten", []string{"form"}},
		{`no command "print"`, []string{"form", "print"}},
		{"usage: quire sheet WORKBOOK [TAB] OUT.pdf", []string{"sheet", "figures.xlsx"}},
		{"usage: quire merge OUT.pdf FILE.pdf…", []string{"merge", "out.pdf"}},
		{"unknown flag: --fast", []string{"merge", "--fast"}},
		{`"output" not set`, []string{"compose", "book.json", "customer.json"}},
		{"no such file", []string{"compose", "none.json", "customer.json", "-o", "out.pdf"}},
		{"the JSON ends too early", []string{"compose", "broken.json", "customer.json", "-o", "out.pdf"}},
		{"attribute «FEIN»", []string{"compose", "book.json", "no-fein.json", "-o", "out.pdf"}},
		{"write none/out.pdf: no such file", []string{"compose", "book.json", "customer.json", "-o", "none/out.pdf"}},
		{". is a folder", []string{"compose", "book.json", "customer.json", "-o", "."}},
		{"no such file", []string{"form", "fields", "none.pdf"}},
		{"«junk.pdf» is not a PDF file", []string{"form", "fields", "junk.pdf"}},
		{"«junk.pdf» is not a PDF file", []string{"form", "flatten", "junk.pdf", "out.pdf"}},
		{"broken.json is not a JSON object", []string{"form", "fill", "form.pdf", "broken.json", "out.pdf"}},
		{"has no tab «Nothing»; it has: 1 «DBL PROPOSAL», 2 «Census»", []string{"sheet", "figures.xlsx", "Nothing", "out.pdf"}},
		{"figures.xlsx", []string{"merge", "out.pdf", "about.pdf", "figures.xlsx"}},
		{"no such file", []string{"merge", "out.pdf", "about.pdf", "none.pdf"}},
		{"is not a file", []string{"merge", "out.pdf", "about.pdf", "."}},
		{"«junk.pdf» is not a PDF file", []string{"merge", "kept.pdf", "about.pdf", "junk.pdf"}},
	} {
		r.fails(t, c.says, c.args...)
	}
	if after := files(t, r.dir); strings.Join(after, "\n") != strings.Join(before, "\n") {
		t.Errorf("the folder had %q and has %q", before, after)
	}
	if got := string(r.read(t, "kept.pdf")); got != "kept" {
		t.Error("a merge that failed has replaced a file")
	}
}

func TestServeRefusesWhatProductionLacks(t *testing.T) {
	t.Parallel()
	r := folder(t)
	r.env = append(r.env, "PROFILE=prod", "ADMIN_EMAIL=admin@example.com", "ADMIN_PASSWORD=renewal-book-demo", "LOG_FORMAT=xml", "STORAGE_BUCKET=mem://")
	for _, command := range []string{"serve", "work", "migrate"} {
		stderr := r.fails(t, "DATABASE_URL: is missing", command)
		for _, says := range []string{"JWT_SECRET: is missing", "ADMIN_PASSWORD: is the development password", "LOG_FORMAT:", "STORAGE_BUCKET:"} {
			if !strings.Contains(stderr, says) {
				t.Errorf("%s does not say %q but %q", command, says, stderr)
			}
		}
	}
}

func TestMigrateAndUserCreate(t *testing.T) {
	t.Parallel()
	i := install(t, pgtest.Empty(t))
	r := i.run
	if got := r.works(t, "migrate"); got != "the database is up to date\n" {
		t.Errorf("migrate says %q", got)
	}
	r.works(t, "migrate")
	r.fails(t, "no password", "user", "create", "ana@example.com")
	r.stdin = "short\n"
	r.fails(t, "password", "user", "create", "ana@example.com")
	r.stdin = "harbour lights at dawn\n"
	r.fails(t, "email", "user", "create", "ana")
	id := r.works(t, "user", "create", "ana@example.com", "--organisation", "Harbour")
	if !strings.HasPrefix(id, "usr_") || strings.Count(id, "\n") != 1 {
		t.Errorf("user create says %q", id)
	}
	r.stdin = "another password of hers\n"
	r.fails(t, "there is a user Ana@Example.com of the organisation", "user", "create", "Ana@Example.com")

	c := i.api().signIn("ana@example.com", "harbour lights at dawn")
	if got := c.raw(`{ viewer { user { email role } organisation { name } } }`, nil); got != `{"viewer":{"user":{"email":"ana@example.com","role":"ADMIN"},"organisation":{"name":"Harbour"}}}` {
		t.Errorf("she is %s", got)
	}
}

func TestShareCommands(t *testing.T) {
	t.Parallel()
	i := install(t, pgtest.Empty(t))
	r := i.run
	r.stdin = "harbour lights at dawn\n"
	r.works(t, "user", "create", "ana@example.com", "--organisation", "Harbour")
	shared := func() []string {
		t.Helper()
		for _, line := range strings.Split(r.works(t, "share", "list"), "\n") {
			if fields := strings.Fields(line); len(fields) > 1 && fields[1] == "Harbour" {
				return fields
			}
		}
		t.Fatal("the organisation is not listed")
		return nil
	}
	row := shared()
	if got := strings.Join(row[1:], " "); !strings.HasPrefix(row[0], "org_") || got != "Harbour 1 any 0 0" {
		t.Errorf("at first: %v", row)
	}
	r.works(t, "share", "set", row[0], "--weight", "3", "--max-running", "8")
	if got := strings.Join(shared()[1:], " "); got != "Harbour 3 8 0 0" {
		t.Errorf("then: %s", got)
	}
	r.fails(t, "the weight must be from 1 to 1000", "share", "set", row[0], "--weight", "0")
	r.fails(t, "no organisation with the id", "share", "set", "org_x")
	c := i.api().signIn("ana@example.com", "harbour lights at dawn")
	if got := c.raw(`{ viewer { organisation { workShare { weight maxRunning } } } }`, nil); got != `{"viewer":{"organisation":{"workShare":{"weight":3,"maxRunning":8}}}}` {
		t.Errorf("she sees %s", got)
	}
}
