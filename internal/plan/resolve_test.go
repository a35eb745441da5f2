package plan_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"quire/engine"
	"quire/internal/plan"
)

func ptr[T any](v T) *T { return &v }

func pdf(name string) *plan.File { return &plan.File{Name: name, Key: "files/" + name} }

// acme is a snapshot with a page of each kind.
func acme() plan.Snapshot {
	return plan.Snapshot{
		Organisation: "Example Brokers",
		Book:         plan.Book{Name: "Renewal Book", Cover: true, LogoAttribute: "Logo", Paper: "LETTER"},
		Customer:     plan.Customer{Name: "Acme"},
		Period:       plan.Period{Year: 2026, Quarter: 1},
		Date:         time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
		Spreadsheet:  pdf("figures.xlsx"),
		Attributes: map[string]plan.Attribute{
			"Logo":  {Image: pdf("logo.png")},
			"Rep":   {Text: "Jane Doe"},
			"Phone": {Text: "555 0100"},
		},
		Pages: []plan.Page{
			{Kind: plan.KindStatic, Title: "Welcome", File: pdf("welcome.pdf")},
			{Kind: plan.KindPDFForm, Title: "Form", File: pdf("form.pdf"), Config: plan.Config{Form: &plan.FormConfig{
				FillByName: true,
				Fields: []plan.FieldMapping{
					{Field: "phone", Attribute: ptr("Phone")},
					{Field: "fax", Attribute: ptr("Fax")},
					{Field: "mail", Attribute: ptr("Mail"), Missing: plan.MissingDefault, Default: "none"},
					{Field: "period", Property: ptr(plan.PropertyPeriod)},
					{Field: "date", Property: ptr(plan.PropertyDate)},
					{Field: "version", Literal: ptr("3")},
					{Field: "Rep", Literal: ptr("mapped wins")},
				},
			}}},
			{Kind: plan.KindChoosable, Title: "Rep", File: pdf("office.pdf"), Conditions: []plan.Condition{
				{Attribute: "Rep", Operator: plan.OperatorEquals, Values: []string{"john roe"}, File: *pdf("john.pdf")},
				{Attribute: "Rep", Operator: plan.OperatorEquals, Values: []string{" jane DOE "}, File: *pdf("jane.pdf")},
				{Attribute: "Rep", Operator: plan.OperatorExists, File: *pdf("later.pdf")},
			}},
			{Kind: plan.KindExcel, Title: "Proposal", Config: plan.Config{Excel: &plan.ExcelConfig{
				Tab: "DBL PROPOSAL", Print: plan.PrintConfig{Range: "Rates", FitWidth: 1, Orientation: plan.OrientationLandscape, Paper: "A4", NoHeaderFooter: true, TableStyles: true},
			}}},
		},
	}
}

func TestResolveEveryKind(t *testing.T) {
	t.Parallel()
	got, notes, err := plan.Resolve(acme())
	if err != nil {
		t.Fatal(err)
	}
	text := func(s string) engine.FieldValue { return engine.FieldValue{Text: &s} }
	date := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	want := engine.Plan{
		Title: "Renewal Book – Acme – 2026 Q1", Author: "Example Brokers", Date: date,
		Pages: []engine.Page{
			{Kind: engine.KindCover, Cover: &engine.CoverOptions{
				Organisation: "Example Brokers", Book: "Renewal Book", Customer: "Acme", Period: "2026 Q1",
				Date: date, Logo: "files/logo.png", Paper: "LETTER"}},
			{Kind: engine.KindStatic, Title: "Welcome", Source: "files/welcome.pdf", SourceName: "welcome.pdf"},
			{Kind: engine.KindPDFForm, Title: "Form", Source: "files/form.pdf", SourceName: "form.pdf", Form: &engine.FormOptions{
				Values: map[string]engine.FieldValue{
					"phone": text("555 0100"), "fax": text(""), "mail": text("none"), "period": text("2026 Q1"),
					"date": text("2026-01-15"), "version": text("3"), "Rep": text("mapped wins")},
				ByName: map[string]string{"Phone": "555 0100"}}},
			{Kind: engine.KindStatic, Title: "Rep", Source: "files/jane.pdf", SourceName: "jane.pdf"},
			{Kind: engine.KindExcel, Title: "Proposal", Source: "files/figures.xlsx", SourceName: "figures.xlsx",
				Excel: &engine.ExcelOptions{Tab: "DBL PROPOSAL", PrintOptions: engine.PrintOptions{
					Range: "Rates", FitWidth: 1, Orientation: "LANDSCAPE", Paper: "A4", NoHeaderFooter: true, TableStyles: true,
				}}},
		},
	}
	if !reflect.DeepEqual(got, want) {
		a, _ := json.MarshalIndent(got, "", " ")
		t.Errorf("got %s", a)
	}
	if len(notes) != 1 || notes[0].Page != 2 || !strings.Contains(notes[0].Message, "page 2 «Form»: left blank") || !strings.Contains(notes[0].Message, "«fax» (no attribute «Fax»)") {
		t.Errorf("notes: %+v", notes)
	}
}

