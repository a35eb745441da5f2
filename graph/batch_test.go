package graph_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	enginepdf "quire/engine/pdf"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/viewer"
)

const generateBooks = `mutation($in: GenerateBooksInput!) { generateBooks(input: $in) { batch {
	id status sequence year quarter book { name } creator { email } retryOf { id } progress { percent perMinute remainingSeconds counts { total waiting running done failed canceled } }
	jobs { totalCount } createdAt finishedAt } } }`

func (b *jobBundle) batchInput(change vars) vars {
	in := vars{"bookId": b.BookID, "customers": vars{"all": true}, "year": 2026, "quarter": 1, "spreadsheetId": b.SpreadsheetID}
	for k, v := range change {
		in[k] = v
	}
	return vars{"in": in}
}

func TestBatchOverTheAPI(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	odd := b.Customers(t, 3)[0]
	b.DB.Pool.Exec(t.Context(), "update customer_attributes set value = 'Nobody' where customer_id = $1", odd)
	a := b.do(generateBooks, b.batchInput(nil))
	id := a.str("generateBooks", "batch", "id")
	if len(a.Errors) > 0 || a.str("generateBooks", "batch", "status") != "RUNNING" || a.get("generateBooks", "batch", "progress", "counts", "waiting") != 4.0 {
		t.Fatalf("%+v", a)
	}
	b.work()
	all := b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { sequence status at progress { percent counts { total done failed } } batch { id status finishedAt } } }`, vars{"id": id})
	sequence := 0.0
	for _, a := range all {
		n, _ := a.get("batchProgress", "sequence").(float64)
		if n <= sequence || len(a.Errors) > 0 || a.str("batchProgress", "batch", "id") != id {
			t.Errorf("after %v: %+v", sequence, a)
		}
		sequence = n
	}
	last := all[len(all)-1]
	if last.str("batchProgress", "status") != "DONE" || last.get("batchProgress", "progress", "counts", "done") != 3.0 || last.get("batchProgress", "progress", "counts", "failed") != 1.0 || last.str("batchProgress", "batch", "status") != "DONE" {
		t.Errorf("at last: %+v", last)
	}
	polled := b.do(`query($id: ID!) { batch(id: $id) { sequence progress { percent counts { done } } jobs(where: {status: [ERROR], errorCode: "NO_CONDITION_HOLDS"}) { totalCount edges { node { customer { id } error { code } batch { id } } } } }
		batches(where: {status: [DONE]}) { totalCount edges { node { id progress { percent } } } } jobs(where: {batchId: $id}) { totalCount } node(id: $id) { ... on Batch { year } } }`, vars{"id": id})
	if len(polled.Errors) > 0 || polled.get("batch", "sequence") != sequence || polled.str("batch", "jobs", "edges", 0, "node", "customer", "id") != odd ||
		polled.get("jobs", "totalCount") != 4.0 || polled.str("batches", "edges", 0, "node", "id") != id || polled.get("node", "year") != 2026.0 {
		t.Errorf("polled: %+v", polled)
	}
	b.DB.Pool.Exec(t.Context(), "update customer_attributes set value = (select value from customer_attributes where customer_id <> $1 and key = 'Sales_Representative' order by id desc limit 1) where customer_id = $1", odd)
	a = b.do(`mutation($id: ID!) { retryBatch(input: {id: $id}) { batch { id retryOf { id } progress { counts { total } } } } }`, vars{"id": id})
	if a.str("retryBatch", "batch", "retryOf", "id") != id || a.get("retryBatch", "batch", "progress", "counts", "total") != 1.0 {
		t.Fatalf("tried again: %+v", a)
	}
	all = b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { status progress { percent counts { done } } } }`, vars{"id": a.str("retryBatch", "batch", "id")})
	if last := all[len(all)-1]; last.get("batchProgress", "progress", "counts", "done") != 1.0 {
		t.Errorf("the second time: %+v", last)
	}
}

