package jobs_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"

	"quire/ent/job"
	"quire/ent/tenancy"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/plan"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
	"quire/internal/sample"
	"quire/internal/viewer"
	"quire/worker"
)

type bundle struct {
	*jobstest.Office
	*jobs.Service
}

func setup(t *testing.T) bundle {
	t.Helper()
	db := pgtest.Open(t)
	queue, err := worker.NewQueue(db.Pool, jobstest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	return bundle{jobstest.New(t, db), jobs.New(db, queue)}
}

func (b bundle) count(t *testing.T, table string) int {
	t.Helper()
	var n int
	if err := b.DB.Pool.QueryRow(t.Context(), "select count(*) from "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (b bundle) snapshot(t *testing.T, id string) plan.Snapshot {
	t.Helper()
	j := b.DB.Ent.Job.GetX(b.Ctx, id)
	var common *plan.Snapshot
	if j.BatchID != nil {
		read, err := jobs.BatchSnapshot(t.Context(), b.DB, *j.BatchID)
		if err != nil {
			t.Fatal(err)
		}
		common = &read
	}
	s, err := jobs.ReadSnapshot(j.Input, common)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOrderFixesWhatTheBookletIsMadeFrom(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Attribute(t, "Plan", "undated", 0, 0)
	b.Attribute(t, "Plan", "of the quarter", 2026, 1)
	id, err := b.Generate(b.Ctx, b.Order())
	if err != nil {
		t.Fatal(err)
	}
	j := b.DB.Ent.Job.GetX(b.Ctx, id)
	if j.Status != job.StatusQueued || j.RequestID != "req-1" || j.CreatedBy == nil || *j.SpreadsheetID != b.SpreadsheetID || j.Sequence != 1 {
		t.Errorf("the job is %+v", j)
	}
	var args string
	if err := b.DB.Pool.QueryRow(t.Context(), "select args::text from river_job where id = $1", *j.RiverJobID).Scan(&args); err != nil || !strings.Contains(args, id) || !strings.Contains(args, "req-1") {
		t.Errorf("queued as %s, %v", args, err)
	}
	s := b.snapshot(t, id)
	if s.Book.Name != "Renewal Book" || !s.Book.Cover || s.Book.Paper != "LETTER" || s.Customer.Name != "Acme / Söhne" || !strings.HasPrefix(s.Organisation, "Office") || s.Date.IsZero() || s.Period != (plan.Period{Year: 2026, Quarter: 1}) {
		t.Errorf("the snapshot is %+v", s)
	}
	var kinds []string
	for _, p := range s.Pages {
		kinds = append(kinds, p.Kind)
	}
	if !reflect.DeepEqual(kinds, []string{plan.KindStatic, plan.KindPDFForm, plan.KindChoosable, plan.KindExcel}) {
		t.Errorf("pages: %v", kinds)
	}
	if c := s.Pages[2].Conditions; len(c) != 2 || c[0].Attribute != "Sales_Representative" || c[1].Values[0] != sample.Representatives[1] {
		t.Errorf("conditions: %+v", c)
	}
	if a := s.Attributes; a["Plan"].Text != "of the quarter" || a["Sales_Representative"].Text != sample.Representatives[0] || a["Logo"].Image == nil {
		t.Errorf("attributes: %+v", a)
	}
	for _, f := range s.Sources() {
		if len(f.SHA256) != 64 || f.Key == "" || f.Name == "" || f.Size == 0 {
			t.Errorf("source %+v", f)
		}
	}
	if _, _, err := plan.Resolve(s); err != nil {
		t.Errorf("it cannot be resolved: %v", err)
	}
	b.DB.Ent.Book.UpdateOneID(b.BookID).SetName("Other").ExecX(b.Ctx)
	if again := b.snapshot(t, id); !reflect.DeepEqual(again, s) {
		t.Error("a later change of the book changed the order")
	}
}

func TestOrdersThatAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stranger := jobstest.New(t, b.DB)
	empty := b.DB.Ent.Book.Create().SetTenantID(b.Tenant).SetName("Empty").SaveX(b.Ctx)
	picture := b.Upload(t, "logo.png", logo(t))
	cases := map[string]struct {
		change func(*jobs.Input)
		fields string
		says   string
	}{
		"no spreadsheet":            {func(in *jobs.Input) { in.SpreadsheetID = "" }, "BAD_USER_INPUT spreadsheetId", "page 4 «Proposal» (tab «DBL PROPOSAL»)"},
		"a picture for spreadsheet": {func(in *jobs.Input) { in.SpreadsheetID = picture.ID }, "BAD_USER_INPUT spreadsheetId", "not a workbook"},
		"an empty book":             {func(in *jobs.Input) { in.BookID = empty.ID }, "BAD_USER_INPUT bookId", "has no pages"},
		"no such quarter":           {func(in *jobs.Input) { in.Quarter = 5 }, "BAD_USER_INPUT quarter", ""},
		"nothing of it exists": {func(in *jobs.Input) { in.BookID, in.CustomerID, in.SpreadsheetID = "book_x", "cus_x", "upl_x" },
			"NOT_FOUND bookId, NOT_FOUND spreadsheetId, NOT_FOUND customerId", "book_x"},
		"all of it is another office's": {func(in *jobs.Input) {
			in.BookID, in.CustomerID, in.SpreadsheetID = stranger.BookID, stranger.CustomerID, stranger.SpreadsheetID
		}, "NOT_FOUND bookId, NOT_FOUND spreadsheetId, NOT_FOUND customerId", stranger.BookID},
	}
	for name, c := range cases {
		in := b.Order()
		c.change(&in)
		_, err := b.Generate(b.Ctx, in)
		var fields []string
		for _, p := range problem.All(err) {
			fields = append(fields, string(p.Code)+" "+p.Field)
		}
		if got := strings.Join(fields, ", "); got != c.fields || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %s: %v", name, got, err)
		}
	}
	if _, err := b.Generate(tenancy.With(t.Context(), b.Tenant), b.Order()); err == nil {
		t.Error("nobody has ordered a booklet")
	}
	if n := b.count(t, "jobs") + b.count(t, "river_job"); n != 0 {
		t.Errorf("%d rows are left of what was refused", n)
	}
}

func logo(t *testing.T) []byte {
	t.Helper()
	data, err := sample.Logo(2)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestBookWithoutExcelNeedsNoSpreadsheet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.DB.Ent.Page.DeleteOneID(b.PageIDs[3]).ExecX(b.Ctx)
	in := b.Order()
	in.SpreadsheetID = ""
	if _, err := b.Generate(b.Ctx, in); err != nil {
		t.Error(err)
	}
}

// brokenQueue takes a job in and fails afterwards.
type brokenQueue struct{ *worker.Queue }

var errBroken = errors.New("broken")

func (q brokenQueue) Insert(ctx context.Context, tx pgx.Tx, jobID, requestID string, load int64) (int64, error) {
	if _, err := q.Queue.Insert(ctx, tx, jobID, requestID, load); err != nil {
		return 0, err
	}
	return 0, errBroken
}

func TestBothRowsOrNone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	queue, err := worker.NewQueue(b.DB.Pool, jobstest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jobs.New(b.DB, brokenQueue{queue}).Generate(b.Ctx, b.Order()); !errors.Is(err, errBroken) {
		t.Fatal(err)
	}
	if n := b.count(t, "jobs") + b.count(t, "river_job"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}

func TestOrdersWhileTheBookIsChanged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx, cancel := context.WithCancel(b.Ctx)
	changed := make(chan error, 1)
	go func() {
		for n := 0; ; n++ {
			err := b.DB.Ent.Book.UpdateOneID(b.BookID).SetDescription(strings.Repeat("x", n%10)).Exec(ctx)
			if ctx.Err() != nil {
				err = nil
			}
			if err != nil || ctx.Err() != nil {
				changed <- err
				return
			}
		}
	}()
	var orders errgroup.Group
	for range 20 {
		orders.Go(func() error { _, err := b.Generate(b.Ctx, b.Order()); return err })
	}
	if err := orders.Wait(); err != nil {
		t.Error(err)
	}
	cancel()
	if err := <-changed; err != nil {
		t.Error(err)
	}
	jobs, queued := b.count(t, "jobs"), b.count(t, "river_job where kind = 'generate_book'")
	if given := b.count(t, "jobs where river_job_id is not null"); jobs != 20 || queued != given || queued == 0 {
		t.Errorf("%d jobs, %d of them queued, and %d know it", jobs, queued, given)
	}
}

func TestCancelIsConfined(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, err := b.Generate(b.Ctx, b.Order())
	if err != nil {
		t.Fatal(err)
	}
	other := viewer.With(t.Context(), viewer.Viewer{UserID: "usr_x", OrganisationID: "org_x", Role: viewer.Admin})
	if p, ok := problem.As(b.Cancel(other, id)); !ok || p.Code != problem.NotFound {
		t.Errorf("another office: %v", p)
	}
	if err := b.Cancel(b.Ctx, id); err != nil {
		t.Fatal(err)
	}
	if j := b.DB.Ent.Job.GetX(b.Ctx, id); j.Status != job.StatusCanceled || j.Sequence != 2 || j.FinishedAt == nil {
		t.Errorf("canceled as %+v", j)
	}
}
