package storage

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

func TestRemoveStranded(t *testing.T) {
	t.Parallel()
	now := newClock()
	s := newFolder(t, Config{Now: now.Now})
	key := mustKey(t, Uploads, "a")
	mustPut(t, s.Store, key, []byte("x"))
	kept := filepath.Join(s.folder, filepath.FromSlash(key))
	old, young := kept+".18f.tmp", kept+".19a.tmp"
	for path, age := range map[string]time.Duration{old: 2 * time.Hour, young: time.Minute, kept: 2 * time.Hour} {
		if path != kept {
			if err := os.WriteFile(path, []byte("part"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		at := now.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.RemoveStranded(t.Context(), time.Hour); n.Objects != 1 || err != nil {
		t.Errorf("removed %d, %v", n, err)
	}
	if left := filesIn(t, s.folder); len(left) != 2 {
		t.Errorf("left: %v", left)
	}
}

func TestNothingIsStrandedInMemory(t *testing.T) {
	t.Parallel()
	s := newMemory(t, Config{})
	if n, err := s.RemoveStranded(t.Context(), 0); n.Objects != 0 || err != nil {
		t.Errorf("removed %d, %v", n, err)
	}
}

// TestIncompleteUploadsAreEnded leaves uploads to an S3 bucket halfway, as killed processes do.
func TestIncompleteUploadsAreEnded(t *testing.T) {
	t.Parallel()
	p := newS3(t, Config{})
	var client *s3.Client
	if !p.bucket.As(&client) {
		t.Fatal("no client of S3")
	}
	begin := func(key string) {
		t.Helper()
		if _, err := client.CreateMultipartUpload(t.Context(), &s3.CreateMultipartUploadInput{Bucket: aws.String(p.name), Key: aws.String(key)}); err != nil {
			t.Fatal(err)
		}
	}
	begin(p.prefix + "tenant/uploads/a")
	begin("of-others/b")
	mustPut(t, p.Store, mustKey(t, Uploads, "c"), []byte("x"))
	if n, err := p.RemoveStranded(t.Context(), time.Hour); n.Objects != 0 || err != nil {
		t.Errorf("of the last hour: removed %d, %v", n.Objects, err)
	}
	if n, err := p.RemoveStranded(t.Context(), -time.Hour); n.Objects != 1 || err != nil {
		t.Errorf("removed %d, %v; want Quire's own one", n.Objects, err)
	}
	if left := p.leftovers(t); len(left) != 2 {
		t.Errorf("left: %v, want the object and the upload of others", left)
	}
}
