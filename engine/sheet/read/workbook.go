// Package read turns a worksheet of an Office Open XML workbook (ECMA-376 part
// 1, 18) into plain data. Formulas without a stored value are calculated with
// excelize.
package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/flate"

	"quire/engine/sheet/model"
)

// Workbook is an open workbook. It is not safe for use by several goroutines.
type Workbook struct {
	name   string
	src    io.ReaderAt
	size   int64
	parts  map[string][]byte // by name in lower case
	names  []string          // of the parts, in their order
	calc   calculator
	root   *node
	rels   map[string]relation
	path   string
	sheets []sheetRef
	excel  bool // written by Microsoft's program
	// themeTree is the theme once it has been asked for.
	themeTree *node
	// What all sheets have in common, once it has been read: see readShared.
	looks     *styleReader
	styleList []model.Style
	texts     []richText
}

// readShared reads styles and texts, once.
func (w *Workbook) readShared() error {
	if w.looks != nil {
		return nil
	}
	looks, list, err := w.styles()
	if err != nil {
		return fmt.Errorf("styles: %w", err)
	}
	texts, err := w.sharedStrings(looks)
	if err != nil {
		return fmt.Errorf("shared strings: %w", err)
	}
	w.looks, w.styleList, w.texts = looks, list, texts
	return nil
}

// Footprint is about how many bytes of memory the workbook takes: its parts, and
// again as much for what is made of them.
func (w *Workbook) Footprint() int64 {
	n := int64(0)
	for _, part := range w.parts {
		n += int64(len(part))
	}
	return 2 * n
}

// sheetRef is a line of the workbook's list of sheets.
type sheetRef struct {
	name    string
	visible bool
	rel     string
}

// Tab is a worksheet's name and whether people see it.
type Tab struct {
	Name    string
	Visible bool
}

// Open reads a workbook, whose source must stay open until [Workbook.Close]. The
// errors are [model.Problem]s with the codes
// WORKBOOK_ENCRYPTED and WORKBOOK_UNREADABLE.
func Open(src io.ReaderAt, size int64, name string) (w *Workbook, err error) {
	defer func() {
		if r := recover(); r != nil {
			w, err = nil, unreadable(fmt.Errorf("%v", r))
		}
	}()
	if size > maxFile {
		return nil, unreadable(fmt.Errorf("it has %d MB and %d MB are allowed", size>>20, maxFile>>20))
	}
	var magic [8]byte
	if _, err := src.ReadAt(magic[:], 0); err != nil {
		return nil, unreadable(fmt.Errorf("it has only %d bytes", size))
	}
	if bytes.HasPrefix(magic[:], []byte{0xd0, 0xcf, 0x11, 0xe0}) {
		return nil, model.NewProblem("WORKBOOK_ENCRYPTED",
			"the workbook is protected with a password or in the old XLS format; save it as an XLSX file without a password", nil)
	}
	w = &Workbook{name: name, src: src, size: size}
	if w.parts, w.names, err = unpack(src, size); err != nil {
		return nil, unreadable(err)
	}
	return w, w.readRoot()
}

// unpack gives the parts of a workbook and their names in order, within limits
// (ECMA-376 part 2, 7).
func unpack(src io.ReaderAt, size int64) (parts map[string][]byte, names []string, err error) {
	z, err := zip.NewReader(src, size)
	if err != nil {
		return nil, nil, err
	}
	if err := inspect(z); err != nil {
		return nil, nil, err
	}
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	parts = make(map[string][]byte, len(z.File))
	left := int64(maxUnzipped)
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		data, err := unpackPart(f, left)
		if err != nil && spared(f.Name, err) {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("its part %s: %w", f.Name, err)
		}
		left -= int64(len(data))
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		key := strings.ToLower(name)
		if parts[key] == nil {
			names = append(names, name)
		}
		parts[key] = data
	}
	return parts, names, nil
}

// spared tells whether a damaged part is none that sheets are read from: without its
// thumbnail or a picture, a workbook can be printed.
func spared(name string, err error) bool {
	if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, zip.ErrChecksum) {
		return false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels", ".vml":
		return false
	}
	return true
}

func unpackPart(f *zip.File, left int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	// The archive's reader gives no more than the archive says that there is.
	if f.UncompressedSize64 > uint64(left) {
		return nil, fmt.Errorf("all parts have more than %d MB", maxUnzipped>>20)
	}
	var b bytes.Buffer
	// A false size is not touched, and memory that is not touched is none.
	b.Grow(int(f.UncompressedSize64) + bytes.MinRead)
	_, err = b.ReadFrom(r)
	return b.Bytes(), err
}

