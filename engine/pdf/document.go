// Package pdf reads PDF files of any origin within limits and writes booklets
// from their pages. It stands on pdfcpu's object model; sound files it reads
// itself, all others with pdfcpu's reader.
package pdf

import (
	"bytes"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// pdfcpu keeps a configuration directory in the user's home unless it is told
// not to; the engine must not touch the disk. It has to be said before any
// goroutine reads the setting, hence here.
func init() { model.ConfigPath = "disable" }

// Document is a PDF in memory: pdfcpu's object table and the pages found in it.
// It is not safe for use by several goroutines.
type Document struct {
	ctx   *model.Context
	name  string
	pages []PageNode
	// file has the objects that are not in the table yet; nil when all are.
	file *soundFile
	// nodes are the object numbers of the page tree's inner nodes and leaves.
	nodes map[int]bool
	// origin are the pages' indices in the file; nil when none is left out.
	origin []int
	// placings tell how pages were scaled, by their object numbers.
	placings map[int]placing
	// sealed is all that is left of a sealed document.
	sealed *sealed
}

// PageNode is one page of a document.
type PageNode struct {
	// Ref is the page's object in the source, the zero reference when the
	// page is a direct object.
	Ref types.IndirectRef
	// Dict is a copy of the page's dictionary with what it inherits from the
	// page tree (ISO 32000-1, 7.7.3.4) and without Parent. The copy is
	// shallow: its entries may be changed freely, but what an entry holds or
	// refers to (resources above all) may be shared with other pages and has
	// to be copied before it is changed.
	Dict types.Dict
}

// New makes an empty document to draw into.
func New() *Document {
	ctx, err := model.NewContext(bytes.NewReader(nil), configuration())
	if err != nil {
		// Seeking in an empty in-memory reader cannot fail.
		panic(err)
	}
	size, version := 1, model.V17
	ctx.XRefTable.Size = &size
	ctx.HeaderVersion = &version
	ctx.Table[0] = model.NewFreeHeadXRefTableEntry()
	d := &Document{ctx: ctx, nodes: map[int]bool{}}
	root := d.AddObject(types.Dict{"Type": types.Name("Catalog")})
	ctx.Root = &root
	return d
}

// Context gives the object table for reading and changing objects.
func (d *Document) Context() *model.Context { return d.ctx }

// Name is the file's name as it was given to [Read]; empty for a new document.
func (d *Document) Name() string { return d.name }

// Pages are the document's pages in order. Changes to their dictionaries are
// kept and written by [Writer.Append].
func (d *Document) Pages() []PageNode { return d.pages }

// Catalog is the document's root dictionary (ISO 32000-1, 7.7.2); nil when the
// file has none that can be read.
func (d *Document) Catalog() types.Dict {
	if d.ctx.Root == nil {
		return nil
	}
	return d.Dict(*d.ctx.Root)
}

// AddObject puts an object into the document's table and gives its reference.
func (d *Document) AddObject(o types.Object) types.IndirectRef {
	nr := d.ctx.InsertNew(*model.NewXRefTableEntryGen0(o))
	return *types.NewIndirectRef(nr, 0)
}

// AddStream adds a stream with this dictionary (nil for none) and these
// decoded bytes, which are stored compressed when that makes them shorter.
// The dictionary is taken over.
func (d *Document) AddStream(dict types.Dict, content []byte) types.IndirectRef {
	if dict == nil {
		dict = types.Dict{}
	}
	return d.addRaw(dict, Compress(dict, content))
}

// shortStream is the length, in bytes, below which compressing gains less than the
// entry of the dictionary takes that says so.
const shortStream = 128

// Compress gives the bytes of a stream as they are best stored: compressed, which
// the dictionary then says, when that makes them shorter.
func Compress(dict types.Dict, content []byte) (raw []byte) {
	if len(content) < shortStream {
		return content
	}
	z := deflate(content)
	if len(z) >= len(content) {
		return content
	}
	dict["Filter"] = types.Name("FlateDecode")
	return z
}

// AddEncodedStream adds a stream whose bytes are encoded already, as the
// Filter entry of the dictionary says.
func (d *Document) AddEncodedStream(dict types.Dict, raw []byte) types.IndirectRef {
	if dict == nil {
		dict = types.Dict{}
	}
	return d.addRaw(dict, raw)
}

func (d *Document) addRaw(dict types.Dict, raw []byte) types.IndirectRef {
	length := int64(len(raw))
	dict["Length"] = types.Integer(length)
	sd := types.NewStreamDict(dict, 0, &length, nil, nil)
	if dict["Filter"] == types.Name("FlateDecode") && dict["DecodeParms"] == nil {
		sd.FilterPipeline = []types.PDFFilter{{Name: "FlateDecode"}}
	}
	sd.Raw = raw
	return d.AddObject(sd)
}

// AddPage adds a page at the end. The media box is left, bottom, right and top
// in points; the content is a content stream's decoded bytes.
func (d *Document) AddPage(mediaBox [4]float64, resources types.Dict, content []byte) PageNode {
	return d.AddPageOf(mediaBox, resources, d.AddStream(nil, content))
}

// AddPageOf is [Document.AddPage] for a content stream of the document.
func (d *Document) AddPageOf(mediaBox [4]float64, resources types.Dict, contents types.IndirectRef) PageNode {
	if resources == nil {
		resources = types.Dict{}
	}
	page := types.Dict{
		"Type":      types.Name("Page"),
		"MediaBox":  types.NewNumberArray(mediaBox[:]...),
		"Resources": resources,
		"Contents":  contents,
	}
	node := PageNode{Ref: d.AddObject(page), Dict: page}
	d.nodes[node.Ref.ObjectNumber.Value()] = true
	d.pages = append(d.pages, node)
	d.ctx.PageCount = len(d.pages)
	return node
}
