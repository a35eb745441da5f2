package imports_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"quire/engine/pdf/pdftest"
	"quire/ent"
	"quire/ent/customer"
	"quire/ent/customerattribute"
	"quire/ent/customerimport"
	"quire/ent/upload"
	"quire/internal/imports"
	"quire/internal/jobs/jobstest"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
	"quire/storage"
)

// sleeping is a queue that nobody listens to: tests run imports themselves.
type sleeping struct{}

func (sleeping) Wake(context.Context, pgx.Tx) error { return nil }

type bundle struct {
	*jobstest.Office
	service *imports.Service
	runner  *imports.Runner
}

func setup(t testing.TB) bundle {
	t.Helper()
	o := jobstest.New(t, pgtest.Open(t))
	return bundle{o, imports.New(o.DB, o.Store, sleeping{}), &imports.Runner{DB: o.DB, Store: o.Store, Log: jobstest.Log(t)}}
}

// table keeps a CSV, or a workbook when the name says so, and gives its source.
func (b bundle) table(t testing.TB, name, content string) imports.Source {
	t.Helper()
	got, err := b.Store.Receive(t.Context(), b.Tenant, name, strings.NewReader(content), 64<<20)
	if err != nil {
		t.Fatal(err)
	}
	f, err := b.DB.Ent.Upload.Create().SetTenantID(b.Tenant).SetStorageKey(got.Key).SetName(got.Name).SetKind(upload.Kind(got.Kind)).
		SetMediaType(got.MediaType).SetSize(got.Size).SetSha256(got.SHA256).Save(b.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	return imports.Source{FileID: f.ID, HeaderRow: 1}
}

func (b bundle) byName(t testing.TB, content string) imports.Input {
	t.Helper()
	return imports.Input{Source: b.table(t, "t.csv", content), Match: imports.ByName, NameColumn: "Name"}
}

func (b bundle) customer(t testing.TB, name, reference string, attributes ...string) string {
	t.Helper()
	create := b.DB.Ent.Customer.Create().SetTenantID(b.Tenant).SetName(name)
	if reference != "" {
		create.SetReference(reference)
	}
	c, err := create.Save(b.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(attributes); i += 2 {
		if err := b.DB.Ent.CustomerAttribute.Create().SetTenantID(b.Tenant).SetCustomerID(c.ID).SetKey(attributes[i]).SetValue(attributes[i+1]).Exec(b.Ctx); err != nil {
			t.Fatal(err)
		}
	}
	return c.ID
}

// plan shows each row as a line.
func (b bundle) plan(t testing.TB, in imports.Input) (*imports.Plan, []string) {
	t.Helper()
	p, err := b.service.Plan(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	rows, _, _, err := p.Rows(b.Ctx, 100, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range rows {
		line := fmt.Sprintf("%d %s", r.Number, r.Outcome)
		for _, c := range r.Changes {
			line += fmt.Sprintf(" %s:%s>%s", c.Target[:1]+imports.Target(c.Key), shown(c.Before), shown(c.After))
		}
		for _, p := range r.Problems {
			line += fmt.Sprintf(" %s@%s", p.Code, p.Cell)
		}
		lines = append(lines, line)
	}
	return p, lines
}

func shown(s *string) string {
	if s == nil {
		return "-"
	}
	return *s
}

// run orders an import and makes it.
func (b bundle) run(t testing.TB, in imports.Input) *ent.CustomerImport {
	t.Helper()
	id, err := b.service.Order(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	if made, err := b.runner.Next(t.Context()); err != nil || !made {
		t.Fatalf("%v, %v", made, err)
	}
	return b.DB.Ent.CustomerImport.GetX(b.Ctx, id)
}

func counts(t testing.TB, i *ent.CustomerImport) (c imports.Counts) {
	t.Helper()
	if err := json.Unmarshal(i.Counts, &c); err != nil {
		t.Fatalf("counts %q: %v", i.Counts, err)
	}
	return c
}

// everything is all that the office knows of its customers.
func (b bundle) everything(t testing.TB) (lines []string) {
	t.Helper()
	for _, c := range b.DB.Ent.Customer.Query().Order(customer.ByName()).AllX(b.Ctx) {
		lines = append(lines, fmt.Sprintf("%s (%s)", c.Name, shown(c.Reference)))
	}
	for _, a := range b.DB.Ent.CustomerAttribute.Query().WithCustomer().Order(customerattribute.ByKey(), customerattribute.ByYear(), customerattribute.ByID()).AllX(b.Ctx) {
		lines = append(lines, fmt.Sprintf("%s: %s=%s %d/%d", a.Edges.Customer.Name, a.Key, a.Value, a.Year, a.Quarter))
	}
	return lines
}

func wrong(err error) (fields []string) {
	for _, p := range problem.All(err) {
		fields = append(fields, fmt.Sprintf("%s %s", p.Code, p.Field))
	}
	return fields
}

const mixed = "Name,Premium,Rep\n" +
	"Bakery,200,Ana\n" + // changed and added
	"fishery ,7,\n" + // as it is
	"New Co,1,Bo\n" +
	",5,\n"

func TestPlanTellsWhatWouldChange(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.customer(t, "Bakery", "", "Premium", "100")
	b.customer(t, "Fishery", "", "Premium", "7", "Rep", "Cy")
	before := b.everything(t)
	p, rows := b.plan(t, b.byName(t, mixed))
	if want := []string{"2 CHANGED APremium:100>200 ARep:->Ana", "3 UNCHANGED", "4 NEW N:->New Co APremium:->1 ARep:->Bo", "5 WRONG NAME_MISSING@A5"}; !slices.Equal(rows, want) {
		t.Errorf("rows %v", rows)
	}
	if want := (imports.Counts{Rows: 4, WrongRows: 1, NewCustomers: 1, ChangedCustomers: 1, UnchangedCustomers: 1, AddedAttributes: 3, ChangedAttributes: 1, UnchangedAttributes: 1}); p.Counts != want {
		t.Errorf("counts %+v", p.Counts)
	}
	if !slices.Equal(p.Attributes, []string{"Premium", "Rep"}) || len(p.Ignored) > 0 || p.Description.Delimiter != "," {
		t.Errorf("%+v", p)
	}
	if after := b.everything(t); !slices.Equal(after, before) {
		t.Errorf("a plan changed %v to %v", before, after)
	}
	var seen []int
	for after, more := 0, true; more; {
		var found []*imports.Row
		var total int
		var err error
		if found, more, total, err = p.Rows(b.Ctx, 1, after, []imports.Outcome{imports.OutcomeNew, imports.OutcomeChanged}); err != nil || total != 2 || len(found) != 1 {
			t.Fatalf("%v of %d, %v", found, total, err)
		}
		after = found[0].Number
		seen = append(seen, after)
	}
	if !slices.Equal(seen, []int{2, 4}) {
		t.Errorf("paged %v", seen)
	}
}

func TestImportDoesWhatThePlanSaysOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.customer(t, "Bakery", "", "Premium", "100", "Stays", "yes")
	year, quarter := 2026, 1
	in := b.byName(t, "Name,Premium,Rep\nBakery,200,Ana\nNew Co,1,\n")
	in.Year, in.Quarter = &year, &quarter
	first := b.run(t, in)
	if want := (imports.Counts{Rows: 2, NewCustomers: 1, ChangedCustomers: 1, AddedAttributes: 3}); first.Status != customerimport.StatusDone || counts(t, first) != want || first.RowsDone != 2 || first.RowsTotal != 2 || first.ReportID != nil {
		t.Errorf("%v %+v", first, counts(t, first))
	}
	after := b.everything(t)
	for _, line := range []string{"New Co (-)", "Bakery: Premium=100 0/0", "Bakery: Premium=200 2026/1", "Bakery: Rep=Ana 2026/1", "Bakery: Stays=yes 0/0", "New Co: Premium=1 2026/1"} {
		if !slices.Contains(after, line) {
			t.Errorf("%s is missing in %v", line, after)
		}
	}
	events := b.DB.Ent.AuditEvent.Query().AllX(b.Ctx)
	var changed, created int
	for _, e := range events {
		if e.TargetID == id && fmt.Sprint(e.Changes) == "[attributes]" && e.ActorID != nil && e.RequestID == "req-1" {
			changed++
		}
		if strings.HasPrefix(e.TargetID, "cus_") && e.Action == "CREATED" && e.ActorID != nil {
			created++
		}
	}
	if changed != 1 || created != 1 {
		t.Errorf("the audit log has %v", events)
	}
	if second := b.run(t, in); counts(t, second) != (imports.Counts{Rows: 2, UnchangedCustomers: 2, UnchangedAttributes: 3}) {
		t.Errorf("again: %+v", counts(t, second))
	}
	if again := b.everything(t); !slices.Equal(again, after) {
		t.Errorf("the second time changed %v", again)
	}
}

func TestWrongRowsChangeNothingUnlessTheyAreLeftOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	before := b.everything(t)
	in := b.byName(t, "Name,Premium\nGood,1\n=BAD(),#N/A\nBetter,2\n")
	refused := b.run(t, in)
	if refused.Status != customerimport.StatusError || *refused.ErrorCode != "ROWS_WRONG" || !strings.Contains(*refused.ErrorMessage, "1 of 3 rows") || counts(t, refused).WrongRows != 1 {
		t.Errorf("%v", refused)
	}
	if after := b.everything(t); !slices.Equal(after, before) {
		t.Errorf("it changed %v", after)
	}
	for _, e := range b.DB.Ent.AuditEvent.Query().AllX(b.Ctx) {
		if strings.HasPrefix(e.TargetID, "cus_") {
			t.Errorf("the audit log tells of %+v", e)
		}
	}
	f := b.DB.Ent.Upload.GetX(b.Ctx, *refused.ReportID)
	o, err := b.Store.Open(t.Context(), f.StorageKey)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	text, err := io.ReadAll(o)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	if err != nil || len(lines) != 2 || !slices.Equal(lines[1][:5], []string{"3", "B3", "Premium", "#N/A", "CELL_ERROR"}) || f.Name != "Import errors – t.csv" || f.Kind != upload.KindCSV {
		t.Errorf("the report of %q has %q, %v", f.Name, lines, err)
	}
	in.SkipErrors = true
	done := b.run(t, in)
	if want := (imports.Counts{Rows: 3, WrongRows: 1, NewCustomers: 2, AddedAttributes: 2}); done.Status != customerimport.StatusDone || counts(t, done) != want || done.ReportID == nil {
		t.Errorf("%v %+v", done, counts(t, done))
	}
}

func TestReportsAreNoFormulas(t *testing.T) {
	t.Parallel()
	b := setup(t)
	done := b.run(t, b.byName(t, "Name,\"=cmd|'/c calc'!A0\"\nGood,\"=1+\ufffd\"\n"))
	f := b.DB.Ent.Upload.GetX(b.Ctx, *done.ReportID)
	o, err := b.Store.Open(t.Context(), f.StorageKey)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	text, err := io.ReadAll(o)
	if err != nil || !strings.Contains(string(text), ",'=cmd|'/c calc'!A0,'=1+\ufffd,VALUE_UNREADABLE,") {
		t.Errorf("%q, %v", text, err)
	}
}

func TestEveryProblemOfARow(t *testing.T) {
	t.Parallel()
	long, name, reference := strings.Repeat("v", 64<<10+1), strings.Repeat("n", 201), strings.Repeat("r", 101)
	for what, c := range map[string]struct {
		change func(*imports.Input)
		rows   string
		want   []string
	}{
		"values":           {nil, "Name,A,B,C\nOne," + long + ",#REF!,a\ufffdb\n", []string{"2 WRONG VALUE_TOO_LONG@B2 CELL_ERROR@C2 VALUE_UNREADABLE@D2"}},
		"names":            {nil, "Name,A\n" + name + ",1\n#N/A,1\n  ,1\n", []string{"2 WRONG NAME_TOO_LONG@A2", "3 WRONG CELL_ERROR@A3", "4 WRONG NAME_MISSING@A4"}},
		"quotation marks":  {nil, "Name,A\nOne,1\n\"T\"wo,2\nThree,3\n", []string{"2 NEW N:->One AA:->1", "3 WRONG ROW_UNREADABLE@", "4 NEW N:->Three AA:->3"}},
		"twice":            {nil, "Name,A\nOne,1\nONE,2\nTwin,1\n", []string{"2 NEW N:->One AA:->1", "3 WRONG ROW_REPEATED@", "4 WRONG CUSTOMER_AMBIGUOUS@A4"}},
		"unknown":          {func(in *imports.Input) { in.RefuseUnknown = true }, "Name,A\nOne,1\nBakery,1\n", []string{"2 WRONG CUSTOMER_UNKNOWN@A2", "3 CHANGED AA:->1"}},
		"periods":          {func(in *imports.Input) { in.YearColumn, in.QuarterColumn = "Y", "Q" }, "Name,Y,Q\nOne,26,1\nTwo,,2\nThree,2026,5\nFour,2026,q4\n", []string{"2 WRONG PERIOD_INVALID@B2", "3 WRONG PERIOD_INVALID@C3", "4 WRONG PERIOD_INVALID@C4", "5 NEW N:->Four"}},
		"references":       {func(in *imports.Input) { in.Match, in.ReferenceColumn = imports.ByReference, "Ref" }, "Name,Ref\nOne,\n,R-9\nTwo," + reference + "\n", []string{"2 WRONG REFERENCE_MISSING@B2", "3 WRONG NAME_MISSING@A3", "4 WRONG REFERENCE_TOO_LONG@B4"}},
		"another's":        {func(in *imports.Input) { in.ReferenceColumn = "Ref" }, "Name,Ref\nBakery,F-1\nOne,N-1\nTwo,N-1\n", []string{"2 WRONG REFERENCE_TAKEN@B2", "3 NEW N:->One R:->N-1", "4 WRONG REFERENCE_TAKEN@B4"}},
		"a wrong row made": {nil, "Name,A\nOne,#N/A\nOne,2\n", []string{"2 WRONG CELL_ERROR@B2", "3 NEW N:->One AA:->2"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.customer(t, "Bakery", "")
			b.customer(t, "Fishery", "F-1")
			b.customer(t, "Twin", "")
			b.customer(t, "twin", "")
			in := b.byName(t, c.rows)
			if c.change != nil {
				c.change(&in)
			}
			if _, rows := b.plan(t, in); !slices.Equal(rows, c.want) {
				t.Errorf("%q", rows)
			}
		})
	}
}

func TestCustomersAreMatched(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		match imports.Match
		want  []string
	}{
		"by reference": {imports.ByReference, []string{"2 CHANGED N:Fishery>Sea Co", "3 NEW N:->Bakery R:->B-1", "4 NEW N:->New R:->N-1"}},
		"by name":      {imports.ByName, []string{"2 WRONG REFERENCE_TAKEN@B2", "3 CHANGED R:->B-1", "4 NEW N:->New R:->N-1"}},
		"by either":    {imports.ByEither, []string{"2 CHANGED N:Fishery>Sea Co", "3 CHANGED R:->B-1", "4 NEW N:->New R:->N-1"}},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.customer(t, "Bakery", "")
			b.customer(t, "Fishery", "F-1")
			in := imports.Input{Source: b.table(t, "t.csv", "Name,Ref\nSea Co,F-1\nBakery,B-1\nNew,N-1\n"), Match: c.match, NameColumn: "name", ReferenceColumn: "REF"}
			if _, rows := b.plan(t, in); !slices.Equal(rows, c.want) {
				t.Errorf("%q", rows)
			}
			in.SkipErrors = true
			done := b.run(t, in)
			if _, rows := b.plan(t, in); done.Status != customerimport.StatusDone || strings.Contains(fmt.Sprint(rows), "CHANGED N") || strings.Contains(fmt.Sprint(rows), "NEW") {
				t.Errorf("afterwards %v, %q", done, rows)
			}
		})
	}
}

