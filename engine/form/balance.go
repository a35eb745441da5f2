package form

import (
	"crypto/sha256"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Limits of the look into foreign page content.
const (
	// maxUnbalanced bounds the repair of content that saves or restores the
	// graphics state too often.
	maxUnbalanced = 1000
	// maxLooked bounds the bytes of content that are read for it.
	maxLooked = 256 << 20
)

// append puts content behind that of the page, which is shut off so that its
// graphics state cannot leak.
func (t *tree) append(page types.Dict, content []byte, counts balances) {
	var parts types.Array
	if a := t.doc.Array(page["Contents"]); a != nil {
		parts = append(parts, a...)
	} else if t.doc.Stream(page["Contents"]) != nil {
		parts = types.Array{page["Contents"]}
	}
	opened, closed := t.balance(parts, counts)
	var before, after []byte
	for range closed + 1 {
		before = append(before, "q\n"...)
	}
	after = append(after, '\n')
	for range opened + 1 {
		after = append(after, "Q\n"...)
	}
	all := types.Array{t.doc.AddStream(nil, before)}
	all = append(all, parts...)
	page["Contents"] = append(all, t.doc.AddStream(nil, append(after, content...)))
}

// balances remembers what streams do to the depth of saved states, as pages
// may share them.
type balances struct {
	of     map[types.IndirectRef]depths
	looked *int
}

// depths is how a stream changes the number of saved graphics states: in the
// end, and at the lowest point on the way.
type depths struct{ net, low int }

// balance counts how many states the content restores that it never saved, and
// how many are open in the end when as many were saved before it.
func (t *tree) balance(parts types.Array, counts balances) (opened, closed int) {
	depth, low := 0, 0
	for _, o := range parts {
		d := t.depths(o, counts)
		low = min(low, depth+d.low)
		depth += d.net
	}
	return min(depth-low, maxUnbalanced), min(-low, maxUnbalanced)
}

func (t *tree) depths(o types.Object, counts balances) depths {
	ref, isRef := o.(types.IndirectRef)
	if d, ok := counts.of[ref]; ok && isRef {
		return d
	}
	var d depths
	if *counts.looked < maxLooked {
		key, hashed := hashOf(t.doc.Stream(o))
		known, there := seen.get(key)
		if hashed && there {
			d = known
		} else if content, err := t.doc.StreamContent(o); err == nil {
			*counts.looked += len(content)
			d = measure(content)
			if hashed {
				seen.put(key, d)
			}
		}
	}
	if isRef {
		counts.of[ref] = d
	}
	return d
}

// seenStreams remembers what streams do by the hash of their encoded bytes: the
// pages of a form are the same for all who get it. It is safe for use by several
// goroutines.
type seenStreams struct {
	mu sync.Mutex
	by map[[sha256.Size]byte]depths
}

// mostSeen is how many streams are remembered.
const mostSeen = 4096

var seen = seenStreams{by: map[[sha256.Size]byte]depths{}}

func (s *seenStreams) get(key [sha256.Size]byte) (d depths, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, ok = s.by[key]
	return d, ok
}

func (s *seenStreams) put(key [sha256.Size]byte, d depths) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.by) >= mostSeen {
		clear(s.by) // rare, and soon filled again
	}
	s.by[key] = d
}

// hashOf is the hash of a stream whose content follows from its bytes and the names
// of its filters alone.
func hashOf(sd *types.StreamDict) (key [sha256.Size]byte, ok bool) {
	if sd == nil || sd.Content != nil {
		return key, false
	}
	h := sha256.New()
	for _, f := range sd.FilterPipeline {
		if f.DecodeParms != nil {
			return key, false
		}
		h.Write(append([]byte(f.Name), '/'))
	}
	h.Write(sd.Raw)
	return [sha256.Size]byte(h.Sum(nil)), true
}

// measure reads a content stream for its q and Q operators.
func measure(content []byte) (d depths) {
	l := lexer{src: content}
	for tok := l.next(); tok.kind != tokenEnd; tok = l.next() {
		if tok.kind != tokenOperator {
			continue
		}
		switch string(tok.text) {
		case "q":
			d.net++
		case "Q":
			d.net--
			d.low = min(d.low, d.net)
		case "ID":
			l.skipImage()
		}
	}
	return d
}
