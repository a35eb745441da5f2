package httpapi

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"
)

// dial opens a bare connection and sends the beginning of a request.
func dial(t *testing.T, address, begins string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, begins); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestHeadersThatDoNotCome_H12(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := b.server.newHTTPServer(50 * time.Millisecond)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	conn := dial(t, listener.Addr().String(), "POST /graphql HTTP/1.1\r\nHost: x\r\n")
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("the connection stays open: %v", err)
	}
	if got := b.server.newHTTPServer(readHeaderTimeout); got.ReadHeaderTimeout <= 0 || got.IdleTimeout <= 0 {
		t.Errorf("no deadlines: %+v", got)
	}
}

func TestBodiesThatStandStill_H12(t *testing.T) {
	t.Parallel()
	failed := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := newMovingBody(w, r.Body)
		body.move = 50 * time.Millisecond
		_, err := io.ReadAll(body)
		failed <- err
	}))
	t.Cleanup(server.Close)
	dial(t, server.Listener.Addr().String(), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nthe beginning")
	select {
	case err := <-failed:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("read: %v", err)
		}
	case <-time.After(patience):
		t.Error("the body is waited for")
	}
}
