package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"quire/graph"
	"quire/internal/archive"
	"quire/internal/dryrun"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/progress"
	"quire/internal/telemetry"
	"quire/internal/uploads"
	"quire/internal/viewer"
	"quire/worker"
)

// jobBundle is an office that orders booklets through the API.
type jobBundle struct {
	*jobstest.Office
	t     *testing.T
	queue *worker.Queue
	srv   *httptest.Server
	// archives serve the links to archives.
	archives *archive.Service
	// as is who asks.
	as context.Context
}

func setupJobs(t *testing.T) *jobBundle {
	t.Helper()
	dsn := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	b := &jobBundle{Office: jobstest.New(t, db), t: t}
	b.as = b.Ctx
	if b.queue, err = worker.NewQueue(db.Pool, jobstest.Log(t)); err != nil {
		t.Fatal(err)
	}
	hub := progress.NewHub(db.SQL, dsn, jobstest.Log(t))
	run, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); hub.Run(run) }()
	t.Cleanup(func() { cancel(); <-done })
	b.archives = archive.New(archive.Config{
		DB: db, Store: b.Store, SigningKeys: [][]byte{[]byte("a key of the tests that is long enough")}, TTL: time.Minute, Log: jobstest.Log(t),
	})
	srv := handler.New(graph.NewSchema(&graph.Resolver{Ent: db.Ent, Archives: b.archives, Jobs: jobs.New(db, b.queue), Progress: hub, DryRun: dryrun.New(db, b.Store), Uploads: uploads.New(db, b.Store, 1<<20, nil)}))
	srv.AddTransport(transport.SSE{})
	srv.AddTransport(transport.POST{})
	graph.Install(srv)
	b.srv = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := viewer.From(b.as)
		if err != nil {
			t.Error(err)
		}
		srv.ServeHTTP(w, r.WithContext(viewer.With(telemetry.WithRequest(r.Context(), "req-7"), v)))
	}))
	t.Cleanup(b.srv.Close)
	return b
}

func (b *jobBundle) post(query string, v vars, accept string) *http.Response {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": v})
	if err != nil {
		b.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.srv.URL, bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", accept)
	res, err := b.srv.Client().Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	return res
}

func (b *jobBundle) do(query string, v vars) answer {
	b.t.Helper()
	res := b.post(query, v, "application/json")
	defer res.Body.Close()
	var a answer
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		b.t.Fatal(err)
	}
	return a
}

// subscribe gives all answers of a subscription.
func (b *jobBundle) subscribe(query string, v vars) []answer {
	b.t.Helper()
	res := b.post(query, v, "text/event-stream")
	defer res.Body.Close()
	var all []answer
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok || data == "" {
			continue
		}
		var a answer
		if err := json.Unmarshal([]byte(data), &a); err != nil {
			b.t.Fatalf("%s: %v", data, err)
		}
		all = append(all, a)
	}
	return all
}

func (b *jobBundle) input(change vars) vars {
	in := vars{"bookId": b.BookID, "customerId": b.CustomerID, "year": 2026, "quarter": 1, "spreadsheetId": b.SpreadsheetID}
	for k, v := range change {
		in[k] = v
	}
	return vars{"in": in}
}

const generateBook = `mutation($in: GenerateBookInput!) { generateBook(input: $in) { job {
	id type status sequence attempts year quarter progress { stage pagesDone pagesTotal percent remainingSeconds }
	error { code } warnings { code } output { id } book { name } customer { name } spreadsheet { name } creator { email } createdAt startedAt finishedAt } } }`

func (b *jobBundle) order() string {
	b.t.Helper()
	a := b.do(generateBook, b.input(nil))
	if len(a.Errors) > 0 {
		b.t.Fatal(a.Errors)
	}
	return a.str("generateBook", "job", "id")
}

