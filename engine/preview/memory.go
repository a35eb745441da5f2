package preview

import (
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// memory is what a document may use while it is drawn. It is reserved whole
// and taken from the system page by page as it is touched, so that it grows
// without being copied, and is given back at once instead of by the collector.
// WebAssembly wants it zeroed, as the system gives it.
type memory struct {
	limit int
	bytes []byte
	// refused is whether more was wanted than there is.
	refused bool
	// peak is the most that was wanted and granted, in bytes.
	peak int
}

var _ experimental.MemoryAllocator = (*memory)(nil)

// Allocate begins the memory of a new instance; there is one at a time.
func (m *memory) Allocate(_, _ uint64) experimental.LinearMemory {
	m.refused, m.peak = false, 0
	if m.bytes == nil {
		reserved, err := syscall.Mmap(-1, 0, m.limit, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			m.refused = true
			return m
		}
		m.bytes = reserved
	}
	return m
}

// Reallocate grants the first bytes of the memory, or nothing when that is more
// than there is.
func (m *memory) Reallocate(size uint64) []byte {
	if size > uint64(len(m.bytes)) {
		m.refused = true
		return nil
	}
	m.peak = max(m.peak, int(size))
	return m.bytes[:size:size]
}

// Free does nothing: the program may stop at a moment when somebody still looks
// at its memory. [memory.release] follows when nobody does.
func (m *memory) Free() {}

// release gives the memory back. Nothing may refer to it any more.
func (m *memory) release() error {
	if m.bytes == nil {
		return nil
	}
	reserved := m.bytes
	m.bytes = nil
	return syscall.Munmap(reserved)
}
