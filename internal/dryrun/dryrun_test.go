package dryrun_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"quire/internal/dryrun"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/plan"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
	"quire/internal/sample"
	"quire/internal/viewer"
)

type bundle struct {
	*jobstest.Office
	*dryrun.Service
}

func setup(t *testing.T) bundle {
	t.Helper()
	o := jobstest.New(t, pgtest.Open(t))
	return bundle{o, dryrun.New(o.DB, o.Store)}
}

func (b bundle) plan(t *testing.T, in jobs.Input) dryrun.Plan {
	t.Helper()
	p, err := b.Plan(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// ask asks about the office's book.
func (b bundle) ask() dryrun.LintInput {
	return dryrun.LintInput{BookID: b.BookID, Year: 2026, Quarter: 1}
}

// problems writes the problems of all pages as "page CODE".
func problems(p dryrun.Plan) (list []string) {
	for _, x := range p.Pages {
		for _, n := range x.Problems {
			list = append(list, fmt.Sprint(n.Page, " ", n.Code))
		}
	}
	return list
}

func TestPlanSaysWhichPagesAndWhy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p := b.plan(t, b.Order())
	if !p.Possible() || len(p.Pages) != 5 || p.Title != "Renewal Book – Acme / Söhne – 2026 Q1" {
		t.Fatalf("%+v", p)
	}
	var reasons []string
	for _, x := range p.Pages {
		reasons = append(reasons, x.Reason)
	}
	want := []string{
		"the book begins with a cover; its logo is the attribute «Logo»", "it has a file of its own", "it has a file of its own",
		fmt.Sprintf("condition 1 of 2 is the first that holds: Sales_Representative is %q", sample.Representatives[0]),
		"it shows the tab «DBL PROPOSAL» of «figures.xlsx»",
	}
	if !slices.Equal(reasons, want) {
		t.Errorf("reasons: %q", reasons)
	}
	if c := p.Pages[3].Comparisons; len(c) != 2 || !c[0].Chosen || c[1].Holds || c[1].Chosen {
		t.Errorf("comparisons: %+v", c)
	}
	if len(p.Unmapped[2]) == 0 || p.Pages[2].Notes[0].Code != "FIELDS_UNMAPPED" || slices.Contains(p.Unmapped[2], sample.FieldEmployer) {
		t.Errorf("unmapped: %v, %+v", p.Unmapped, p.Pages[2].Notes)
	}
	var queued int
	if err := b.DB.Pool.QueryRow(t.Context(), "select (select count(*) from jobs) + (select count(*) from river_job)").Scan(&queued); err != nil || queued != 0 {
		t.Errorf("%d rows were made, %v", queued, err)
	}
}

func TestPlanSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*testing.T, bundle, *jobs.Input)
		want   string
		says   string
	}{
		"no spreadsheet": {func(_ *testing.T, _ bundle, in *jobs.Input) { in.SpreadsheetID = "" }, "4 SPREADSHEET_MISSING", "DBL PROPOSAL"},
		"no such tab": {func(_ *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[3]).SetConfig([]byte(`{"excel": {"tab": "NOWHERE"}}`)).ExecX(b.Ctx)
		}, "4 TAB_MISSING", "«DBL PROPOSAL»"},
		"no such name": {func(_ *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[3]).SetConfig([]byte(`{"excel": {"tab": "DBL PROPOSAL", "print": {"range": "Nowhere"}}}`)).ExecX(b.Ctx)
		}, "4 RANGE_INVALID", "no name «Nowhere»"},
		"no such tab for a field": {func(_ *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "employer.name", "cell": "NOWHERE!B4"}]}}`)).ExecX(b.Ctx)
		}, "2 TAB_MISSING", "takes NOWHERE!B4"},
		"a needed cell": {func(_ *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "employer.name", "cell": "'DBL PROPOSAL'!ZZ999", "missing": "FAIL"}]}}`)).ExecX(b.Ctx)
		}, "2 CELL_BLANK", "'DBL PROPOSAL'!ZZ999"},
		"no such field": {func(_ *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "nowhere", "literal": "x"}]}}`)).ExecX(b.Ctx)
		}, "2 FIELD_UNKNOWN", "«nowhere»"},
		"a value that is too long": {func(t *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "employer.fein", "attribute": "FEIN"}]}}`)).ExecX(b.Ctx)
			b.Attribute(t, "FEIN", "12-3456789-0000-0000", 2026, 1)
		}, "2 TEXT_TOO_LONG", "the text has 20 characters"},
		"a cell that is no option": {func(_ *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "coverage.plan", "cell": "'DBL PROPOSAL'!A1"}]}}`)).ExecX(b.Ctx)
		}, "2 OPTION_UNKNOWN", "there is no option"},
		"no condition holds": {func(t *testing.T, b bundle, _ *jobs.Input) {
			b.Attribute(t, "Sales_Representative", "Nobody", 2026, 1)
		}, "3 NO_CONDITION_HOLDS", `is "Nobody"`},
		"a needed attribute": {func(_ *testing.T, b bundle, _ *jobs.Input) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "employer.name", "attribute": "FEIN", "missing": "FAIL"}]}}`)).ExecX(b.Ctx)
		}, "2 ATTRIBUTE_MISSING", "FEIN"},
		"a source is gone": {func(t *testing.T, b bundle, _ *jobs.Input) {
			file := b.DB.Ent.Page.GetX(b.Ctx, b.PageIDs[0]).QueryUpload().OnlyX(b.Ctx)
			if err := b.Store.Delete(t.Context(), file.StorageKey); err != nil {
				t.Fatal(err)
			}
		}, "1 SOURCE_MISSING", "about.pdf"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			in := b.Order()
			c.change(t, b, &in)
			p := b.plan(t, in)
			if got := strings.Join(problems(p), ", "); got != c.want || p.Possible() {
				t.Fatalf("problems %s, possible %v", got, p.Possible())
			}
			if !strings.Contains(fmt.Sprintf("%+v", p.Pages), c.says) {
				t.Errorf("%+v does not say %s", p.Pages, c.says)
			}
		})
	}
}

func TestPlanOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	other := viewer.With(t.Context(), viewer.Viewer{UserID: "usr_x", OrganisationID: "org_x", Role: viewer.Admin})
	_, err := b.Plan(other, b.Order())
	var fields []string
	for _, p := range problem.All(err) {
		fields = append(fields, string(p.Code)+" "+p.Field)
	}
	if got := strings.Join(fields, ", "); got != "NOT_FOUND bookId, NOT_FOUND spreadsheetId, NOT_FOUND customerId" {
		t.Errorf("%s: %v", got, err)
	}
	if _, err := b.Lint(other, b.ask()); err == nil || problem.All(err)[0].Code != problem.NotFound {
		t.Errorf("lint: %v", err)
	}
	if _, err := b.Lint(b.Ctx, dryrun.LintInput{BookID: b.BookID, Year: 2026, Quarter: 7}); errors.Is(err, nil) {
		t.Error("a seventh quarter")
	}
}

func TestLintGroupsWhatCustomersLack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "employer.name", "attribute": "FEIN"}]}}`)).ExecX(b.Ctx)
	const without, odd = 1100, 3
	if _, err := b.DB.Pool.Exec(t.Context(), `with c as (insert into customers (id, tenant_id, created_at, updated_at, name)
		select 'cus_' || lpad(n::text, 26, '0'), $1, now(), now(), 'Customer ' || n from generate_series(1, $2::int) n returning id)
		insert into customer_attributes (id, tenant_id, created_at, updated_at, customer_id, key, value)
		select 'att_' || id, $1, now(), now(), id, 'Sales_Representative', 'Nobody' from c order by id limit $3`, b.Tenant, without+odd, odd); err != nil {
		t.Fatal(err)
	}
	jobstest.New(t, b.DB) // another office, of which nothing is seen
	l, err := b.Lint(b.Ctx, b.ask())
	if err != nil {
		t.Fatal(err)
	}
	if l.Customers != without+odd+1 || l.Checked != l.Customers || l.Unfit != without+odd || len(l.Problems) != 0 {
		t.Errorf("%d of %d, %d unfit: %v", l.Checked, l.Customers, l.Unfit, l.Problems)
	}
	var said []string
	for _, g := range l.Groups {
		said = append(said, fmt.Sprint(g.Count, " ", g.Code, " ", g.Attribute, " ", g.Fatal))
		if len(g.CustomerIDs) != min(g.Count, 5) {
			t.Errorf("%+v", g)
		}
	}
	want := []string{"1100 ATTRIBUTE_MISSING Sales_Representative true", "3 NO_CONDITION_HOLDS  true", "1104 ATTRIBUTE_MISSING FEIN false"}
	if !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
	if m := l.Groups[0].Message; m != "1100 customers have no Sales_Representative in 2026 Q1, which page 3 «Representative» needs" {
		t.Error(m)
	}
}

// What the forms refuse is found before the batch fails by it.
func TestLintFindsValuesThatFormsRefuse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig([]byte(`{"form": {"fields": [{"field": "employer.fein", "attribute": "FEIN"},
		{"field": "coverage.period", "property": "CUSTOMER_NAME"}, {"field": "coverage.plan", "cell": "'DBL PROPOSAL'!A1"}]}}`)).ExecX(b.Ctx)
	b.Attribute(t, "FEIN", "12-3456789-0000-0000", 2026, 1)
	in := b.ask()
	in.SpreadsheetID = b.Order().SpreadsheetID
	l, err := b.Lint(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	if l.Unfit != 1 || len(l.Groups) != 1 || len(l.Problems) != 1 || l.Problems[0].Code != "OPTION_UNKNOWN" {
		t.Fatalf("%+v", l)
	}
	want := "1 customer has a FEIN in 2026 Q1 that is too long for the field «employer.fein» of page 2"
	if g := l.Groups[0]; g.Code != "TEXT_TOO_LONG" || g.Attribute != "FEIN" || !g.Fatal || !strings.HasPrefix(g.Message, want) {
		t.Errorf("%+v", g)
	}
}

func TestLintOfAnEmptyBook(t *testing.T) {
	t.Parallel()
	b := setup(t)
	empty := b.DB.Ent.Book.Create().SetTenantID(b.Tenant).SetName("Empty").SaveX(b.Ctx)
	l, err := b.Lint(b.Ctx, dryrun.LintInput{BookID: empty.ID, Year: 2026, Quarter: 1})
	if err != nil || len(l.Problems) != 1 || l.Problems[0].Code != plan.CodeBookEmpty || len(l.Groups) != 0 {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestLintReadsTheFilesOfTheBook(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.DB.Ent.Page.UpdateOneID(b.PageIDs[3]).SetConfig([]byte(`{"excel": {"tab": "DBL PROPOSAL", "print": {"range": "Nowhere"}}}`)).ExecX(b.Ctx)
	target := b.DB.Ent.Page.GetX(b.Ctx, b.PageIDs[2]).QueryConditions().QueryTarget().FirstX(b.Ctx)
	if err := b.Store.Delete(t.Context(), target.StorageKey); err != nil {
		t.Fatal(err)
	}
	found := func(in dryrun.LintInput) string {
		l, err := b.Lint(b.Ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, p := range l.Problems {
			said = append(said, fmt.Sprint(p.Page, " ", p.Code))
		}
		return strings.Join(said, ", ")
	}
	in := b.ask()
	if got := found(in); got != "3 SOURCE_MISSING" {
		t.Errorf("without a workbook: %s", got)
	}
	in.SpreadsheetID = b.Order().SpreadsheetID
	if got := found(in); got != "3 SOURCE_MISSING, 4 RANGE_INVALID" {
		t.Errorf("with a workbook: %s", got)
	}
	in.SpreadsheetID = "upl_x"
	if _, err := b.Lint(b.Ctx, in); err == nil || problem.All(err)[0].Field != "spreadsheetId" {
		t.Errorf("a workbook that is not there: %v", err)
	}
}
