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

// outlineWalk reads a source's outline, which may loop.
type outlineWalk struct {
	c    *copier
	seen map[int]bool
	left int
}

// addOutline takes over the document's outline, below an entry of its own when
// there is a title.
func (c *copier) addOutline(title string) error {
	walk := outlineWalk{c: c, seen: map[int]bool{}, left: maxOutlineItems}
	root := c.doc.Dict(c.doc.Catalog()["Outlines"])
	items := walk.level(root["First"], 0)
	if title != "" {
		items = []*outlineItem{{
			title:  literal(TextString(title)),
			target: "/Dest[" + reference(c.pageNums[0]) + "/XYZ null null null]",
			kids:   items,
		}}
	}
	c.w.outline = append(c.w.outline, items...)
	return c.drain()
}

func (k *outlineWalk) level(o types.Object, depth int) []*outlineItem {
	var items []*outlineItem
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
		it := k.item(d, depth)
		if it.target != "" || len(it.kids) > 0 || !k.c.doc.Partial() {
			items = append(items, it) // else it led to pages that were left out
		}
		o = d["Next"]
	}
	return items
}

func (k *outlineWalk) item(d types.Dict, depth int) *outlineItem {
	c := k.c
	count, _ := c.doc.Integer(d["Count"])
	it := &outlineItem{title: "()", open: count > 0}
	if b, ok := c.doc.Bytes(d["Title"]); ok {
		it.title = literal(ByteString(b))
	}
	switch {
	case d["Dest"] != nil:
		if dest := c.destination(d["Dest"]); dest != "null" {
			it.target = "/Dest " + dest
		}
	case d["A"] != nil && !c.leadsNowhere(d["A"]):
		it.target = "/A " + string(c.append(nil, d["A"], 0))
	}
	for _, key := range []string{"C", "F"} {
		if v := d[key]; v != nil {
			it.style += "/" + key + " " + string(c.append(nil, v, 0))
		}
	}
	it.kids = k.level(d["First"], depth+1)
	return it
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
