package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

const npmDir = "testdata/npm"

var installed = sync.OnceValues(install)

// install puts the packages that the lock file names into .tools, once for each
// lock file.
func install() (modules string, err error) {
	lock, err := os.ReadFile(filepath.Join(npmDir, "package-lock.json"))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(lock)
	tools, err := filepath.Abs("../../.tools")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(tools, "npm-"+hex.EncodeToString(sum[:8]))
	modules = filepath.Join(dir, "node_modules")
	if _, err := os.Stat(modules); err == nil {
		return modules, nil
	}
	if err := os.MkdirAll(tools, 0o755); err != nil {
		return "", err
	}
	fresh, err := os.MkdirTemp(tools, "npm-*.tmp")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(fresh)
	for _, name := range []string{"package.json", "package-lock.json"} {
		content, err := os.ReadFile(filepath.Join(npmDir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(fresh, name), content, 0o644)
		}
		if err != nil {
			return "", err
		}
	}
	command := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	command.Dir = fresh
	if said, err := command.CombinedOutput(); err != nil {
		return "", &npmError{err, said}
	}
	if err := os.Rename(fresh, dir); err != nil {
		if _, there := os.Stat(modules); there != nil { // nobody else was quicker
			return "", err
		}
	}
	return modules, nil
}

type npmError struct {
	cause error
	said  []byte
}

func (e *npmError) Error() string { return "npm ci: " + e.cause.Error() + "\n" + string(e.said) }

// node runs a script of testdata/npm and decodes what it prints.
func node(t *testing.T, into any, script string, args ...string) {
	t.Helper()
	modules, err := installed()
	if err != nil {
		t.Fatalf("the reference implementations are missing: `make setup` installs Node.js and npm. %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "node", append([]string{filepath.Join(npmDir, script)}, args...)...)
	command.Env = append(os.Environ(), "NODE_PATH="+modules)
	var failed bytes.Buffer
	command.Stderr = &failed
	said, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", script, err, said, failed.Bytes())
	}
	if err := json.Unmarshal(said, into); err != nil {
		t.Fatalf("%s printed %s: %v", script, said, err)
	}
}

// The audits of npm's graphql-http: all of what the specification demands,
// recommends and allows.
func TestGraphQLOverHTTPAudits_H1_H2_H3_H4_H5_H6_H7_H8_H9(t *testing.T) {
	t.Parallel()
	var results []struct{ ID, Name, Status, Reason string }
	node(t, &results, "audits.cjs", setup(t, nil).url+"/graphql")
	if len(results) != 61 {
		t.Errorf("%d audits were run, expected 61", len(results))
	}
	for _, r := range results {
		if r.Status != "ok" {
			t.Errorf("%s %s: %s: %s", r.ID, r.Name, r.Status, r.Reason)
		}
	}
}

// The client of npm's graphql-ws.
func TestReferenceClientOfWebsockets_W1_W5(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	var seen map[string]any
	node(t, &seen, "subscriptions.cjs", "ws"+b.url[len("http"):]+"/graphql", "ana")
	for part, want := range map[string]string{
		"together":  `[[{"count":1},{"count":2},{"count":3}],[{"whoami":"ana"}],[{"hello":"hello, world"}],[["GRAPHQL_VALIDATION_FAILED"]],[`,
		"stopped":   `{"forever":1}`,
		"again":     `[{"count":1}]`,
		"anonymous": `[{"whoami":"nobody"}]`,
		"badToken":  `[4403]`,
	} {
		got, err := json.Marshal(seen[part])
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(got, []byte(want)) {
			t.Errorf("%s: %s, want %s", part, got, want)
		}
	}
}
