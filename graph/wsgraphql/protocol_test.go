package wsgraphql

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

func TestSubscription(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).signIn(t, "ana")
	c.subscribe("a", "subscription{count(to:2)}")
	c.want(`{"id":"a","type":"next","payload":{"data":{"count":1}}}`)
	c.want(`{"id":"a","type":"next","payload":{"data":{"count":2}}}`)
	c.want(`{"id":"a","type":"complete"}`)
	// The id is free again, also for a query.
	c.subscribe("a", `{hello(name:"Ana")}`)
	c.want(`{"id":"a","type":"next","payload":{"data":{"hello":"hello, Ana"}}}`)
	c.want(`{"id":"a","type":"complete"}`)
}

func TestRequestErrorIsOneErrorMessage(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).signIn(t, "ana")
	for _, document := range []string{"{", "{nothing}"} {
		c.subscribe("a", document)
		if m := c.next(); m.Type != "error" || m.ID != "a" {
			t.Fatalf("%s: %+v", document, m)
		}
	}
	c.subscribe("a", "{hello}")
	c.want(`{"id":"a","type":"next","payload":{"data":{"hello":"hello, world"}}}`)
}

func TestIDIsFreeAfterClientCompletes(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	c := b.signIn(t, "ana")
	for range 50 {
		c.subscribe("same", "subscription{forever}")
		c.want(`{"id":"same","type":"next","payload":{"data":{"forever":1}}}`)
		c.send(`{"id":"same","type":"complete"}`)
	}
	for range 50 {
		b.wantEnded(t, "forever")
	}
	c.send(`{"id":"unknown","type":"complete"}`)
	c.send(`{"type":"ping","payload":{"n":1}}`)
	c.want(`{"type":"pong","payload":{"n":1}}`)
}

func TestPingBeforeInit_W8(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).dial(t)
	c.send(`{"type":"ping"}`)
	c.want(`{"type":"pong"}`)
	c.send(`{"type":"pong"}`)
	c.send(`{"type":"connection_init"}`)
	c.want(`{"type":"connection_ack"}`)
}

func TestCloseCodes_W3_W4_W5_W6_W7_W10(t *testing.T) {
	t.Parallel()
	const ack = `{"type":"connection_init"}`
	const forever = `{"id":"1","type":"subscribe","payload":{"query":"subscription{forever}"}}`
	for _, c := range []struct {
		name   string
		sends  []string
		code   int
		reason string
	}{
		{"subscribe before init", []string{forever}, 4401, "Unauthorized"},
		{"bad token", []string{`{"type":"connection_init","payload":{"Authorization":"Bearer nonsense"}}`}, 4403, "not valid"},
		{"bad token, small letters", []string{`{"type":"connection_init","payload":{"authorization":"nonsense"}}`}, 4403, "Forbidden"},
		{"second init", []string{ack, ack}, 4429, "Too many initialisation requests"},
		{"two inits at once", []string{ack, `{"type":"connection_init","payload":{}}`}, 4429, "Too many"},
		{"duplicate id", []string{ack, forever, forever}, 4409, "Subscriber for 1 already exists"},
		{"no JSON", []string{ack, `{nope`}, 4400, "Invalid message"},
		{"no JSON before init", []string{`{nope`}, 4400, "Invalid message"},
		{"an array", []string{ack, `[]`}, 4400, "Invalid message"},
		{"unknown type", []string{ack, `{"type":"start","id":"1"}`}, 4400, "Invalid message"},
		{"a server's type", []string{ack, `{"type":"next","id":"1"}`}, 4400, "Invalid message"},
		{"no id", []string{ack, `{"type":"subscribe","payload":{"query":"{hello}"}}`}, 4400, "Invalid message"},
		{"a number for an id", []string{ack, `{"type":"subscribe","id":1,"payload":{"query":"{hello}"}}`}, 4400, "Invalid message"},
		{"an endless id", []string{ack, `{"type":"subscribe","id":"` + strings.Repeat("x", 300) + `","payload":{"query":"{hello}"}}`}, 4400, "Invalid message"},
		{"no payload", []string{ack, `{"type":"subscribe","id":"1"}`}, 4400, "Invalid message"},
		{"no query", []string{ack, `{"type":"subscribe","id":"1","payload":{}}`}, 4400, "Invalid message"},
		{"query no text", []string{ack, `{"type":"subscribe","id":"1","payload":{"query":7}}`}, 4400, "Invalid message"},
		{"variables no object", []string{ack, `{"type":"subscribe","id":"1","payload":{"query":"{hello}","variables":[]}}`}, 4400, "Invalid message"},
		{"complete without id", []string{ack, `{"type":"complete"}`}, 4400, "Invalid message"},
		{"ping payload no object", []string{`{"type":"ping","payload":7}`}, 4400, "Invalid message"},
		{"init payload no object", []string{`{"type":"connection_init","payload":"x"}`}, 4400, "must be an object"},
		{"the session cannot be opened", []string{`{"type":"connection_init","payload":{"Authorization":"broken"}}`}, 4500, "Internal server error"},
		{"opening panics", []string{`{"type":"connection_init","payload":{"Authorization":"panic"}}`}, 4500, "Internal server error"},
		{"a message too big", []string{ack, `{"type":"ping","payload":{"x":"` + strings.Repeat("x", 2<<20) + `"}}`}, websocket.CloseMessageTooBig, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			client := setup(t, nil).dial(t)
			for _, m := range c.sends {
				// The server may have closed already: what counts is its code.
				_ = client.conn.WriteMessage(websocket.TextMessage, []byte(m))
			}
			client.wantClose(c.code, c.reason)
		})
	}
}

