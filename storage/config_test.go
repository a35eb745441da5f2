package storage

import (
	"strings"
	"testing"
	"time"
)

func TestOpenRefusesWithReasons(t *testing.T) {
	t.Parallel()
	good := Config{Bucket: "mem://", SigningKey: testKey}
	for name, c := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"no bucket":          {func(c *Config) { c.Bucket = "" }, "no scheme"},
		"a path":             {func(c *Config) { c.Bucket = "/var/files" }, "accepted are file:///absolute/folder"},
		"unknown scheme":     {func(c *Config) { c.Bucket = "ftp://host/files" }, `scheme "ftp" is not known`},
		"two slashes":        {func(c *Config) { c.Bucket = "file://data/files" }, `"data" stands where a host would`},
		"no folder":          {func(c *Config) { c.Bucket = "file://" }, "names no folder"},
		"file parameters":    {func(c *Config) { c.Bucket = "file:///x?metadata=" }, "takes no query parameters"},
		"named memory":       {func(c *Config) { c.Bucket = "mem://a" }, "no places to choose from"},
		"no S3 bucket":       {func(c *Config) { c.Bucket = "s3://" }, "names no bucket"},
		"folder in S3":       {func(c *Config) { c.Bucket = "s3://bucket/folder" }, "given by the storage prefix"},
		"prefix in URL":      {func(c *Config) { c.Bucket = "gs://bucket?prefix=a/" }, "given by the storage prefix"},
		"S3 typing error":    {func(c *Config) { c.Bucket = "s3://bucket?regoin=x" }, `"regoin"`},
		"password":           {func(c *Config) { c.Bucket = "ftp://me:secret@host" }, "me:xxxxx@host"},
		"not a URL":          {func(c *Config) { c.Bucket = "s3://%zz" }, "it is not a URL"},
		"no signing key":     {func(c *Config) { c.SigningKey = nil }, "signing key 1 of storage has 0 bytes"},
		"short retired key":  {func(c *Config) { c.RetiredSigningKeys = [][]byte{[]byte("short")} }, "signing key 2 of storage has 5 bytes"},
		"prefix climbs":      {func(c *Config) { c.Prefix = "a/../b" }, "storage prefix"},
		"prefix is odd":      {func(c *Config) { c.Prefix = "a b" }, "storage prefix"},
		"links for a month":  {func(c *Config) { c.SignedURLTTL = 30 * 24 * time.Hour }, "cannot be signed for 720h"},
		"links for no time":  {func(c *Config) { c.SignedURLTTL = -1 }, "cannot be signed"},
		"base URL":           {func(c *Config) { c.PublicBaseURL = "books.example.com" }, "https://host"},
		"direct from memory": {func(c *Config) { c.SignDirect = true }, "switch direct signing off"},
		"direct from Azure": {func(c *Config) { c.SignDirect = true; c.Bucket = "azblob://files" },
			"switch direct signing off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := good
			c.change(&config)
			s, err := Open(t.Context(), config)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %q, want %q in it", err, c.want)
			}
		})
	}
}

func TestRelativeFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	s := open(t, Config{Bucket: "file://./data/files"})
	mustPut(t, s, mustKey(t, Uploads, "a"), []byte("x"))
	if got := filesIn(t, "data/files"); len(got) != 1 {
		t.Errorf("files in the folder: %v", got)
	}
}
