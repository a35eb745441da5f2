package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"quire/internal/jobs/jobstest"
	"quire/storage"
)

// booklets puts n files of different lengths into a store.
func booklets(t *testing.T, n int) (store *storage.Store, files []stored, contents [][]byte) {
	t.Helper()
	store = jobstest.OpenStore(t, t.TempDir())
	for k := range n {
		content := bytes.Repeat([]byte{byte(k)}, k*1000)
		key, err := storage.Key("ten_1", storage.Outputs, fmt.Sprint("job_", k))
		if err != nil {
			t.Fatal(err)
		}
		put, err := store.Put(t.Context(), key, bytes.NewReader(content), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if put.CRC32 != crc32.ChecksumIEEE(content) {
			t.Error("the checksum is not the content's")
		}
		files = append(files, stored{key, fmt.Sprintf("Büro/%d.pdf", k), put.Size, put.CRC32, time.Date(2026, 5, 17, 12, 34, 56, 0, time.UTC)})
		contents = append(contents, content)
	}
	return store, files, contents
}

func TestArchiveIsReadWholeAndFromAnyByteOn(t *testing.T) {
	t.Parallel()
	store, files, contents := booklets(t, 30)
	table := []byte(`{"files": 30}`)
	l, err := arrange(table, crc32.ChecksumIEEE(table), files)
	if err != nil {
		t.Fatal(err)
	}
	open := func() *reader { return &reader{ctx: t.Context(), layout: l, store: store} }
	whole, err := io.ReadAll(open())
	if err != nil || int64(len(whole)) != l.size {
		t.Fatalf("%d bytes of %d, %v", len(whole), l.size, err)
	}
	z, err := zip.NewReader(bytes.NewReader(whole), l.size)
	if err != nil || len(z.File) != 31 {
		t.Fatalf("%v", err)
	}
	for k, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r) // checks the checksum, too
		want := table
		if k > 0 {
			want = contents[k-1]
			if f.Name != files[k-1].name || f.NonUTF8 || f.Modified.Format(time.DateTime) != "2026-05-17 12:34:56" {
				t.Errorf("%s of %v", f.Name, f.Modified)
			}
		}
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	r := open()
	defer r.Close()
	for range 200 {
		from := rand.Int64N(l.size)
		n := rand.Int64N(min(l.size-from, 3000)) + 1
		if _, err := r.Seek(from, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		part := make([]byte, n)
		if _, err := io.ReadFull(r, part); err != nil || !bytes.Equal(part, whole[from:from+n]) {
			t.Fatalf("%d bytes from %d on differ: %v", n, from, err)
		}
	}
}

func TestArchiveOfMoreThanMemoryIsLaidOut(t *testing.T) {
	t.Parallel()
	var files []stored
	for k := range 3000 { // 6 GiB, of which nothing is there
		files = append(files, stored{key: fmt.Sprint(k), name: fmt.Sprint(k, ".pdf"), size: 2 << 20})
	}
	l, err := arrange([]byte("{}"), crc32.ChecksumIEEE([]byte("{}")), files)
	if err != nil {
		t.Fatal(err)
	}
	var kept int
	for _, s := range l.segments {
		kept += len(s.bytes)
	}
	if l.size < 6000<<20 || kept > 1<<20 {
		t.Errorf("%d bytes, of which %d are kept", l.size, kept)
	}
	last := l.segments[len(l.segments)-1].bytes
	if !bytes.Contains(last, []byte("PK\x06\x06")) { // the end of a directory beyond 4 GiB
		t.Error("the archive is not a ZIP64 archive")
	}
}

func TestArchiveWhoseBookletChangedBreaksOff(t *testing.T) {
	t.Parallel()
	store, files, _ := booklets(t, 3)
	files[2].size--
	files[1].key += "gone"
	for k, rest := range [][]stored{files[2:], files[1:2]} {
		l, err := arrange([]byte("{}"), 0, rest)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(&reader{ctx: t.Context(), layout: l, store: store}); err == nil {
			t.Errorf("%d was read", k)
		}
	}
}