func TestEmptyCellsCanRemove(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.customer(t, "Bakery", "", "A", "1", "B", "2")
	in := b.byName(t, "Name,A,B,C\nBakery,,3,\n")
	if _, rows := b.plan(t, in); !slices.Equal(rows, []string{"2 CHANGED AB:2>3"}) {
		t.Errorf("%q", rows)
	}
	in.ClearEmpty = true
	if done := b.run(t, in); counts(t, done) != (imports.Counts{Rows: 1, ChangedCustomers: 1, ChangedAttributes: 1, RemovedAttributes: 1}) {
		t.Errorf("%+v", counts(t, done))
	}
	if all := b.everything(t); slices.Contains(all, "Bakery: A=1 0/0") || !slices.Contains(all, "Bakery: B=3 0/0") {
		t.Errorf("%v", all)
	}
}

func TestSeveralPeriodsOfACustomer(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := b.byName(t, "Name;Year;Quarter;Premium\nNew;2025;;1\nNew;2026;1;2\nNew;;;3\nNew;2026;Q1;4\n")
	in.YearColumn, in.QuarterColumn, in.SkipErrors = "Year", "Quarter", true
	done := b.run(t, in)
	if want := (imports.Counts{Rows: 4, WrongRows: 1, NewCustomers: 1, AddedAttributes: 3}); counts(t, done) != want {
		t.Errorf("%+v", counts(t, done))
	}
	all := b.everything(t)
	for _, line := range []string{"New: Premium=1 2025/0", "New: Premium=2 2026/1", "New: Premium=3 0/0"} {
		if !slices.Contains(all, line) {
			t.Errorf("%s is missing in %v", line, all)
		}
	}
}

