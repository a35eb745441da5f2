// Package config reads Quire's settings from the environment, and in
// development from a file .env too, and refuses at the start what would go
// wrong later: all problems at once.
package config

import (
	"log/slog"
	"maps"
	"time"
)

// Profile is where the program runs.
type Profile string

const (
	// Dev is a developer's machine: everything that is missing is made up.
	Dev Profile = "dev"
	// Stage is production for trying out: with introspection and playground.
	Stage Profile = "stage"
	// Prod is production: nothing is made up.
	Prod Profile = "prod"
)

// Config is every setting. The comments say what each is for; .env.example
// lists them for people.
type Config struct {
	// Profile is dev, stage or prod.
	Profile Profile `env:"PROFILE"`

	// DatabaseURL is PostgreSQL's address as a URL. In dev it may be missing:
	// see [Config.PrivateDatabase].
	DatabaseURL Secret `env:"DATABASE_URL"`
	// ListenAddr is where the server listens: host:port.
	ListenAddr string `env:"LISTEN_ADDR"`
	// PublicURL is where people reach the server from outside, for links. When
	// empty, links are paths.
	PublicURL string `env:"PUBLIC_URL"`
	// DataDir is an absolute path: local files, and in dev the database.
	DataDir string `env:"DATA_DIR"`

	// StorageBucket is a URL of gocloud.dev/blob: file, mem, s3, gs or azblob.
	StorageBucket string `env:"STORAGE_BUCKET"`
	// StoragePrefix goes before the key of every stored file.
	StoragePrefix string `env:"STORAGE_PREFIX"`
	// StorageDirectLinks hands out links to the bucket itself (s3 and gs).
	StorageDirectLinks bool `env:"STORAGE_DIRECT_LINKS"`
	// SignedURLTTL is how long a download link works; at most 7 days.
	SignedURLTTL time.Duration `env:"SIGNED_URL_TTL"`
	// UploadMax is the largest file that may be uploaded.
	UploadMax Bytes `env:"UPLOAD_MAX_BYTES"`
	// ClamdAddr is where clamd is, which looks at every upload: unix:///path or
	// tcp://host:port; empty for nobody.
	ClamdAddr string `env:"CLAMD_ADDR"`
	// PreviewCache bounds the pictures of pages that a process keeps in DataDir.
	PreviewCache Bytes `env:"PREVIEW_CACHE_BYTES"`

	// JWTSecret signs access tokens; at least 32 bytes. In dev one is made and
	// kept in DataDir.
	JWTSecret Secret `env:"JWT_SECRET"`
	// JWTSecretsRetired are accepted and sign nothing any more: what JWTSecret was
	// before, until the last token of it has ended.
	JWTSecretsRetired []Secret `env:"JWT_SECRETS_RETIRED"`
	// JWTAlgorithm signs access tokens: HS256 or EdDSA.
	JWTAlgorithm string `env:"JWT_ALGORITHM"`
	// JWTExpiresIn is how long an access token works.
	JWTExpiresIn time.Duration `env:"JWT_EXPIRES_IN"`
	// RefreshExpiresIn is how long a refresh token works.
	RefreshExpiresIn time.Duration `env:"REFRESH_EXPIRES_IN"`
	// LoginAttemptsPerAccount and LoginAttemptsPerAddress are how often sign-in may
	// fail in a quarter of an hour; 0 for any number.
	LoginAttemptsPerAccount int `env:"LOGIN_ATTEMPTS_PER_ACCOUNT"`
	LoginAttemptsPerAddress int `env:"LOGIN_ATTEMPTS_PER_ADDRESS"`
	// FrontEndURL is the page to which invitations and sign-ins at a provider
	// lead; without it, that of GraphiQL where there is one.
	FrontEndURL string `env:"FRONT_END_URL"`
	OIDC
	// AdminEmail and AdminPassword are the first administrator, made when the
	// database has no user; without them none is made.
	AdminEmail    string `env:"ADMIN_EMAIL"`
	AdminPassword Secret `env:"ADMIN_PASSWORD"`

	// OutputKeep and UploadKeep are how long booklets and uploaded files are kept
	// that nothing uses; 0 for ever.
	OutputKeep time.Duration `env:"OUTPUT_KEEP"`
	UploadKeep time.Duration `env:"UPLOAD_KEEP"`
	// AuditKeep is how long the audit log keeps an event.
	AuditKeep time.Duration `env:"AUDIT_KEEP"`

	// MetricsToken is what a reader of the API's /metrics has to send; without it
	// everybody may read them, in prod nobody.
	MetricsToken Secret `env:"METRICS_TOKEN"`
	// CORSOrigins are the origins whose pages may call the API.
	CORSOrigins []string `env:"CORS_ORIGINS"`
	// ProxyHops is how many proxies of ours stand before the server: so many
	// entries at the end of X-Forwarded-For are trusted, and no other header is.
	ProxyHops int `env:"PROXY_HOPS"`
	Limits
	// QueryTimeout is the deadline of a query or mutation.
	QueryTimeout time.Duration `env:"QUERY_TIMEOUT"`
	// Introspection lets clients ask for the schema.
	Introspection bool `env:"INTROSPECTION"`
	// Playground serves GraphiQL at /playground.
	Playground bool `env:"PLAYGROUND"`
	// RiverUI shows River's pages about the queue to operators, at /queue.
	RiverUI bool `env:"RIVER_UI"`
	// TrustedDocuments is a folder of *.graphql: when given, only these documents
	// are executed, except for those who are signed in at the playground.
	TrustedDocuments string `env:"TRUSTED_DOCUMENTS"`

	// WorkerConcurrency is how many jobs a process works on at once.
	WorkerConcurrency int `env:"WORKER_CONCURRENCY"`
	// WorkerMemory is about how much memory the jobs of a process may take that run
	// at once.
	WorkerMemory Bytes `env:"WORKER_MEMORY_BYTES"`
	// JobTimeout is the deadline of one attempt at a job.
	JobTimeout time.Duration `env:"JOB_TIMEOUT"`
	// ShutdownTimeout is how long requests and jobs may take to end after the
	// signal to stop.
	ShutdownTimeout time.Duration `env:"SHUTDOWN_TIMEOUT"`

	// Headroom is how much garbage may gather in memory before it is collected,
	// when what is in use is less; 0 for as much as is in use.
	Headroom Bytes `env:"GC_HEADROOM_BYTES"`

	// TraceEndpoint is the collector that spans are sent to, by OTLP over HTTP;
	// empty for nowhere.
	TraceEndpoint string `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`
	// LogLevel is debug, info, warn or error.
	LogLevel slog.Level `env:"LOG_LEVEL"`
	// LogFormat is text or json.
	LogFormat string `env:"LOG_FORMAT"`
}

