package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"quire/graph/wsgraphql"
	"quire/internal/httpapi/ratelimit"
)

const (
	jsonType     = "application/json"
	responseType = "application/graphql-response+json"
)

func TestMediaTypes_H1_H2_H3(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	for accept, want := range map[string]string{
		"": jsonType, "*/*": jsonType, "text/html": jsonType, jsonType: jsonType, responseType: responseType,
		responseType + ", " + jsonType + ";q=0.9": responseType, responseType + ";q=0.5, " + jsonType: jsonType,
	} {
		r := b.post("{hello}", "Accept", accept)
		if got := r.header.Get("Content-Type"); r.status != 200 || got != want+"; charset=utf-8" {
			t.Errorf("Accept %q: %d %s", accept, r.status, got)
		}
	}
	if r := b.post(`{hello(name:"Ærø 東京")}`); string(r.Data) != `{"hello":"hello, Ærø 東京"}` {
		t.Errorf("UTF-8: %s", r.body)
	}
}

func TestRequestErrors_H4_H5(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	for _, document := range []string{"{", "{nothing}", "query($a:Int!){hello}"} {
		strict, lenient := b.post(document, "Accept", responseType), b.post(document, "Accept", jsonType)
		if strict.status != 400 || lenient.status != 200 {
			t.Errorf("%s: %d and %d", document, strict.status, lenient.status)
		}
		for _, r := range []reply{strict, lenient} {
			if r.Data != nil || len(r.Errors) == 0 || strings.Contains(r.body, `"data"`) {
				t.Errorf("%s: %s", document, r.body)
			}
		}
	}
}

func TestMalformedRequestsAreNotEchoed_H6_H7_L7(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	for body, says := range map[string]string{
		`{"query":"hunter2`: "not valid JSON", `hunter2`: "not valid JSON", ``: "not valid JSON", `{} hunter2`: "not valid JSON",
		`"hunter2"`: "JSON object", `[{"query":"{hello}"}]`: "one by one", `{"query":["hunter2"]}`: "«query» must be a string",
		`{"query":"{hello}","variables":"hunter2"}`:    "«variables» must be an object",
		`{"query":"{hello}","operationName":7}`:        "«operationName» must be a string",
		`{"query":"{hello}","extensions":["hunter2"]}`: "«extensions» must be an object", `{}`: "«query» is missing",
	} {
		r := b.send(http.MethodPost, "/graphql", strings.NewReader(body), "Content-Type", jsonType)
		b.want(r, 400, "BAD_USER_INPUT")
		if strings.Contains(r.body, "hunter2") || !strings.Contains(r.body, says) {
			t.Errorf("%s: %s", body, r.body)
		}
	}
	r := b.send(http.MethodGet, "/graphql?query=%7Bhello%7D&variables=hunter2", nil)
	b.want(r, 400, "BAD_USER_INPUT")
	if text := b.log.String(); strings.Contains(text, "hunter2") {
		t.Errorf("the log has the body: %s", text)
	}
}

func TestForeignSitesCannotSendOperations_H8_H9_S4(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	const mutation = `{"query":"mutation{write(text:\"x\")}"}`
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/graphql", "application/json; charset=utf-16"} {
		b.want(b.send(http.MethodPost, "/graphql", strings.NewReader(mutation), "Content-Type", kind), 415, "BAD_USER_INPUT")
	}
	b.want(b.send(http.MethodPost, "/graphql", strings.NewReader(mutation), "Content-Type", jsonType, "Content-Encoding", "gzip"), 415, "BAD_USER_INPUT")
	b.want(b.send(http.MethodGet, "/graphql?query=mutation%7Bwrite(text:%22x%22)%7D", nil), 405, "BAD_USER_INPUT")
	b.want(b.send(http.MethodPut, "/graphql", strings.NewReader(mutation), "Content-Type", jsonType), 405, "BAD_USER_INPUT")
	if n := b.world.Writes.Load(); n != 0 {
		t.Errorf("%d mutations ran", n)
	}
	b.want(b.send(http.MethodGet, "/graphql?query=%7Bhello%7D", nil), 200, "")
}

func TestOversizeBodies_H11(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.MaxBody = 1000 })
	long := `{"query":"{hello}","variables":{"x":"` + strings.Repeat("x", 2000) + `"}}`
	b.want(b.send(http.MethodPost, "/graphql", strings.NewReader(long), "Content-Type", jsonType), 413, "UPLOAD_REJECTED")
	// No length is announced.
	chunked := func() io.Reader { return io.MultiReader(strings.NewReader(long)) }
	b.want(b.send(http.MethodPost, "/graphql", chunked(), "Content-Type", jsonType), 413, "UPLOAD_REJECTED")
	b.want(b.send(http.MethodPost, "/graphql", chunked(), "Content-Type", jsonType, "Accept", "text/event-stream"), 413, "UPLOAD_REJECTED")
}