func TestBatchChangesAndRefusals(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id := b.do(generateBooks, b.batchInput(vars{"customers": vars{"customerIds": []string{b.CustomerID}}})).str("generateBooks", "batch", "id")
	var seen []string
	for _, field := range []string{"pauseBatch", "resumeBatch", "cancelBatch", "retryBatch"} {
		a := b.do(`mutation($id: ID!) { `+field+`(input: {id: $id}) { batch { status } } }`, vars{"id": id})
		seen = append(seen, a.str(field, "batch", "status")+a.codes())
	}
	if want := []string{"PAUSED", "RUNNING", "CANCELING", "CONFLICT"}; !slices.Equal(seen, want) {
		t.Errorf("%v", seen)
	}
	for name, c := range map[string]struct {
		change vars
		codes  string
	}{
		"nobody":  {vars{"customers": vars{"customerIds": []string{}}}, "BAD_USER_INPUT customers"},
		"not all": {vars{"customers": vars{"all": false}}, "BAD_USER_INPUT customers"},
		"empty ids": {vars{"bookId": "", "spreadsheetId": "", "year": 26, "customers": vars{"customerIds": []string{}}, "spreadsheets": []vars{{"customerId": b.CustomerID, "spreadsheetId": ""}}},
			"NOT_FOUND spreadsheetId, BAD_USER_INPUT customers, BAD_USER_INPUT year, NOT_FOUND bookId, NOT_FOUND spreadsheets"},
		"no such":   {vars{"customers": vars{"where": vars{"reference": "R-0"}}}, "BAD_USER_INPUT customers"},
		"no match":  {vars{"customers": vars{"where": vars{"nameContains": "zzz"}}}, "BAD_USER_INPUT customers"},
		"a quarter": {vars{"quarter": 5}, "BAD_USER_INPUT quarter"},
		"unknown":   {vars{"bookId": "book_x", "spreadsheets": []vars{{"customerId": b.CustomerID, "spreadsheetId": "upl_x"}}}, "NOT_FOUND bookId, NOT_FOUND spreadsheets"},
	} {
		if a := b.do(generateBooks, b.batchInput(c.change)); a.codes() != c.codes {
			t.Errorf("%s: %s", name, a.codes())
		}
	}
	named := b.Customers(t, 1)[0]
	b.DB.Ent.Customer.UpdateOneID(named).SetReference("R-1").ExecX(b.Ctx)
	one := b.do(generateBooks, b.batchInput(vars{"customers": vars{"where": vars{"reference": "R-1"}}}))
	b.work()
	b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { status } }`, vars{"id": one.str("generateBooks", "batch", "id")})
	made := b.do(`query($id: ID!) { batch(id: $id) { progress { counts { total } } jobs { edges { node { customer { id } } } } } }`, vars{"id": one.str("generateBooks", "batch", "id")})
	if got := fmt.Sprint(made.get("batch")); got != "map[jobs:map[edges:[map[node:map[customer:map[id:"+named+"]]]]] progress:map[counts:map[total:1]]]" {
		t.Errorf("by reference: %s", got)
	}
	b.as = jobstest.New(t, b.DB).Ctx
	if all := b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { status } }`, vars{"id": id}); len(all) != 1 || all[0].codes() != "NOT_FOUND" {
		t.Errorf("watched by another office: %+v", all)
	}
}

