package engine

import (
	"context"
	"io"
	"path"
)

// Merge joins whole PDF files into one, each with its file name as its entry in
// the outline. It is [Compose] of a plan of static pages without a title.
func Merge(ctx context.Context, w io.Writer, names []string, sources Sources, progress Progress) (Result, error) {
	plan := Plan{}
	for _, name := range names {
		title := path.Base(name)
		plan.Pages = append(plan.Pages, Page{Kind: KindStatic, Title: title, Source: name, SourceName: title})
	}
	return Compose(ctx, plan, sources, w, progress)
}
