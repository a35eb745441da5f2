package graph

import (
	"context"

	"quire/graph/model"
	"quire/internal/problem"
)

// queueConsole gives an operator a link to the queue's pages.
func (r *Resolver) queueConsole(ctx context.Context) (*model.OpenQueueConsolePayload, error) {
	if r.Queue == nil {
		return nil, problem.New(problem.NotFound, "the pages about the queue are switched off here: set RIVER_UI=true")
	}
	url, expires, err := r.Queue.Link(ctx)
	if err != nil {
		return nil, err
	}
	return &model.OpenQueueConsolePayload{Link: &model.SignedURL{URL: url, ExpiresAt: expires}}, nil
}