// batchIsOver orders a batch for four customers, of whom one has no value for the
// book's choice, and waits until it is over.
func (b *jobBundle) batchIsOver() (id, odd string) {
	b.t.Helper()
	odd = b.Customers(b.t, 3)[0]
	b.DB.Pool.Exec(b.t.Context(), "update customer_attributes set value = 'Nobody' where customer_id = $1", odd)
	b.work()
	id = b.do(generateBooks, b.batchInput(nil)).str("generateBooks", "batch", "id")
	b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { status } }`, vars{"id": id})
	return id, odd
}

// fetch follows a link to an archive.
func (b *jobBundle) fetch(link, ranges string) *http.Response {
	b.t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		b.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, u.Path, nil)
	if ranges != "" {
		r.Header.Set("Range", ranges)
	}
	w := httptest.NewRecorder()
	b.archives.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestBatchAsOneArchive(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id, odd := b.batchIsOver()
	const ask = `query($id: ID!, $p: String!) { batch(id: $id) { archive(pattern: $p) { files bytes download { url expiresAt } } } }`
	a := b.do(ask, vars{"id": id, "p": "{year} Q{quarter}/{attribute:Sales_Representative}"})
	link := a.str("batch", "archive", "download", "url")
	if a.get("batch", "archive", "files") != 3.0 || link == "" {
		t.Fatalf("%+v", a)
	}
	whole, _ := io.ReadAll(b.fetch(link, "").Body)
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	content := func(name string) []byte {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var table struct {
		Batch string
		Files []struct {
			Name, Customer, SHA256 string
			Size                   int
		}
		Missing []struct{ CustomerID, Status, Code string }
	}
	if err := json.Unmarshal(content("manifest.json"), &table); err != nil {
		t.Fatal(err)
	}
	if table.Batch != id || len(table.Files) != 3 || len(z.File) != 4 || len(table.Missing) != 1 || table.Missing[0].CustomerID != odd || table.Missing[0].Code != "NO_CONDITION_HOLDS" {
		t.Errorf("the manifest is %+v", table)
	}
	for k, f := range table.Files {
		data := content(f.Name)
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != f.SHA256 || len(data) != f.Size || !bytes.HasPrefix(data, []byte("%PDF-")) {
			t.Errorf("%s is not as the manifest says", f.Name)
		}
		if strings.Contains(f.Name, "(") != (k > 0) || !strings.HasPrefix(f.Name, "2026 Q1/") {
			t.Errorf("names are not unique: %s", f.Name)
		}
	}
	part := b.fetch(link, "bytes=1000-")
	if rest, _ := io.ReadAll(part.Body); part.StatusCode != http.StatusPartialContent || !bytes.Equal(rest, whole[1000:]) {
		t.Errorf("resumed: %s", part.Status)
	}
	if res := b.fetch(link[:len(link)-2]+"xx", ""); res.StatusCode != http.StatusForbidden {
		t.Errorf("a forged link: %s", res.Status)
	}
	if a := b.do(ask, vars{"id": id, "p": "{nothing}"}); a.codes() != "BAD_USER_INPUT pattern" {
		t.Errorf("%+v", a)
	}
}

// pages are the numbers of pages of the PDFs whose keys a query gives.
func (b *jobBundle) pages(query string, arg any) (counts []int) {
	b.t.Helper()
	rows, err := b.DB.Pool.Query(b.t.Context(), query, arg)
	if err != nil {
		b.t.Fatal(err)
	}
	var key string
	if _, err := pgx.ForEachRow(rows, []any{&key}, func() error {
		object, err := b.Store.Open(b.t.Context(), key)
		if err != nil {
			return err
		}
		defer object.Close()
		doc, err := enginepdf.Read(b.t.Context(), object, object.Size(), "a booklet")
		if err == nil {
			counts = append(counts, len(doc.Pages()))
		}
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	return counts
}

func TestBatchAsOnePDF(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id, _ := b.batchIsOver()
	const merge = `mutation($id: ID!) { mergeBatch(input: {id: $id}) { job { id type status } } }`
	a := b.do(merge, vars{"id": id})
	if a.str("mergeBatch", "job", "type") != "MERGE_BATCH" {
		t.Fatalf("%+v", a)
	}
	job := vars{"id": a.str("mergeBatch", "job", "id")}
	b.subscribe(`subscription($id: ID!) { jobProgress(id: $id) { status } }`, job)
	a = b.do(`query($id: ID!) { job(id: $id) { status error { code message } output { name } progress { pagesDone } } }`, job)
	each := b.pages("select u.storage_key from jobs j join uploads u on u.id = j.output_id where j.batch_id = $1", id)
	whole := b.pages("select u.storage_key from jobs j join uploads u on u.id = j.output_id where j.id = $1", job["id"])
	if a.str("job", "status") != "DONE" || a.get("job", "progress", "pagesDone") != 3.0 || len(each) != 3 || len(whole) != 1 || whole[0] != each[0]+each[1]+each[2] {
		t.Errorf("%d pages of %d: %+v", whole, each, a)
	}
	running := b.do(generateBooks, b.batchInput(nil)).str("generateBooks", "batch", "id")
	b.do(`mutation($id: ID!) { pauseBatch(input: {id: $id}) { batch { id } } }`, vars{"id": running})
	if a := b.do(merge, vars{"id": running}); a.codes() != "CONFLICT" {
		t.Errorf("a batch that is not over: %+v", a)
	}
}

// TestChangesOfABatchUnderAKey sends orders again, though since the first time
// another booklet has failed, or none is left to join.
func TestChangesOfABatchUnderAKey(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id, _ := b.batchIsOver()
	retry := func(in vars) answer {
		return b.do(`mutation($in: RetryBatchInput!) { retryBatch(input: $in) { batch { id progress { counts { total } } } } }`, vars{"in": in})
	}
	first := retry(vars{"id": id, "idempotencyKey": "again"})
	exec := func(statement string) {
		if _, err := b.DB.Pool.Exec(t.Context(), statement, id); err != nil {
			t.Fatal(err)
		}
	}
	exec(`update jobs set status = 'ERROR', error_code = 'TIMEOUT', error_message = 'too long' where id = (select id from jobs where batch_id = $1 and status = 'DONE' limit 1)`)
	second := retry(vars{"id": id, "idempotencyKey": "again"})
	if made := second.str("retryBatch", "batch", "id"); made == "" || made != first.str("retryBatch", "batch", "id") {
		t.Errorf("sent again: %+v, %+v", first, second)
	}
	if a := retry(vars{"id": id, "idempotencyKey": "again", "spreadsheetId": b.SpreadsheetID}); a.codes() != "CONFLICT idempotencyKey" {
		t.Errorf("another order: %s", a.codes())
	}
	if a := retry(vars{"id": id}); a.get("retryBatch", "batch", "progress", "counts", "total") != 2.0 {
		t.Errorf("without the key: %+v", a)
	}
	exec(`update batches set input_json = jsonb_set(input_json, '{spreadsheet,id}', '"upl_gone"') where id = $1`)
	if a := retry(vars{"id": id}); a.codes() != "NOT_FOUND spreadsheetId" || !strings.Contains(a.Errors[0].Message, "of this batch was deleted: give another") {
		t.Errorf("without its workbook: %+v", a)
	}
	exec(`update jobs set status = 'DONE', error_code = null, error_message = null where batch_id = $1`)
	if a := retry(vars{"id": id, "idempotencyKey": "again"}); a.str("retryBatch", "batch", "id") != first.str("retryBatch", "batch", "id") {
		t.Errorf("sent again when nothing has failed: %+v", a)
	}

	merge := func(in vars) answer {
		return b.do(`mutation($in: MergeBatchInput!) { mergeBatch(input: $in) { job { id } } }`, vars{"in": in})
	}
	first = merge(vars{"id": id, "idempotencyKey": "join"})
	if other := merge(vars{"id": id}).str("mergeBatch", "job", "id"); other == "" || other == first.str("mergeBatch", "job", "id") {
		t.Errorf("without a key %q is given", other)
	}
	exec(`update jobs set output_id = null where batch_id = $1`)
	second = merge(vars{"id": id, "idempotencyKey": "join"})
	if made := second.str("mergeBatch", "job", "id"); made == "" || made != first.str("mergeBatch", "job", "id") {
		t.Errorf("joined again: %+v, %+v", first, second)
	}
	if a := merge(vars{"id": first.str("mergeBatch", "job", "id"), "idempotencyKey": "join"}); a.codes() != "CONFLICT idempotencyKey" {
		t.Errorf("another batch: %s", a.codes())
	}
	if a := merge(vars{"id": id, "idempotencyKey": strings.Repeat("k", 201)}); a.codes() != "BAD_USER_INPUT idempotencyKey" {
		t.Errorf("a long key: %s", a.codes())
	}
}

func TestFailedJobIsTriedAgain(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id, odd := b.batchIsOver()
	const failed = `query($id: ID!) { jobs(where: {batchId: $id, status: [ERROR]}) { edges { node { id customer { id } history { number code message worker startedAt cause } place { ahead } } } } }`
	a := b.do(failed, vars{"id": id})
	job := a.str("jobs", "edges", 0, "node", "id")
	if a.str("jobs", "edges", 0, "node", "customer", "id") != odd || a.str("jobs", "edges", 0, "node", "history", 0, "code") != "NO_CONDITION_HOLDS" {
		t.Fatalf("%+v", a)
	}
	b.understood(job)
	const retry = `mutation($id: ID!) { retryJob(input: {id: $id}) { job { status error { code } batch { status } } } }`
	a = b.do(retry, vars{"id": job})
	if a.str("retryJob", "job", "status") != "QUEUED" || a.str("retryJob", "job", "batch", "status") != "RUNNING" || a.get("retryJob", "job", "error") != nil {
		t.Fatalf("%+v", a)
	}
	b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { status } }`, vars{"id": id})
	a = b.do(failed, vars{"id": id}) // it fails for the same cause
	if a.get("jobs", "edges", 0, "node", "history", 1, "number") != 1.0 {
		t.Errorf("%+v", a)
	}
	done := b.do(`query($id: ID!) { jobs(first: 1, where: {batchId: $id, status: [DONE]}) { edges { node { id } } } }`, vars{"id": id}).str("jobs", "edges", 0, "node", "id")
	if a := b.do(retry, vars{"id": done}); a.codes() != "CONFLICT" {
		t.Errorf("one that is done: %+v", a)
	}
}

