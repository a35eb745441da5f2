package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quire/ent/batch"
	"quire/ent/job"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/problem"
	"quire/internal/uploads"
)

// batchInput orders the office's book for everybody.
func (b bundle) batchInput() jobs.BatchInput {
	return jobs.BatchInput{BookID: b.BookID, Year: 2026, Quarter: 1, SpreadsheetID: b.SpreadsheetID}
}

func (b bundle) prepare(t *testing.T) {
	t.Helper()
	b.prepareUntil(t, jobs.MaxBatch)
}

// prepareUntil makes jobs until enough of each batch wait.
func (b bundle) prepareUntil(t *testing.T, enough int) {
	t.Helper()
	for more := true; more; {
		var err error
		if more, err = jobs.PrepareBatches(t.Context(), b.DB, enough); err != nil {
			t.Fatal(err)
		}
	}
}

func (b bundle) batch(t *testing.T, in jobs.BatchInput) string {
	t.Helper()
	id, err := b.GenerateBatch(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestBatchIsOrderedAtOnceAndItsJobsFollow(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Customers(t, 599)
	in := b.batchInput()
	in.IdempotencyKey = "season"
	id := b.batch(t, in)
	if again := b.batch(t, in); again != id {
		t.Errorf("the key gives %s and %s", id, again)
	}
	if n := b.count(t, "jobs"); n != 0 || b.DB.Ent.Batch.GetX(b.Ctx, id).Total != 600 {
		t.Errorf("%d jobs at once", n)
	}
	b.Customers(t, 1) // who comes later is not among them
	b.DB.Ent.Book.UpdateOneID(b.BookID).SetName("Changed").ExecX(b.Ctx)
	b.prepare(t)
	row := b.DB.Ent.Batch.GetX(b.Ctx, id)
	if n := b.count(t, "jobs where batch_id = '"+id+"' and status = 'QUEUED' and river_job_id is null"); n != 600 || !row.Prepared || row.Status != batch.StatusRunning || row.Total != 600 {
		t.Errorf("%d jobs of %+v", n, row)
	}
	first := b.DB.Ent.Job.Query().Where(job.CustomerID(b.CustomerID)).OnlyX(b.Ctx)
	s := b.snapshot(t, first.ID)
	if s.Book.Name != "Renewal Book" || s.Customer.Name != "Acme / Söhne" || s.Attributes["Logo"].Image == nil || s.Spreadsheet == nil || *first.SpreadsheetID != b.SpreadsheetID || first.RequestID != "req-1" || first.CreatedBy == nil {
		t.Errorf("a job of it: %+v", s)
	}
}

func TestJobsOfABatchAreMadeAsTheyAreNeeded(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Customers(t, 599)
	ids := []string{b.batch(t, b.batchInput()), b.batch(t, b.batchInput())}
	waiting := func(id string) int {
		return b.count(t, "jobs where batch_id = '"+id+"' and status = 'QUEUED' and river_job_id is null")
	}
	b.prepareUntil(t, 150)
	for _, id := range ids {
		if n := waiting(id); n < 150 || n > 300 {
			t.Errorf("%d wait where 150 are enough", n)
		}
	}
	made := waiting(ids[0])
	if _, err := b.DB.Pool.Exec(t.Context(), "update jobs set river_job_id = 1 where id in (select id from jobs where batch_id = $1 limit 160)", ids[0]); err != nil {
		t.Fatal(err)
	}
	b.prepareUntil(t, 150)
	if n := waiting(ids[0]); n <= made-160 || n < 150 {
		t.Errorf("%d wait after 160 were given out", n)
	}
	b.prepare(t)
	for _, id := range ids {
		if n := b.count(t, "jobs where batch_id = '"+id+"'"); n != 600 || !b.DB.Ent.Batch.GetX(b.Ctx, id).Prepared {
			t.Errorf("%d jobs at last", n)
		}
	}
}

func TestBatchOfSome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ids := b.Customers(t, 30)
	in := b.batchInput()
	in.NameContains = "customer 1" // 1, 10 to 19
	named := b.batch(t, in)
	in.NameContains, in.CustomerIDs = "", []string{ids[5], ids[3], ids[5]}
	listed := b.batch(t, in)
	b.DB.Ent.Customer.DeleteOneID(ids[5]).ExecX(b.Ctx)
	b.prepare(t)
	if n := b.count(t, "jobs where batch_id = '"+named+"'"); n != 11 {
		t.Errorf("%d by name", n)
	}
	if row := b.DB.Ent.Batch.GetX(b.Ctx, listed); row.Total != 1 || b.count(t, "jobs where batch_id = '"+listed+"'") != 1 {
		t.Errorf("listed, one deleted since: %+v", row)
	}
}

func TestBatchWithASpreadsheetForEach(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ids := b.Customers(t, 2)
	in := b.batchInput()
	in.SpreadsheetID, in.Spreadsheets = "", map[string]string{ids[0]: b.SpreadsheetID}
	in.CustomerIDs = ids
	id := b.batch(t, in)
	files := uploads.New(b.DB, b.Store, 1<<20, nil)
	if p, ok := problem.As(files.Delete(b.Ctx, b.SpreadsheetID)); !ok || p.Code != problem.Conflict || !strings.Contains(p.Message, id) {
		t.Errorf("a workbook that the batch needs: %v", p)
	}
	b.prepare(t)
	rows := b.DB.Ent.Job.Query().Where(job.BatchID(id)).Order(job.ByCustomerID()).AllX(b.Ctx)
	if len(rows) != 2 || rows[0].Status != job.StatusQueued || rows[1].Status != job.StatusError || *rows[1].ErrorCode != "SPREADSHEET_MISSING" || rows[1].FinishedAt == nil {
		t.Fatalf("%+v", rows)
	}
	again, err := b.RetryBatch(b.Ctx, jobs.RetryInput{BatchID: id, SpreadsheetID: b.SpreadsheetID})
	if err != nil {
		t.Fatal(err)
	}
	b.prepare(t)
	row := b.DB.Ent.Batch.GetX(b.Ctx, again)
	if row.Total != 1 || *row.RetryOfID != id {
		t.Errorf("tried again: %+v", row)
	}
}

func TestBatchesThatAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	stranger := jobstest.New(t, b.DB)
	cases := map[string]struct {
		change func(*jobs.BatchInput)
		fields string
	}{
		"no workbook":    {func(in *jobs.BatchInput) { in.SpreadsheetID = "" }, "BAD_USER_INPUT spreadsheetId"},
		"no such period": {func(in *jobs.BatchInput) { in.Quarter, in.Year = 0, 1 }, "BAD_USER_INPUT year, BAD_USER_INPUT quarter"},
		"nobody":         {func(in *jobs.BatchInput) { in.NameContains = "zzz" }, "BAD_USER_INPUT customers"},
		"too many":       {func(in *jobs.BatchInput) { in.CustomerIDs = many(jobs.MaxBatch + 1) }, "BAD_USER_INPUT customers"},
		"another office's": {func(in *jobs.BatchInput) {
			in.BookID, in.SpreadsheetID, in.CustomerIDs = stranger.BookID, stranger.SpreadsheetID, []string{stranger.CustomerID}
			in.Spreadsheets = map[string]string{b.CustomerID: stranger.SpreadsheetID}
		}, "NOT_FOUND bookId, NOT_FOUND spreadsheetId, NOT_FOUND spreadsheets, NOT_FOUND customers"},
	}
	for name, c := range cases {
		in := b.batchInput()
		c.change(&in)
		_, err := b.GenerateBatch(b.Ctx, in)
		var fields []string
		for _, p := range problem.All(err) {
			fields = append(fields, string(p.Code)+" "+p.Field)
		}
		if got := strings.Join(fields, ", "); got != c.fields {
			t.Errorf("%s: %s: %v", name, got, err)
		}
	}
	if n := b.count(t, "batches"); n != 0 {
		t.Errorf("%d batches", n)
	}
}

