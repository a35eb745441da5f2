package demo

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
)

// setup starts a server of the handlers and gives a client of it.
func setup(t *testing.T, handlers map[string]http.HandlerFunc) *Client {
	t.Helper()
	mux := http.NewServeMux()
	for path, h := range handlers {
		mux.HandleFunc(path, h)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return &Client{Endpoint: server.URL + "/graphql", Token: "a token", HTTP: server.Client()}
}

func answering(status int, body string) map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{"/graphql": func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}}
}

func TestDoReadsDataAndErrors(t *testing.T) {
	t.Parallel()
	var out struct{ Sum int }
	if err := setup(t, answering(200, `{"data": {"sum": 4}}`)).Do(t.Context(), "{ sum }", nil, &out); err != nil || out.Sum != 4 {
		t.Errorf("read %+v, %v", out, err)
	}
	err := setup(t, answering(401, `{"errors": [{"message": "sign in", "extensions": {"code": "UNAUTHENTICATED"}}]}`)).Do(t.Context(), "{ sum }", nil, &out)
	if !IsCode(err, "UNAUTHENTICATED") || err.Error() != "sign in (UNAUTHENTICATED)" {
		t.Errorf("an error: %v", err)
	}
	err = setup(t, answering(502, "<html>bad gateway")).Do(t.Context(), "{ sum }", nil, &out)
	if err == nil || IsCode(err, "UNAUTHENTICATED") || !strings.Contains(err.Error(), "502 Bad Gateway: <html>bad gateway") {
		t.Errorf("an answer that is no JSON: %v", err)
	}
}

func TestUploadIsAMultipartRequest(t *testing.T) {
	t.Parallel()
	c := setup(t, map[string]http.HandlerFunc{"/graphql": func(w http.ResponseWriter, r *http.Request) {
		file, head, err := r.FormFile("0")
		if err != nil || head.Filename != "ä.pdf" || r.FormValue("map") != `{"0":["variables.file"]}` || r.Header.Get("GraphQL-Preflight") == "" || r.Header.Get("Authorization") != "Bearer a token" {
			t.Errorf("the request is %+v, %v", r, err)
			return
		}
		data, err := io.ReadAll(file)
		if err != nil || string(data) != "content" {
			t.Errorf("the file is %q, %v", data, err)
		}
		_, _ = io.WriteString(w, `{"data": {"uploadFile": {"file": {"id": "upl_1"}}}}`)
	}})
	if id, err := c.Upload(t.Context(), "ä.pdf", []byte("content")); err != nil || id != "upl_1" {
		t.Errorf("uploaded as %q, %v", id, err)
	}
}

func TestDownloadFollowsPathsAndURLs(t *testing.T) {
	t.Parallel()
	c := setup(t, map[string]http.HandlerFunc{"/downloads/token": func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("a signed link was sent a token")
		}
		_, _ = io.WriteString(w, "booklet")
	}})
	for _, link := range []string{"/downloads/token", strings.TrimSuffix(c.Endpoint, "/graphql") + "/downloads/token"} {
		var b bytes.Buffer
		if n, err := c.Download(t.Context(), link, &b); err != nil || n != 7 || b.String() != "booklet" {
			t.Errorf("%s gives %d bytes, %q, %v", link, n, b.String(), err)
		}
	}
	if _, err := c.Download(t.Context(), "/downloads/other", io.Discard); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("a link that leads nowhere: %v", err)
	}
}

// speaking is a server that sends these messages after subscribe.
func speaking(t *testing.T, messages ...string) *Client {
	upgrader := websocket.Upgrader{Subprotocols: []string{"graphql-transport-ws"}}
	return setup(t, map[string]http.HandlerFunc{"/graphql": func(w http.ResponseWriter, r *http.Request) {
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		var init, subscribe message
		if err := conn.ReadJSON(&init); err != nil || init.Type != "connection_init" || !strings.Contains(string(init.Payload), "Bearer a token") {
			t.Errorf("the first message is %+v, %v", init, err)
		}
		_ = conn.WriteJSON(message{Type: "connection_ack"})
		if err := conn.ReadJSON(&subscribe); err != nil || subscribe.Type != "subscribe" {
			t.Errorf("the second message is %+v, %v", subscribe, err)
		}
		for _, m := range messages {
			_ = conn.WriteMessage(websocket.TextMessage, []byte(m))
		}
	}})
}

func TestSubscribe(t *testing.T) {
	t.Parallel()
	subscribe := func(messages ...string) (seen string, err error) {
		err = speaking(t, messages...).Subscribe(t.Context(), "subscription { n }", nil, func(data json.RawMessage) error {
			seen += string(data)
			return nil
		})
		return seen, err
	}
	if seen, err := subscribe(`{"type":"next","id":"1","payload":{"data":{"n":1}}}`, `{"type":"ping"}`,
		`{"type":"next","id":"1","payload":{"data":{"n":2}}}`, `{"type":"complete","id":"1"}`); err != nil || seen != `{"n":1}{"n":2}` {
		t.Errorf("seen was %s, %v", seen, err)
	}
	if _, err := subscribe(`{"type":"error","id":"1","payload":[{"message":"no such job","extensions":{"code":"NOT_FOUND"}}]}`); !IsCode(err, "NOT_FOUND") {
		t.Errorf("refused: %v", err)
	}
	if seen, err := subscribe(`{"type":"next","id":"1","payload":{"data":{"n":1}}}`); err == nil || seen != `{"n":1}` {
		t.Errorf("a connection that ends early: %s, %v", seen, err)
	}
}
