package graph

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"quire/ent"
	"quire/internal/jobs"
)

// sharesOf is the key of the shares of a list's organisations.
type sharesOf struct{ list *ent.OrganisationConnection }

// workShare tells what an organisation gets of the workers; the shares of a list's
// organisations are read at once.
func (r *Resolver) workShare(ctx context.Context, o *ent.Organisation) (*jobs.Share, error) {
	ids := []string{o.ID}
	read := func() (map[string]jobs.Share, error) { return r.Jobs.Shares(ctx, ids...) }
	for at := graphql.GetFieldContext(ctx).Parent; at != nil; at = at.Parent {
		list, ok := at.Result.(*ent.OrganisationConnection)
		if !ok {
			continue
		}
		for _, e := range list.Edges {
			ids = append(ids, e.Node.ID)
		}
		read = sharedOnce(ctx, sharesOf{list}, func() func() (map[string]jobs.Share, error) { return sync.OnceValues(read) })
		break
	}
	all, err := read()
	share := all[o.ID]
	return &share, err
}
