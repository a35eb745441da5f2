package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

const tenant = "7c0ff5ae-2f1c-4f2c-9d6a-2c9f0b1f3b11"

var testKey = []byte("a signing key for tests: 32 bytes or more")

// place is a new empty store and a view of it from behind.
type place struct {
	*Store
	// leftovers lists whatever the place holds, finished or not.
	leftovers func(t *testing.T) []string
}

// everywhere runs a test on a folder, in memory and on an S3 server.
func everywhere(t *testing.T, test func(t *testing.T, p place)) {
	t.Run("file", func(t *testing.T) { t.Parallel(); test(t, newFolder(t, Config{})) })
	t.Run("mem", func(t *testing.T) { t.Parallel(); test(t, newMemory(t, Config{})) })
	t.Run("s3", func(t *testing.T) { t.Parallel(); test(t, newS3(t, Config{})) })
}

func open(t *testing.T, c Config) *Store {
	t.Helper()
	if c.SigningKey == nil {
		c.SigningKey = testKey
	}
	s, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newFolder(t *testing.T, c Config) place {
	dir := filepath.Join(t.TempDir(), "files")
	c.Bucket = "file://" + filepath.ToSlash(dir)
	return place{open(t, c), func(t *testing.T) []string { return filesIn(t, dir) }}
}

func newMemory(t *testing.T, c Config) place {
	c.Bucket = "mem://"
	s := open(t, c)
	return place{s, func(t *testing.T) []string { return listed(t, s) }}
}

func newS3(t *testing.T, c Config) place {
	c.Bucket, c.Prefix = bucketURL(t), "quire/test"
	u, err := url.Parse(c.Bucket)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, c)
	return place{s, func(t *testing.T) []string {
		found := listed(t, s)
		n, err := gateway.server.IncompleteUploads(t.Context(), u.Host)
		if err != nil {
			t.Fatal(err)
		}
		return append(found, slices.Repeat([]string{"(incomplete upload)"}, n)...)
	}}
}

func listed(t *testing.T, s *Store) (keys []string) {
	t.Helper()
	objects, finish := s.bucket.List(nil).All(t.Context())
	for object := range objects {
		keys = append(keys, object.Key)
	}
	if err := finish(); err != nil {
		t.Fatal(err)
	}
	return keys
}

func filesIn(t *testing.T, dir string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func mustKey(t *testing.T, area Area, name string) string {
	t.Helper()
	key, err := Key(tenant, area, name)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func mustPut(t *testing.T, s *Store, key string, content []byte) Stored {
	t.Helper()
	stored, err := s.Put(t.Context(), key, bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// noise is content that is the same each time and does not compress.
func noise(n int) []byte {
	content := make([]byte, n)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(content)
	return content
}

func hexSHA256(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func TestStoredFilesReadBackWhole(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		content := noise(300_000)
		key := mustKey(t, Uploads, hexSHA256(content))
		stored := mustPut(t, p.Store, key, content)
		if want := (Stored{300_000, hexSHA256(content), crc32.ChecksumIEEE(content)}); stored != want {
			t.Errorf("stored %+v, want %+v", stored, want)
		}
		object, err := p.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		defer object.Close()
		if object.Size() != 300_000 || object.ModTime().IsZero() {
			t.Errorf("size %d, modified %v", object.Size(), object.ModTime())
		}
		read, err := io.ReadAll(object)
		if err != nil || !bytes.Equal(read, content) {
			t.Errorf("read %d bytes, %v", len(read), err)
		}
	})
}

// TestObjectReader lets the standard library try every combination of Read,
// ReadAt and Seek.
func TestObjectReader(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		content := noise(2_000)
		key := mustKey(t, Outputs, "job-1")
		mustPut(t, p.Store, key, content)
		object, err := p.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		defer object.Close()
		if err := iotest.TestReader(object, content); err != nil {
			t.Error(err)
		}
	})
}

func TestReadAtFromManyGoroutines(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		content := noise(64 << 10)
		key := mustKey(t, Outputs, "job-1")
		mustPut(t, p.Store, key, content)
		object, err := p.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		defer object.Close()
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				part := make([]byte, 4<<10)
				at := i * 8 << 10
				if _, err := object.ReadAt(part, int64(at)); err != nil || !bytes.Equal(part, content[at:at+len(part)]) {
					t.Errorf("part at %d differs, %v", at, err)
				}
			})
		}
		group.Wait()
	})
}

