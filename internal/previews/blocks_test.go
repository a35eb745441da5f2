package previews

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// counted counts readings.
type counted struct {
	io.ReaderAt
	n int
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) { c.n++; return c.ReaderAt.ReadAt(p, off) }

func TestBlocksReadTheSame(t *testing.T) {
	t.Parallel()
	source := rand.New(rand.NewPCG(1, 2))
	content := make([]byte, 3*blockBytes+77)
	for i := range content {
		content[i] = byte(source.Uint32())
	}
	direct := bytes.NewReader(content)
	src := &counted{ReaderAt: direct}
	held := newBlocks(src, int64(len(content)))
	for range 2000 {
		off := source.Int64N(int64(len(content)) + 10)
		p, want := make([]byte, source.IntN(2*blockBytes)), make([]byte, 2*blockBytes)
		n, err := held.ReadAt(p, off)
		m, _ := direct.ReadAt(want[:len(p)], off)
		if n != m || !bytes.Equal(p[:n], want[:m]) || (err != nil) != (n < len(p)) {
			t.Fatalf("%d bytes at %d: %d, %v; want %d", len(p), off, n, err, m)
		}
	}
	if src.n != 4 {
		t.Errorf("%d readings of 4 blocks", src.n)
	}
	if _, err := held.ReadAt(make([]byte, 1), -1); err == nil {
		t.Error("read before the beginning")
	}
}

func TestBlocksTellFailures(t *testing.T) {
	t.Parallel()
	short := newBlocks(bytes.NewReader(make([]byte, 10)), 20)
	if _, err := short.ReadAt(make([]byte, 1), 0); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("shorter than said: %v", err)
	}
	broken := newBlocks(failing{}, 20)
	if _, err := broken.ReadAt(make([]byte, 1), 0); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("broken: %v", err)
	}
}

type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, iotest.ErrTimeout }
