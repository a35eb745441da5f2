package pdf

import (
	"unsafe"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// What things take in memory: objectBytes is about what an object takes besides
// the bytes of its stream.
const (
	objectBytes = 600
	gapBytes    = int64(unsafe.Sizeof(gap{}))
	stepBytes   = int64(unsafe.Sizeof(step{}))
)

// Footprint is about how many bytes of memory the document takes.
func (d *Document) Footprint() int64 {
	if d.sealed != nil {
		return d.sealed.bytes
	}
	var n int64
	if d.file != nil {
		n = d.file.held() + objectBytes*int64(min(len(d.file.places), mostPrototypes))
		for _, pack := range d.file.packs {
			if pack != nil {
				n += int64(len(pack.text))
			}
		}
	}
	for _, entry := range d.ctx.Table {
		n += objectBytes
		if entry == nil {
			continue
		}
		switch o := entry.Object.(type) {
		case types.StreamDict:
			n += int64(len(o.Raw) + len(o.Content))
		case types.ObjectStreamDict:
			n += int64(len(o.Raw) + len(o.Content))
		case *types.StreamDict:
			n += int64(len(o.Raw) + len(o.Content))
		case *types.ObjectStreamDict:
			n += int64(len(o.Raw) + len(o.Content))
		}
	}
	return n
}
