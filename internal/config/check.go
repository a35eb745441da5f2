package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"quire/internal/auth"
	"quire/storage/scan"
)

const (
	minMetricsToken = 16
	minSecretBytes  = 32 // as long as HMAC-SHA256's output: RFC 7518, 3.2
	minFileKeep     = 24 * time.Hour
	minAuditKeep    = 30 * 24 * time.Hour // the database removes none before
	maxSignedURLTTL = 7 * 24 * time.Hour  // the longest that S3 and Google Cloud sign for
)

// check finds what is wrong with values that could be read; wrong are those
// that could not, and are not judged again.
func (c Config) check(wrong Problems) Problems {
	var p list
	for _, w := range wrong {
		if w, ok := w.(parseProblem); ok {
			p.known = append(p.known, w.name)
		}
	}
	if !slices.Contains([]Profile{Dev, Stage, Prod}, c.Profile) {
		p.add("PROFILE", "%q is none of dev, stage, prod", c.Profile)
	}
	c.checkPlaces(&p)
	c.checkSecrets(&p)
	c.checkSignIn(&p)
	c.checkLimits(&p)
	return p.problems
}

// list collects problems, one a variable.
type list struct {
	problems Problems
	known    []string
}

func (l *list) add(name, format string, args ...any) {
	if slices.Contains(l.known, name) {
		return
	}
	l.known = append(l.known, name)
	l.problems = append(l.problems, fmt.Errorf(name+": "+format, args...))
}

func (c Config) checkPlaces(p *list) {
	switch {
	case c.DatabaseURL == "" && c.Profile != Dev:
		p.add("DATABASE_URL", "is missing: outside dev there is no private database; give postgres://user:password@host/database")
	case c.DatabaseURL != "":
		if _, err := pgconn.ParseConfig(c.DatabaseURL.Reveal()); err != nil {
			p.add("DATABASE_URL", "is not an address of PostgreSQL: give postgres://user:password@host/database")
		}
	}
	if !validListenAddr(c.ListenAddr) {
		p.add("LISTEN_ADDR", "%q is not host:port, as in 127.0.0.1:8080", c.ListenAddr)
	}
	if c.PublicURL != "" && !validBase(c.PublicURL, true) {
		p.add("PUBLIC_URL", "%q is not a web address, as in https://books.example.com", c.PublicURL)
	}
	c.checkBucket(p)
	for _, o := range c.CORSOrigins {
		if o == "*" && c.Profile == Prod {
			p.add("CORS_ORIGINS", "\"*\" would let every page call the API: name the origins")
		}
		if o != "*" && !validBase(o, false) {
			p.add("CORS_ORIGINS", "%q is not an origin, as in https://app.example.com (several are separated by commas)", o)
		}
	}
}

func (c Config) checkBucket(p *list) {
	u, err := url.Parse(c.StorageBucket)
	if err != nil || !slices.Contains([]string{"file", "mem", "s3", "gs", "azblob"}, u.Scheme) {
		p.add("STORAGE_BUCKET", "is no bucket that is known: give file:///folder, mem://, s3://bucket, gs://bucket or azblob://container")
		return
	}
	if u.Scheme == "mem" && c.Profile == Prod {
		p.add("STORAGE_BUCKET", "mem:// forgets everything at the end of the process: give a bucket that lasts")
	}
	if c.StorageDirectLinks && u.Scheme != "s3" && u.Scheme != "gs" {
		p.add("STORAGE_DIRECT_LINKS", "a %s bucket cannot serve files itself: leave it false", u.Scheme)
	}
}