// PrivateDatabase reports whether the program runs a private PostgreSQL in
// [Config.DataDir], because it is in development and was given no other.
func (c Config) PrivateDatabase() bool { return c.Profile == Dev && c.DatabaseURL == "" }

// Development admin: known to everyone, and therefore refused elsewhere.
const (
	DevAdminEmail    = "admin@example.com"
	DevAdminPassword = "renewal-book-demo"
)

// defaults are the settings of whoever sets nothing.
func defaults(p Profile) map[string]string {
	d := map[string]string{
		"PROFILE":                    string(p),
		"LISTEN_ADDR":                "127.0.0.1:8080",
		"DATA_DIR":                   "./data",
		"SIGNED_URL_TTL":             "15m",
		"UPLOAD_MAX_BYTES":           "64MiB",
		"PREVIEW_CACHE_BYTES":        "256MiB",
		"JWT_ALGORITHM":              "HS256",
		"JWT_EXPIRES_IN":             "15m",
		"REFRESH_EXPIRES_IN":         "720h",
		"OUTPUT_KEEP":                "0",
		"UPLOAD_KEEP":                "0",
		"AUDIT_KEEP":                 "8760h",
		"LOGIN_ATTEMPTS_PER_ACCOUNT": "10",
		"LOGIN_ATTEMPTS_PER_ADDRESS": "50",
		"PROXY_HOPS":                 "0",
		"QUERY_TIMEOUT":              "30s",
		"INTROSPECTION":              "false",
		"PLAYGROUND":                 "false",
		"RIVER_UI":                   "false",
		"WORKER_CONCURRENCY":         "4",
		"WORKER_MEMORY_BYTES":        "1GiB",
		"JOB_TIMEOUT":                "10m",
		"SHUTDOWN_TIMEOUT":           "30s",
		"GC_HEADROOM_BYTES":          "64MiB",
		"LOG_LEVEL":                  "info",
		"LOG_FORMAT":                 "json",
	}
	maps.Copy(d, limitDefaults)
	maps.Copy(d, oidcDefaults)
	if p != Prod {
		d["INTROSPECTION"], d["PLAYGROUND"] = "true", "true"
	}
	if p == Dev {
		d["LOG_FORMAT"], d["RIVER_UI"] = "text", "true"
		d["ADMIN_EMAIL"], d["ADMIN_PASSWORD"] = DevAdminEmail, DevAdminPassword
	}
	return d
}
