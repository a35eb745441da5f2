package pdf

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Patterns of what a file without a usable cross-reference table still tells.
var (
	rootPattern    = lazily(`/Root\s+(\d{1,8})\s+(\d{1,5})\s+R`)
	encryptPattern = lazily(`/Encrypt\s+(\d{1,8})\s+(\d{1,5})\s+R`)
	idPattern      = lazily(`/ID\s*\[\s*<([0-9A-Fa-f\s]*)>`)
	catalogPattern = lazily(`(\d{1,8})\s+(\d{1,5})\s+obj\s*<<[^>]{0,200}/Type\s*/Catalog`)
)

// startPattern is what points to the cross-reference table from the end, and
// tablePattern what is to be found there (ISO 32000-1, 7.5.5 and 7.5.8).
var (
	startPattern = lazily(`startxref\s+(\d{1,12})`)
	tablePattern = lazily(`^\s{0,4}(xref|\d{1,8}\s+\d{1,5}\s+obj)`)
)

// lazily compiles a pattern when it is first needed: most files need none.
func lazily(pattern string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
}

// tailSearch is how far from the end the pointer to the table is looked for.
const tailSearch = 2048

// pointsToTable tells whether the file's end points to something like a
// cross-reference table, counted from the file's start or from the header at
// base. Where it does not, the parser's own repair loses updates, object
// streams and encryption.
func pointsToTable(src io.ReaderAt, size, base int64) bool {
	tail := make([]byte, min(size, tailSearch))
	n, _ := src.ReadAt(tail, size-int64(len(tail)))
	m := lastMatch(startPattern, tail[:n])
	if m == nil {
		return false
	}
	at, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil {
		return false
	}
	for _, p := range []int64{at, base + at} {
		place := make([]byte, 32)
		n, _ := src.ReadAt(place, p)
		if tablePattern().Match(place[:n]) {
			return true
		}
	}
	return false
}

// found is an object in a damaged file.
type found struct{ nr, gen, at int }

// rebuild reads a file whose cross-reference table cannot be trusted: it looks
// for the objects themselves and gives the parser a new table of them.
func rebuild(ctx context.Context, data []byte) (*Document, error) {
	if i := bytes.Index(data, []byte("%PDF-")); i > 0 {
		data = data[i:]
	}
	objects := scanObjects(data)
	if len(objects) == 0 || len(objects) > maxObjects {
		return nil, fmt.Errorf("found %d objects", len(objects))
	}
	table, err := parse(ctx, bytes.NewReader(withTable(data, objects)))
	if err != nil {
		return nil, fmt.Errorf("parse with a new table: %w", err)
	}
	doc := &Document{ctx: table, nodes: map[int]bool{}}
	if err := doc.unpack(ctx, objects); err != nil {
		return nil, err
	}
	doc.findRoot()
	return doc, nil
}

// scanObjects finds "12 0 obj"; the last object of a number counts, as it does
// with updates at the end of a file (ISO 32000-1, 7.5.6).
func scanObjects(data []byte) []found {
	last := map[int]found{}
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("obj"))
		if i < 0 {
			break
		}
		end := at + i
		at = end + 3
		if f, ok := objectHeader(data, end); ok {
			last[f.nr] = f
		}
	}
	out := make([]found, 0, len(last))
	for _, f := range last {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b found) int { return a.nr - b.nr })
	return out
}

// objectHeader reads the two numbers before "obj" backwards.
func objectHeader(data []byte, end int) (found, bool) {
	gen, at, ok := numberBefore(data, end)
	if !ok {
		return found{}, false
	}
	nr, at, ok := numberBefore(data, at)
	if !ok || nr == 0 || nr > 1<<23 || gen > 0xFFFF {
		return found{}, false
	}
	return found{nr: nr, gen: gen, at: at}, true
}