func many(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprint("cus_", i))
	}
	return ids
}

func TestBatchIsPausedResumedAndCanceled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ids := b.Customers(t, 9)
	id := b.batch(t, b.batchInput())
	stranger := jobstest.New(t, b.DB)
	for name, do := range map[string]func() error{
		"pause": func() error { return b.PauseBatch(stranger.Ctx, id) }, "cancel": func() error { return b.CancelBatch(stranger.Ctx, id) },
		"resume": func() error { return b.ResumeBatch(stranger.Ctx, id) }, "retry": func() error { _, err := b.RetryBatch(stranger.Ctx, jobs.RetryInput{BatchID: id}); return err },
	} {
		if p, ok := problem.As(do()); !ok || p.Code != problem.NotFound {
			t.Errorf("%s of another office: %v", name, p)
		}
	}
	status := func() batch.Status { return b.DB.Ent.Batch.GetX(b.Ctx, id).Status }
	if err := b.PauseBatch(b.Ctx, id); err != nil || status() != batch.StatusPaused {
		t.Errorf("paused: %v, %s", err, status())
	}
	if err := b.ResumeBatch(b.Ctx, id); err != nil || status() != batch.StatusRunning {
		t.Errorf("resumed: %v, %s", err, status())
	}
	if p, ok := problem.As(second(b.RetryBatch(b.Ctx, jobs.RetryInput{BatchID: id}))); !ok || p.Code != problem.Conflict {
		t.Errorf("nothing has failed: %v", p)
	}
	b.prepare(t)
	done := b.DB.Ent.Job.Query().Where(job.CustomerID(ids[0])).OnlyX(b.Ctx)
	b.DB.Ent.Job.UpdateOneID(done.ID).SetStatus(job.StatusDone).ExecX(b.Ctx)
	if err := b.CancelBatch(b.Ctx, id); err != nil || status() != batch.StatusCanceling {
		t.Errorf("canceled: %v, %s", err, status())
	}
	counts := map[job.Status]int{}
	for _, j := range b.DB.Ent.Job.Query().AllX(b.Ctx) {
		counts[j.Status]++
	}
	if counts[job.StatusDone] != 1 || counts[job.StatusCanceled] != 9 {
		t.Errorf("%v", counts)
	}
	if p, ok := problem.As(b.ResumeBatch(b.Ctx, id)); !ok || p.Code != problem.Conflict {
		t.Errorf("resumed after its end: %v", p)
	}
	if !slices.Contains(ids, *done.CustomerID) {
		t.Error("the done job is another's")
	}
}