func TestAuthentication_H10(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	b.want(b.post("{viewer{id}}", "Authorization", "Bearer ana"), 200, "")
	b.want(b.post("{viewer{id}}", "Authorization", "bearer ana"), 200, "")
	b.want(b.post("{hello}"), 200, "")
	for _, bad := range []string{"Bearer nonsense", "Basic YW5hOmFuYQ==", "ana", "Bearer"} {
		r := b.post("{hello}", "Authorization", bad)
		b.want(r, 401, "UNAUTHENTICATED")
		if r.header.Get("WWW-Authenticate") == "" {
			t.Error("no WWW-Authenticate")
		}
	}
	// Nobody at all: the request as a whole is refused, where the media type allows to say so.
	r := b.post("{viewer{id}}", "Accept", responseType)
	b.want(r, 401, "UNAUTHENTICATED")
	b.want(b.post("{viewer{id}}"), 200, "UNAUTHENTICATED")
	b.people.Fail(errors.New("the database is away"))
	b.want(b.post("{hello}", "Authorization", "Bearer ana"), 503, "UNAVAILABLE")
}

func TestRateLimits_L9(t *testing.T) {
	t.Parallel()
	slow := ratelimit.Rate{PerSecond: 0.01, Burst: 3}
	refused := func(b *bundle, r reply) {
		t.Helper()
		b.want(r, 429, "RATE_LIMITED")
		if wait, _ := r.Errors[0].Extensions["retryAfter"].(float64); wait < 50 || wait > 101 || r.header.Get("Retry-After") == "" {
			t.Errorf("retryAfter %v, Retry-After %q", r.Errors[0].Extensions, r.header.Get("Retry-After"))
		}
	}
	byUser := setup(t, func(c *Config) { c.UserRate = slow })
	byUser.people.SignIn("ben", time.Now().Add(time.Hour))
	for range 3 {
		byUser.want(byUser.post("{hello}", "Authorization", "Bearer ana"), 200, "")
	}
	refused(byUser, byUser.post("{hello}", "Authorization", "Bearer ana"))
	byUser.want(byUser.post("{items(first:99){name}}", "Authorization", "Bearer ben"), 200, "") // a hundred points of complexity
	byUser.want(byUser.post("{hello}", "Authorization", "Bearer ben"), 200, "")
	refused(byUser, byUser.post("{hello}", "Authorization", "Bearer ben"))

	byAddress := setup(t, func(c *Config) { c.AddressRate, c.ProxyHops = slow, 1 })
	for range 3 {
		byAddress.want(byAddress.post("{hello}", "X-Forwarded-For", "203.0.113.9, 192.0.2.1"), 200, "")
	}
	refused(byAddress, byAddress.post("{hello}", "X-Forwarded-For", "198.51.100.7, 192.0.2.1")) // the first entry is the client's own claim
	byAddress.want(byAddress.post("{hello}", "X-Forwarded-For", "192.0.2.2"), 200, "")
}

func TestTimeout_H12(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.QueryTimeout = 20 * time.Millisecond })
	b.want(b.post("{never}"), 200, "TIMEOUT")
}

func TestSchemaIsClosed_S1(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.OpenSchema = false })
	b.want(b.post("{__schema{types{name}}}"), 403, "FORBIDDEN")
	b.want(b.post("{__schema{types{name}}}", "Authorization", "Bearer ana"), 200, "")
	if r := b.post("{helo}"); strings.Contains(r.body, "Did you mean") {
		t.Error(r.body)
	}
	open := setup(t, nil)
	open.want(open.post("{__schema{types{name}}}"), 200, "")
}

func TestLimitsAreInstalled(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	b.want(b.post("{"+strings.Repeat("hello ", 500)+"}"), 200, "QUERY_TOO_COMPLEX")
	b.want(b.post("{"+strings.Repeat("hello ", 500)+"}", "Accept", responseType), 400, "QUERY_TOO_COMPLEX")
}

func TestPanicsAreHidden_E2_E3(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) {
		c.Metrics = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a secret of ours") })
	})
	for _, r := range []reply{b.post("{boom}"), b.send(http.MethodGet, "/metrics", nil)} {
		if r.code() != "INTERNAL" || strings.Contains(r.body, "secret") {
			t.Errorf("%d %s", r.status, r.body)
		}
	}
	if text := b.log.String(); !strings.Contains(text, "a secret of ours") || !strings.Contains(text, "http_test.go") {
		t.Error("the panic is not in the log, with where it happened")
	}
}

