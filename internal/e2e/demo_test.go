package e2e

import (
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"quire/internal/demo"
)

// TestDemonstration goes through what people do with it on a machine of their
// own: run it, run it again, end it in the middle, kill it in the middle.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	i := install(t, "")
	i.demonstrate(i.run)
	i.demonstrateBeside(http.NotFoundHandler())
	i.demonstrateBeside(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { // another service, healthy too
		w.Header().Set("X-Request-Id", "1")
		_, _ = w.Write([]byte(`{"status":"ok"}`))
	}))

	interrupted := i.run.start(t, "demo")
	interrupted.await(interrupted.out, "Customers and their attributes")
	interrupted.signal(os.Interrupt)
	if code := interrupted.wait(); code != 130 {
		t.Errorf("after Ctrl-C it ends with %d", code)
	}
	i.wantDatabaseStopped()

	killed := i.run.start(t, "demo")
	killed.await(killed.out, "Customers and their attributes")
	killed.kill()
	i.wantDatabaseStopped()
	i.demonstrate(i.run)
	i.wantOneOffice()
}

// demonstrate runs the demonstration to its end and reads the booklet.
func (i *installation) demonstrate(r run) {
	t := i.t
	t.Helper()
	p := r.start(t, "demo")
	if code := p.wait(); code != 0 {
		t.Fatalf("it ends with %d", code)
	}
	i.wantDatabaseStopped()
	booklets := files(t, filepath.Join(r.dir, "output"))
	if len(booklets) != 1 {
		t.Fatalf("the output is %q", booklets)
	}
	path := filepath.Join("output", booklets[0])
	if !strings.Contains(p.out.String(), "The booklet: "+path) || !strings.Contains(p.out.String(), "/playground") {
		t.Error("it does not say where everything is")
	}
	checkSampleBooklet(t, must(os.ReadFile(filepath.Join(r.dir, path)))(t))
}

// demonstrateBeside runs the demonstration while another program has the port.
func (i *installation) demonstrateBeside(other http.Handler) {
	i.t.Helper()
	server := httptest.NewServer(other)
	defer server.Close()
	r := i.run
	r.env = append(r.env[:len(r.env):len(r.env)], "LISTEN_ADDR="+server.Listener.Addr().String())
	i.demonstrate(r)
}

// wantDatabaseStopped waits until the private database has shut down, as it
// does when its owner has ended, however it has.
func (i *installation) wantDatabaseStopped() {
	i.t.Helper()
	pid := filepath.Join(i.data, "postgres", "data", "postmaster.pid")
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for timeout := time.After(patience); ; {
		if _, err := os.Stat(pid); errors.Is(err, fs.ErrNotExist) {
			return
		}
		select {
		case <-tick.C:
		case <-timeout:
			i.t.Fatal("the private database still runs")
		}
	}
}

// wantOneOffice serves what the demonstrations have left and counts it.
func (i *installation) wantOneOffice() {
	t := i.t
	t.Helper()
	p := i.run.start(t, "serve")
	a := &api{process: p, url: p.logged("serving")["url"].(string)}
	var out struct{ Books, Customers, Files, Jobs struct{ TotalCount int } }
	a.signIn(demo.OfficeEmail, demo.OfficePassword).do(
		`{ books(first: 1) { totalCount } customers(first: 1) { totalCount } files(first: 1) { totalCount } jobs(first: 1, where: {status: [DONE]}) { totalCount } }`, nil, &out)
	if out.Books.TotalCount != 1 || out.Customers.TotalCount != 4 || out.Files.TotalCount != 11 || out.Jobs.TotalCount < 4 {
		t.Errorf("there are %+v", out)
	}
	p.signal(syscall.SIGTERM)
	if code := p.wait(); code != 0 {
		t.Errorf("the server ends with %d", code)
	}
	if conn, err := net.Dial("tcp", strings.TrimPrefix(a.url, "http://")); err == nil {
		_ = conn.Close()
		t.Error("the server has ended and answers")
	}
	i.wantDatabaseStopped()
}
