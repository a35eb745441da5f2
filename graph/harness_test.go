package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"quire/engine/preview"
	"quire/ent"
	"quire/graph"
	"quire/internal/accounts"
	"quire/internal/archive"
	"quire/internal/auth"
	"quire/internal/books"
	"quire/internal/customers"
	"quire/internal/dryrun"
	"quire/internal/imports"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/previews"
	"quire/internal/telemetry"
	"quire/internal/uploads"
	"quire/internal/viewer"
	"quire/storage"
	"quire/worker"
)

const password = "correct horse battery"

// renderer is one for all tests, since it takes seconds to start.
var renderer = preview.New(preview.Options{})

// bundle is a server of the schema on a database of its own, with two
// organisations: silva, whose ana is an operator too, and other.
type bundle struct {
	t          *testing.T
	db         *postgres.DB
	store      *storage.Store
	server     *httptest.Server
	resolver   *graph.Resolver
	statements *atomic.Int64
	accounts   accounts.Config
}

func setup(t *testing.T) bundle {
	t.Helper()
	db := pgtest.Open(t)
	store, err := storage.Open(t.Context(), storage.Config{
		Bucket: "mem://", SigningKey: []byte("a key of the tests that is long enough"), TempDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	tokens, err := auth.NewTokens(auth.TokenConfig{Secret: []byte("a secret of the tests that is long enough"), Lifetime: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	queue, err := worker.NewQueue(db.Pool, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	b := bundle{t: t, db: db, store: store, statements: new(atomic.Int64), accounts: accounts.Config{
		Tokens: tokens, RefreshLifetime: time.Hour, Passwords: auth.NewPasswords(auth.Parameters{Memory: 64, Passes: 1, Lanes: 1}),
	}}
	counted := dialect.DebugWithContext(entsql.OpenDB(dialect.Postgres, db.SQL), func(context.Context, ...any) { b.statements.Add(1) })
	b.resolver = &graph.Resolver{
		Ent:       ent.NewClient(ent.Driver(counted)),
		Accounts:  accounts.New(db, b.accounts),
		Imports:   imports.New(db, store, queue),
		Customers: customers.New(db), Books: books.New(db), Uploads: uploads.New(db, store, 1<<20, nil), DryRun: dryrun.New(db, store),
		Archives: archive.New(archive.Config{DB: db, Store: store, SigningKeys: [][]byte{[]byte("a key of the tests that is long enough")}, TTL: time.Hour}),
		Previews: previews.New(previews.Config{Store: store, Renderer: renderer, SigningKeys: [][]byte{[]byte("a key of the tests that is long enough")}}),
	}
	b.server = httptest.NewServer(b.handler())
	t.Cleanup(b.server.Close)
	if _, err := b.resolver.Accounts.EnsureFirstAdministrator(t.Context(), "ana@silva.example", password, "Silva"); err != nil {
		t.Fatal(err)
	}
	ana := b.as("ana@silva.example")
	ana.must(`mutation { createUser(input: {email: "bo@silva.example", password: "correct horse battery"}) { user { id } } }`, nil)
	ana.must(`mutation { createUser(input: {email: "cy@silva.example", role: ADMIN, password: "correct horse battery"}) { user { id } } }`, nil)
	ana.must(`mutation { createOrganisation(input: {name: "Other", administrator: {email: "eve@other.example", password: "correct horse battery"}}) { organisation { id } } }`, nil)
	return b
}

// handler is a server as small as can be; what it needs of the schema it gets by
// graph.Install.
func (b bundle) handler() http.Handler {
	srv := handler.New(graph.NewSchema(b.resolver))
	srv.AddTransport(transport.SSE{})
	srv.AddTransport(transport.MultipartForm{})
	srv.AddTransport(transport.POST{})
	srv.Use(extension.Introspection{})
	graph.Install(srv)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := telemetry.WithRequest(r.Context(), "req-1")
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			v, _, err := b.resolver.Accounts.Viewer(ctx, token)
			if err != nil {
				http.Error(w, err.Error(), http.StatusUnauthorized)
				return
			}
			ctx = viewer.With(ctx, v)
		}
		srv.ServeHTTP(w, r.WithContext(ctx))
	})
}

// client sends operations as one user, or as nobody.
type client struct {
	bundle
	token string
}

func (b bundle) anonymous() client { return client{bundle: b} }

func (b bundle) as(email string) client {
	b.t.Helper()
	s, err := b.resolver.Accounts.Login(b.t.Context(), email, password)
	if err != nil {
		b.t.Fatal(err)
	}
	return client{b, s.AccessToken}
}

type answer struct {
	Data   map[string]any `json:"data"`
	Errors []answerError  `json:"errors"`
}

type answerError struct {
	Message    string         `json:"message"`
	Path       []any          `json:"path"`
	Locations  []any          `json:"locations"`
	Extensions map[string]any `json:"extensions"`
}

// codes writes the errors as "CODE field".
func (a answer) codes() string {
	var list []string
	for _, e := range a.Errors {
		text := fmt.Sprint(e.Extensions["code"])
		if field, ok := e.Extensions["field"]; ok {
			text += " " + fmt.Sprint(field)
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

// get walks into the data: names, and numbers for lists.
func (a answer) get(path ...any) any {
	var at any = a.Data
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := at.(map[string]any)
			at = m[p]
		case int:
			l, _ := at.([]any)
			if p >= len(l) {
				return nil
			}
			at = l[p]
		}
	}
	return at
}

func (a answer) str(path ...any) string { s, _ := a.get(path...).(string); return s }

type vars map[string]any

func (c client) do(query string, variables vars) answer {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.send("application/json", body)
}

func (c client) send(contentType string, body []byte) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.server.URL, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.server.Client().Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	var a answer
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		c.t.Fatalf("status %s: %v", res.Status, err)
	}
	return a
}

// must sends an operation that has to succeed.
func (c client) must(query string, variables vars) answer {
	c.t.Helper()
	a := c.do(query, variables)
	if len(a.Errors) > 0 {
		c.t.Fatalf("%s: %+v", query, a.Errors)
	}
	return a
}

// upload sends a file and gives the answer.
func (c client) upload(query, name string, content []byte) answer {
	c.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	operations, _ := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"f": nil}})
	_ = w.WriteField("operations", string(operations))
	_ = w.WriteField("map", `{"0": ["variables.f"]}`)
	part, err := w.CreateFormFile("0", name)
	if err != nil {
		c.t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = w.Close()
	return c.send(w.FormDataContentType(), body.Bytes())
}

const uploadFile = `mutation($f: Upload!) { uploadFile(input: {file: $f}) { file { id kind name size sha256 } } }`

// file uploads a file that has to be accepted and gives its id.
func (c client) file(name string, content []byte) string {
	c.t.Helper()
	a := c.upload(uploadFile, name, content)
	if len(a.Errors) > 0 {
		c.t.Fatalf("upload of %s: %+v", name, a.Errors)
	}
	return a.str("uploadFile", "file", "id")
}