func TestRoutes_S3(t *testing.T) {
	t.Parallel()
	says := func(text string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) })
	}
	b := setup(t, func(c *Config) {
		c.Playground, c.Live, c.Ready, c.Metrics, c.Downloads = true, says("live"), says("ready"), says("metrics"), says("download")
	})
	for path, want := range map[string]string{
		"/healthz": "live", "/readyz": "ready", "/metrics": "metrics", "/downloads/a/b": "download",
		"/playground": "GraphiQL", "/playground/page.js": "createFetcher", "/playground/assets/LICENSE.react.txt": "MIT License",
	} {
		if r := b.send(http.MethodGet, path, nil); r.status != 200 || !strings.Contains(r.body, want) {
			t.Errorf("%s: %d %.80s", path, r.status, r.body)
		}
	}
	if r := b.send(http.MethodGet, "/", nil); r.status != http.StatusFound || r.header.Get("Location") != "/playground" {
		t.Errorf("/: %d %v", r.status, r.header)
	}
	b.want(b.send(http.MethodGet, "/nothing", nil), 404, "NOT_FOUND")
	closed := setup(t, nil)
	for _, path := range []string{"/", "/playground", "/metrics", "/downloads/a"} {
		closed.want(closed.send(http.MethodGet, path, nil), 404, "NOT_FOUND")
	}
}

func TestHeadersAndRequestID(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	r := b.post("{hello}", requestIDHeader, "trace-0123456789")
	for name, want := range map[string]string{
		requestIDHeader: "trace-0123456789", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, bad := range []string{"short", "with blanks and more", strings.Repeat("x", 100), `quote"quote"`} {
		if got := b.post("{hello}", requestIDHeader, bad).header.Get(requestIDHeader); got == bad || len(got) != 36 {
			t.Errorf("%q gave %q", bad, got)
		}
	}
	r = b.send(http.MethodGet, "/nothing", nil)
	if got := r.Errors[0].Extensions["requestId"]; got != r.header.Get(requestIDHeader) {
		t.Errorf("requestId %v", got)
	}
	log := b.log.String()
	for _, want := range []string{`"method":"POST"`, `"path":"/graphql"`, `"status":200`, `"bytes":`, `"ms":`, `"operation":"query hello"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log has no %s: %s", want, log)
		}
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.Origins = []string{"https://app.example"} })
	preflight := func(origin string) reply {
		return b.send(http.MethodOptions, "/graphql", nil, "Origin", origin, "Access-Control-Request-Method", "POST",
			"Access-Control-Request-Headers", "authorization,content-type,graphql-preflight")
	}
	if got := preflight("https://app.example").header.Get("Access-Control-Allow-Origin"); got != "https://app.example" {
		t.Errorf("allowed: %q", got)
	}
	if got := preflight("https://evil.example").header.Get("Access-Control-Allow-Origin"); got != "" {
		t.Errorf("not allowed: %q", got)
	}
	if got := b.post("{hello}", "Origin", "https://app.example").header.Get("Access-Control-Expose-Headers"); !strings.Contains(got, "Retry-After") {
		t.Errorf("exposed: %q", got)
	}
	dialer := websocket.Dialer{Subprotocols: []string{wsgraphql.Subprotocol}}
	for origin, want := range map[string]int{"https://app.example": 101, "https://evil.example": 403, b.url: 101} {
		conn, response, err := dialer.Dial("ws"+strings.TrimPrefix(b.url, "http")+"/graphql", http.Header{"Origin": {origin}})
		if response == nil || response.StatusCode != want {
			t.Fatalf("%s: %v %v", origin, response, err)
		}
		if conn != nil {
			conn.Close()
		}
	}
}

func TestObservation(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	b.post("query Anything{hello}")
	b.wantEvents("query hello")
	b.post("{nothing}")
	b.wantEvents("unknown unknown GRAPHQL_VALIDATION_FAILED")
	b.post("{viewer{id}}")
	b.wantEvents("query viewer UNAUTHENTICATED")
	b.post("{...A} fragment A on Query {hello}")
	b.wantEvents("query hello")
	b.post("subscription{count(to:2)}", "Accept", "text/event-stream")
	b.wantEvents("opened", "closed", "subscription count")
}

func TestServeEndsInOrder(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.QueryTimeout = 100 * time.Millisecond })
	b.world.Began = make(chan struct{}, 1)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- b.server.Serve(ctx, listener, patience) }()
	b.url = "http://" + listener.Addr().String()

	conn, _, err := (&websocket.Dialer{Subprotocols: []string{wsgraphql.Subprotocol}}).Dial("ws://"+listener.Addr().String()+"/graphql", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	stream := b.stream("subscription{forever}")
	stream.wantEvent(`{"data":{"forever":1}}`)
	answered := make(chan string, 1)
	go func() {
		response, err := http.Post(b.url+"/graphql", jsonType, strings.NewReader(`{"query":"{never}"}`))
		if err != nil {
			answered <- err.Error()
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		answered <- fmt.Sprint(string(body), err)
	}()
	<-b.world.Began
	stop()
	var closed *websocket.CloseError
	if _, _, err := conn.ReadMessage(); !errors.As(err, &closed) || closed.Code != wsgraphql.CloseGoingAway {
		t.Errorf("the websocket ended with %v", err)
	}
	stream.wantEnd()
	if got := <-answered; !strings.Contains(got, "TIMEOUT") {
		t.Errorf("the request at hand was not answered: %s", got)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	if _, err := New(Config{}); err == nil {
		t.Error("an empty configuration is accepted")
	}
}
