package previews

import (
	"errors"
	"io"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

const (
	// blockBytes and maxBlocks bound what is held of a file: 8 MiB.
	blockBytes = 256 << 10
	maxBlocks  = 32
)

// blocks reads a file in blocks and holds the last ones, since each reading of a
// stored file is a request, and a PDF is read in small pieces here and there.
type blocks struct {
	src  io.ReaderAt
	size int64
	mu   sync.Mutex
	held *lru.Cache[int64, []byte]
}

func newBlocks(src io.ReaderAt, size int64) *blocks {
	held, _ := lru.New[int64, []byte](maxBlocks) // fails for sizes below 1
	return &blocks{src: src, size: size, held: held}
}

// ReadAt implements [io.ReaderAt].
func (b *blocks) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("read before the beginning of a file")
	}
	for n < len(p) && off < b.size {
		block, err := b.block(off / blockBytes)
		if err != nil {
			return n, err
		}
		copied := copy(p[n:], block[off%blockBytes:])
		n += copied
		off += int64(copied)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// block gives a block, which is whole but for the last one of the file.
func (b *blocks) block(number int64) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if block, found := b.held.Get(number); found {
		return block, nil
	}
	start := number * blockBytes
	block := make([]byte, min(blockBytes, b.size-start))
	if n, err := b.src.ReadAt(block, start); n < len(block) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	b.held.Add(number, block)
	return block, nil
}
