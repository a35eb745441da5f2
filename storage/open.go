package storage

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/azureblob" // azblob://
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/gcsblob" // gs://
	"gocloud.dev/blob/memblob"
	_ "gocloud.dev/blob/s3blob" // s3://
)

// scheme is the kind of bucket.
type scheme string

const (
	schemeFile  scheme = "file"
	schemeMem   scheme = "mem"
	schemeS3    scheme = "s3"
	schemeGS    scheme = "gs"
	schemeAzure scheme = "azblob"
)

const acceptedForms = "accepted are file:///absolute/folder, file://./relative/folder, mem://, " +
	"s3://bucket?region=eu-central-1, gs://bucket and azblob://container"

// Open opens the store that c describes. It creates the folder of a file
// store; of the others it contacts nothing yet: see [Store.Check].
func Open(ctx context.Context, c Config) (*Store, error) {
	c, err := c.complete()
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	u, err := parseBucket(c.Bucket)
	if err != nil {
		return nil, err
	}
	s := &Store{
		kind: scheme(u.Scheme), name: u.Host, keys: newKeyRing("download", c.SigningKey, c.RetiredSigningKeys),
		uploadKeys: newKeyRing("upload", c.SigningKey, c.RetiredSigningKeys), baseURL: c.PublicBaseURL,
		ttl: c.SignedURLTTL, direct: c.SignDirect, downloaded: c.Downloaded, tempDir: c.TempDir, now: c.Now, log: c.Log, scanner: c.Scanner,
	}
	if err := s.checkDirect(); err != nil {
		return nil, err
	}
	if err := s.openBucket(ctx, u); err != nil {
		return nil, fmt.Errorf("open the storage bucket %s: %w", u.Redacted(), err)
	}
	if c.Prefix != "" {
		s.bucket, s.prefix = blob.PrefixedBucket(s.bucket, c.Prefix), c.Prefix
	}
	return s, nil
}

func (s *Store) openBucket(ctx context.Context, u *url.URL) (err error) {
	switch s.kind {
	case schemeFile:
		s.folder = folderOf(u)
		s.bucket, err = openFolder(s.folder)
	case schemeMem:
		s.bucket = memblob.OpenBucket(nil)
	default:
		s.bucket, err = blob.OpenBucket(ctx, u.String())
	}
	return err
}

// parseBucket refuses what the drivers would quietly misread, such as
// file://data/files, where "data" would be taken for a host and dropped.
func parseBucket(raw string) (*url.URL, error) {
	refuse := func(why string) (*url.URL, error) {
		return nil, fmt.Errorf("the storage bucket %q is not usable: %s; %s", redact(raw), why, acceptedForms)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return refuse("it is not a URL")
	}
	rooted := u.Path != "" && u.Path != "/"
	switch scheme(u.Scheme) {
	case schemeFile:
		if u.Host != "" && u.Host != "." && u.Host != "localhost" {
			return refuse(fmt.Sprintf("%q stands where a host would; a third slash is missing, or a dot", u.Host))
		}
		if !rooted {
			return refuse("it names no folder")
		}
		if u.RawQuery != "" {
			return refuse("a folder takes no query parameters")
		}
	case schemeMem:
		if u.Host != "" || rooted || u.RawQuery != "" {
			return refuse("memory has no places to choose from")
		}
	case schemeS3, schemeGS, schemeAzure:
		if u.Host == "" {
			return refuse("it names no bucket")
		}
		if rooted || u.Query().Has("prefix") || u.Query().Has("key") {
			return refuse("a folder inside a bucket is given by the storage prefix")
		}
	case "":
		return refuse("it has no scheme")
	default:
		return refuse(fmt.Sprintf("the scheme %q is not known", u.Scheme))
	}
	return u, nil
}

// redact hides a password in what may or may not be a URL.
func redact(raw string) string {
	if u, err := url.Parse(raw); err == nil {
		return u.Redacted()
	}
	return "(unreadable)"
}

func folderOf(u *url.URL) string {
	if u.Host == "." {
		return filepath.FromSlash("." + u.Path)
	}
	return filepath.FromSlash(u.Path)
}

// openFolder opens a file store. Its temporary files lie beside their targets
// and are renamed into place, which works only within one file system.
func openFolder(dir string) (*blob.Bucket, error) {
	const mode = 0o700 // the files are customers': for this user alone
	if err := os.MkdirAll(dir, mode); err != nil {
		return nil, fmt.Errorf("create the folder: %w; choose a folder that this user may write to", err)
	}
	return fileblob.OpenBucket(dir, &fileblob.Options{
		DirFileMode: mode,
		NoTempDir:   true,
		Metadata:    fileblob.MetadataDontWrite,
	})
}

func (s *Store) checkDirect() error {
	if !s.direct || s.kind == schemeS3 || s.kind == schemeGS {
		return nil
	}
	return errors.New("storage: direct links work with s3:// and gs:// buckets only " +
		"(others cannot sign the file's name into the link): switch direct signing off")
}
