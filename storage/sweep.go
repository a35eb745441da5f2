package storage

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gocloud.dev/blob"
)

// Listed is an object as the bucket lists it.
type Listed struct {
	Key string
	// Size in bytes.
	Size int64
	// Written is when the object was last written.
	Written time.Time
}

// Swept is what was removed.
type Swept struct {
	Objects int
	// Bytes of their content.
	Bytes int64
}

// Each shows every object of an area, of all tenants, in no order; those that are
// written or removed meanwhile may be missed. It ends with the error of visit.
func (s *Store) Each(ctx context.Context, area Area, visit func(Listed) error) error {
	if s.folder != "" {
		return s.walk(ctx, area, visit)
	}
	return s.list(ctx, &blob.ListOptions{Delimiter: "/"}, func(tenant *blob.ListObject) error {
		if !tenant.IsDir {
			return nil
		}
		prefix := strings.TrimSuffix(tenant.Key, "/") + "/" + string(area) + "/"
		return s.list(ctx, &blob.ListOptions{Prefix: prefix}, func(o *blob.ListObject) error {
			if o.IsDir || checkKey(o.Key) != nil {
				return nil
			}
			return visit(Listed{Key: o.Key, Size: o.Size, Written: o.ModTime})
		})
	})
}

// walk does it for a folder: the driver's own listing fails when a file goes while
// it looks.
func (s *Store) walk(ctx context.Context, area Area, visit func(Listed) error) error {
	root := filepath.Join(s.folder, filepath.FromSlash(s.prefix))
	tenants, err := os.ReadDir(root)
	if err != nil {
		return s.fail("list", "", ignoreMissing(err))
	}
	for _, tenant := range tenants {
		prefix := tenant.Name() + "/" + string(area)
		files, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(prefix)))
		if !tenant.IsDir() || errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return s.fail("list", prefix, err)
		}
		for _, f := range files {
			key := prefix + "/" + f.Name()
			info, err := f.Info()
			if err != nil || f.IsDir() || checkKey(key) != nil { // gone meanwhile, or none of ours
				continue
			}
			if err := errors.Join(ctx.Err(), visit(Listed{Key: key, Size: info.Size(), Written: info.ModTime()})); err != nil {
				return err
			}
		}
	}
	return nil
}

// Expire removes the objects of an area that were written longer ago than age.
// It is for [Staged] and [Previews], whose objects no row names for ever.
func (s *Store) Expire(ctx context.Context, area Area, age time.Duration) (swept Swept, err error) {
	before := s.now().Add(-age)
	err = s.Each(ctx, area, func(o Listed) error {
		if !o.Written.Before(before) {
			return nil
		}
		err := s.Delete(ctx, o.Key)
		if errors.Is(err, ErrNotFound) { // another process was faster
			return nil
		}
		if err == nil {
			swept.Objects++
			swept.Bytes += o.Size
		}
		return err
	})
	return swept, err
}

// Stat tells when an object was last written and how large it is; ErrNotFound
// when there is none.
func (s *Store) Stat(ctx context.Context, key string) (Listed, error) {
	if err := checkKey(key); err != nil {
		return Listed{}, err
	}
	a, err := s.bucket.Attributes(ctx, key)
	if err != nil {
		return Listed{}, s.fail("look at", key, err)
	}
	return Listed{Key: key, Size: a.Size, Written: a.ModTime}, nil
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
