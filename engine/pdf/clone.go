package pdf

import (
	"context"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Clone gives a document as it was read, which may be changed without changing
// this one: much cheaper than reading it again. The bytes of streams are shared,
// for nobody changes them in place. This document must be as [Read] gave it; once
// it was cloned, it may be cloned by several goroutines at a time.
func (d *Document) Clone(ctx context.Context) (*Document, error) {
	table := *d.ctx.XRefTable
	table.Table = make(map[int]*model.XRefTableEntry, len(d.ctx.Table))
	for nr, entry := range d.ctx.Table {
		if entry == nil {
			continue
		}
		copied := *entry
		copied.Object = cloneObject(d.object(nr))
		if entry.Free {
			copied.Object = entry.Object
		}
		table.Table[nr] = &copied
	}
	if table.Size != nil {
		size := *table.Size
		table.Size = &size
	}
	whole := *d.ctx
	whole.XRefTable = &table
	c := &Document{ctx: &whole, name: d.name, nodes: map[int]bool{}}
	if d.file != nil {
		c.file = d.file.share(c)
	}
	return c, c.findPages(ctx)
}

// cloneObject copies what can be changed in place: dictionaries and arrays, all the
// way down. Other objects are values.
func cloneObject(o types.Object) types.Object {
	switch v := o.(type) {
	case types.Dict:
		c := make(types.Dict, len(v))
		for key, entry := range v {
			c[key] = cloneObject(entry)
		}
		return c
	case types.Array:
		c := make(types.Array, len(v))
		for i, entry := range v {
			c[i] = cloneObject(entry)
		}
		return c
	case types.StreamDict:
		return cloneStream(v)
	case *types.StreamDict:
		c := cloneStream(*v)
		return &c
	}
	return o
}

func cloneStream(s types.StreamDict) types.StreamDict {
	s.Dict, _ = cloneObject(s.Dict).(types.Dict)
	s.FilterPipeline = append([]types.PDFFilter(nil), s.FilterPipeline...)
	return s
}