func TestEmptyFile(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		key := mustKey(t, Outputs, "empty")
		mustPut(t, p.Store, key, nil)
		object, err := p.Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		defer object.Close()
		if read, err := io.ReadAll(object); err != nil || len(read) != 0 {
			t.Errorf("read %q, %v", read, err)
		}
	})
}

func TestMissingFiles(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		key := mustKey(t, Uploads, "nothing")
		if found, err := p.Exists(t.Context(), key); found || err != nil {
			t.Errorf("exists: %v, %v", found, err)
		}
		_, openErr := p.Open(t.Context(), key)
		_, fetchErr := p.Fetch(t.Context(), key, "", t.TempDir())
		for _, err := range []error{openErr, fetchErr, p.Delete(t.Context(), key)} {
			if !errors.Is(err, ErrNotFound) {
				t.Errorf("got %v, want ErrNotFound", err)
			}
		}
	})
}

func TestDelete(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		key := mustKey(t, Uploads, "a")
		mustPut(t, p.Store, key, []byte("content"))
		if found, err := p.Exists(t.Context(), key); !found || err != nil {
			t.Fatalf("exists: %v, %v", found, err)
		}
		if err := p.Delete(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		if left := p.leftovers(t); len(left) != 0 {
			t.Errorf("left: %v", left)
		}
	})
}

func TestPutHashedIsLikePut(t *testing.T) {
	t.Parallel()
	content := noise(300_000)
	everywhere(t, func(t *testing.T, p place) {
		put, err := p.Put(t.Context(), mustKey(t, Outputs, "a"), bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		key := mustKey(t, Outputs, "b")
		hashed, err := p.PutHashed(t.Context(), key, content, put.SHA256, int64(len(content)))
		if err != nil || hashed != put {
			t.Errorf("%+v, %v; by Put: %+v", hashed, err, put)
		}
		if read, err := p.Load(t.Context(), key, put.SHA256, put.Size); err != nil || !bytes.Equal(read, content) {
			t.Errorf("%d bytes came back: %v", len(read), err)
		}
		var e *TooLarge
		if _, err := p.PutHashed(t.Context(), mustKey(t, Outputs, "c"), content, put.SHA256, 1000); !errors.As(err, &e) || e.Limit != 1000 {
			t.Errorf("beyond the limit: %v", err)
		}
		if _, err := p.PutHashed(t.Context(), "../a", content, put.SHA256, 1000); err == nil {
			t.Error("a bad key was taken")
		}
		if left := p.leftovers(t); len(left) != 2 {
			t.Errorf("in storage: %v", left)
		}
	})
}

// TestFailedPutLeavesNothing fails after so many bytes that an S3 upload has
// already sent parts.
func TestFailedPutLeavesNothing(t *testing.T) {
	t.Parallel()
	content := noise(20 << 20)
	broken := errors.New("the line went dead")
	for name, c := range map[string]struct {
		reader func(cancel func()) io.Reader
		limit  int64
		check  func(error) bool
	}{
		"too large": {
			func(func()) io.Reader { return bytes.NewReader(content) }, int64(len(content)) - 1,
			func(err error) bool {
				var e *TooLarge
				return errors.As(err, &e) && e.Limit == int64(len(content))-1
			},
		},
		"source fails": {
			func(func()) io.Reader {
				return io.MultiReader(bytes.NewReader(content), iotest.ErrReader(broken))
			}, 1 << 30,
			func(err error) bool { var e *SourceError; return errors.As(err, &e) && errors.Is(err, broken) },
		},
		"cancelled": {
			func(cancel func()) io.Reader {
				return io.MultiReader(bytes.NewReader(content), readerFunc(func([]byte) (int, error) { cancel(); return 0, io.EOF }))
			}, 1 << 30,
			func(err error) bool { return errors.Is(err, context.Canceled) && !isTemporary(err) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everywhere(t, func(t *testing.T, p place) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				_, err := p.Put(ctx, mustKey(t, Uploads, "a"), c.reader(cancel), c.limit)
				if !c.check(err) {
					t.Errorf("got %v (%T)", err, err)
				}
				left := p.leftovers(t)
				// A part that was still on its way may outlive the end of its upload.
				for range 5 {
					if len(left) == 0 || p.kind != schemeS3 {
						break
					}
					if _, err := p.RemoveStranded(t.Context(), -time.Hour); err != nil {
						t.Fatal(err)
					}
					left = p.leftovers(t)
				}
				if len(left) != 0 {
					t.Errorf("left: %v", left)
				}
			})
		})
	}
}

