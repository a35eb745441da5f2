package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

const goodSecret = "kQ7vP2mX9sL4tR8wZ1cF6hJ3nB5dG0yA"

// production are settings that production accepts.
func production(more ...string) []string {
	return append([]string{
		"PROFILE=prod",
		"DATABASE_URL=postgres://quire:hunter2@db.internal/quire",
		"JWT_SECRET=" + goodSecret,
		"STORAGE_BUCKET=s3://books?region=eu-central-1",
		"PUBLIC_URL=https://books.example.com/",
	}, more...)
}

func mustLoad(t *testing.T, environ []string, dotenv string) Config {
	t.Helper()
	c, err := load(environ, dotenv)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDevelopmentNeedsNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	c := mustLoad(t, []string{"DATA_DIR=" + dir}, filepath.Join(dir, ".env"))
	if c.Profile != Dev || !c.PrivateDatabase() || !c.Introspection || !c.Playground || c.LogFormat != "text" {
		t.Errorf("%+v", c)
	}
	if c.ListenAddr != "127.0.0.1:8080" || c.PublicURL != "http://127.0.0.1:8080" {
		t.Errorf("listens at %q, reached at %q", c.ListenAddr, c.PublicURL)
	}
	if c.UploadMax != 64<<20 || c.SignedURLTTL != 15*time.Minute || c.RefreshExpiresIn != 720*time.Hour {
		t.Errorf("%v, %v, %v", c.UploadMax, c.SignedURLTTL, c.RefreshExpiresIn)
	}
	if want := "file://" + dir + "/files"; !strings.HasPrefix(c.StorageBucket, want) {
		t.Errorf("storage is %q, not %q", c.StorageBucket, want)
	}
	if c.AdminEmail != DevAdminEmail || c.AdminPassword.Reveal() != DevAdminPassword {
		t.Errorf("the administrator is %s", c.AdminEmail)
	}
	info, err := os.Stat(filepath.Join(dir, "jwt-secret"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the secret's file: %v, %v", info, err)
	}
	if again := mustLoad(t, []string{"DATA_DIR=" + dir}, ""); again.JWTSecret != c.JWTSecret || again.JWTSecret == "" {
		t.Error("the secret is not kept")
	}
}

func TestProcessesThatStartAtOnceShareASecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	secrets := make([]Secret, 8)
	var work sync.WaitGroup
	for i := range secrets {
		work.Go(func() { secrets[i], _ = devSecret(dir) })
	}
	work.Wait()
	for _, s := range secrets {
		if s == "" || s != secrets[0] {
			t.Fatal("the secrets differ")
		}
	}
}

func TestProductionIsAccepted(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, production(), "")
	if c.PrivateDatabase() || c.Introspection || c.Playground || c.LogFormat != "json" || c.AdminEmail != "" {
		t.Errorf("%+v", c)
	}
	if c.PublicURL != "https://books.example.com" {
		t.Errorf("public URL %q", c.PublicURL)
	}
	if c := mustLoad(t, production("PLAYGROUND=true", "CORS_ORIGINS=https://a.example, https://b.example/"), ""); !c.Playground || len(c.CORSOrigins) != 2 || c.CORSOrigins[1] != "https://b.example" {
		t.Errorf("%v, %q", c.Playground, c.CORSOrigins)
	}
}

