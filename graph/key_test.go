package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"quire/graph"
)

const createKey = `mutation($scopes: [ApiKeyScope!]!) { createApiKey(input: {name: "k", scopes: $scopes}) { key apiKey { id scopes prefix owner { email } } } }`

// key makes an API key and gives a client that sends it.
func (c client) key(scopes ...string) client {
	c.t.Helper()
	return client{c.bundle, c.must(createKey, vars{"scopes": scopes}).str("createApiKey", "key")}
}

// neededScope stands here a second time, so that a field that falls into the
// wrong scope is noticed.
func neededScope(root, field string) string {
	switch {
	case slices.Contains(public, field):
		return "any"
	case slices.Contains(forPeople, field), slices.Contains(forOperators, field):
		return "none"
	case slices.Contains(aboutUsers, field):
		return "USERS"
	case slices.Contains(forAdmins, field):
		return "ADMIN"
	case root == "Mutation":
		return "GENERATE"
	}
	return "READ"
}

func TestWhatAnAPIKeyMayDo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ana := b.as("ana@silva.example") // who is an administrator and an operator
	keys := map[string]client{"READ": ana.key("READ"), "GENERATE": ana.key("GENERATE"), "ADMIN": ana.key("ADMIN"), "USERS": ana.key("USERS")}
	schema := graph.NewSchema(b.resolver).Schema()
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			for scope, c := range keys {
				want := "FORBIDDEN"
				if needed := neededScope(root.Name, f.Name); needed == scope || needed == "any" {
					want = ""
				}
				if got := refusal(call(c, schema, root, f)); got != want {
					t.Errorf("%s with a key for %s: %q, want %q", f.Name, scope, got, want)
				}
			}
		}
	}
	for scope, want := range map[string]string{"READ": "", "GENERATE": "FORBIDDEN", "ADMIN": "FORBIDDEN", "USERS": "FORBIDDEN"} {
		if got := refusal(keys[scope].do(`subscription { jobProgress(id: "job_x") { status } }`, nil)); got != want {
			t.Errorf("the subscription with a key for %s: %q, want %q", scope, got, want)
		}
	}
}

func TestKeysAndSessionsThroughTheAPI(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ana := b.as("ana@silva.example")
	made := ana.must(createKey, vars{"scopes": []string{"READ", "ADMIN"}})
	id := made.str("createApiKey", "apiKey", "id")
	if got := made.get("createApiKey", "apiKey", "scopes", 0); got != "ADMIN" || made.str("createApiKey", "apiKey", "owner", "email") != "ana@silva.example" {
		t.Errorf("%v", made.Data)
	}
	machine := client{b, made.str("createApiKey", "key")}
	a := machine.must(`{ apiKeys(orderBy: {field: NAME}) { totalCount edges { node { id name prefix lastUsedAt expiresAt revokedAt owner { name } } } } }`, nil)
	if a.str("apiKeys", "edges", 0, "node", "id") != id || a.get("apiKeys", "edges", 0, "node", "lastUsedAt") == nil {
		t.Errorf("%v", a.Data)
	}
	if eve := b.as("eve@other.example").must(`{ apiKeys { totalCount } }`, nil); eve.get("apiKeys", "totalCount") != float64(0) {
		t.Errorf("another organisation sees %v", eve.Data)
	}
	if a := b.as("bo@silva.example").must(`query($id: ID!) { node(id: $id) { id } }`, vars{"id": id}); a.get("node") != nil {
		t.Errorf("a standard user sees a key: %v", a.Data)
	}
	b.as("ana@silva.example")
	list := ana.must(`{ sessions { id current createdAt lastUsedAt expiresAt address userAgent } }`, nil)
	other := list.str("sessions", 0, "id")
	if list.get("sessions", 0, "current") != false || !strings.HasPrefix(other, "ses_") {
		t.Fatalf("%v", list.Data)
	}
	if a := ana.do(`mutation($id: ID!) { logout(input: {sessionId: $id, refreshToken: "x"}) { ended } }`, vars{"id": other}); a.codes() != "BAD_USER_INPUT sessionId" {
		t.Errorf("both: %s", a.codes())
	}
	if a := ana.must(`mutation($id: ID!) { logout(input: {sessionId: $id}) { ended } }`, vars{"id": other}); a.get("logout", "ended") != float64(1) {
		t.Errorf("logout: %v", a.Data)
	}
	if a := ana.do(`mutation { changePassword(input: {current: "wrong horse", new: "a horse of another colour"}) { ended } }`, nil); a.codes() != "BAD_USER_INPUT current" {
		t.Errorf("changePassword: %s", a.codes())
	}
	ana.must(`mutation { changePassword(input: {current: "`+password+`", new: "a horse of another colour"}) { ended } }`, nil)
	if a := ana.must(`mutation($id: ID!) { revokeApiKey(input: {id: $id}) { apiKey { revokedAt } } }`, vars{"id": id}); a.str("revokeApiKey", "apiKey", "revokedAt") == "" {
		t.Errorf("revoked: %v", a.Data)
	}
}