func TestBinaryMessageIsInvalid_W7(t *testing.T) {
	t.Parallel()
	c := setup(t, nil).dial(t)
	if err := c.conn.WriteMessage(websocket.BinaryMessage, []byte(`{"type":"connection_init"}`)); err != nil {
		t.Fatal(err)
	}
	c.wantClose(CloseInvalidMessage, "Invalid message")
}

func TestSubprotocol_W1(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	b.dialWith(t, nil).wantClose(CloseBadSubprotocol, "Subprotocol not acceptable")
	b.dialWith(t, nil, "graphql-ws").wantClose(CloseBadSubprotocol, "Subprotocol not acceptable")
	if got := b.dialWith(t, nil, "graphql-ws", Subprotocol).conn.Subprotocol(); got != Subprotocol {
		t.Fatalf("negotiated %q", got)
	}
}

func TestInitTimeout_W2(t *testing.T) {
	t.Parallel()
	b := setup(t, func(o *Options) { o.InitTimeout = 30 * time.Millisecond })
	c := b.dial(t)
	c.send(`{"type":"ping"}`) // does not count
	c.wantClose(CloseInitTimeout, "Connection initialisation timeout")
}

func TestDuplicateLeavesOtherSocketsAlone_W6(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	one, two := b.signIn(t, "ana"), b.signIn(t, "ana")
	for _, c := range []*client{one, two} {
		c.subscribe("1", "subscription{forever}")
		c.want(`{"id":"1","type":"next","payload":{"data":{"forever":1}}}`)
	}
	one.subscribe("1", "subscription{forever}")
	one.wantClose(CloseDuplicate, "")
	b.wantEnded(t, "forever")
	two.subscribe("2", "{hello}")
	two.want(`{"id":"2","type":"next","payload":{"data":{"hello":"hello, world"}}}`)
}

func TestFailedHandshakes_W10(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	dialer := websocket.Dialer{Subprotocols: []string{Subprotocol}}
	for origin, status := range map[string]int{
		"http://evil.example": http.StatusForbidden, "null": http.StatusForbidden, "": http.StatusSwitchingProtocols,
		"http" + strings.TrimPrefix(b.url, "ws"): http.StatusSwitchingProtocols,
	} {
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		conn, response, err := dialer.Dial(b.url, header)
		if response == nil || response.StatusCode != status {
			t.Fatalf("origin %q: %v, %v", origin, response, err)
		}
		if conn != nil {
			conn.Close()
		}
	}
	request, err := http.NewRequest(http.MethodGet, "http"+strings.TrimPrefix(b.url, "ws"), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Upgrade", "h2c")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Fatalf("upgrade to something else: %s", response.Status)
	}
}

// What a client sends may be anything: the rules never panic, and only operations
// reach gqlgen.
func FuzzReceive(f *testing.F) {
	for _, seed := range []string{
		`{"type":"connection_init","payload":{"a":1}}`, `{"type":"subscribe","id":"1","payload":{"query":"{a}"}}`,
		`{"type":"complete","id":"1"}`, `{"type":"pong"}`, `{"type":"subscribe","id":"1","payload":null}`, `{`, `[]`, `7`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		var m message
		if json.Unmarshal([]byte(raw), &m) != nil || m.Type == "ping" {
			return
		}
		s := &socket{t: New(Options{}), phase: open}
		_ = s.token(m.Payload)
		if s.checkSubscribe(&m) != nil {
			return
		}
		if m.ID == "" || len(m.ID) > maxOperationIDBytes {
			t.Fatalf("the id %q was taken", m.ID)
		}
		if p := parameters(m.Payload); p.Query == "" && !strings.Contains(raw, "query") && p.Extensions["persistedQuery"] == nil {
			t.Fatalf("%s was taken for an operation: %+v", raw, p)
		}
	})
}
