package limits

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/problem"
)

// persistedQueryNotFound is the code, and the message, by which clients of
// automatic persisted queries know that they have to send the document.
const persistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND"

// PersistedQueries lets clients send the SHA-256 of a document in place of the
// document, once the server has seen it (Apollo's automatic persisted queries).
// The documents used last are kept; the Guard, used before, bounds their size.
type PersistedQueries struct {
	documents *lru.LRU[string]
	trusted   map[string]string
	// mayWrite tells who may send documents of their own.
	mayWrite func(context.Context) bool
}

// NewPersistedQueries keeps as many documents as given, 1 at least.
func NewPersistedQueries(keep int) PersistedQueries {
	return PersistedQueries{documents: lru.New[string](max(keep, 1))}
}

// Trusting knows the documents from the beginning and never forgets them. Only
// they are executed, whether they come as text or by their hash, except for
// those who may write documents of their own.
func (q PersistedQueries) Trusting(documents []string, mayWrite func(context.Context) bool) PersistedQueries {
	q.trusted, q.mayWrite = make(map[string]string, len(documents)), mayWrite
	for _, d := range documents {
		q.trusted[hashOf(d)] = d
	}
	return q
}

func hashOf(document string) string {
	sum := sha256.Sum256([]byte(document))
	return hex.EncodeToString(sum[:])
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
} = PersistedQueries{}

// ExtensionName names the extension to gqlgen.
func (PersistedQueries) ExtensionName() string { return "PersistedQueries" }

// Validate finds nothing to object to.
func (PersistedQueries) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters puts the document in place of its hash, or keeps
// the document that came with its hash.
func (q PersistedQueries) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	if err := q.find(ctx, p); err != nil || q.trusted == nil {
		return err
	}
	if _, trusted := q.trusted[hashOf(p.Query)]; trusted || q.mayWrite(ctx) {
		return nil
	}
	return refuse(problem.Forbidden, "only the documents that this server was set up with are executed here")
}

func (q PersistedQueries) find(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	sent, ok := p.Extensions["persistedQuery"]
	if !ok {
		return nil
	}
	entry, _ := sent.(map[string]any)
	hash, _ := entry["sha256Hash"].(string)
	hash = strings.ToLower(hash)
	if len(hash) != hex.EncodedLen(sha256.Size) {
		return refuse(problem.BadInput, "extensions.persistedQuery needs sha256Hash, 64 hexadecimal digits of the document's SHA-256")
	}
	if p.Query == "" {
		document, ok := q.trusted[hash]
		if !ok {
			document, ok = q.documents.Get(ctx, hash)
		}
		if !ok {
			return refuse(persistedQueryNotFound, "PersistedQueryNotFound")
		}
		p.Query = document
		return nil
	}
	if hashOf(p.Query) != hash {
		return refuse(problem.BadInput, "extensions.persistedQuery.sha256Hash is not the SHA-256 of the document")
	}
	q.documents.Add(ctx, hash, p.Query)
	return nil
}
