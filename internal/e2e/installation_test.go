package e2e

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quire/internal/config"
	"quire/internal/demo"
)

// installation is what the processes of one Quire share: a database, a folder
// for files, one for what is temporary.
type installation struct {
	t    *testing.T
	run  run
	data string // DATA_DIR
	temp string // TMPDIR
}

// install prepares an installation; without a DSN it has a database of its own.
func install(t *testing.T, dsn string, settings ...string) *installation {
	t.Helper()
	dir, err := os.MkdirTemp("", "quire-e2e")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL's account passes through
		t.Fatal(err)
	}
	i := &installation{t: t, data: filepath.Join(dir, "data"), temp: filepath.Join(dir, "tmp")}
	for _, d := range []string{i.temp, filepath.Join(dir, "work")} {
		if err := os.Mkdir(d, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	i.run = run{dir: filepath.Join(dir, "work"), env: append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + i.temp,
		"DATA_DIR=" + i.data, "DATABASE_URL=" + dsn, "LISTEN_ADDR=127.0.0.1:0",
		"LOG_FORMAT=json", "RATE_LIMIT_PER_MINUTE=0", "SHUTDOWN_TIMEOUT=5s",
	}, settings...)}
	return i
}

// api starts a process that serves and does not work.
func (i *installation) api() *api {
	i.t.Helper()
	p := i.run.start(i.t, "serve", "--no-worker")
	return &api{process: p, url: p.logged("serving")["url"].(string)}
}

// worker starts a process that works.
func (i *installation) worker(args ...string) *process {
	i.t.Helper()
	p := i.run.start(i.t, append([]string{"work"}, args...)...)
	p.logged("worker started")
	return p
}

// files are the paths below a folder, in order; none when it is not there.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found = append(found, strings.TrimPrefix(path, dir+string(filepath.Separator)))
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

// api is a process that serves.
type api struct {
	*process
	url string
}

// signIn gives a client with the user's token.
func (a *api) signIn(email, password string) *client {
	a.t.Helper()
	c := a.anonymous()
	var out struct {
		Login struct {
			Session struct{ AccessToken, RefreshToken string }
		}
	}
	c.do(`mutation($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { session { accessToken refreshToken } } }`,
		vars{"email": email, "password": password}, &out)
	c.Token, c.refresh = out.Login.Session.AccessToken, out.Login.Session.RefreshToken
	return c
}

// operator signs in as the first administrator.
func (a *api) operator() *client {
	a.t.Helper()
	return a.signIn(config.DevAdminEmail, config.DevAdminPassword)
}

func (a *api) anonymous() *client {
	headers := &withHeaders{}
	return &client{t: a.t, base: a.url, headers: headers, Client: &demo.Client{Endpoint: a.url + "/graphql", HTTP: headers.client()}}
}