func TestProblemsNameTheVariable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ setting, problem string }{
		{"JWT_SECRET=", "JWT_SECRET: is missing"},
		{"JWT_SECRET=short", "JWT_SECRET: has 5 bytes"},
		{"JWT_SECRET=dev-kQ7vP2mX9sL4tR8wZ1cF6hJ3nB5dG0yA", "JWT_SECRET: is a development secret"},
		{"JWT_SECRET=change-me-change-me-change-me-change-me", "JWT_SECRET: is a development secret"},
		{"JWT_SECRETS_RETIRED=" + goodSecret + ",short", "JWT_SECRETS_RETIRED: number 2 has 5 bytes"},
		{"OUTPUT_KEEP=23h", "OUTPUT_KEEP: 23h0m0s is too short"},
		{"UPLOAD_KEEP=-1h", "UPLOAD_KEEP: -1h0m0s is too short"},
		{"CLAMD_ADDR=clamd:3310", "CLAMD_ADDR: \"clamd:3310\" is no address of clamd"},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318", "OTEL_EXPORTER_OTLP_ENDPOINT: \"collector:4318\" is no address"},
		{"AUDIT_KEEP=24h", "AUDIT_KEEP: 24h0m0s is too short"},
		{"JWT_ALGORITHM=none", "JWT_ALGORITHM: "},
		{"LOGIN_ATTEMPTS_PER_ACCOUNT=-1", "LOGIN_ATTEMPTS_PER_ACCOUNT: "},
		{"DATABASE_URL=", "DATABASE_URL: is missing"},
		{"DATABASE_URL=postgres://quire:hunter2@host:port/x", "DATABASE_URL: is not an address"},
		{"LISTEN_ADDR=8080", "LISTEN_ADDR: "},
		{"LISTEN_ADDR=localhost:99999", "LISTEN_ADDR: "},
		{"PUBLIC_URL=books.example.com", "PUBLIC_URL: "},
		{"PUBLIC_URL=https://books.example.com/?a=b", "PUBLIC_URL: "},
		{"STORAGE_BUCKET=ftp://books", "STORAGE_BUCKET: "},
		{"STORAGE_BUCKET=mem://", "STORAGE_BUCKET: mem:// forgets"},
		{"CORS_ORIGINS=*", "CORS_ORIGINS: "},
		{"CORS_ORIGINS=https://a.example/path", "CORS_ORIGINS: "},
		{"ADMIN_EMAIL=admin@example.com", "ADMIN_EMAIL: goes with ADMIN_PASSWORD"},
		{"JWT_EXPIRES_IN=soon", "JWT_EXPIRES_IN: "},
		{"SIGNED_URL_TTL=200h", "SIGNED_URL_TTL: 200h0m0s is out of range"},
		{"QUERY_TIMEOUT=-1s", "QUERY_TIMEOUT: "},
		{"UPLOAD_MAX_BYTES=much", `UPLOAD_MAX_BYTES: "much" is not an amount`},
		{"UPLOAD_MAX_BYTES=0", "UPLOAD_MAX_BYTES: 0 is out of range"},
		{"WORKER_CONCURRENCY=0", "WORKER_CONCURRENCY: "},
		{"COMPLEXITY_LIMIT=many", "COMPLEXITY_LIMIT: "},
		{"LOG_LEVEL=loud", "LOG_LEVEL: "},
		{"LOG_FORMAT=xml", "LOG_FORMAT: "},
		{"PLAYGROUND=perhaps", "PLAYGROUND: "},
		{"PROFILE=production", "PROFILE: "},
	} {
		_, err := load(production(c.setting), "")
		var problems Problems
		if !errors.As(err, &problems) || len(problems) != 1 || !strings.HasPrefix(problems[0].Error(), c.problem) {
			t.Errorf("%s: %v, want %q alone", c.setting, err, c.problem)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error shows a password", c.setting)
		}
	}
}

func TestProductionRefusesTheKnownPassword(t *testing.T) {
	t.Parallel()
	for password, problem := range map[string]string{
		DevAdminPassword: "development password",
		"12345678901":    "ADMIN_PASSWORD",
		"short":          "ADMIN_PASSWORD",
	} {
		_, err := load(production("ADMIN_EMAIL=boss@broker.example", "ADMIN_PASSWORD="+password), "")
		if err == nil || !strings.Contains(err.Error(), problem) || strings.Contains(err.Error(), password) {
			t.Errorf("%s: %v", password, err)
		}
	}
	mustLoad(t, production("ADMIN_EMAIL=boss@broker.example", "ADMIN_PASSWORD=vellum-and-thread-77"), "")
}