// inspect looks at the archive's table before anything is unpacked: parts that
// become trees in memory must be small.
func inspect(z *zip.Reader) error {
	if len(z.File) > maxEntries {
		return fmt.Errorf("it has %d parts and %d are allowed", len(z.File), maxEntries)
	}
	for _, p := range z.File {
		if p.UncompressedSize64 > maxPart && isTree(strings.ToLower(p.Name)) {
			return fmt.Errorf("its part %s has %d MB and %d MB are allowed", p.Name, p.UncompressedSize64>>20, maxPart>>20)
		}
	}
	return nil
}

// isTree tells whether a part is held in memory as a tree, by its name in
// lower case.
func isTree(name string) bool {
	for _, part := range []string{"styles.xml", "/theme/", "workbook.xml", ".rels", "/drawings/", "/tables/", "/comments", "[content_types].xml", "calcchain.xml"} {
		if strings.Contains(name, part) && (strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".vml")) {
			return true
		}
	}
	return false
}

// Close frees what the workbook holds.
func (w *Workbook) Close() error { return w.calc.close() }

func unreadable(err error) error {
	return model.NewProblem("WORKBOOK_UNREADABLE", "the workbook cannot be read; open it in a spreadsheet program and save it again as XLSX", err)
}

func (w *Workbook) part(name string) []byte { return w.parts[strings.ToLower(name)] }

// readRoot finds the workbook's main part and lists its sheets.
func (w *Workbook) readRoot() (err error) {
	w.path = "xl/workbook.xml"
	if rels, err := w.relations(""); err == nil {
		for _, r := range rels {
			switch r.kind {
			case "officeDocument":
				w.path = r.target
			case "extended-properties":
				w.excel = w.writtenByExcel(r.target)
			}
		}
	}
	if w.root, err = parseTree(w.part(w.path)); err != nil {
		return unreadable(err)
	}
	if w.rels, err = w.relations(w.path); err != nil {
		return unreadable(err)
	}
	for _, s := range w.root.kid("sheets").kids {
		if s.name == "sheet" {
			state := s.attr("state")
			w.sheets = append(w.sheets, sheetRef{s.attr("name"), state == "" || state == "visible", s.attr("id")})
		}
	}
	if len(w.sheets) == 0 {
		return unreadable(fmt.Errorf("it has no sheets"))
	}
	return nil
}

// writtenByExcel reads the name of the program that wrote the workbook (ECMA-376
// part 1, 22.2.2.1).
func (w *Workbook) writtenByExcel(part string) bool {
	t, err := parseTree(w.part(part))
	return err == nil && strings.HasPrefix(t.kid("Application").text, "Microsoft")
}

// printable tells whether tabs of a kind can be printed: those with cells, and those
// that are a chart.
func printable(kind string) bool { return kind == "worksheet" || kind == "chartsheet" }

// Tabs lists the sheets that can be printed, in their order.
func (w *Workbook) Tabs() []Tab {
	var out []Tab
	for _, s := range w.sheets {
		if printable(w.rels[s.rel].kind) {
			out = append(out, Tab{s.name, s.visible})
		}
	}
	return out
}

// index finds a worksheet by name without regard to letter case (ECMA-376 part
// 1, 18.2.19).
func (w *Workbook) index(tab string) (int, error) {
	var names []string
	for i, s := range w.sheets {
		if !printable(w.rels[s.rel].kind) {
			continue
		}
		if strings.EqualFold(s.name, tab) {
			return i, nil
		}
		names = append(names, "«"+s.name+"»")
	}
	return 0, model.NewProblem("TAB_MISSING",
		fmt.Sprintf("the workbook has no tab «%s»; it has: %s", tab, strings.Join(names, ", ")), nil)
}

// relation is a link from one part to another (ECMA-376 part 2, 9.3).
type relation struct {
	kind, target string
	external     bool
}

// relations reads the links of a part, by their identifier.
func (w *Workbook) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	t, err := parseTree(w.part(dir + "_rels/" + base + ".rels"))
	if err != nil {
		return nil, err
	}
	out := map[string]relation{}
	for _, r := range t.kids {
		rel := relation{kind: path.Base(r.attr("Type")), target: r.attr("Target"), external: r.attr("TargetMode") == "External"}
		switch {
		case rel.external:
		case strings.HasPrefix(rel.target, "/"):
			rel.target = rel.target[1:]
		default:
			rel.target = path.Join(dir, rel.target)
		}
		out[r.attr("Id")] = rel
	}
	return out, nil
}

// byKind finds the part of a kind that the workbook links to.
func (w *Workbook) byKind(kind string) []byte {
	for _, id := range sortedKeys(w.rels) {
		if r := w.rels[id]; r.kind == kind && !r.external {
			return w.part(r.target)
		}
	}
	return nil
}
