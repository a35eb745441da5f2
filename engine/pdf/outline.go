package pdf

import (
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	maxOutlineItems = 100_000
	maxOutlineDepth = 64
)

// outlineItem is one entry of the output's outline (ISO 32000-1, 12.3.3), its
// members serialised already.
type outlineItem struct {
	title  string
	target string // "/Dest [...]" or "/A <<...>>", or ""
	style  string // colour and flags
	open   bool
	kids   []*outlineItem
}

// outlineEntry is one entry of a document's outline.
type outlineEntry struct {
	title   string
	target  draft // of outlineItem
	style   draft
	reaches bool // there is a target
	open    bool
	kids    []outlineEntry
}

// outlineWalk reads a source's outline, which may loop.
type outlineWalk struct {
	c    *copier
	seen map[int]bool
	left int
}

func (c *copier) outline() []outlineEntry {
	walk := outlineWalk{c: c, seen: map[int]bool{}, left: maxOutlineItems}
	root := c.doc.Dict(c.doc.Catalog()["Outlines"])
	return walk.level(root["First"], 0)
}

func (k *outlineWalk) level(o types.Object, depth int) []outlineEntry {
	var entries []outlineEntry
	for depth < maxOutlineDepth && k.left > 0 {
		ref, ok := o.(types.IndirectRef)
		if !ok || k.seen[ref.ObjectNumber.Value()] {
			break
		}
		k.seen[ref.ObjectNumber.Value()] = true
		k.left--
		d := k.c.doc.Dict(ref)
		if d == nil {
			break
		}
		e := k.entry(d, depth)
		if e.reaches || len(e.kids) > 0 || !k.c.doc.Partial() {
			entries = append(entries, e) // else it led to pages that were left out
		}
		o = d["Next"]
	}
	return entries
}

func (k *outlineWalk) entry(d types.Dict, depth int) outlineEntry {
	c := k.c
	count, _ := c.doc.Integer(d["Count"])
	e := outlineEntry{title: "()", open: count > 0}
	if b, ok := c.doc.Bytes(d["Title"]); ok {
		e.title = literal(ByteString(b))
	}
	switch {
	case d["Dest"] != nil:
		e.target.add("/Dest ")
		e.reaches = c.destination(&e.target, d["Dest"])
	case d["A"] != nil && !c.leadsNowhere(d["A"]):
		e.target.add("/A ")
		c.append(&e.target, d["A"], 0)
		e.reaches = true
	}
	for _, key := range []string{"C", "F"} {
		if v := d[key]; v != nil {
			e.style.add("/" + key + " ")
			c.append(&e.style, v, 0)
		}
	}
	e.kids = k.level(d["First"], depth+1)
	return e
}

// outline takes over a document's outline, below an entry of its own when there
// is a title.
func (l *linker) outline(entries []outlineEntry, title string) {
	items := l.items(entries)
	if title != "" {
		items = []*outlineItem{{
			title:  literal(TextString(title)),
			target: "/Dest[" + reference(l.pages[0]) + "/XYZ null null null]",
			kids:   items,
		}}
	}
	l.w.outline = append(l.w.outline, items...)
}

func (l *linker) items(entries []outlineEntry) []*outlineItem {
	var items []*outlineItem
	for i := range entries {
		e := &entries[i]
		it := &outlineItem{title: e.title, open: e.open}
		if e.reaches {
			it.target = string(l.fill(&e.target))
		}
		it.style = string(l.fill(&e.style))
		it.kids = l.items(e.kids)
		items = append(items, it)
	}
	return items
}

// visible is how many descendants show when this level is open.
func visible(items []*outlineItem) int {
	n := len(items)
	for _, it := range items {
		if it.open {
			n += visible(it.kids)
		}
	}
	return n
}

// writeOutline writes the outline and gives its root; "" when it is empty.
func (w *Writer) writeOutline() string {
	if len(w.outline) == 0 {
		return ""
	}
	root := w.out.alloc()
	first, last := w.writeLevel(w.outline, root)
	w.out.object(root, []byte("<</Count "+strconv.Itoa(visible(w.outline))+
		"/First "+reference(first)+"/Last "+reference(last)+"/Type/Outlines>>"))
	return reference(root)
}

func (w *Writer) writeLevel(items []*outlineItem, parent int) (first, last int) {
	nums := make([]int, len(items))
	for i := range items {
		nums[i] = w.out.alloc()
	}
	for i, it := range items {
		body := "<<" + it.style + it.target + "/Parent " + reference(parent) + "/Title " + it.title
		if i > 0 {
			body += "/Prev " + reference(nums[i-1])
		}
		if i+1 < len(items) {
			body += "/Next " + reference(nums[i+1])
		}
		if len(it.kids) > 0 {
			f, l := w.writeLevel(it.kids, nums[i])
			count := visible(it.kids)
			if !it.open {
				count = -count
			}
			body += "/Count " + strconv.Itoa(count) + "/First " + reference(f) + "/Last " + reference(l)
		}
		w.out.object(nums[i], []byte(body+">>"))
	}
	return nums[0], nums[len(nums)-1]
}
