package e2e

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quire/engine/pdf/pdftest"
	"quire/internal/demo"
	"quire/internal/postgres/pgtest"
)

// TestBehindAProxy uses two API processes through nginx, with the configuration
// that operators are given: orders, a subscription, an upload, a download, and
// addresses that only the proxy is believed about.
func TestBehindAProxy(t *testing.T) {
	t.Parallel()
	i := install(t, pgtest.New(t), "PROXY_HOPS=1", "LOGIN_ATTEMPTS_PER_ADDRESS=3")
	first, second := i.api(), i.api()
	i.worker()
	url := startNginx(t, i, first, second)
	setUpDemo(t, url)
	proxied := &api{process: first.process, url: url}
	c := proxied.signIn(demo.OfficeEmail, demo.OfficePassword)
	job := c.generate(c.sampleOrder())
	if last := c.watch(job).completed(); last.Status != "DONE" {
		t.Fatalf("it ended as %+v", last)
	}
	checkDownload(t, c, c.job(job).Output)
	t.Run("both processes answer", func(t *testing.T) {
		for _, p := range []*api{first, second} {
			p.await(p.logs, `"operation":"`)
		}
	})
	t.Run("a large upload", func(t *testing.T) {
		large := pdftest.Small(strings.Repeat("nothing ", 3<<20/8))
		if id := c.upload("large.pdf", large); id == "" {
			t.Error("it has no id")
		}
	})
	t.Run("metrics stay inside", func(t *testing.T) {
		if res, _ := c.get("/metrics", nil); res.StatusCode != http.StatusNotFound {
			t.Errorf("/metrics answers %s", res.Status)
		}
	})
	t.Run("a forged address is not believed", func(t *testing.T) {
		var err error
		for attempt := range 4 {
			stranger := proxied.anonymous()
			stranger.headers.Header = http.Header{"X-Forwarded-For": {fmt.Sprintf("203.0.113.%d", attempt)}}
			err = stranger.Do(t.Context(), fmt.Sprintf(`mutation { login(input: {email: "nobody%d@example.com", password: "a wrong password"}) { session { accessToken } } }`, attempt), nil, &struct{}{})
		}
		if !demo.IsCode(err, "RATE_LIMITED") {
			t.Errorf("the fourth attempt: %v", err)
		}
	})
}

// startNginx starts nginx with deploy/nginx/quire.conf before the servers and
// gives its address.
func startNginx(t *testing.T, i *installation, servers ...*api) string {
	t.Helper()
	conf, err := os.ReadFile("../../deploy/nginx/quire.conf")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(filepath.Dir(i.data), "nginx")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	put := strings.NewReplacer("listen 80;", "listen "+address+";",
		"127.0.0.1:8081", strings.TrimPrefix(servers[0].url, "http://"), "127.0.0.1:8082", strings.TrimPrefix(servers[1].url, "http://"))
	main := filepath.Join(dir, "nginx.conf")
	for path, text := range map[string]string{
		filepath.Join(dir, "quire.conf"): put.Replace(string(conf)),
		main: `daemon off; pid nginx.pid; error_log stderr; worker_processes 1;
			events { worker_connections 256; }
			http { access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi; include quire.conf; }`,
	} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// Temporary files of an nginx that is started by root belong to another user.
	_ = os.Chmod(dir, 0o777)
	out := newTranscript()
	cmd := exec.Command(nginx(t), "-p", dir, "-c", main)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("nginx wrote:\n%s", out)
		}
	})
	awaitAddress(t, address)
	return "http://" + address
}

func nginx(t *testing.T) string {
	t.Helper()
	for _, path := range []string{"nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx"} {
		if found, err := exec.LookPath(path); err == nil {
			return found
		}
	}
	t.Fatal("there is no nginx: .ci/setup nginx installs it")
	return ""
}

// freeAddress is one that nobody listened at a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// awaitAddress waits until somebody listens there.
func awaitAddress(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("nobody listens at %s: %v", address, err)
		}
	}
}
