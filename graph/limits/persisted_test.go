package limits

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

func persisted(document, hash string) map[string]any {
	return map[string]any{"query": document, "extensions": map[string]any{
		"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash},
	}}
}

func hashOf(document string) string {
	sum := sha256.Sum256([]byte(document))
	return hex.EncodeToString(sum[:])
}

func TestPersistedQueries(t *testing.T) {
	t.Parallel()
	ask := serve(t, &Guard{Limits: Default()}, NewPersistedQueries(10))
	const document = `{hello(name:"Ana")}`
	if a := ask(persisted("", hashOf(document))); a.code() != "PERSISTED_QUERY_NOT_FOUND" || a.Errors[0].Message != "PersistedQueryNotFound" {
		t.Fatalf("unknown hash: %+v", a)
	}
	if a := ask(persisted(document, hashOf("{other}"))); a.code() != "BAD_USER_INPUT" {
		t.Fatalf("wrong hash: %+v", a)
	}
	if a := ask(persisted(document, "abc")); a.code() != "BAD_USER_INPUT" {
		t.Fatalf("no hash: %+v", a)
	}
	if a := ask(persisted(document, hashOf(document))); string(a.Data) != `{"hello":"hello, Ana"}` {
		t.Fatalf("with document: %s %+v", a.Data, a.Errors)
	}
	if a := ask(persisted("", strings.ToUpper(hashOf(document)))); string(a.Data) != `{"hello":"hello, Ana"}` {
		t.Fatalf("by hash: %s %+v", a.Data, a.Errors)
	}
	for i := range 10 {
		other := fmt.Sprintf(`{hello(name:"%d")}`, i)
		ask(persisted(other, hashOf(other)))
	}
	if a := ask(persisted("", hashOf(document))); a.code() != "PERSISTED_QUERY_NOT_FOUND" {
		t.Fatalf("after ten others it should be forgotten: %+v", a)
	}
}

func TestPersistedQueryStaysWithinLimits(t *testing.T) {
	t.Parallel()
	ask := serve(t, &Guard{Limits: Default()}, NewPersistedQueries(10))
	long := "{hello}#" + strings.Repeat("x", 40<<10)
	if a := ask(persisted(long, hashOf(long))); a.code() != "QUERY_TOO_COMPLEX" {
		t.Fatalf("answer: %+v", a)
	}
	if a := ask(persisted("", hashOf(long))); a.code() != "PERSISTED_QUERY_NOT_FOUND" {
		t.Fatalf("it was kept: %+v", a)
	}
}
