// Package graph is what the world may ask of Quire: the GraphQL schema and, a
// file a noun, its resolvers. A resolver turns an input into a call of a service
// and the answer into a payload; the rules are the services'.
package graph

import (
	"context"
	"time"

	"quire/ent"
	"quire/internal/accounts"
	"quire/internal/archive"
	"quire/internal/books"
	"quire/internal/customers"
	"quire/internal/dryrun"
	"quire/internal/imports"
	"quire/internal/jobs"
	"quire/internal/previews"
	"quire/internal/progress"
	"quire/internal/uploads"
)

// Resolver holds what resolvers need.
type Resolver struct {
	// Ent reads; the tenant of the context confines what it sees.
	Ent       *ent.Client
	Accounts  *accounts.Service
	Customers *customers.Service
	Imports   *imports.Service
	Books     *books.Service
	Uploads   *uploads.Service
	Jobs      *jobs.Service
	DryRun    *dryrun.Service
	Archives  *archive.Service
	Previews  *previews.Service
	SignIn    SignIn
	// Queue shows operators the queue; nil for nobody.
	Queue interface {
		Link(ctx context.Context) (url string, expires time.Time, err error)
	}
	// Progress tells of changes of jobs as they happen.
	Progress *progress.Hub
}
