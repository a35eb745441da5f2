package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"quire/internal/config"
	"quire/internal/postgres/pgtest"
)

const (
	patience = 20 * time.Second
	password = "correct horse battery"
)

// office is a running program with an administrator, ana.
type office struct {
	t   *testing.T
	app *App
	url string
	ana string // her access token
}

func setup(t *testing.T, changes ...func(*config.Config)) office {
	t.Helper()
	c := config.Config{
		Profile: config.Dev, DatabaseURL: config.Secret(pgtest.New(t)), ListenAddr: "127.0.0.1:0", StorageBucket: "mem://", DataDir: t.TempDir(),
		JWTSecret: "a secret of the tests that is long enough", JWTExpiresIn: time.Hour, RefreshExpiresIn: time.Hour, SignedURLTTL: time.Minute,
		AdminEmail: "ana@silva.example", AdminPassword: password, UploadMax: 1 << 20, Limits: config.Limits{ComplexityLimit: 2000},
		QueryTimeout: patience, ShutdownTimeout: patience, WorkerConcurrency: 1, AuditKeep: time.Hour, LoginAttemptsPerAccount: 5, LoginAttemptsPerAddress: 5,
	}
	for _, change := range changes {
		change(&c)
	}
	a, err := Open(t.Context(), c, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- a.Run(ctx, Parts{API: true, Ready: func(url string) { ready <- url }}) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			t.Error(err)
		}
	})
	o := office{t: t, app: a}
	select {
	case o.url = <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	o.ana = o.login("ana@silva.example")
	return o
}