func (c Config) checkSecrets(p *list) {
	switch secret := c.JWTSecret.Reveal(); {
	case secret == "" && c.Profile == Dev: // one is made
	case secret == "":
		p.add("JWT_SECRET", "is missing: give at least %d random bytes, as `openssl rand -base64 48` prints", minSecretBytes)
	case len(secret) < minSecretBytes:
		p.add("JWT_SECRET", "has %d bytes: give at least %d random ones, as `openssl rand -base64 48` prints", len(secret), minSecretBytes)
	case c.Profile != Dev && isDevSecret(secret):
		p.add("JWT_SECRET", "is a development secret: give a new one for %s, as `openssl rand -base64 48` prints", c.Profile)
	}
	for i, retired := range c.JWTSecretsRetired {
		if len(retired) < minSecretBytes {
			p.add("JWT_SECRETS_RETIRED", "number %d has %d bytes: list former values of JWT_SECRET, separated by commas", i+1, len(retired))
		}
	}
	if t := len(c.MetricsToken); t > 0 && t < minMetricsToken {
		p.add("METRICS_TOKEN", "has %d bytes: give at least %d random ones", t, minMetricsToken)
	}
	if c.JWTAlgorithm != string(auth.HS256) && c.JWTAlgorithm != string(auth.EdDSA) {
		p.add("JWT_ALGORITHM", "%q is neither HS256 nor EdDSA", c.JWTAlgorithm)
	}
	email, password := c.AdminEmail, c.AdminPassword.Reveal()
	if (email == "") != (password == "") {
		p.add("ADMIN_EMAIL", "goes with ADMIN_PASSWORD: give both, or neither and use `quire user create`")
		return
	}
	if email == "" {
		return
	}
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email {
		p.add("ADMIN_EMAIL", "%q is not an email address", email)
	}
	if c.Profile != Dev && password == DevAdminPassword {
		p.add("ADMIN_PASSWORD", "is the development password, which everybody knows: choose another")
	} else if err := auth.CheckPassword(password, email); err != nil {
		p.add("ADMIN_PASSWORD", "%v", err)
	}
}

func (c Config) checkLimits(p *list) {
	for _, d := range []struct {
		name  string
		value time.Duration
		most  time.Duration
	}{
		{"SIGNED_URL_TTL", c.SignedURLTTL, maxSignedURLTTL},
		{"JWT_EXPIRES_IN", c.JWTExpiresIn, 24 * time.Hour},
		{"REFRESH_EXPIRES_IN", c.RefreshExpiresIn, 365 * 24 * time.Hour},
		{"QUERY_TIMEOUT", c.QueryTimeout, time.Hour},
		{"JOB_TIMEOUT", c.JobTimeout, 24 * time.Hour},
		{"SHUTDOWN_TIMEOUT", c.ShutdownTimeout, time.Hour},
	} {
		if d.value <= 0 || d.value > d.most {
			p.add(d.name, "%v is out of range: more than 0 and at most %v", d.value, d.most)
		}
	}
	for name, keep := range map[string]time.Duration{"OUTPUT_KEEP": c.OutputKeep, "UPLOAD_KEEP": c.UploadKeep} {
		if keep < 0 || keep > 0 && keep < minFileKeep {
			p.add(name, "%v is too short: keep files for at least %v, or for ever with 0", keep, minFileKeep)
		}
	}
	if u, err := url.Parse(c.TraceEndpoint); c.TraceEndpoint != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		p.add("OTEL_EXPORTER_OTLP_ENDPOINT", "%q is no address of a collector: give http://host:4318", c.TraceEndpoint)
	}
	if c.ClamdAddr != "" {
		if _, err := scan.New(c.ClamdAddr); err != nil {
			p.add("CLAMD_ADDR", "%v", err)
		}
	}
	if c.AuditKeep < minAuditKeep {
		p.add("AUDIT_KEEP", "%v is too short: keep events for at least %v", c.AuditKeep, minAuditKeep)
	}
	for _, n := range append(c.bounds(), []bound{
		{"UPLOAD_MAX_BYTES", int(c.UploadMax), 1, 4 << 30},
		{"PREVIEW_CACHE_BYTES", int(c.PreviewCache), 1 << 20, 1 << 40},
		{"GC_HEADROOM_BYTES", int(c.Headroom), 0, 4 << 30},
		{"LOGIN_ATTEMPTS_PER_ACCOUNT", c.LoginAttemptsPerAccount, 0, 1000},
		{"LOGIN_ATTEMPTS_PER_ADDRESS", c.LoginAttemptsPerAddress, 0, 100_000},
		{"PROXY_HOPS", c.ProxyHops, 0, 10},
		{"WORKER_CONCURRENCY", c.WorkerConcurrency, 1, 1000},
	}...) {
		if n.value < n.least || n.value > n.most {
			p.add(n.name, "%d is out of range: %d to %d", n.value, n.least, n.most)
		}
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		p.add("LOG_FORMAT", "%q is neither text nor json", c.LogFormat)
	}
}

func validListenAddr(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	_, err = strconv.ParseUint(port, 10, 16)
	return err == nil
}

// validBase reports whether s is a web address to which paths can be added, or
// without a path an origin (RFC 6454, 4).
func validBase(s string, path bool) bool {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" {
		return false
	}
	return u.User == nil && u.RawQuery == "" && u.Fragment == "" && !strings.Contains(u.Host, "*") && (path || u.Path == "")
}
