package queueui_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"quire/ent/tenancy"
	"quire/internal/accounts"
	"quire/internal/auth"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
	"quire/internal/queueui"
	"quire/internal/viewer"
	"quire/worker"
)

const password = "correct horse battery"

type bundle struct {
	db       *postgres.DB
	accounts *accounts.Service
	console  *queueui.Console
	server   *httptest.Server
	// operator runs the installation, admin an organisation.
	operator, admin context.Context
}

func setup(t *testing.T) bundle {
	t.Helper()
	db := pgtest.Open(t)
	tokens, err := auth.NewTokens(auth.TokenConfig{Secret: []byte("a secret of the tests that is long enough"), Lifetime: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	b := bundle{db: db, accounts: accounts.New(db, accounts.Config{
		Tokens: tokens, RefreshLifetime: time.Hour, Passwords: auth.NewPasswords(auth.Parameters{Memory: 64, Passes: 1, Lanes: 1}),
	})}
	if _, err := b.accounts.EnsureFirstAdministrator(t.Context(), "ana@silva.example", password, "Silva"); err != nil {
		t.Fatal(err)
	}
	b.operator = b.signIn(t)
	v, err := viewer.From(b.operator)
	if err != nil || !v.Operator {
		t.Fatalf("%+v, %v", v, err)
	}
	v.Operator = false
	b.admin = viewer.With(t.Context(), v)
	quiet := slog.New(slog.DiscardHandler)
	queue, err := worker.NewQueue(db.Pool, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := queue.Client().Insert(t.Context(), worker.GenerateBookArgs{JobID: "job_seen_in_the_console"}, nil); err != nil {
		t.Fatal(err)
	}
	b.console, err = queueui.New(queueui.Config{Client: queue.Client(), Accounts: b.accounts, DB: db, SigningKeys: [][]byte{[]byte(strings.Repeat("k", 32))}, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- b.console.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	b.server = httptest.NewServer(b.console)
	t.Cleanup(b.server.Close)
	return b
}

func (b bundle) signIn(t *testing.T) context.Context {
	t.Helper()
	s, err := b.accounts.Login(t.Context(), "ana@silva.example", password)
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := b.accounts.Viewer(t.Context(), s.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	return viewer.With(t.Context(), v)
}

// browse is a client with cookies.
func browse(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar}
}

func send(t *testing.T, c *http.Client, method, url, origin string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if origin != "" {
		r.Header.Set("Origin", origin)
	}
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func (b bundle) link(t *testing.T) string {
	t.Helper()
	url, expires, err := b.console.Link(b.operator)
	if err != nil || time.Until(expires) > time.Minute {
		t.Fatalf("%v, %v", expires, err)
	}
	return b.server.URL + url
}

func TestOnlyOperatorsEnter(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for who, ctx := range map[string]context.Context{"an administrator": b.admin, "nobody": t.Context()} {
		if url, _, err := b.console.Link(ctx); len(problem.All(err)) != 1 || strings.Contains(url, "token") {
			t.Errorf("%s got %q, %v", who, url, err)
		}
	}
	for _, path := range []string{"", "api/jobs?limit=10", "api/states", "assets/main.js", "enter", "enter?token=x.y.z", "enter?token=" + strings.Repeat("x", 100)} {
		if status, body := send(t, browse(t), http.MethodGet, b.server.URL+queueui.Path+path, ""); status != http.StatusUnauthorized || strings.Contains(body, "job_seen") {
			t.Errorf("/queue/%s for nobody: %d %.100s", path, status, body)
		}
	}
	c := browse(t)
	if status, body := send(t, c, http.MethodGet, b.link(t), ""); status != http.StatusOK || !strings.Contains(body, "<title>River</title>") {
		t.Fatalf("the link: %d %.200s", status, body)
	}
	if status, body := send(t, c, http.MethodGet, b.server.URL+"/queue/api/jobs?limit=10&state=available", ""); status != http.StatusOK || !strings.Contains(body, "job_seen_in_the_console") {
		t.Errorf("the jobs: %d %.300s", status, body)
	}
	link := b.link(t)
	_, token, _ := strings.Cut(link, "token=")
	r := httptest.NewRequest(http.MethodGet, queueui.Path, nil)
	r.AddCookie(&http.Cookie{Name: "quire_queue", Value: token})
	w := httptest.NewRecorder()
	if b.console.ServeHTTP(w, r); w.Code != http.StatusUnauthorized {
		t.Errorf("a link's token as a cookie: %d", w.Code)
	}
}

func TestTheConsoleClosesWithTheSession(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for why, end := range map[string]func(context.Context){
		"signed out": func(ctx context.Context) {
			v, _ := viewer.From(ctx)
			if _, err := b.db.Ent.RefreshSession.Update().SetRevokedAt(time.Now()).Save(tenancy.With(ctx, v.OrganisationID)); err != nil {
				t.Error(err)
			}
		},
		"no operator any more": func(ctx context.Context) {
			v, _ := viewer.From(ctx)
			if err := b.db.Ent.User.UpdateOneID(v.UserID).SetOperator(false).Exec(tenancy.System(ctx)); err != nil {
				t.Error(err)
			}
		},
	} {
		if err := b.db.Ent.User.Update().SetOperator(true).Exec(tenancy.System(t.Context())); err != nil {
			t.Fatal(err)
		}
		b.operator = b.signIn(t)
		c := browse(t)
		if status, _ := send(t, c, http.MethodGet, b.link(t), ""); status != http.StatusOK {
			t.Fatalf("%d", status)
		}
		unused := b.link(t)
		end(b.operator)
		for _, url := range []string{b.server.URL + "/queue/api/states", unused} {
			if status, _ := send(t, c, http.MethodGet, url, ""); status != http.StatusUnauthorized {
				t.Errorf("%s: %.60s answers %d", why, url, status)
			}
		}
	}
}

func TestNothingIsChangedBehindTheJobs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := browse(t)
	if status, _ := send(t, c, http.MethodGet, b.link(t), ""); status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	for _, path := range []string{"jobs/cancel", "jobs/delete", "jobs/retry"} {
		if status, body := send(t, c, http.MethodPost, b.server.URL+"/queue/api/"+path, b.server.URL); status != http.StatusForbidden {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	if _, err := b.db.Pool.Exec(t.Context(), "insert into river_queue (name, created_at, updated_at) values ('booklets', now(), now())"); err != nil {
		t.Fatal(err)
	}
	if status, _ := send(t, c, http.MethodPut, b.server.URL+"/queue/api/queues/booklets/pause", "https://evil.example"); status != http.StatusForbidden {
		t.Errorf("another site pauses the queue: %d", status)
	}
	paused := func() (yes bool) {
		if err := b.db.Pool.QueryRow(t.Context(), "select paused_at is not null from river_queue where name = 'booklets'").Scan(&yes); err != nil {
			t.Fatal(err)
		}
		return yes
	}
	if paused() {
		t.Error("it is paused")
	}
	for action, want := range map[string]bool{"pause": true} {
		if status, body := send(t, c, http.MethodPut, b.server.URL+"/queue/api/queues/booklets/"+action, b.server.URL); status != http.StatusOK || paused() != want {
			t.Errorf("%s: %d %s, paused %v", action, status, body, paused())
		}
	}
}

// TestItWorksInABrowser shows the pages in Chromium: the policy lets them draw the
// queue, and nothing of them breaks it.
func TestItWorksInABrowser(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx, hear := chromium(t)
	err := chromedp.Do(ctx,
		chromedp.Navigate(b.link(t)),
		chromedp.Navigate(b.server.URL+"/queue/jobs?state=available"),
		chromedp.WaitReady(chromedp.CSS(`a[href="/queue/jobs/1"]`)))
	jobs, readErr := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
	err = errors.Join(err, readErr)
	if err != nil || !strings.Contains(jobs, "generate_book") {
		t.Errorf("it shows %q, %v", jobs, err)
	}
	hear.mu.Lock()
	defer hear.mu.Unlock()
	for _, p := range hear.problems {
		t.Error(p)
	}
}

// problems are what a page does that it should not.
type problems struct {
	mu       sync.Mutex
	problems []string
}

func (p *problems) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said, _ := json.Marshal(e.ExceptionDetails)
		p.problems = append(p.problems, "exception: "+string(said))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			p.problems = append(p.problems, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func chromium(t *testing.T) (context.Context, *problems) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("the console is tested in Chromium, and there is none: `make setup` installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(time.Minute))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		_ = chromedp.Cancel(ctx) // waits for the browser to end, so that its directory can go
		cancel()
	})
	p := &problems{}
	if err := chromedp.Listen(ctx, p.hear); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return ctx, p
}
