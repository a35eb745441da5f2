package pdf

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strconv"
	"sync"

	"github.com/klauspost/compress/zlib"
)

const (
	// objectsPerStream keeps object streams small enough to be decoded fast.
	objectsPerStream = 200
	// rowBytes is one row of the cross-reference stream: type, offset or
	// stream number, index in the stream (ISO 32000-1, 7.5.8.3).
	rowBytes = 1 + 5 + 2
)

// output numbers and writes the objects of one file. Numbers are given in the
// order of asking, and the bytes depend on nothing but what is written.
type output struct {
	w    *bufio.Writer
	sum  hash.Hash
	off  int64
	err  error
	rows []row // by object number; number 0 is the free list's head

	// The object stream that is being filled.
	pending bytes.Buffer
	index   []packed

	chunk []byte
}

type row struct {
	stream int   // the object stream that holds the object; 0 for none
	at     int64 // offset in the file, or index in the stream
}

type packed struct{ nr, at int }

func newOutput(w io.Writer) *output {
	sum := sha256.New()
	o := &output{w: bufio.NewWriterSize(&summing{w, sum}, 1<<16), sum: sum, rows: make([]row, 1)}
	o.writeString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	return o
}

func (o *output) write(b []byte) {
	if o.err != nil {
		return
	}
	n, err := o.w.Write(b)
	o.off += int64(n)
	o.err = err
}

func (o *output) writeString(s string) { o.write([]byte(s)) }

// alloc gives the next object number.
func (o *output) alloc() int {
	o.rows = append(o.rows, row{})
	return len(o.rows) - 1
}

// object writes any object but a stream; it ends up in an object stream.
func (o *output) object(nr int, body []byte) {
	o.index = append(o.index, packed{nr, o.pending.Len()})
	o.pending.Write(body)
	o.pending.WriteByte('\n')
	if len(o.index) >= objectsPerStream {
		o.pack()
	}
}

// stream writes a stream; dict is its dictionary without Length and without
// the closing brackets.
func (o *output) stream(nr int, dict []byte, bytes raw) {
	o.rows[nr] = row{at: o.off}
	o.writeString(strconv.Itoa(nr) + " 0 obj\n")
	o.write(dict)
	o.writeString("/Length " + strconv.Itoa(bytes.n) + ">>stream\n")
	if o.chunk == nil && bytes.src != nil {
		o.chunk = make([]byte, chunkBytes)
	}
	if err := bytes.each(o.chunk, o.write); err != nil && o.err == nil {
		o.err = fail("", Unreadable, err, "")
	}
	o.writeString("\nendstream\nendobj\n")
}

// pack writes the pending objects as an object stream (ISO 32000-1, 7.5.7).
func (o *output) pack() {
	if len(o.index) == 0 {
		return
	}
	nr := o.alloc()
	var body []byte
	for i, p := range o.index {
		o.rows[p.nr] = row{stream: nr, at: int64(i)}
		body = strconv.AppendInt(body, int64(p.nr), 10)
		body = append(body, ' ')
		body = strconv.AppendInt(body, int64(p.at), 10)
		body = append(body, ' ')
	}
	dict := fmt.Sprintf("<</Filter/FlateDecode/First %d/N %d/Type/ObjStm", len(body), len(o.index))
	o.stream(nr, []byte(dict), inMemory(deflate(append(body, o.pending.Bytes()...))))
	o.pending.Reset()
	o.index = o.index[:0]
}

// finish writes the cross-reference stream with these trailer entries and
// flushes. The file identifier is the hash of all that came before it.
func (o *output) finish(trailer string) error {
	o.pack()
	nr := o.alloc()
	at := o.off
	o.rows[nr] = row{at: at}
	o.flush()
	id := hex.EncodeToString(o.sum.Sum(nil)[:16])
	dict := fmt.Sprintf("<</DecodeParms<</Columns %d/Predictor 12>>/Filter/FlateDecode/ID[<%s><%s>]%s/Size %d/Type/XRef/W[1 5 2]",
		rowBytes, id, id, trailer, len(o.rows))
	o.stream(nr, []byte(dict), inMemory(deflate(o.table())))
	o.writeString("startxref\n" + strconv.FormatInt(at, 10) + "\n%%EOF\n")
	o.flush()
	return o.err
}

func (o *output) flush() {
	if o.err == nil {
		o.err = o.w.Flush()
	}
}

// summing hashes what it writes.
type summing struct {
	w   io.Writer
	sum hash.Hash
}

func (s *summing) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	s.sum.Write(b[:n])
	return n, err
}

// table is the cross-reference table, each row as its difference to the one
// above (PNG predictor Up), which compresses to next to nothing.
func (o *output) table() []byte {
	out := make([]byte, 0, len(o.rows)*(rowBytes+1))
	var above [rowBytes]byte
	for nr, r := range o.rows {
		line := r.bytes(nr)
		out = append(out, 2)
		for i := range line {
			out = append(out, line[i]-above[i])
		}
		above = line
	}
	return out
}

func (r row) bytes(nr int) (b [rowBytes]byte) {
	switch {
	case nr == 0 || r == (row{}): // free, or allocated but never written
		binary.BigEndian.PutUint16(b[6:], 0xFFFF)
	case r.stream != 0:
		b[0] = 2
		binary.BigEndian.PutUint32(b[2:], uint32(r.stream))
		binary.BigEndian.PutUint16(b[6:], uint16(r.at))
	default:
		b[0] = 1
		b[1] = byte(r.at >> 32)
		binary.BigEndian.PutUint32(b[2:], uint32(r.at))
	}
	return b
}

// compressors are kept, since a new one costs more than compressing a page. What
// they write does not depend on what they wrote before. This library needs half
// the time of Go's own for as many bytes.
var compressors = sync.Pool{New: func() any {
	w, err := zlib.NewWriterLevel(nil, compressionLevel)
	if err != nil { // the level is a constant
		panic(err)
	}
	return &compressor{w: w}
}}

// compressor is one with the room for what it writes.
type compressor struct {
	w   *zlib.Writer
	out bytes.Buffer
}

// mostKept bounds the room in bytes that a compressor keeps.
const mostKept = 1 << 20

// compressionLevel gives files as small as Go's default does; the library's own
// default, one below, gives larger ones in the same time.
const compressionLevel = 6

func deflate(b []byte) []byte {
	c := compressors.Get().(*compressor)
	defer compressors.Put(c)
	c.out.Reset()
	c.w.Reset(&c.out)
	// Writing to memory cannot fail.
	_, _ = c.w.Write(b)
	_ = c.w.Close()
	if c.out.Cap() > mostKept {
		z := c.out.Bytes()
		c.out = bytes.Buffer{}
		return z
	}
	return bytes.Clone(c.out.Bytes())
}
