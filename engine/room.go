package engine

import (
	"context"
	"runtime/debug"
	"time"

	"quire/engine/pdf"
)

// room makes the pages of one kind.
type room interface {
	// check tells what the page lacks to be made here; "" for nothing.
	check(page Page) string
	// render makes the page. Warnings come without the page's number.
	render(ctx context.Context, t task) (*pdf.Document, []Warning, error)
}

// task is a page to be made.
type task struct {
	page Page
	// date stands for today, so that equal plans give equal bytes.
	date time.Time
	lib  *library
}

// rooms are the rooms by the kind of page that they make.
var rooms = map[Kind]room{
	KindCover:   coverRoom{},
	KindStatic:  staticRoom{},
	KindPDFForm: formRoom{},
	KindExcel:   excelRoom{},
}

// enter renders a page in its room; a panic there is an error here.
func enter(ctx context.Context, r room, t task) (doc *pdf.Document, warnings []Warning, err error) {
	defer func() {
		if v := recover(); v != nil {
			doc, warnings, err = nil, nil, &panicked{value: v, stack: debug.Stack()}
		}
	}()
	if doc, warnings, err = r.render(ctx, t); err == nil {
		err = placeOnSheets(ctx, t, doc)
	}
	return doc, warnings, err
}
