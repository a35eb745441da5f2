package storage

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"gocloud.dev/blob"
)

// ExpirePreviews removes the pictures of [Previews] that were written longer ago
// than age, of all tenants, and tells how many. Whoever runs it chooses an age
// beyond that of the links to them.
func (s *Store) ExpirePreviews(ctx context.Context, age time.Duration) (int, error) {
	before := s.now().Add(-age)
	removed := 0
	err := s.list(ctx, &blob.ListOptions{Delimiter: "/"}, func(tenant *blob.ListObject) error {
		if !tenant.IsDir {
			return nil
		}
		prefix := strings.TrimSuffix(tenant.Key, "/") + "/" + string(Previews) + "/"
		return s.list(ctx, &blob.ListOptions{Prefix: prefix}, func(picture *blob.ListObject) error {
			if !picture.ModTime.Before(before) || checkKey(picture.Key) != nil {
				return nil
			}
			err := s.Delete(ctx, picture.Key)
			if errors.Is(err, ErrNotFound) { // another process was faster
				return nil
			}
			if err == nil {
				removed++
			}
			return err
		})
	})
	return removed, err
}

func (s *Store) list(ctx context.Context, o *blob.ListOptions, each func(*blob.ListObject) error) error {
	for listed := s.bucket.List(o); ; {
		object, err := listed.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return s.fail("list", o.Prefix, err)
		}
		if err := each(object); err != nil {
			return err
		}
	}
}
