package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"quire/graph"
)

// Who may do what beside reading and the everyday work of a standard user. It
// stands here a second time, so that a directive that is lost is noticed.
var (
	public       = []string{"acceptInvitation", "beginProviderSignIn", "finishProviderSignIn", "login", "refresh", "signInOptions"}
	forAdmins    = []string{"addPage", "apiKeys", "auditEvents", "createApiKey", "createBook", "createUser", "deleteBook", "deletePage", "invitations", "inviteUser", "movePage", "resetUser", "retryJob", "revokeApiKey", "revokeInvitation", "updateBook", "updatePage", "updateUser", "users"}
	forOperators = []string{"createOrganisation", "openQueueConsole", "organisations", "setWorkShare"}
	aboutUsers   = []string{"createUser", "inviteUser", "revokeInvitation", "updateUser"}
	forPeople    = []string{"changePassword", "createApiKey", "logout", "resetUser", "sessions"}
)

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	b := setup(t)
	schema := graph.NewSchema(b.resolver).Schema()
	people := map[string]func() client{
		"nobody": b.anonymous, "a standard user": func() client { return b.as("bo@silva.example") },
		"an administrator": func() client { return b.as("cy@silva.example") }, "an operator": func() client { return b.as("ana@silva.example") },
	}
	marked := map[string][]string{}
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			for _, d := range f.Directives {
				marked[d.Name] = append(marked[d.Name], f.Name)
			}
			for who, sign := range people {
				want := expected(f.Name, who)
				if got := refusal(call(sign(), schema, root, f)); got != want {
					t.Errorf("%s for %s: %q, want %q", f.Name, who, got, want)
				}
			}
		}
	}
	for name, want := range map[string][]string{"public": public, "hasRole": forAdmins, "operatorOnly": forOperators, "personal": forPeople, "scope": aboutUsers} {
		if got := slices.Sorted(slices.Values(marked[name])); !slices.Equal(got, want) {
			t.Errorf("@%s is on %v, want %v", name, got, want)
		}
	}
	if a := b.anonymous().do(`subscription { jobProgress(id: "job_x") { status } }`, nil); refusal(a) != "UNAUTHENTICATED" {
		t.Errorf("the subscription for nobody: %+v", a)
	}
}

func expected(field, who string) string {
	switch {
	case slices.Contains(public, field):
		return ""
	case who == "nobody":
		return "UNAUTHENTICATED"
	case slices.Contains(forOperators, field) && who != "an operator", slices.Contains(forAdmins, field) && who == "a standard user":
		return "FORBIDDEN"
	}
	return ""
}

// refusal is the code with which the guard or a directive refused, or nothing:
// what happens behind them is of no concern here.
func refusal(a answer) string {
	for _, e := range a.Errors {
		code := fmt.Sprint(e.Extensions["code"])
		if code == "FORBIDDEN" || (code == "UNAUTHENTICATED" && strings.HasPrefix(e.Message, "sign in first")) {
			return code
		}
		if strings.HasPrefix(code, "GRAPHQL_") {
			return code + " " + e.Message
		}
	}
	return ""
}

// call sends the field with arguments made up for it.
func call(c client, schema *ast.Schema, root *ast.Definition, f *ast.FieldDefinition) answer {
	var args []string
	for _, a := range f.Arguments {
		if a.Type.NonNull {
			args = append(args, a.Name+": "+literal(schema, a.Type))
		}
	}
	list := ""
	if len(args) > 0 {
		list = "(" + strings.Join(args, ", ") + ")"
	}
	operation := fmt.Sprintf("%s { %s%s { __typename } }", strings.ToLower(root.Name), f.Name, list)
	if strings.Contains(list, "$f") {
		return c.upload(strings.Replace(operation, " {", "($f: Upload!) {", 1), "x.txt", []byte("x"))
	}
	return c.do(operation, nil)
}

// literal makes up a value of a type.
func literal(schema *ast.Schema, t *ast.Type) string {
	if t.Elem != nil {
		return "[" + literal(schema, t.Elem) + "]"
	}
	switch def := schema.Types[t.NamedType]; {
	case t.NamedType == "Int", t.NamedType == "Long":
		return "1"
	case t.NamedType == "Boolean":
		return "true"
	case t.NamedType == "Upload":
		return "$f"
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.InputObject:
		var fields []string
		oneOf := def.Directives.ForName("oneOf") != nil
		for _, f := range def.Fields {
			if (f.Type.NonNull && f.DefaultValue == nil) || (oneOf && len(fields) == 0) {
				fields = append(fields, f.Name+": "+literal(schema, f.Type))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return `"x"`
}

// TestEveryListCosts_L1 sees to it that no list of the schema was forgotten.
func TestEveryListCosts_L1(t *testing.T) {
	t.Parallel()
	s := graph.NewSchema(&graph.Resolver{})
	hundred, one := map[string]any{"first": int64(100)}, map[string]any{"first": int64(1)}
	seen := map[string]bool{}
	for _, def := range s.Schema().Types {
		for _, f := range def.Fields {
			if def.Kind != ast.Object || !strings.HasSuffix(f.Type.Name(), "Connection") {
				continue
			}
			seen[def.Name+"."+f.Name] = true
			most, known := s.Complexity(t.Context(), def.Name, f.Name, 7, hundred)
			least, _ := s.Complexity(t.Context(), def.Name, f.Name, 7, one)
			usual, _ := s.Complexity(t.Context(), def.Name, f.Name, 7, map[string]any{})
			if !known || most != 701 || least != 8 || usual != 176 {
				t.Errorf("%s.%s costs %d for a hundred rows, %d for one, %d unsaid", def.Name, f.Name, most, least, usual)
			}
		}
	}
	want := []string{"Batch.jobs", "Customer.attributes", "CustomerImportPlan.rows", "Query.apiKeys", "Query.auditEvents", "Query.batches", "Query.books", "Query.customerImports", "Query.customers", "Query.files", "Query.invitations", "Query.jobs", "Query.organisations", "Query.users"}
	if got := slices.Sorted(maps.Keys(seen)); !slices.Equal(got, want) {
		t.Errorf("lists %v, want %v", got, want)
	}
	if cost, _ := s.Complexity(t.Context(), "Query", "nodes", 1<<30, map[string]any{"ids": []any{"a", "b", "c"}}); cost != 1<<30 {
		t.Errorf("a huge cost overflows to %d", cost)
	}
}

func TestIntrospectionIsTheServersAffair(t *testing.T) {
	t.Parallel()
	a := setup(t).anonymous().must(`{ __schema { queryType { name fields { name } } } __type(name: "Book") { name } }`, nil)
	if a.str("__schema", "queryType", "name") != "Query" || a.str("__type", "name") != "Book" {
		t.Errorf("introspection gives %v", a.Data)
	}
}