func TestFailedPutKeepsTheOlderFile(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		key := mustKey(t, Outputs, "job-1")
		mustPut(t, p.Store, key, []byte("older"))
		if _, err := p.Put(t.Context(), key, strings.NewReader("newer and longer"), 10); err == nil {
			t.Fatal("a file beyond the limit was taken")
		}
		read, err := p.bucket.ReadAll(t.Context(), key)
		if err != nil || string(read) != "older" {
			t.Errorf("read %q, %v", read, err)
		}
	})
}

func TestFetch(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		content := noise(100_000)
		key := mustKey(t, Uploads, hexSHA256(content))
		mustPut(t, p.Store, key, content)
		file, err := p.Fetch(t.Context(), key, "", t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if read, err := io.ReadAll(file); err != nil || !bytes.Equal(read, content) {
			t.Errorf("read %d bytes, %v", len(read), err)
		}
	})
}

func TestFetchRefusesChangedFiles(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		sum := hexSHA256([]byte("as it was"))
		addressed, named := mustKey(t, Uploads, sum), mustKey(t, Outputs, "job-1")
		mustPut(t, p.Store, addressed, []byte("changed"))
		mustPut(t, p.Store, named, []byte("changed"))
		dir := t.TempDir()
		_, err1 := p.Fetch(t.Context(), addressed, "", dir)
		_, err2 := p.Fetch(t.Context(), named, sum, dir)
		for _, err := range []error{err1, err2} {
			var mismatch *Mismatch
			if !errors.As(err, &mismatch) || mismatch.Want != sum || isTemporary(err) {
				t.Errorf("got %v", err)
			}
		}
		if left := filesIn(t, dir); len(left) != 0 {
			t.Errorf("left: %v", left)
		}
	})
}

func TestCheck(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		if err := p.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if left := p.leftovers(t); len(left) != 0 {
			t.Errorf("left: %v", left)
		}
	})
}

func TestPrefixesKeepStoresApart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a := open(t, Config{Bucket: "file://" + dir, Prefix: "/quire/stage/"})
	b := open(t, Config{Bucket: "file://" + dir, Prefix: "quire/prod"})
	key := mustKey(t, Uploads, "a")
	mustPut(t, a, key, []byte("x"))
	if found, err := b.Exists(t.Context(), key); found || err != nil {
		t.Errorf("exists under the other prefix: %v, %v", found, err)
	}
	want := filepath.Join(dir, "quire", "stage", tenant, "uploads", "a")
	if got := filesIn(t, dir); !slices.Equal(got, []string{want}) {
		t.Errorf("files %v, want %s", got, want)
	}
}

func TestFoldersAreForThisUserAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "files")
	s := open(t, Config{Bucket: "file://" + dir})
	mustPut(t, s, mustKey(t, Uploads, "a"), []byte("x"))
	for _, d := range []string{dir, filepath.Join(dir, tenant)} {
		info, err := os.Stat(d)
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", d, info, err)
		}
	}
}

func isTemporary(err error) bool {
	var t interface{ Temporary() bool }
	return errors.As(err, &t) && t.Temporary()
}

// readerFunc makes a reader of a function.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
