package limits

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func persisted(document, hash string) map[string]any {
	return map[string]any{"query": document, "extensions": map[string]any{
		"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash},
	}}
}

func TestPersistedQueries_S5(t *testing.T) {
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

func TestPersistedQueryStaysWithinLimits_S5(t *testing.T) {
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

func TestTrustedDocuments_S5(t *testing.T) {
	t.Parallel()
	const known, other = `{hello(name:"Ana")}`, `{hello(name:"Eve")}`
	may := false
	ask := serve(t, &Guard{Limits: Default()}, NewPersistedQueries(10).Trusting([]string{known}, func(context.Context) bool { return may }))
	for name, body := range map[string]map[string]any{"by text": query(known), "by hash": persisted("", hashOf(known)), "both": persisted(known, hashOf(known))} {
		if a := ask(body); string(a.Data) != `{"hello":"hello, Ana"}` {
			t.Errorf("%s: %s %+v", name, a.Data, a.Errors)
		}
	}
	for _, explorer := range []bool{false, true} {
		may = explorer
		if a := ask(persisted(other, hashOf(other))); (a.code() == "FORBIDDEN") == explorer {
			t.Errorf("another, may write %v: %+v", explorer, a)
		}
	}
	may = false
	if a := ask(persisted("", hashOf(other))); a.code() != "FORBIDDEN" {
		t.Errorf("what an explorer has sent is open to all: %+v", a)
	}
}

func TestReadTrusted_S5(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := ReadTrusted(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("an empty folder: %v", err)
	}
	for name, text := range map[string]string{"b.graphql": "{b}\n", "a.graphql": "{a}", "c.txt": "no"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := ReadTrusted(dir); fmt.Sprintf("%q", got) != `["{a}" "{b}\n"]` || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
}