func (b *jobBundle) work() {
	b.t.Helper()
	w, err := worker.New(worker.Deps{DB: b.DB, Store: b.Store, Log: jobstest.Log(b.t), TempDir: b.t.TempDir()})
	if err != nil {
		b.t.Fatal(err)
	}
	if err := w.Start(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := w.Stop(ctx); err != nil {
			b.t.Error(err)
		}
	})
}

func TestJobIsAnsweredAtOnce_J1(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	a := b.do(generateBook, b.input(nil))
	if len(a.Errors) > 0 {
		t.Fatal(a.Errors)
	}
	j, _ := json.Marshal(a.get("generateBook", "job"))
	for _, part := range []string{
		`"status":"QUEUED"`, `"stage":"WAITING"`, `"percent":0`, `"remainingSeconds":null`, `"error":null`, `"warnings":[]`, `"output":null`,
		`"book":{"name":"Renewal Book"}`, `"customer":{"name":"Acme / Söhne"}`, `"spreadsheet":{"name":"figures.xlsx"}`, `"year":2026`, `"attempts":0`, `@example.com`,
	} {
		if !strings.Contains(string(j), part) {
			t.Errorf("%s is not in %s", part, j)
		}
	}
	row := b.DB.Ent.Job.GetX(b.Ctx, a.str("generateBook", "job", "id"))
	if row.RequestID != "req-7" {
		t.Errorf("request %q", row.RequestID)
	}
}

func TestOrdersThatAreRefused(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	for name, c := range map[string]struct {
		change vars
		codes  string
	}{
		"no spreadsheet": {vars{"spreadsheetId": nil}, "BAD_USER_INPUT spreadsheetId"},
		"quarter":        {vars{"quarter": 5}, "BAD_USER_INPUT quarter"},
		"unknown":        {vars{"bookId": "book_x", "customerId": "cus_x"}, "NOT_FOUND bookId, NOT_FOUND customerId"},
		"empty ids": {vars{"bookId": "", "customerId": "", "spreadsheetId": "", "quarter": 0, "idempotencyKey": strings.Repeat("k", 201)},
			"NOT_FOUND spreadsheetId, BAD_USER_INPUT idempotencyKey, BAD_USER_INPUT quarter, NOT_FOUND bookId, NOT_FOUND customerId"},
	} {
		if a := b.do(generateBook, b.input(c.change)); a.codes() != c.codes {
			t.Errorf("%s: %s", name, a.codes())
		}
	}
	if n := b.DB.Ent.Job.Query().CountX(b.Ctx); n != 0 {
		t.Errorf("%d jobs were made", n)
	}
}

