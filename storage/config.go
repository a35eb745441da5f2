package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"
)

const (
	// DefaultSignedURLTTL is how long a link works unless configured.
	DefaultSignedURLTTL = 15 * time.Minute
	// MaxSignedURLTTL is the longest that S3 and Google Cloud sign for.
	MaxSignedURLTTL = 7 * 24 * time.Hour
	// MinSigningKeyBytes is the output of SHA-256: a shorter HMAC key weakens
	// the signature (RFC 2104, 3).
	MinSigningKeyBytes = 32
)

// Scanner looks for malicious content, as [scan.Scanner] does.
type Scanner interface {
	// Scan fails with [*scan.Infected] when there is any.
	Scan(ctx context.Context, r io.Reader) error
}

// Config says where the files are and how links to them are signed.
type Config struct {
	// Bucket is a URL: file:///folder, mem://, s3://bucket, gs://bucket or
	// azblob://container, with the query parameters of gocloud.dev/blob.
	Bucket string
	// Prefix goes before every key, such as "quire/prod"; it may be empty.
	Prefix string
	// PublicBaseURL is where [Store.DownloadHandler] is reached from outside,
	// such as https://books.example.com; when empty, links are paths.
	PublicBaseURL string
	// SigningKey signs links; at least [MinSigningKeyBytes].
	SigningKey []byte
	// RetiredSigningKeys are former keys, whose links work until they expire.
	RetiredSigningKeys [][]byte
	// SignedURLTTL is how long a link works; zero for [DefaultSignedURLTTL].
	SignedURLTTL time.Duration
	// SignDirect hands out links to the bucket itself instead of our own
	// server: s3 and gs only.
	SignDirect bool
	// TempDir holds uploads while they are inspected; empty for the system's.
	TempDir string
	// Scanner looks at every upload before it is accepted; nil for nobody.
	Scanner Scanner
	// Now is the clock; nil for the real one.
	Now func() time.Time
	// Downloaded hears of each download by a link of [Store.SignedURLAbout], when
	// it begins, and what the link is about; nil for nobody.
	Downloaded func(ctx context.Context, about string)
	// Log is told of failed downloads; nil for nobody.
	Log *slog.Logger
}

// complete checks c and fills the defaults in.
func (c Config) complete() (Config, error) {
	var problems []error
	prefix, err := cleanPrefix(c.Prefix)
	problems = append(problems, err, checkSigningKeys(c), checkBaseURL(c.PublicBaseURL))
	if c.SignedURLTTL < 0 || c.SignedURLTTL > MaxSignedURLTTL {
		problems = append(problems, fmt.Errorf("links cannot be signed for %v: choose more than 0 and at most %v", c.SignedURLTTL, MaxSignedURLTTL))
	}
	c.Prefix = prefix
	c.PublicBaseURL = strings.TrimRight(c.PublicBaseURL, "/")
	if c.SignedURLTTL == 0 {
		c.SignedURLTTL = DefaultSignedURLTTL
	}
	if c.TempDir == "" {
		c.TempDir = os.TempDir()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c, errors.Join(problems...)
}

func checkSigningKeys(c Config) error {
	for i, key := range append([][]byte{c.SigningKey}, c.RetiredSigningKeys...) {
		if len(key) < MinSigningKeyBytes {
			return fmt.Errorf("signing key %d of storage has %d bytes: give it at least %d random ones", i+1, len(key), MinSigningKeyBytes)
		}
	}
	return nil
}

func checkBaseURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("the public base URL %q is not usable: give it as https://host or https://host/path", s)
	}
	return nil
}
