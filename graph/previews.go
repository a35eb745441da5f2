package graph

import (
	"context"

	"quire/graph/model"
	"quire/internal/jobs"
	"quire/internal/previews"
	"quire/internal/problem"
)

// previewPage makes one page of a book and shows it.
func (r *Resolver) previewPage(ctx context.Context, in jobs.PageInput, width int) (*model.PagePreview, error) {
	for _, p := range problem.All(previews.CheckSize(1, width)) {
		in.Found.Add(p)
	}
	snapshot, number, err := r.Jobs.PageSnapshot(ctx, in)
	if err != nil {
		return nil, err
	}
	draft, err := r.Previews.Draft(ctx, snapshot, number, width)
	if err != nil {
		return nil, err
	}
	page, err := r.pageFor(ctx, in.PageID)
	if err != nil {
		return nil, err
	}
	shown := &model.PagePreview{Page: page, Sheets: draft.Sheets, Images: []*model.SignedURL{}, Warnings: []*model.JobWarning{}}
	for _, p := range draft.Pictures {
		shown.Images = append(shown.Images, &model.SignedURL{URL: p.URL, ExpiresAt: p.Expires})
	}
	for _, w := range draft.Warnings {
		shown.Warnings = append(shown.Warnings, &model.JobWarning{Page: w.Page, Code: w.Code, Message: w.Message})
	}
	if f := draft.Failure; f != nil {
		shown.Error = &model.JobError{Code: f.Code, Message: f.Message}
	}
	return shown, nil
}