func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := load([]string{"PROFILE=prod", "LISTEN_ADDR=x", "JWT_EXPIRES_IN=soon", "LOG_FORMAT=xml"}, "")
	if err == nil {
		t.Fatal("accepted")
	}
	for _, name := range []string{"DATABASE_URL", "JWT_SECRET", "LISTEN_ADDR", "JWT_EXPIRES_IN", "LOG_FORMAT"} {
		if n := strings.Count(err.Error(), "\n  "+name+": "); n != 1 {
			t.Errorf("%s is mentioned %d times in:\n%v", name, n, err)
		}
	}
}

func TestDotenvIsForDevelopmentAndYields(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	dotenv := filepath.Join(dir, ".env")
	write := func(text string) {
		if err := os.WriteFile(dotenv, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("LISTEN_ADDR=127.0.0.1:9000\nLOG_LEVEL=debug # for now\nDATABASE_URL=\n")
	c := mustLoad(t, []string{"DATA_DIR=" + dir, "LOG_LEVEL=warn"}, dotenv)
	if c.ListenAddr != "127.0.0.1:9000" || c.LogLevel != slog.LevelWarn || !c.PrivateDatabase() {
		t.Errorf("%s, %s", c.ListenAddr, c.LogLevel)
	}
	if c := mustLoad(t, production(), dotenv); c.ListenAddr != "127.0.0.1:8080" {
		t.Error("production read .env")
	}
	write("PROFILE=prod\n")
	if _, err := load([]string{"DATA_DIR=" + dir}, dotenv); err == nil || !strings.Contains(err.Error(), "read in dev only") {
		t.Errorf(".env chose the profile: %v", err)
	}
	write("JWT_SECRET hunter2\n")
	if _, err := load([]string{"DATA_DIR=" + dir}, dotenv); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a broken .env: %v", err)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, production("ADMIN_EMAIL=boss@broker.example", "ADMIN_PASSWORD=vellum-and-thread-77", "STORAGE_BUCKET=s3://books?key=hunter2", "JWT_SECRETS_RETIRED="+goodSecret), "")
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "config", c, "secret", c.JWTSecret)
	encoded, err := json.Marshal(c.JWTSecret)
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(encoded) + fmt.Sprintf("%v %s %q %#v", c.JWTSecret, c.AdminPassword, c.DatabaseURL, c.JWTSecret) + fmt.Sprintf("%+v %#v", c.DatabaseURL, c.AdminPassword)
	for _, secret := range []string{goodSecret, "hunter2", "vellum-and-thread-77"} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is shown in %s", secret, all)
		}
	}
	if !strings.Contains(log.String(), "postgres://db.internal/quire") {
		t.Errorf("the log does not say which database: %s", log.String())
	}
}

func TestKeysDifferByPurpose(t *testing.T) {
	t.Parallel()
	c := Config{JWTSecret: goodSecret}
	links, err1 := c.Key("links")
	again, err2 := c.Key("links")
	other, err3 := c.Key("cursors")
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	if len(links) != 32 || !bytes.Equal(links, again) || bytes.Equal(links, other) {
		t.Errorf("%x, %x, %x", links, again, other)
	}
}

func TestBytes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Bytes{"0": 0, "67108864": 64 << 20, "64MiB": 64 << 20, "64 mib": 64 << 20, "10MB": 1e7, "1GiB": 1 << 30, "5B": 5} {
		var b Bytes
		if err := b.UnmarshalText([]byte(text)); err != nil || b != want {
			t.Errorf("%q: %d, %v", text, b, err)
		}
	}
	for _, text := range []string{"", "MiB", "-1", "1.5MiB", "9223372036854775807GiB", "1TB"} {
		var b Bytes
		if err := b.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is %d", text, b)
		}
	}
}

// People find every setting in .env.example, and nothing else.
func TestExampleListsEverySetting(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]int{}
	for line := range strings.Lines(string(raw)) {
		name, _, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "#"), "=")
		if ok && !strings.Contains(name, " ") {
			listed[name]++
		}
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[Config]()) {
		if f.Anonymous {
			continue
		}
		name := f.Tag.Get("env")
		if listed[name] != 1 {
			t.Errorf("%s is listed %d times", name, listed[name])
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("%s is no setting", name)
	}
}
