package pdf

// linker writes what a copier finds in one document: it gives the numbers.
//
// An object that is like one of an earlier document, with all that it refers to,
// is not written again: fonts, images and profiles are stored once however many
// sources bring them.
type linker struct {
	w     *Writer
	nums  []int    // the output's numbers by the objects' indices
	pages []int    // likewise of the pages
	names []string // serialised, by index
	buf   []byte
}

// begin numbers the pages first, for links between them.
func (l *linker) begin(pages int) {
	for range pages {
		l.pages = append(l.pages, l.w.out.alloc())
	}
}

// name takes over a named destination.
func (l *linker) name(name string, place *draft) {
	claimed := l.w.claim(name, string(l.fill(place)))
	l.names = append(l.names, literal(ByteString([]byte(claimed))))
}

// reserve numbers an object that is referred to before it is written.
func (l *linker) reserve(object int) { l.set(object, l.w.out.alloc()) }

func (l *linker) set(object, nr int) {
	for object >= len(l.nums) {
		l.nums = append(l.nums, 0)
	}
	l.nums[object] = nr
}

// object writes an object, all of whose gaps lead to what is numbered.
func (l *linker) object(object int, p *part) {
	if object < len(l.nums) && l.nums[object] != 0 {
		l.emit(l.nums[object], p)
		return
	}
	if p.shared {
		if nr, known := l.w.stored[p.key]; known {
			l.set(object, nr)
			return
		}
	}
	nr := l.w.out.alloc()
	l.set(object, nr)
	if p.shared {
		l.w.stored[p.key] = nr
	}
	l.emit(nr, p)
}

func (l *linker) emit(nr int, p *part) {
	if p.isStream {
		l.w.out.stream(nr, l.fill(&p.draft), p.raw)
		return
	}
	l.w.out.object(nr, l.fill(&p.draft))
}

// turn begins a page, after which come the objects that it is the first to need.
func (l *linker) turn(int) { l.w.tree.add(l.w.out) }

// page writes a page, whose dictionary comes without closing brackets.
func (l *linker) page(i int, d *draft) {
	body := append(l.fill(d), "/Parent "...)
	l.buf = append(appendReference(body, l.w.tree.enter(l.pages[i])), ">>"...)
	l.w.out.object(l.pages[i], l.buf)
}

// fill closes the gaps of a draft. The bytes hold until the next call.
func (l *linker) fill(d *draft) []byte {
	b := l.buf[:0]
	from := 0
	for _, g := range d.gaps {
		b = append(b, d.text[from:g.at]...)
		from = g.at
		switch g.kind {
		case objectGap:
			b = appendReference(b, l.nums[g.to])
		case pageGap:
			b = appendReference(b, l.pages[g.to])
		case nameGap:
			b = append(b, l.names[g.to]...)
		}
	}
	l.buf = append(b, d.text[from:]...)
	return l.buf
}

// filled are drafts with their gaps closed.
func (l *linker) filled(drafts []draft) []string {
	var out []string
	for i := range drafts {
		out = append(out, string(l.fill(&drafts[i])))
	}
	return out
}

// end takes over what belongs to the document as a whole.
func (l *linker) end(e *ending, title string) {
	l.outline(e.outline, title)
	l.w.labels.add(e.labels, l.w.tree.count-len(l.pages))
	l.layers(&e.layers)
}