func TestJobsNewestFirst(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	first, second := b.order(), b.order()
	if a := b.do(`mutation($id: ID!) { cancelJob(input: {id: $id}) { job { status progress { stage } } } }`, vars{"id": first}); a.str("cancelJob", "job", "status") != "CANCELED" || a.str("cancelJob", "job", "progress", "stage") != "FINISHED" {
		t.Errorf("canceled: %+v", a)
	}
	const list = `query($w: JobWhereInput, $o: JobOrder) { jobs(where: $w, orderBy: $o) { totalCount edges { node { id status } } } }`
	ids := func(v vars) (all []string) {
		a := b.do(list, v)
		edges, _ := a.get("jobs", "edges").([]any)
		for i := range edges {
			all = append(all, a.str("jobs", "edges", i, "node", "id"))
		}
		if n, _ := a.get("jobs", "totalCount").(float64); int(n) != len(all) {
			t.Errorf("%v of %v: %+v", len(all), n, a.Errors)
		}
		return all
	}
	for name, c := range map[string]struct {
		v    vars
		want []string
	}{
		"all":      {nil, []string{second, first}},
		"oldest":   {vars{"o": vars{"direction": "ASC", "field": "CREATED_AT"}}, []string{first, second}},
		"status":   {vars{"w": vars{"status": []string{"CANCELED", "DONE"}}}, []string{first}},
		"period":   {vars{"w": vars{"year": 2025}}, nil},
		"customer": {vars{"w": vars{"customerId": b.CustomerID, "bookId": b.BookID}}, []string{second, first}},
	} {
		if got := ids(c.v); strings.Join(got, " ") != strings.Join(c.want, " ") {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSubscriptionAndQueryAgree_J1(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id := b.order()
	b.work()
	all := b.subscribe(`subscription($id: ID!) { jobProgress(id: $id) { sequence status at progress { stage percent pagesDone pagesTotal remainingSeconds } error { code message }
		job { id a: output { name } b: output { download { url } } customer { name } } } }`, vars{"id": id})
	if len(all) < 2 {
		t.Fatalf("%d events", len(all))
	}
	sequence := 0.0
	for _, a := range all {
		n, _ := a.get("jobProgress", "sequence").(float64)
		if n <= sequence || a.str("jobProgress", "job", "id") != id || len(a.Errors) > 0 {
			t.Errorf("after %v: %+v", sequence, a)
		}
		sequence = n
	}
	last := all[len(all)-1]
	if last.str("jobProgress", "status") != "DONE" || last.get("jobProgress", "progress", "percent") != 100.0 || last.get("jobProgress", "progress", "pagesTotal") != 5.0 {
		t.Errorf("last: %+v", last)
	}
	if last.str("jobProgress", "job", "a", "name") != "Renewal Book – Acme - Söhne – 2026 Q1.pdf" {
		t.Errorf("output: %+v", last)
	}
	polled := b.do(`query($id: ID!) { job(id: $id) { sequence status progress { stage percent pagesDone pagesTotal remainingSeconds } error { code message } } }`, vars{"id": id})
	for _, field := range []string{"sequence", "status", "progress", "error"} {
		x, _ := json.Marshal(polled.get("job", field))
		y, _ := json.Marshal(last.get("jobProgress", field))
		if !bytes.Equal(x, y) {
			t.Errorf("%s: polled %s, told %s", field, x, y)
		}
	}
	again := b.subscribe(`subscription($id: ID!) { jobProgress(id: $id) { sequence status } }`, vars{"id": id})
	if len(again) != 1 || again[0].str("jobProgress", "status") != "DONE" {
		t.Errorf("of a job that is over: %+v", again)
	}
}

func TestFailureIsTold(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	b.Attribute(t, "Sales_Representative", "Nobody", 2026, 1)
	id := b.order()
	b.work()
	all := b.subscribe(`subscription($id: ID!) { jobProgress(id: $id) { status error { code message } job { error { code message } } } }`, vars{"id": id})
	last := all[len(all)-1]
	if last.str("jobProgress", "error", "code") != "NO_CONDITION_HOLDS" || !strings.Contains(last.str("jobProgress", "error", "message"), "page 3 «Representative»") {
		t.Errorf("told: %+v", last)
	}
	if last.str("jobProgress", "job", "error", "message") != last.str("jobProgress", "error", "message") {
		t.Errorf("the event and its job differ: %+v", last)
	}
}

func TestAnotherOfficesJobDoesNotExist(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id := b.order()
	b.as = viewer.With(t.Context(), viewer.Viewer{UserID: "usr_x", OrganisationID: "org_x", Role: viewer.Admin})
	if a := b.do(`query($id: ID!) { job(id: $id) { id } jobs { totalCount } }`, vars{"id": id}); a.get("job") != nil || a.get("jobs", "totalCount") != 0.0 {
		t.Errorf("seen: %+v", a)
	}
	if a := b.do(`mutation($id: ID!) { cancelJob(input: {id: $id}) { job { id } } }`, vars{"id": id}); a.codes() != "NOT_FOUND" {
		t.Errorf("canceled: %+v", a)
	}
	all := b.subscribe(`subscription($id: ID!) { jobProgress(id: $id) { status } }`, vars{"id": id})
	if len(all) != 1 || all[0].codes() != "NOT_FOUND" {
		t.Errorf("watched: %+v", all)
	}
}
