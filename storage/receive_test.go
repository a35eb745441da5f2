package storage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/xuri/excelize/v2"

	"quire/engine/pdf/pdftest"
	"quire/storage/inspect"
)

func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetCellValue("Sheet1", "A1", "Premium"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReceive(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		content := workbook(t)
		got, err := p.Receive(t.Context(), tenant, `C:\Users\me\Q1 figures.pdf`, bytes.NewReader(content), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		want := Received{
			Key: tenant + "/uploads/" + hexSHA256(content), Name: "Q1 figures.xlsx", Kind: inspect.Workbook,
			MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			Size:      int64(len(content)), SHA256: hexSHA256(content),
		}
		if got != want {
			t.Errorf("got %+v\nwant %+v", got, want)
		}
		file, err := p.Fetch(t.Context(), got.Key, got.SHA256, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if read, err := io.ReadAll(file); err != nil || !bytes.Equal(read, content) {
			t.Errorf("read %d bytes, %v", len(read), err)
		}
	})
}

func TestEqualUploadsShareOneFile(t *testing.T) {
	t.Parallel()
	everywhere(t, func(t *testing.T, p place) {
		for _, name := range []string{"a.pdf", "b.pdf"} {
			got, err := p.Receive(t.Context(), tenant, name, bytes.NewReader(pdftest.Small("")), 1000)
			if err != nil || got.Name != name {
				t.Fatalf("%+v, %v", got, err)
			}
		}
		if left := p.leftovers(t); len(left) != 1 {
			t.Errorf("stored: %v", left)
		}
	})
}

func TestRefusedUploadsLeaveNothing(t *testing.T) {
	t.Parallel()
	broken := errors.New("the line went dead")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx    context.Context
		body   io.Reader
		refuse func(error) bool
	}{
		"not accepted": {t.Context(), bytes.NewReader([]byte("Dear all,\nthis is no table.\n")), func(err error) bool {
			var e *inspect.Rejected
			return errors.As(err, &e) && e.Reason == inspect.Unsupported
		}},
		"too large": {t.Context(), bytes.NewReader(append([]byte("%PDF-1.7\n"), noise(1000)...)), func(err error) bool {
			var e *TooLarge
			return errors.As(err, &e) && e.Limit == 1000
		}},
		"broken off": {t.Context(), io.MultiReader(bytes.NewReader(pdftest.Small("")), iotest.ErrReader(broken)), func(err error) bool {
			return errors.Is(err, broken)
		}},
		"cancelled": {cancelled, bytes.NewReader(pdftest.Small("")), func(err error) bool {
			return errors.Is(err, context.Canceled)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			temp := t.TempDir()
			p := newFolder(t, Config{TempDir: temp})
			_, err := p.Receive(c.ctx, tenant, "a.pdf", c.body, 1000)
			if !c.refuse(err) || isTemporary(err) {
				t.Errorf("got %v (%T)", err, err)
			}
			if left := append(p.leftovers(t), filesIn(t, temp)...); len(left) != 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// TestSpoolHasNoName: what lies in the temporary folder during an upload
// would outlive a process that is killed.
func TestSpoolHasNoName(t *testing.T) {
	t.Parallel()
	temp := t.TempDir()
	s := open(t, Config{Bucket: "mem://", TempDir: temp})
	var seen []string
	body := io.MultiReader(bytes.NewReader(pdftest.Small("")), readerFunc(func([]byte) (int, error) {
		seen = filesIn(t, temp)
		return 0, io.EOF
	}))
	if _, err := s.Receive(t.Context(), tenant, "a.pdf", body, 1000); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 0 {
		t.Errorf("during the upload: %v", seen)
	}
}

func TestNoRoomForUploads(t *testing.T) {
	t.Parallel()
	s := open(t, Config{Bucket: "mem://", TempDir: t.TempDir() + "/missing"})
	_, err := s.Receive(t.Context(), tenant, "a.pdf", bytes.NewReader(pdftest.Small("")), 1000)
	var failed *Error
	if !errors.As(err, &failed) {
		t.Errorf("got %v", err)
	}
}

// TestReceiveNeedsLittleMemory is not parallel: it counts all allocations.
func TestReceiveNeedsLittleMemory(t *testing.T) {
	const size = 64 << 20
	s := newFolder(t, Config{})
	content := pdftest.Small(strings.Repeat("0", size))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := s.Receive(t.Context(), tenant, "a.pdf", bytes.NewReader(content), size+1000); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
		t.Errorf("allocated %d KiB for an upload of %d KiB", used>>10, size>>10)
	}
}