// numberBefore reads a number and the white space after it, from its end.
func numberBefore(data []byte, end int) (n, start int, ok bool) {
	i := end
	for i > 0 && isSpace(data[i-1]) {
		i--
	}
	last := i
	for i > 0 && data[i-1] >= '0' && data[i-1] <= '9' {
		i--
	}
	if i == last || last == end || last-i > 10 {
		return 0, 0, false
	}
	n, err := strconv.Atoi(string(data[i:last]))
	return n, i, err == nil
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// withTable appends a cross-reference table and a trailer to the file.
func withTable(data []byte, objects []found) []byte {
	out := slices.Clone(data)
	out = append(out, '\n')
	start := len(out)
	out = append(out, "xref\n0 1\n0000000000 65535 f \n"...)
	for i := 0; i < len(objects); {
		j := i + 1
		for j < len(objects) && objects[j].nr == objects[j-1].nr+1 {
			j++
		}
		out = fmt.Appendf(out, "%d %d\n", objects[i].nr, j-i)
		for _, f := range objects[i:j] {
			out = fmt.Appendf(out, "%010d %05d n \n", f.at, f.gen)
		}
		i = j
	}
	out = fmt.Appendf(out, "trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n",
		objects[len(objects)-1].nr+1, trailerEntries(data, objects), start)
	return out
}

func trailerEntries(data []byte, objects []found) string {
	entries := ""
	if m := lastMatch(rootPattern, data); m != nil {
		entries += "/Root " + string(m[1]) + " " + string(m[2]) + " R"
	} else if m := lastMatch(catalogPattern, data); m != nil {
		entries += "/Root " + string(m[1]) + " " + string(m[2]) + " R"
	} else {
		// The parser wants one; the catalog is looked for once all is parsed.
		entries += fmt.Sprintf("/Root %d %d R", objects[0].nr, objects[0].gen)
	}
	if m := lastMatch(encryptPattern, data); m != nil {
		entries += "/Encrypt " + string(m[1]) + " " + string(m[2]) + " R"
		if id := idPattern().FindSubmatch(data); id != nil {
			entries += "/ID[<" + string(id[1]) + "><" + string(id[1]) + ">]"
		}
	}
	return entries
}

func lastMatch(p func() *regexp.Regexp, data []byte) [][]byte {
	all := p().FindAllSubmatch(data, -1)
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

// unpack takes the objects out of object streams, latest streams first.
// Objects that stand in the file by themselves are kept.
func (d *Document) unpack(ctx context.Context, objects []found) error {
	byOffset := slices.SortedFunc(slices.Values(objects), func(a, b found) int { return b.at - a.at })
	for _, f := range byOffset {
		if err := ctx.Err(); err != nil {
			return err
		}
		ref := *types.NewIndirectRef(f.nr, 0)
		sd := d.Stream(ref)
		if sd == nil {
			continue
		}
		if t, _ := d.NameOf(sd.Dict["Type"]); t == "ObjStm" {
			d.unpackStream(ctx, ref, sd.Dict)
		}
	}
	if len(d.ctx.Table) > maxObjects {
		return fmt.Errorf("found %d objects", len(d.ctx.Table))
	}
	return nil
}

func (d *Document) unpackStream(ctx context.Context, ref types.IndirectRef, dict types.Dict) {
	content, err := d.StreamContent(ref)
	first, ok := d.Integer(dict["First"])
	if err != nil || !ok || first < 0 || first > len(content) {
		return
	}
	head := bytes.Fields(content[:first])
	for i := 0; i+1 < len(head) && i/2 < maxObjects; i += 2 {
		nr, err1 := strconv.Atoi(string(head[i]))
		at, err2 := strconv.Atoi(string(head[i+1]))
		if err1 != nil || err2 != nil || nr <= 0 || nr > 1<<23 || at < 0 || first+at >= len(content) {
			continue
		}
		if entry, ok := d.ctx.Table[nr]; ok && entry.Object != nil {
			continue
		}
		if o := parseObject(ctx, string(content[first+at:])); o != nil {
			d.ctx.Table[nr] = model.NewXRefTableEntryGen0(o)
			*d.ctx.XRefTable.Size = max(*d.ctx.XRefTable.Size, nr+1)
		}
	}
}

// parseObject parses the first object of a text; nil when it cannot.
func parseObject(ctx context.Context, s string) (o types.Object) {
	defer func() {
		if recover() != nil {
			o = nil
		}
	}()
	o, err := model.ParseObjectContext(ctx, &s, 0, maxNesting)
	if err != nil {
		return nil
	}
	return o
}

// findRoot looks for the catalog where the trailer names none.
func (d *Document) findRoot() {
	if root := d.Catalog(); d.Dict(root["Pages"]) != nil {
		return
	}
	numbers := make([]int, 0, len(d.ctx.Table))
	for nr := range d.ctx.Table {
		numbers = append(numbers, nr)
	}
	slices.Sort(numbers)
	for _, nr := range numbers {
		dict, _ := d.object(nr).(types.Dict)
		if t, _ := d.NameOf(dict["Type"]); t == "Catalog" {
			d.ctx.Root = types.NewIndirectRef(nr, 0)
		}
	}
}
