package app

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"quire/internal/config"
	"quire/internal/postgres/pgtest"
)

func TestDiagnose(t *testing.T) {
	t.Parallel()
	c := settings(t, pgtest.New(t))
	for name, tt := range map[string]struct {
		change func(c *config.Config)
		wrong  string
		says   string
	}{
		"all well":        {func(*config.Config) {}, "", "has the schema of this version"},
		"a private one":   {func(c *config.Config) { c.DatabaseURL = "" }, "", "database of its own"},
		"no server":       {func(c *config.Config) { c.DatabaseURL = "postgres://nobody@127.0.0.1:1/none" }, "database", "DATABASE_URL"},
		"nowhere to put":  {func(c *config.Config) { c.StorageBucket = "ftp://example.com" }, "storage", "STORAGE_BUCKET"},
		"a file as store": {func(c *config.Config) { c.StorageBucket = "file://" + filepath.Join(t.TempDir(), "a\x00b") }, "storage", "STORAGE_BUCKET"},
	} {
		changed := c
		tt.change(&changed)
		wrong, says := "", ""
		for _, check := range Diagnose(t.Context(), changed, slog.New(slog.DiscardHandler)) {
			if check.Needed && !check.OK {
				wrong += check.Subject
			}
			says += check.String() + "\n"
		}
		if wrong != tt.wrong || !strings.Contains(says, tt.says) {
			t.Errorf("%s: %q is wrong, want %q; it says\n%s", name, wrong, tt.wrong, says)
		}
	}
}
