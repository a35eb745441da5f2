// Package npmtest runs other people's clients of GraphQL, as they come from npm,
// against our servers in tests. package-lock.json pins them.
package npmtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

//go:embed package.json package-lock.json
var packages embed.FS

var installed = sync.OnceValues(install)

// install puts the packages that the lock file names into .tools, once for each
// lock file.
func install() (modules string, err error) {
	lock, err := packages.ReadFile("package-lock.json")
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(lock)
	tools, err := toolsFolder()
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
		content, err := packages.ReadFile(name)
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

// toolsFolder is .tools beside go.mod.
func toolsFolder() (string, error) {
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return filepath.Join(at, ".tools"), nil
		}
		if at == filepath.Dir(at) {
			return "", errors.New("there is no go.mod above the working directory")
		}
	}
}

// Run runs a Node.js script and decodes the JSON that it prints.
func Run(t testing.TB, into any, script string, args ...string) {
	t.Helper()
	modules, err := installed()
	if err != nil {
		t.Fatalf("the reference implementations are missing: `make setup` installs Node.js and npm. %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "node", append([]string{script}, args...)...)
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
