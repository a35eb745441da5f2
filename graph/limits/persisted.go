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
type PersistedQueries struct{ documents *lru.LRU[string] }

// NewPersistedQueries keeps as many documents as given, 1 at least.
func NewPersistedQueries(keep int) PersistedQueries {
	return PersistedQueries{lru.New[string](max(keep, 1))}
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
		document, ok := q.documents.Get(ctx, hash)
		if !ok {
			return refuse(persistedQueryNotFound, "PersistedQueryNotFound")
		}
		p.Query = document
		return nil
	}
	sum := sha256.Sum256([]byte(p.Query))
	if hex.EncodeToString(sum[:]) != hash {
		return refuse(problem.BadInput, "extensions.persistedQuery.sha256Hash is not the SHA-256 of the document")
	}
	q.documents.Add(ctx, hash, p.Query)
	return nil
}