// understood looks at a job that has failed as who has to understand why: what it
// was made from, and what the program says. Others see neither.
func (b *jobBundle) understood(id string) {
	b.t.Helper()
	const ask = `query($id: ID!) { job(id: $id) { history { cause } input { book customer date spreadsheet { name } attributes { key value image { name } }
		pages { number title kind files { id name size sha256 } } } } }`
	a := b.do(ask, vars{"id": id})
	if len(a.Errors) > 0 || a.str("job", "history", 0, "cause") == "" || a.str("job", "input", "book") != "Renewal Book" || a.str("job", "input", "spreadsheet", "name") != "figures.xlsx" ||
		a.str("job", "input", "pages", 2, "kind") != "CHOOSABLE" || a.str("job", "input", "pages", 2, "files", 1, "sha256") == "" || a.get("job", "input", "pages", 3, "number") != 4.0 {
		b.t.Errorf("an administrator sees %+v", a)
	}
	admin := b.as
	defer func() { b.as = admin }()
	v, err := viewer.From(b.Ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	v.Role = viewer.Standard
	b.as = viewer.With(b.Ctx, v)
	a = b.do(ask, vars{"id": id})
	if a.codes() != "FORBIDDEN" || a.get("job", "input") != nil || a.get("job", "history", 0, "cause") != nil {
		b.t.Errorf("a standard user sees %+v", a)
	}
}

func TestWaitingJobsKnowTheirPlace(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	b.Customers(t, 5)
	id := b.do(generateBooks, b.batchInput(nil)).str("generateBooks", "batch", "id")
	for more := true; more; {
		var err error
		if more, err = jobs.PrepareBatches(t.Context(), b.DB, jobs.MaxBatch); err != nil {
			t.Fatal(err)
		}
	}
	b.do(generateBook, b.input(nil))
	const ask = `query($id: ID!) { jobs(first: 10, orderBy: {field: CREATED_AT, direction: ASC}, where: {batchId: $id}) { edges { node { place { ahead expectedStartAt } } } } }`
	a := b.do(ask, vars{"id": id})
	for k := range 6 { // one by hand is before them
		if a.get("jobs", "edges", k, "node", "place", "ahead") != float64(k+1) || a.get("jobs", "edges", k, "node", "place", "expectedStartAt") != nil {
			t.Errorf("%d: %+v", k, a)
		}
	}
	b.do(`mutation($id: ID!) { pauseBatch(input: {id: $id}) { batch { id } } }`, vars{"id": id})
	if a := b.do(ask, vars{"id": id}); a.get("jobs", "edges", 0, "node", "place") != nil {
		t.Errorf("while its batch is paused: %+v", a)
	}
}
