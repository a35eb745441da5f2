package app

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"quire/ent"
	"quire/internal/config"
	"quire/internal/httpapi"
	"quire/internal/httpapi/ratelimit"
	"quire/internal/postgres/pgtest"
	"quire/internal/progress"
	"quire/worker"
)

// statement is what the API sent to the database.
type statement struct {
	text string
	args []any
}

// recorder notes statements while it is switched on.
type recorder struct {
	dialect.Driver
	mu   sync.Mutex
	on   bool
	seen []statement
}

// Query passes a query on, and notes it.
func (r *recorder) Query(ctx context.Context, query string, args, v any) error {
	r.mu.Lock()
	if r.on {
		list, _ := args.([]any)
		r.seen = append(r.seen, statement{query, list})
	}
	r.mu.Unlock()
	return r.Driver.Query(ctx, query, args, v)
}

func (r *recorder) record(do func()) []statement {
	r.mu.Lock()
	r.on, r.seen = true, nil
	r.mu.Unlock()
	do()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.on = false
	return r.seen
}

// benchmark is a server on loopback, filled with an office's data.
type benchmark struct {
	b        *testing.B
	app      *App
	recorder *recorder
	url      string
	token    string
	http     *http.Client
}

const benchClients = 50

func setupBench(b *testing.B) *benchmark {
	b.Helper()
	log := slog.New(slog.DiscardHandler)
	a, err := Open(b.Context(), config.Config{
		Profile: config.Dev, DatabaseURL: config.Secret(pgtest.New(b)), ListenAddr: "127.0.0.1:0", StorageBucket: "mem://", DataDir: b.TempDir(),
		JWTSecret: "a secret of the tests that is long enough", JWTExpiresIn: time.Hour, RefreshExpiresIn: time.Hour, SignedURLTTL: time.Minute,
		AdminEmail: "ana@silva.example", AdminPassword: password, UploadMax: 1 << 20, Limits: config.Limits{ComplexityLimit: 20_000},
		QueryTimeout: time.Minute, ShutdownTimeout: patience, WorkerConcurrency: 1, Headroom: 64 << 20, LoginAttemptsPerAccount: 5, LoginAttemptsPerAddress: 5,
	}, log)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Close() })
	s := &benchmark{b: b, app: a, http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchClients}}}
	s.recorder = &recorder{Driver: entsql.OpenDB(dialect.Postgres, a.DB.SQL)}
	a.DB.Ent = ent.NewClient(ent.Driver(s.recorder))
	if err := a.ensureAdministrator(b.Context()); err != nil {
		b.Fatal(err)
	}
	s.serve()
	s.fill()
	return s
}

func (s *benchmark) serve() {
	s.b.Helper()
	metrics, err := s.app.newMetrics("bench")
	if err != nil {
		s.b.Fatal(err)
	}
	queue, err := worker.NewQueue(s.app.DB.Pool, s.app.Log)
	if err != nil {
		s.b.Fatal(err)
	}
	shown, err := s.app.newPreviews(metrics)
	if err != nil {
		s.b.Fatal(err)
	}
	s.b.Cleanup(func() { _ = shown.Close() })
	archives, err := s.app.newArchives()
	if err != nil {
		s.b.Fatal(err)
	}
	hub := progress.NewHub(s.app.DB.SQL, s.app.dsn, s.app.Log)
	c := s.app.httpConfig(Parts{API: true}, metrics, s.app.newResolver(hub, queue, shown, archives, nil), shown, archives, nil)
	c.UserRate = ratelimit.Rate{PerSecond: 1e9, Burst: 1e9}
	c.OperationsAtOnce = benchClients
	server, err := httpapi.New(c)
	if err != nil {
		s.b.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, listener, patience) }()
	s.b.Cleanup(func() { stop(); <-ended })
	s.url = "http://" + listener.Addr().String() + "/graphql"
	_, rest, _ := strings.Cut(s.ask(`mutation { login(input: {email: "ana@silva.example", password: "`+password+`"}) { session { accessToken } } }`), `"accessToken":"`)
	s.token, _, _ = strings.Cut(rest, `"`)
}