// ask sends an operation over HTTP and gives the answer as text, with its status
// before it.
func (o office) ask(token, query string) string {
	o.t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		o.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(o.t.Context(), http.MethodPost, o.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Tests/1")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return fmt.Sprint(response.StatusCode, " ", string(raw))
}

// take gives the text value of a field in an answer that must have it.
func (o office) take(field, token, query string) string {
	o.t.Helper()
	answer := o.ask(token, query)
	_, rest, ok := strings.Cut(answer, `"`+field+`":"`)
	if !ok {
		o.t.Fatalf("%s: %s", query, answer)
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func (o office) login(email string) string {
	o.t.Helper()
	return o.take("accessToken", "", `mutation { login(input: {email: "`+email+`", password: "`+password+`"}) { session { accessToken } } }`)
}

func (o office) user(email string) string {
	o.t.Helper()
	return o.take("id", o.ana, `mutation { createUser(input: {email: "`+email+`", password: "`+password+`"}) { user { id } } }`)
}

// socket is an open websocket, with connection_init acknowledged.
type socket struct {
	t    *testing.T
	conn *websocket.Conn
}

func (o office) socket(token string) socket {
	o.t.Helper()
	dialer := websocket.Dialer{Subprotocols: []string{"graphql-transport-ws"}, HandshakeTimeout: patience}
	conn, response, err := dialer.DialContext(o.t.Context(), "ws"+strings.TrimPrefix(o.url, "http")+"/graphql", nil)
	if err != nil {
		o.t.Fatal(err)
	}
	response.Body.Close()
	o.t.Cleanup(func() { conn.Close() })
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		o.t.Fatal(err)
	}
	s := socket{o.t, conn}
	s.send(`{"type":"connection_init","payload":{"Authorization":"Bearer ` + token + `"}}`)
	if got := s.read(); !strings.Contains(got, "connection_ack") {
		o.t.Fatal(got)
	}
	return s
}

func (s socket) send(message string) {
	s.t.Helper()
	if err := s.conn.WriteMessage(websocket.TextMessage, []byte(message)); err != nil {
		s.t.Fatal(err)
	}
}

func (s socket) read() string {
	s.t.Helper()
	_, raw, err := s.conn.ReadMessage()
	if err != nil {
		s.t.Fatal(err)
	}
	return string(raw)
}

// ask sends a query and gives its one result.
func (s socket) ask(id, query string) string {
	s.t.Helper()
	s.send(`{"id":"` + id + `","type":"subscribe","payload":{"query":"` + query + `"}}`)
	result := s.read()
	if end := s.read(); !strings.Contains(end, `"complete"`) {
		s.t.Fatalf("%s, then %s", result, end)
	}
	return result
}

// wantClosed waits for the server to close, long before it would ping.
func (s socket) wantClosed(what string) {
	s.t.Helper()
	start := time.Now()
	for {
		_, _, err := s.conn.ReadMessage()
		if err == nil {
			continue
		}
		if !websocket.IsCloseError(err, 4403) {
			s.t.Errorf("%s: %v", what, err)
		}
		if took := time.Since(start); took > 15*time.Second {
			s.t.Errorf("%s: closed after %v", what, took)
		}
		return
	}
}

func TestSocketsEndWithTheirSessions(t *testing.T) {
	t.Parallel()
	o := setup(t)
	bo := o.user("bo@silva.example")
	token := o.login("bo@silva.example")
	family := o.take("id", token, `{ sessions { id } }`)
	key := o.take("key", o.ana, `mutation { createApiKey(input: {name: "k", scopes: [READ]}) { key } }`)
	keyID := o.take("id", o.ana, `{ apiKeys { edges { node { id } } } }`)

	s := o.socket(token)
	if got := o.ask(token, `mutation { logout(input: {sessionId: "`+family+`"}) { ended } }`); !strings.Contains(got, `"ended":1`) {
		t.Error(got)
	}
	s.wantClosed("logout of one session")

	s = o.socket(key)
	if got := s.ask("1", "{ viewer { user { email } } }"); !strings.Contains(got, "ana@silva.example") {
		t.Error(got)
	}
	if got := s.ask("2", "mutation { deleteFile(input: {id: \\\"upl_x\\\"}) { deletedId } }"); !strings.Contains(got, "FORBIDDEN") {
		t.Error(got)
	}
	o.take("revokedAt", o.ana, `mutation { revokeApiKey(input: {id: "`+keyID+`"}) { apiKey { revokedAt } } }`)
	s.wantClosed("revoking a key")

	s = o.socket(o.login("bo@silva.example"))
	o.take("disabledAt", o.ana, `mutation { updateUser(input: {id: "`+bo+`", disabled: true}) { user { disabledAt } } }`)
	s.wantClosed("barring the user")

	cy := o.user("cy@silva.example")
	s = o.socket(o.login("cy@silva.example"))
	o.take("token", o.ana, `mutation { resetUser(input: {id: "`+cy+`"}) { token } }`)
	s.wantClosed("resetting the user")
}

func TestARoleHoldsFromTheNextOperation(t *testing.T) {
	t.Parallel()
	o := setup(t)
	bo := o.user("bo@silva.example")
	s := o.socket(o.login("bo@silva.example"))
	for i, step := range []struct{ role, want string }{{"STANDARD", "FORBIDDEN"}, {"ADMIN", `"totalCount":2`}, {"STANDARD", "FORBIDDEN"}} {
		o.take("role", o.ana, `mutation { updateUser(input: {id: "`+bo+`", role: `+step.role+`}) { user { role } } }`)
		if got := s.ask(fmt.Sprint(i), "{ users { totalCount } }"); !strings.Contains(got, step.want) {
			t.Errorf("as %s: %s", step.role, got)
		}
	}
}

func TestLoginIsThrottledForKnownAndUnknownAlike(t *testing.T) {
	t.Parallel()
	o := setup(t)
	try := func(email string) string {
		return o.ask("", `mutation { login(input: {email: "`+email+`", password: "wrong horse battery"}) { session { accessToken } } }`)
	}
	for range 5 {
		if got := try("ana@silva.example"); !strings.Contains(got, `"UNAUTHENTICATED"`) {
			t.Fatal(got)
		}
	}
	for _, email := range []string{"ana@silva.example", "nobody@silva.example"} { // the address has spent its attempts too
		got := try(email)
		if !strings.Contains(got, `"RATE_LIMITED"`) || !strings.Contains(got, `"retryAfter":`) {
			t.Errorf("%s: %s", email, got)
		}
	}
}
