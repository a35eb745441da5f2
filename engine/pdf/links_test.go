package pdf_test

import (
	"bytes"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// lead follows a destination, named or not, to the index of its page; -1 for
// nowhere.
func lead(d *pdf.Document, o types.Object) int {
	o = d.Resolve(o)
	if name, ok := d.Bytes(o); ok {
		o = named(d, string(name))
	}
	if dict := d.Dict(o); dict != nil {
		o = dict["D"]
	}
	a := d.Array(o)
	if len(a) == 0 {
		return -1
	}
	for i, p := range d.Pages() {
		if a[0] == types.Object(p.Ref) {
			return i
		}
	}
	return -1
}

// named looks a destination up in a name tree of two levels.
func named(d *pdf.Document, name string) types.Object {
	root := d.Dict(d.Dict(d.Catalog()["Names"])["Dests"])
	for _, kid := range d.Array(root["Kids"]) {
		names := d.Array(d.Dict(kid)["Names"])
		for i := 0; i+1 < len(names); i += 2 {
			if key, _ := d.Bytes(names[i]); string(key) == name {
				return names[i+1]
			}
		}
	}
	return nil
}

// target is where an annotation or outline entry leads.
func target(d *pdf.Document, entry types.Dict) int {
	if entry["Dest"] != nil {
		return lead(d, entry["Dest"])
	}
	return lead(d, d.Dict(entry["A"])["D"])
}

// checkLinks checks the links of a copy of linked that starts at this page.
func checkLinks(t *testing.T, d *pdf.Document, first int) {
	t.Helper()
	annots := d.Array(d.Pages()[first].Dict["Annots"])
	if len(annots) != 5 {
		t.Fatalf("%d annotations, want 5", len(annots))
	}
	for i, want := range []int{first + 1, first + 1, first + 1, first + 1, -1} {
		if got := target(d, d.Dict(annots[i])); got != want {
			t.Errorf("link %d of page %d leads to page %d, want %d", i, first, got, want)
		}
	}
}

func TestLinksStayInTheirSource(t *testing.T) {
	t.Parallel()
	d := reread(t, joined(t, pdf.Info{}, drawn(1), reread(t, linked("a")), reread(t, linked("b"))))
	checkLinks(t, d, 1)
	checkLinks(t, d, 3)
	for name, want := range map[string]int{"second": 2, "old": 2, "second~2": 4, "old~2": 4} {
		if got := lead(d, named(d, name)); got != want {
			t.Errorf("destination %q leads to page %d, want %d", name, got, want)
		}
	}
}

// entry is an outline entry as it was found.
type entry struct {
	title string
	page  int
	depth int
}

func outline(t *testing.T, d *pdf.Document) []entry {
	t.Helper()
	var out []entry
	var walk func(o types.Object, depth int)
	walk = func(o types.Object, depth int) {
		var prev types.Object
		for o != nil {
			item := d.Dict(o)
			if item["Prev"] != prev {
				t.Errorf("Prev is %v, want %v", item["Prev"], prev)
			}
			title, _ := d.Text(item["Title"])
			out = append(out, entry{title, target(d, item), depth})
			walk(item["First"], depth+1)
			prev, o = o, item["Next"]
		}
	}
	walk(d.Dict(d.Catalog()["Outlines"])["First"], 0)
	return out
}

func TestOutlines(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	for _, part := range []struct {
		doc   *pdf.Document
		title string
	}{{drawn(1), "Żaba"}, {reread(t, linked("a")), "Part"}, {reread(t, linked("b")), ""}, {drawn(1), ""}} {
		if err := w.Append(t.Context(), part.doc, pdf.AppendOptions{Title: part.title}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	d := reread(t, b.Bytes())
	got := outline(t, d)
	want := []entry{{"Żaba", 0, 0}, {"Part", 1, 0}, {"a", 2, 1}, {"inner", 1, 2}, {"b", 4, 0}, {"inner", 3, 1}}
	if len(got) != len(want) {
		t.Fatalf("outline %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("entry %d is %v, want %v", i, got[i], want[i])
		}
	}
	if count, _ := d.Integer(d.Dict(d.Catalog()["Outlines"])["Count"]); count != 4 {
		t.Errorf("%d entries are visible, want 4", count)
	}
}

func TestOutlineLoop(t *testing.T) {
	t.Parallel()
	d := reread(t, file(`<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>`, `<</Type/Pages/Count 1/Kids[3 0 R]>>`, leaf,
		`<</First 5 0 R/Last 5 0 R>>`, `<</Title(x)/First 5 0 R/Next 6 0 R>>`, `<</Title(y)/Next 5 0 R/Dest[0 /Fit]>>`))
	got := outline(t, reread(t, joined(t, pdf.Info{}, d)))
	want := []entry{{"x", -1, 0}, {"y", 0, 0}}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("outline %v, want %v", got, want)
	}
}

func TestPageLabels(t *testing.T) {
	t.Parallel()
	d := reread(t, joined(t, pdf.Info{}, drawn(2), reread(t, linked("a"))))
	nums := d.Array(d.Dict(d.Catalog()["PageLabels"])["Nums"])
	want := []struct {
		at            int
		style, prefix string
		start         int
	}{{0, "D", "", 1}, {2, "r", "", 0}, {3, "D", "A-", 7}}
	if len(nums) != 2*len(want) {
		t.Fatalf("labels %v", nums)
	}
	for i, w := range want {
		label := d.Dict(nums[2*i+1])
		at, _ := d.Integer(nums[2*i])
		style, _ := d.NameOf(label["S"])
		prefix, _ := d.Text(label["P"])
		start, _ := d.Integer(label["St"])
		if at != w.at || style != w.style || prefix != w.prefix || start != w.start {
			t.Errorf("label %d: %d %v", i, at, label)
		}
	}
}

func TestLayers(t *testing.T) {
	t.Parallel()
	d := reread(t, joined(t, pdf.Info{}, reread(t, linked("same")), reread(t, linked("same"))))
	props := d.Dict(d.Catalog()["OCProperties"])
	groups, off := d.Array(props["OCGs"]), d.Array(d.Dict(props["D"])["OFF"])
	if len(groups) != 2 || len(off) != 2 || groups[0] == groups[1] {
		t.Fatalf("groups %v, off %v: want two of their own", groups, off)
	}
	for i, page := range []int{0, 2} {
		used := d.Dict(d.Dict(d.Pages()[page].Dict["Resources"])["Properties"])["L"]
		if used != groups[i] {
			t.Errorf("page %d uses %v, want %v", page, used, groups[i])
		}
	}
}
