package config

import (
	"log/slog"
	"net/url"
)

// LogValue is the part of the settings that a start's log shows: never a
// secret, and no query parameters, which may hold one.
func (c Config) LogValue() slog.Value {
	database := "private"
	if !c.PrivateDatabase() {
		database = withoutSecrets(c.DatabaseURL.Reveal())
	}
	return slog.GroupValue(
		slog.String("profile", string(c.Profile)),
		slog.String("listen", c.ListenAddr),
		slog.String("public_url", c.PublicURL),
		slog.String("data_dir", c.DataDir),
		slog.String("database", database),
		slog.String("storage", withoutSecrets(c.StorageBucket)),
		slog.Int("worker_concurrency", c.WorkerConcurrency),
		slog.Bool("playground", c.Playground),
	)
}

func withoutSecrets(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return redacted
	}
	return u.Scheme + "://" + u.Host + u.Path
}
