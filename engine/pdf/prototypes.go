package pdf

import (
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	// mostPrototypes is how many objects of a document are kept for its copies.
	mostPrototypes = 4096
	// prototypeText is the longest text of an object that is kept, in bytes.
	prototypeText = 4096
	// prototypeStream is the longest stream that is kept, in bytes.
	prototypeStream = 512
)

// prototypes are objects of a file for the copies of its document: copying an object
// takes a fraction of the time of reading it. They are safe for use by several
// goroutines.
type prototypes struct {
	mu sync.RWMutex
	by map[int]types.Object
}

// copyOf gives a copy that may be changed; nil when the object is not kept.
func (p *prototypes) copyOf(nr int) types.Object {
	if p == nil {
		return nil
	}
	p.mu.RLock()
	o := p.by[nr]
	p.mu.RUnlock()
	return cloneObject(o)
}

// keep keeps a copy of an object that was read from a text of so many bytes, unless
// it is long.
func (p *prototypes) keep(nr int, o types.Object, text int) {
	if p == nil || o == nil || text > prototypeText {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.by) < mostPrototypes {
		p.by[nr] = cloneObject(o)
	}
}