func TestAnImageGivesWayToAText(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p, _ := b.plan(t, b.byName(t, "Name,Logo\nAcme / Söhne,none\n"))
	rows, _, _, err := p.Rows(b.Ctx, 10, 0, nil)
	if err != nil || len(rows) != 1 || !rows[0].Changes[0].BeforeImage || rows[0].CustomerID != b.CustomerID {
		t.Fatalf("%+v, %v", rows, err)
	}
	if done := b.run(t, b.byName(t, "Name,Logo\nAcme / Söhne,none\n")); done.Status != customerimport.StatusDone {
		t.Errorf("%v", done)
	}
	if a := b.DB.Ent.CustomerAttribute.Query().Where(customerattribute.Key("Logo")).OnlyX(b.Ctx); a.Value != "none" || a.UploadID != nil {
		t.Errorf("%+v", a)
	}
}

func TestWorksheetsAreReadAsTheyShow(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := excelize.NewFile()
	percent, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.NewSheet("Clients"); err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{
		"A2": "Name", "B2": "Policy", "C2": "Share", "D2": "Active", "E2": "Broken",
		"A3": "Bakery", "B3": 123456789012, "C3": 0.125, "D3": true, "A5": "Fishery", "B5": 1.5,
	} {
		if err := f.SetCellValue("Clients", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellStyle("Clients", "C3", "C3", percent); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFormula("Clients", "E5", "NA()"); err != nil {
		t.Fatal(err)
	}
	content, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	in := imports.Input{Source: b.table(t, "clients.xlsx", content.String()), Match: imports.ByName, NameColumn: "Name"}
	in.Tab, in.HeaderRow = "clients", 2
	p, rows := b.plan(t, in)
	if want := []string{"3 NEW N:->Bakery APolicy:->123456789012 AShare:->12.50% AActive:->TRUE", "5 WRONG CELL_ERROR@E5"}; !slices.Equal(rows, want) {
		t.Errorf("%q", rows)
	}
	if p.Description.Tab != "Clients" || p.Description.Rows != 3 {
		t.Errorf("%+v", p.Description)
	}
	d, err := b.service.Describe(b.Ctx, in.Source)
	if err != nil || len(d.Columns) != 5 || d.Columns[1].Name != "B" || d.Columns[1].Header != "Policy" || !slices.Equal(d.Columns[1].Samples, []string{"123456789012", "1.5"}) {
		t.Errorf("%+v, %v", d, err)
	}
	in.Tab = "Nowhere"
	if _, err := b.service.Plan(b.Ctx, in); err == nil || !strings.Contains(err.Error(), "has no tab «Nowhere»; it has: ") {
		t.Errorf("%v", err)
	}
}

func TestWhatIsWrongWithTheInput(t *testing.T) {
	t.Parallel()
	b := setup(t)
	year, quarter := 2026, 9
	source := b.table(t, "t.csv", "Name,Ref,A,a,,A\nx,1,2,3,4,5\n")
	pdf := b.Upload(t, "book.pdf", pdftest.Small("")).ID
	for what, c := range map[string]struct {
		in   imports.Input
		want []string
	}{
		"no such column": {imports.Input{Source: source, Match: imports.ByEither, NameColumn: "Nom", ReferenceColumn: "Ref", YearColumn: "Year", Columns: []imports.Column{{Header: "B"}}},
			[]string{"BAD_USER_INPUT nameColumn", "BAD_USER_INPUT yearColumn", "BAD_USER_INPUT columns.0.header"}},
		"which of two":       {imports.Input{Source: source, Match: imports.ByName, NameColumn: "Name", Columns: []imports.Column{{Header: "A"}}}, []string{"BAD_USER_INPUT columns.0.header"}},
		"two of a name":      {imports.Input{Source: source, Match: imports.ByName, NameColumn: "Name"}, []string{"BAD_USER_INPUT columns"}},
		"one key twice":      {imports.Input{Source: source, Match: imports.ByName, NameColumn: "Name", Columns: []imports.Column{{Header: "Ref", Attribute: "K"}, {Header: " ref "}}}, []string{"BAD_USER_INPUT columns.1.header"}},
		"one column for two": {imports.Input{Source: source, Match: imports.ByEither, NameColumn: "Name", ReferenceColumn: "Name"}, []string{"BAD_USER_INPUT referenceColumn", "BAD_USER_INPUT columns"}},
		"nothing to match":   {imports.Input{Source: source, Match: imports.ByEither}, []string{"BAD_USER_INPUT referenceColumn", "BAD_USER_INPUT nameColumn"}},
		"periods": {imports.Input{Source: source, Match: imports.ByName, NameColumn: "Name", Year: &year, Quarter: &quarter, YearColumn: "A", QuarterColumn: "Ref"},
			[]string{"BAD_USER_INPUT quarter", "BAD_USER_INPUT yearColumn", "BAD_USER_INPUT quarterColumn"}},
		"no headings": {imports.Input{Source: imports.Source{FileID: source.FileID, HeaderRow: 3}, Match: imports.ByName, NameColumn: "Name"}, []string{"BAD_USER_INPUT table.headerRow"}},
		"row 0":       {imports.Input{Source: imports.Source{FileID: source.FileID}, Match: imports.ByName, NameColumn: "Name"}, []string{"BAD_USER_INPUT table.headerRow"}},
		"no file":     {imports.Input{Source: imports.Source{FileID: "upl_none", HeaderRow: 1}, Match: imports.ByName, NameColumn: "Name"}, []string{"NOT_FOUND table.fileId"}},
		"no table":    {imports.Input{Source: imports.Source{FileID: pdf, HeaderRow: 1}, Match: imports.ByName, NameColumn: "Name"}, []string{"BAD_USER_INPUT table.fileId"}},
	} {
		_, planned := b.service.Plan(b.Ctx, c.in)
		_, ordered := b.service.Order(b.Ctx, c.in)
		for _, err := range []error{planned, ordered} {
			if got := wrong(err); !slices.Equal(got, c.want) {
				t.Errorf("%s: %q", what, got)
			}
		}
	}
	if n := b.DB.Ent.CustomerImport.Query().CountX(b.Ctx); n != 0 {
		t.Errorf("%d imports were ordered", n)
	}
}

func TestAnotherOfficesCustomersAreLeftAlone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	other := bundle{Office: jobstest.New(t, b.DB)}
	other.customer(t, "Bakery", "B-1", "A", "theirs")
	before := other.everything(t)
	in := b.byName(t, "Name,Ref,A\nBakery,B-1,ours\n")
	in.ReferenceColumn = "Ref"
	if done := b.run(t, in); counts(t, done).NewCustomers != 1 {
		t.Errorf("%+v", counts(t, done))
	}
	if after := other.everything(t); !slices.Equal(after, before) {
		t.Errorf("it changed %v to %v", before, after)
	}
	if _, err := b.service.Plan(other.Ctx, in); !slices.Equal(wrong(err), []string{"NOT_FOUND table.fileId"}) {
		t.Errorf("another office reads our file: %v", err)
	}
}

// meddling is a store that lets something happen while an import runs.
type meddling struct {
	*storage.Store
	fetched, stored func()
}

// Fetch meddles after it.
func (m meddling) Fetch(ctx context.Context, key, sha256, dir string) (*os.File, error) {
	f, err := m.Store.Fetch(ctx, key, sha256, dir)
	if m.fetched != nil {
		m.fetched()
	}
	return f, err
}

// Put meddles after it.
func (m meddling) Put(ctx context.Context, key string, r io.Reader, limit int64) (storage.Stored, error) {
	s, err := m.Store.Put(ctx, key, r, limit)
	if m.stored != nil {
		m.stored()
	}
	return s, err
}

func TestCanceledImportsLeaveNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	before := b.everything(t)
	waiting, err := b.service.Order(b.Ctx, b.byName(t, "Name,A\nOne,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.service.Cancel(b.Ctx, waiting); err != nil {
		t.Fatal(err)
	}
	running, err := b.service.Order(b.Ctx, b.byName(t, "Name,A\nOne,1\n"))
	if err != nil {
		t.Fatal(err)
	}
	b.runner.Store = meddling{Store: b.Store, fetched: func() {
		if got := b.DB.Ent.CustomerImport.GetX(b.Ctx, running).Status; got != customerimport.StatusRunning {
			t.Errorf("while it runs it is %s", got)
		}
		if err := b.service.Cancel(b.Ctx, running); err != nil {
			t.Error(err)
		}
	}}
	for _, want := range []bool{true, false} {
		if made, err := b.runner.Next(t.Context()); made != want || err != nil {
			t.Errorf("made %v, %v", made, err)
		}
	}
	for _, id := range []string{waiting, running} {
		if i := b.DB.Ent.CustomerImport.GetX(b.Ctx, id); i.Status != customerimport.StatusCanceled || i.FinishedAt == nil {
			t.Errorf("%v", i)
		}
	}
	if after := b.everything(t); !slices.Equal(after, before) {
		t.Errorf("it changed %v", after)
	}
}

func TestInterruptedImportsAreMadeAnewByOthers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := b.byName(t, "Name,A\nOne,1\nTwo,#N/A\n")
	in.SkipErrors = true
	before := b.everything(t)
	id, err := b.service.Order(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	b.runner.Store = meddling{Store: b.Store, stored: stop} // all is written, nothing committed
	if _, err := b.runner.Next(ctx); err == nil {
		t.Error("it ended although the process did")
	}
	if i := b.DB.Ent.CustomerImport.GetX(b.Ctx, id); i.Status != customerimport.StatusQueued || i.Attempts != 0 {
		t.Errorf("%v", i)
	}
	if after := b.everything(t); !slices.Equal(after, before) {
		t.Errorf("it left %v", after)
	}
	b.runner.Store = b.Store
	if made, err := b.runner.Next(t.Context()); !made || err != nil {
		t.Fatalf("%v, %v", made, err)
	}
	if i := b.DB.Ent.CustomerImport.GetX(b.Ctx, id); i.Status != customerimport.StatusDone || counts(t, i).NewCustomers != 1 || i.ReportID == nil {
		t.Errorf("%v", i)
	}
}

func TestImportsOfAnOfficeAreMadeOneAfterTheOther(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var ids []string
	for range 4 {
		id, err := b.service.Order(b.Ctx, b.byName(t, "Name,A\nOne,1\nTwo,2\n"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	entered, leave := make(chan struct{}), make(chan struct{})
	first := &imports.Runner{DB: b.DB, Log: b.runner.Log, Store: meddling{Store: b.Store, fetched: func() { entered <- struct{}{}; <-leave }}}
	ended := make(chan error, 1)
	go func() {
		_, err := first.Next(t.Context())
		ended <- err
	}()
	<-entered
	if made, err := b.runner.Next(t.Context()); made || err != nil {
		t.Errorf("beside it another was made: %v, %v", made, err)
	}
	close(leave)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if made, err := b.runner.Next(t.Context()); !made || err != nil {
			t.Errorf("%v, %v", made, err)
		}
	}
	for i, id := range ids {
		if c := counts(t, b.DB.Ent.CustomerImport.GetX(b.Ctx, id)); (c.NewCustomers == 2) != (i == 0) || (c.UnchangedCustomers == 2) != (i > 0) {
			t.Errorf("the import %d: %+v", i, c)
		}
	}
}

func TestFilesThatAreGone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := b.byName(t, "Name,A\nOne,1\n")
	id, err := b.service.Order(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	b.DB.Ent.Upload.DeleteOneID(in.FileID).ExecX(b.Ctx)
	if made, err := b.runner.Next(t.Context()); !made || err != nil {
		t.Fatalf("%v, %v", made, err)
	}
	if i := b.DB.Ent.CustomerImport.GetX(b.Ctx, id); i.Status != customerimport.StatusError || *i.ErrorCode != "FILE_GONE" || i.FileID != nil || i.FileName != "t.csv" {
		t.Errorf("%v", i)
	}
}
