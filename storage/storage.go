// Package storage keeps the files of the product: uploads that people send
// and outputs that the engine makes.
//
// A [Store] is one place in a bucket of a cloud or in a folder. Its keys are
// built of a tenant, an area and a name, so that one tenant's files share a
// prefix and no key can reach outside of it. Files are written once, whole or
// not at all, and read by ranges. Links to files are signed and expire.
//
// The package knows neither the database nor who is asking: whoever calls it
// has already decided that they may.
package storage

import (
	"context"
	"log/slog"
	"time"

	"gocloud.dev/blob"
)

// Store is an open store. It is safe for use by several goroutines.
type Store struct {
	bucket *blob.Bucket
	kind   scheme
	// name of the bucket, where its kind gives it one.
	name string
	// folder is the directory of a file store; empty for the others.
	folder string
	// prefix goes before every key; empty, or it ends with a slash.
	prefix string
	keys   keyRing
	// uploadKeys sign links that write; no token of one kind is one of the other.
	uploadKeys keyRing
	baseURL    string
	ttl        time.Duration
	direct     bool
	// downloaded hears of downloads; nil for nobody.
	downloaded func(ctx context.Context, about string)
	tempDir    string
	scanner    Scanner
	now        func() time.Time
	log        *slog.Logger
}

// Close releases the store's connections. Objects that are open become
// unusable.
func (s *Store) Close() error { return s.bucket.Close() }

// Delete removes an object; [ErrNotFound] when there is none. Equal uploads
// share one object, so delete only when no record names the key any more.
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	return s.fail("delete", key, s.bucket.Delete(ctx, key))
}

// Exists tells whether there is an object under key.
func (s *Store) Exists(ctx context.Context, key string) (bool, error) {
	if err := checkKey(key); err != nil {
		return false, err
	}
	found, err := s.bucket.Exists(ctx, key)
	return found, s.fail("look for", key, err)
}