func (s *benchmark) ask(query string) string {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		s.b.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		s.b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if s.token != "" {
		request.Header.Set("Authorization", "Bearer "+s.token)
	}
	response, err := s.http.Do(request)
	if err != nil {
		s.b.Error(err)
		return ""
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil || bytes.Contains(raw, []byte(`"errors"`)) {
		s.b.Errorf("%v %.300s", err, raw)
	}
	return string(raw)
}

// fill makes 200 customers of 20 attributes, 30 books of 8 pages, 500 jobs.
func (s *benchmark) fill() {
	s.b.Helper()
	for _, change := range []string{
		`INSERT INTO uploads (id, tenant_id, storage_key, name, kind, media_type, size, sha256, uploaded_at)
			SELECT 'upl_' || i, o.id, o.id || '/uploads/' || i, 'File ' || i, 'PDF', 'application/pdf', 1000, repeat('0', 64), now() FROM organisations o, generate_series(1, 40) i`,
		`INSERT INTO customers (id, tenant_id, name, created_at, updated_at) SELECT 'cus_' || i, o.id, 'Customer ' || i, now(), now() FROM organisations o, generate_series(1, 200) i`,
		`INSERT INTO customer_attributes (id, tenant_id, customer_id, key, value, year, quarter, created_at, updated_at)
			SELECT 'att_' || i || '_' || k, o.id, 'cus_' || i, 'Key_' || k, 'Value of ' || i, CASE k % 3 WHEN 0 THEN 0 ELSE 2026 END, CASE k % 3 WHEN 2 THEN 1 ELSE 0 END, now(), now()
			FROM organisations o, generate_series(1, 200) i, generate_series(1, 20) k`,
		`INSERT INTO books (id, tenant_id, name, description, cover, logo_attribute, paper, created_at, updated_at)
			SELECT 'book_' || i, o.id, 'Book ' || i, '', true, 'Logo', 'LETTER', now(), now() FROM organisations o, generate_series(1, 30) i`,
		`INSERT INTO pages (id, tenant_id, book_id, kind, title, position, upload_id, config_json, created_at, updated_at)
			SELECT 'page_' || i || '_' || k, o.id, 'book_' || i, CASE k % 2 WHEN 0 THEN 'STATIC' ELSE 'CHOOSABLE' END, 'Page', k, CASE k % 2 WHEN 0 THEN 'upl_' || k + 1 END, '{}', now(), now()
			FROM organisations o, generate_series(1, 30) i, generate_series(0, 7) k`,
		`INSERT INTO page_conditions (id, tenant_id, page_id, position, attribute_key, operator, value, target_upload_id)
			SELECT 'cond_' || p.id || c, p.tenant_id, p.id, c, 'Key_1', 'EQUALS', 'x', 'upl_' || c + 1 FROM pages p, generate_series(0, 2) c WHERE p.kind = 'CHOOSABLE'`,
		`INSERT INTO jobs (id, tenant_id, type, status, book_id, customer_id, year, quarter, input_json, output_id, created_at)
			SELECT 'job_' || i, o.id, 'GENERATE_BOOK', 'DONE', 'book_' || 1 + i % 30, 'cus_' || 1 + i % 200, 2026, 1, '{}', 'upl_' || 1 + i % 40, now() FROM organisations o, generate_series(1, 500) i`,
		`ANALYZE`,
	} {
		if _, err := s.app.DB.SQL.ExecContext(s.b.Context(), change); err != nil {
			s.b.Fatalf("%s: %v", change, err)
		}
	}
}

// mix is what a front end's pages ask for.
var mix = []string{
	`{ books(first: 25) { totalCount pageInfo { hasNextPage endCursor } edges { node { id name pages { __typename id title position ... on StaticPage { file { name size } } ... on ChoosablePage { fallback { name } conditions { attribute operator values file { name } } } } } } } }`,
	`{ customers(first: 25, orderBy: {field: NAME}) { totalCount edges { node { id name attributesAsOf(year: 2026, quarter: 1) { key value } } } } }`,
	`{ jobs(first: 25) { totalCount edges { node { id status progress { stage percent } book { id name } customer { id name } output { name size } } } } }`,
	`{ customer(id: "cus_7") { id name attributes(first: 25) { totalCount edges { node { key value year quarter } } } } }`,
}

// BenchmarkAPIAgainstSQL compares the API on loopback with the statements that
// it sends, run directly through database/sql: how many of the mix are answered
// in a second, how long the slowest hundredth takes, and the processor's time that
// one takes here and in the database, which other work on the machine changes
// least.
func BenchmarkAPIAgainstSQL(b *testing.B) {
	s := setupBench(b)
	statements := make([][]statement, len(mix))
	for i, query := range mix {
		statements[i] = s.recorder.record(func() { s.ask(query) })
		if len(statements[i]) < 2 {
			b.Fatalf("only %d statements of %s were seen", len(statements[i]), query)
		}
	}
	direct := func(_, kind int) {
		for _, st := range statements[kind] {
			if err := read(b.Context(), s.app.DB.SQL, st); err != nil {
				b.Error(err)
			}
		}
	}
	clients := s.connect()
	api := func(client, kind int) {
		if err := clients[client].ask(kind); err != nil {
			b.Error(err)
		}
	}
	const during = 5 * time.Second
	s.load(time.Second, direct) // warm
	s.load(time.Second, api)
	for b.Loop() {
		sqlFigures, apiFigures := s.load(during, direct), s.load(during, api)
		rate, p99 := 100*apiFigures.rate/sqlFigures.rate, float64(apiFigures.p99)/float64(sqlFigures.p99)
		b.ReportMetric(sqlFigures.rate, "sql/s")
		b.ReportMetric(apiFigures.rate, "api/s")
		b.ReportMetric(rate, "%rate")
		b.ReportMetric(p99, "×p99")
		b.ReportMetric(100*float64(sqlFigures.cpu())/float64(apiFigures.cpu()), "%cpu")
		b.Logf("SQL %v\nAPI %v\n%.0f %% of the rate, %.1f times the p99", sqlFigures, apiFigures, rate, p99)
	}
}

// read takes all that a statement gives, as a program without an API would.
func read(ctx context.Context, db *sql.DB, st statement) error {
	rows, err := db.QueryContext(ctx, st.text, st.args...)
	if err != nil {
		return fmt.Errorf("%s: %w", st.text, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]any, len(columns))
	for i := range values {
		values[i] = new(any)
	}
	for rows.Next() {
		if err := rows.Scan(values...); err != nil {
			return err
		}
	}
	return rows.Err()
}
