package pdf

import (
	"bytes"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxSections bounds the chain of updates of a file.
const maxSections = 4096

// readTables reads all cross-reference tables and streams, the latest first, and
// the latest trailer (ISO 32000-1, 7.5.4 to 7.5.8).
func (f *soundFile) readTables() bool {
	from := max(0, f.size-tailSearch)
	tail := f.view(from, tailSearch)
	if tail.text == nil {
		return false
	}
	i := bytes.LastIndex(tail.text[from-tail.at:], []byte("startxref"))
	if i < 0 {
		return false
	}
	r := reading(tail.text, skipSpace(tail.text, from-tail.at+i+len("startxref")))
	at, ok := r.whole()
	seen := map[int]bool{}
	for sections := 0; ok; sections++ {
		if seen[at] || at <= 0 || at >= f.size || sections > maxSections {
			return false
		}
		seen[at] = true
		var trailer types.Dict
		if trailer, ok = f.section(at); !ok {
			return false
		}
		if f.trailer == nil {
			f.trailer = trailer
		}
		if trailer["Prev"] == nil {
			return true
		}
		at, ok = whole(trailer["Prev"])
	}
	return false
}

func whole(o types.Object) (int, bool) {
	n, ok := o.(types.Integer)
	return int(n), ok && n >= 0
}

// section reads one table or stream. A table may have a stream beside it with
// what older readers are not to see, which it lists as free.
func (f *soundFile) section(at int) (types.Dict, bool) {
	isTable := f.look(at, func(p piece, at int) bool {
		r := reading(p.text, at)
		return r.word("xref")
	})
	if !isTable {
		return f.streamSection(at)
	}
	var trailer types.Dict
	ok := f.look(at, func(p piece, at int) bool {
		r := reading(p.text, at)
		r.word("xref")
		table := r
		if !readTable(&r, func(int, place) {}) {
			return false
		}
		at = skipSpace(p.text, r.at)
		if skipValue(p.text, at, 0) == unsound {
			return false
		}
		o, _ := value(p.text, at)
		var isDict bool
		if trailer, isDict = o.(types.Dict); !isDict {
			return false
		}
		if hybrid, is := whole(trailer["XRefStm"]); is {
			if _, isDict = f.streamSection(hybrid); !isDict {
				return false
			}
		}
		return readTable(&table, f.list)
	})
	return trailer, ok
}

// readTable reads a table up to its trailer.
func readTable(r *reader, found func(nr int, p place)) bool {
	for r.at = skipSpace(r.text, r.at); !r.word("trailer"); {
		first, ok := r.whole()
		n, ok2 := r.whole()
		if !ok || !ok2 || first+n > maxObjects {
			return false
		}
		for nr := first; nr < first+n; nr++ {
			at, ok := r.whole()
			_, ok2 := r.whole()
			p := place{kind: inFile, at: at}
			switch {
			case !ok || !ok2:
				return false
			case r.word("f"):
				p.kind = freePlace
			case !r.word("n"):
				return false
			}
			r.at = skipSpace(r.text, r.at)
			found(nr, p)
		}
	}
	return true
}

// list notes a place, unless a later one is known.
func (f *soundFile) list(nr int, p place) {
	for nr >= len(f.places) {
		f.places = append(f.places, place{})
	}
	if f.places[nr].kind == unlisted {
		f.places[nr] = p
	}
}

// streamSection reads a cross-reference stream (ISO 32000-1, 7.5.8).
func (f *soundFile) streamSection(at int) (types.Dict, bool) {
	nr := 0
	ok := f.look(at, func(p piece, at int) (ok bool) {
		nr, _, ok = reading(p.text, at).header()
		return ok
	})
	if !ok || nr > maxObjects {
		return nil, false
	}
	bare := soundFile{fileText: f.fileText, places: make([]place, nr+1)}
	bare.pieces = slices.Clip(bare.pieces)
	bare.places[nr] = place{kind: inFile, at: at}
	s, ok := bare.stand(nr)
	if !ok || !s.isStream {
		return nil, false
	}
	o, _ := value(s.text, s.at)
	d, _ := o.(types.Dict)
	bare.doc = &Document{ctx: New().ctx}
	sd := types.NewStreamDict(d, 0, nil, nil, bare.filters(d))
	var err error
	if sd.Raw, err = s.raw.load(); err != nil {
		f.failed = err
		return nil, false
	}
	rows, err := decoded(&sd)
	return d, err == nil && f.rows(d, rows)
}

// rows reads the rows of a cross-reference stream.
func (f *soundFile) rows(d types.Dict, rows []byte) bool {
	var widths [3]int
	w, _ := d["W"].(types.Array)
	if len(w) != len(widths) {
		return false
	}
	for i := range widths {
		n, ok := whole(w[i])
		if !ok || n > 7 {
			return false
		}
		widths[i] = n
	}
	size, ok := whole(d["Size"])
	index, has := d["Index"].(types.Array)
	if !has {
		index = types.Array{types.Integer(0), types.Integer(size)}
	}
	if !ok || len(index)%2 != 0 || widths == [3]int{} {
		return false
	}
	for i := 0; i < len(index); i += 2 {
		first, ok := whole(index[i])
		n, ok2 := whole(index[i+1])
		if !ok || !ok2 || first+n > maxObjects || len(rows) < n*(widths[0]+widths[1]+widths[2]) {
			return false
		}
		for nr := first; nr < first+n; nr++ {
			var row [3]int
			rows = columns(rows, widths, &row)
			f.list(nr, placeOf(row, widths[0] == 0))
		}
	}
	return true
}

func columns(rows []byte, widths [3]int, row *[3]int) []byte {
	for i, w := range widths {
		for _, b := range rows[:w] {
			row[i] = row[i]<<8 | int(b)
		}
		rows = rows[w:]
	}
	return rows
}

// placeOf reads a row (ISO 32000-1, table 18).
func placeOf(row [3]int, typeless bool) place {
	switch {
	case typeless || row[0] == 1:
		return place{kind: inFile, at: row[1]}
	case row[0] == 2:
		return place{kind: inStream, at: row[1]}
	}
	return place{kind: freePlace}
}