func TestSnapshotSurvivesJSON(t *testing.T) {
	t.Parallel()
	data, err := json.Marshal(acme())
	if err != nil {
		t.Fatal(err)
	}
	var back plan.Snapshot
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, acme()) {
		t.Errorf("came back as %+v", back)
	}
}

func TestResolveRefuses(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*plan.Snapshot)
		code   string
		says   []string
	}{
		"no pages": {func(s *plan.Snapshot) { s.Pages = nil }, plan.CodeBookEmpty, []string{"«Renewal Book»"}},
		"no spreadsheet, before anything else": {func(s *plan.Snapshot) { s.Spreadsheet = nil; s.Pages[0].File = nil },
			plan.CodeSpreadsheetMissing, []string{"page 4 «Proposal» (tab «DBL PROPOSAL»)"}},
		"no condition holds": {func(s *plan.Snapshot) {
			s.Pages[2].File = nil
			s.Pages[2].Conditions[2].Attribute = "Region"
			s.Attributes["Rep"] = plan.Attribute{Text: "Nobody"}
		}, plan.CodeNoCondition, []string{"page 3 «Rep»", "«Acme»", "2026 Q1", `Rep is "Nobody"`, "Region has no value"}},
		"attribute needed": {func(s *plan.Snapshot) { s.Pages[1].Config.Form.Fields[1].Missing = plan.MissingFail },
			plan.CodeAttributeMissing, []string{"page 2 «Form»", "«fax»", "attribute «Fax»"}},
		"image for a field": {func(s *plan.Snapshot) {
			s.Pages[1].Config.Form.Fields[0] = plan.FieldMapping{Field: "x", Attribute: ptr("Logo"), Missing: plan.MissingFail}
		}, plan.CodeAttributeMissing, []string{"is an image"}},
		"no file":      {func(s *plan.Snapshot) { s.Pages[0].File = nil }, plan.CodePageInvalid, []string{"page 1 «Welcome»"}},
		"no tab":       {func(s *plan.Snapshot) { s.Pages[3].Config.Excel = nil }, plan.CodePageInvalid, []string{"page 4", "tab"}},
		"unknown kind": {func(s *plan.Snapshot) { s.Pages[0].Kind = "VIDEO" }, plan.CodePageInvalid, []string{`"VIDEO"`}},
		"all pages at once": {func(s *plan.Snapshot) { s.Pages[0].File, s.Pages[1].File = nil, nil },
			plan.CodePageInvalid, []string{"page 1 «Welcome»", "page 2 «Form»"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acme()
			c.change(&s)
			_, _, err := plan.Resolve(s)
			e, ok := err.(*plan.Error)
			if !ok || e.Code != c.code {
				t.Fatalf("got %v, want the code %s", err, c.code)
			}
			for _, part := range c.says {
				if !strings.Contains(e.Message, part) {
					t.Errorf("%q does not say %q", e.Message, part)
				}
			}
		})
	}
}

func TestLogoThatIsText(t *testing.T) {
	t.Parallel()
	s := acme()
	s.Attributes["Logo"] = plan.Attribute{Text: "ACME"}
	p, notes, err := plan.Resolve(s)
	if err != nil || p.Pages[0].Cover.Logo != "" {
		t.Fatalf("%v, %+v", err, p.Pages[0].Cover)
	}
	if len(notes) == 0 || notes[0].Code != plan.NoteLogoUnusable && notes[len(notes)-1].Code != plan.NoteLogoUnusable {
		t.Errorf("notes: %+v", notes)
	}
}

func TestSourcesAndUsed(t *testing.T) {
	t.Parallel()
	s := acme()
	s.Pages = append(s.Pages, s.Pages[0]) // the same file twice
	names := func(files []plan.File) (all []string) {
		for _, f := range files {
			all = append(all, f.Name)
		}
		return all
	}
	want := "logo.png welcome.pdf form.pdf office.pdf john.pdf jane.pdf later.pdf figures.xlsx"
	if got := strings.Join(names(s.Sources()), " "); got != want {
		t.Errorf("sources: %s", got)
	}
	p, _, err := plan.Resolve(s)
	if err != nil {
		t.Fatal(err)
	}
	want = "logo.png welcome.pdf form.pdf jane.pdf figures.xlsx"
	if got := strings.Join(names(s.Used(p)), " "); got != want {
		t.Errorf("used: %s", got)
	}
}

func TestAsOf(t *testing.T) {
	t.Parallel()
	dated := func(key string, year, quarter int, text string) plan.Dated {
		return plan.Dated{Key: key, Year: year, Quarter: quarter, Attribute: plan.Attribute{Text: text}}
	}
	all := []plan.Dated{
		dated("a", 2026, 1, "quarter"), dated("a", 2026, 0, "year"), dated("a", 0, 0, "undated"),
		dated("b", 0, 0, "undated"), dated("b", 2026, 0, "year"), dated("b", 2026, 2, "other quarter"),
		dated("c", 0, 0, "undated"), dated("c", 2025, 0, "other year"),
		dated("d", 2025, 4, "past"),
	}
	got := plan.AsOf(all, plan.Period{Year: 2026, Quarter: 1})
	want := map[string]plan.Attribute{"a": {Text: "quarter"}, "b": {Text: "year"}, "c": {Text: "undated"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}
