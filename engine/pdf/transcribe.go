package pdf

import (
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// source is an object that is to be copied: one that was made, or one that still
// stands in its file. Both give the same bytes; the latter needs no making.
type source struct {
	obj      types.Object
	standing *standing
	entries  []entry // of a dictionary, or of a stream's, that stands
}

// source looks for an object; its entries are kept in the frame.
func (c *copier) source(nr int, f *frame) source {
	d := c.doc
	if _, made := d.ctx.Table[nr]; made || d.file == nil {
		return source{obj: d.object(nr)}
	}
	s, ok := d.file.find(nr)
	if !ok || !s.isStream && skipValue(s.text, s.at, 0) == unsound {
		return source{obj: d.object(nr)}
	}
	src := source{standing: &s}
	if isDict(s.text, s.at) {
		f.entries = entriesOf(f.entries[:0], s.text, s.at)
		src.entries = f.entries
	}
	return src
}

func isDict(text []byte, at int) bool {
	return at+1 < len(text) && text[at] == '<' && text[at+1] == '<'
}

// absent tells that there is no such object, or null.
func (s source) absent() bool {
	if s.standing == nil {
		return s.obj == nil
	}
	return s.standing.text[s.standing.at] == 'n'
}

// has tells whether it is a dictionary with this entry.
func (s source) has(key string) bool {
	if s.standing != nil {
		return !s.standing.isStream && find(s.entries, key) != unsound
	}
	d, ok := s.obj.(types.Dict)
	return ok && d[key] != nil
}

// name is the value of a dictionary's entry that is a name; "" for others.
func (c *copier) name(s source, key string) string {
	if !s.has(key) {
		return ""
	}
	if s.standing != nil {
		return c.nameAt(s.standing.text, find(s.entries, key))
	}
	n, _ := c.doc.NameOf(s.obj.(types.Dict)[key])
	return n
}

// nameAt is a name that stands there, or is referred to.
func (c *copier) nameAt(text []byte, at int) string {
	if at == unsound {
		return ""
	}
	if text[at] == '/' {
		return string(nameOf(text[at+1 : skipRegular(text, at+1)]))
	}
	if nr, _, ok := reading(text, at).ref(); ok {
		n, _ := c.doc.NameOf(*types.NewIndirectRef(nr, 0))
		return n
	}
	return ""
}

// transcribe drafts an object that stands in its file, as serialise does one that
// was made.
func (c *copier) transcribe(p *part, src source) {
	s := src.standing
	if !isDict(s.text, s.at) {
		c.transcribeValue(&p.draft, s.text, s.at)
		return
	}
	c.transcribeEntries(&p.draft, s.text, src.entries, s.isStream)
	if s.isStream {
		p.raw, p.isStream = s.raw, true
		return
	}
	p.add(">>")
}

// transcribeEntries drafts a dictionary, or a stream's, without the closing
// brackets, the latter without its length, too.
func (c *copier) transcribeEntries(d *draft, text []byte, entries []entry, ofStream bool) {
	d.add("<<")
	kind := c.standingKind(text, entries)
	for _, e := range entries {
		key := string(e.key)
		if ofStream && key == "Length" || kind == widget && key == "Parent" && c.form == nil {
			continue
		}
		d.text = append(appendName(d.text, e.key), ' ')
		if kind == goTo && key == "D" || kind == link && key == "Dest" {
			o, _ := value(text, e.at)
			c.destination(d, o)
			continue
		}
		c.transcribeValue(d, text, e.at)
	}
}

// standingKind is linkKind for a dictionary that stands in its file.
func (c *copier) standingKind(text []byte, entries []entry) kindOfDict {
	if find(entries, "D") != unsound && c.nameAt(text, find(entries, "S")) == "GoTo" {
		return goTo
	}
	switch c.nameAt(text, find(entries, "Subtype")) {
	case "Link":
		return link
	case "Widget":
		return widget
	}
	return plain
}

// transcribeValue drafts the object at this place and gives its end.
func (c *copier) transcribeValue(d *draft, text []byte, at int) (end int) {
	switch text[at] {
	case '/':
		end = skipRegular(text, at+1)
		d.text = appendName(d.text, nameOf(text[at+1:end]))
		return end
	case '(':
		end = skipString(text, at)
		d.text = append(d.text, text[at:end]...)
		return end
	case '[':
		return c.transcribeArray(d, text, at)
	case '<':
		if isDict(text, at) {
			var few [16]entry
			c.transcribeEntries(d, text, entriesOf(few[:0], text, at), false)
			d.add(">>")
			return skipDict(text, at, 0)
		}
		end = skipHex(text, at)
		d.text = append(append(append(d.text, '<'), hexDigitsOf(text[at+1:end-1])...), '>')
		return end
	}
	if nr, end, ok := reading(text, at).ref(); ok {
		c.reference(d, nr)
		return end
	}
	end = skipRegular(text, at)
	if s := text[at:end]; isShortest(s) {
		d.text = append(d.text, s...)
	} else {
		d.text = appendScalar(d.text, scalar(text, at, end))
	}
	return end
}

func (c *copier) transcribeArray(d *draft, text []byte, at int) (end int) {
	d.add("[")
	first := true
	for at = skipSpace(text, at+1); text[at] != ']'; at = skipSpace(text, at) {
		if !first {
			d.add(" ")
		}
		first = false
		at = c.transcribeValue(d, text, at)
	}
	d.add("]")
	return at + 1
}

func appendReference(b []byte, nr int) []byte {
	return append(strconv.AppendInt(b, int64(nr), 10), " 0 R"...)
}

// isShortest tells words, and numbers that are written as this program would.
func isShortest(s []byte) bool {
	if s[0] >= 'a' {
		return true
	}
	if len(s) == 1 {
		return s[0] != '.'
	}
	if s[0] == '-' {
		s = s[1:]
	}
	if len(s) > 9 || s[0] < '0' || s[0] > '9' || s[0] == '0' && (len(s) == 1 || s[1] != '.') {
		return false
	}
	for i, ch := range s {
		if ch == '.' {
			last := s[len(s)-1]
			return i+1 < len(s) && last != '0'
		}
	}
	return true
}
