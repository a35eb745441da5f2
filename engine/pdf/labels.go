package pdf

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pageLabels are the output's page labels (ISO 32000-1, 12.4.2).
type pageLabels struct {
	ranges []labelRange
	// used is whether any source has labels of its own.
	used bool
}

type labelRange struct {
	start int // page index
	body  string
}

// add takes over a document's labels. Pages without any are numbered by their
// place in the whole.
func (l *pageLabels) add(ranges []labelRange, first int) {
	l.used = l.used || len(ranges) > 0
	if len(ranges) == 0 || ranges[0].start > 0 {
		l.ranges = append(l.ranges, labelRange{first, "<</S/D/St " + strconv.Itoa(first+1) + ">>"})
	}
	for _, r := range ranges {
		l.ranges = append(l.ranges, labelRange{first + r.start, r.body})
	}
}

// catalogEntry is the catalog's entry; "" when no source has labels.
func (l *pageLabels) catalogEntry(pages int) string {
	if !l.used {
		return ""
	}
	var b strings.Builder
	b.WriteString("/PageLabels<</Nums[")
	for i, r := range l.ranges {
		if r.start >= pages {
			continue
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(r.start) + " " + r.body)
	}
	b.WriteString("]>>")
	return b.String()
}

// labelRanges reads a document's labels, sorted and within its pages.
func (d *Document) labelRanges() []labelRange {
	found := map[int]types.Object{}
	d.numberTree(d.Catalog()["PageLabels"], found)
	starts := slices.Sorted(maps.Keys(found))
	if d.origin != nil {
		return d.partialLabels(found, starts)
	}
	var out []labelRange
	for _, start := range starts {
		if start >= 0 && start < len(d.pages) {
			out = append(out, labelRange{start, d.labelBody(found[start], 0)})
		}
	}
	return out
}

// partialLabels are the labels that the selected pages have in their file. Only
// where the pages do not follow each other a new range begins.
func (d *Document) partialLabels(found map[int]types.Object, starts []int) []labelRange {
	var out []labelRange
	last, lastStart := -2, -1
	for i, origin := range d.origin {
		at, exact := slices.BinarySearch(starts, origin)
		if !exact {
			at--
		}
		if at < 0 {
			last = -2
			continue
		}
		if start := starts[at]; origin != last+1 || start != lastStart {
			out = append(out, labelRange{i, d.labelBody(found[start], origin-start)})
			lastStart = start
		}
		last = origin
	}
	return out
}

// labelBody writes a range of labels that begins some pages after the file's.
func (d *Document) labelBody(o types.Object, after int) string {
	label := d.Dict(o)
	body := "<<"
	if prefix, ok := d.Bytes(label["P"]); ok {
		body += "/P " + literal(ByteString(prefix))
	}
	switch style, _ := d.NameOf(label["S"]); style {
	case "D", "R", "r", "A", "a":
		body += "/S/" + style
	}
	start, ok := d.Integer(label["St"])
	if !ok || start < 1 {
		start = 1
	}
	if start += after; start > 1 {
		body += "/St " + strconv.Itoa(start)
	}
	return body + ">>"
}

// numberTree collects the leaves of a number tree (ISO 32000-1, 7.9.7).
func (d *Document) numberTree(root types.Object, into map[int]types.Object) {
	seen := map[int]bool{}
	stack := []types.Object{root}
	for len(stack) > 0 && len(into) <= maxPages {
		o := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if ref, ok := o.(types.IndirectRef); ok {
			nr := ref.ObjectNumber.Value()
			if seen[nr] {
				continue
			}
			seen[nr] = true
		}
		node := d.Dict(o)
		nums := d.Array(node["Nums"])
		for i := 0; i+1 < len(nums); i += 2 {
			if key, ok := d.Integer(nums[i]); ok {
				into[key] = nums[i+1]
			}
		}
		for _, kid := range d.Array(node["Kids"]) {
			if _, ok := kid.(types.IndirectRef); ok {
				stack = append(stack, kid)
			}
		}
	}
}
