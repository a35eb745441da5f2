package limits

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"quire/internal/httpapi/testschema"
)

type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Extensions map[string]any
	}
}

func (a answer) code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

// serve starts a server with the extensions and gives a function that asks it.
func serve(t *testing.T, extensions ...graphql.HandlerExtension) func(body map[string]any) answer {
	t.Helper()
	h := handler.New(testschema.New(&testschema.World{}))
	h.AddTransport(transport.POST{})
	for _, e := range extensions {
		h.Use(e)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return func(body map[string]any) answer {
		t.Helper()
		sent, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.Post(server.URL, "application/json", bytes.NewReader(sent))
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		var a answer
		if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
			t.Fatal(err)
		}
		return a
	}
}

func query(document string) map[string]any { return map[string]any{"query": document} }

func TestGuardRefusesFloods_L1_L2_L3_L4_L5_L6(t *testing.T) {
	t.Parallel()
	ask := serve(t, &Guard{Limits: Default()})
	nest := func(n int) string {
		return `{item(id:"1"){` + strings.Repeat("parent{", n-2) + "name" + strings.Repeat("}", n-2) + "}}"
	}
	aliases := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "a%d:hello ", i)
		}
		return "{" + b.String() + "}"
	}
	for _, c := range []struct{ name, document, says string }{
		{"within every limit", nest(14), ""},
		{"depth", nest(15), "levels of fields"},
		{"depth through fragments", `{item(id:"1"){...A}} fragment A on Item {parent{parent{parent{parent{...B}}}}} fragment B on Item {parent{parent{parent{parent{parent{parent{parent{parent{parent{name}}}}}}}}}}`, "15 levels"},
		{"aliases allowed", aliases(15), ""},
		{"aliases", aliases(101), "101 aliases"},
		{"repeated fields", "{" + strings.Repeat("hello ", 500) + "}", "499 repeated"},
		{"repeated fragments", "{" + strings.Repeat("...A ", 40) + "} fragment A on Query {hello}", "39 repeated"},
		{"directives", "{" + strings.Repeat("...@include(if:true){hello}", 51) + "}", "51 directives"},
		{"tokens", "{" + strings.Repeat("hello ", 2000) + "}", "tokens"},
		{"bytes", "{hello}#" + strings.Repeat("x", 40<<10), "bytes"},
		{"cost", `{items(first:100){children(first:300){name}}}`, "points of cost"},
		{"cost allowed", `{items(first:100){name}}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := ask(query(c.document))
			switch {
			case c.says == "" && len(a.Errors) > 0:
				t.Fatalf("refused: %+v", a.Errors)
			case c.says != "" && a.code() != "QUERY_TOO_COMPLEX":
				t.Fatalf("code is %q: %+v", a.code(), a.Errors)
			case c.says != "" && !strings.Contains(a.Errors[0].Message, c.says):
				t.Fatalf("%q does not say %q", a.Errors[0].Message, c.says)
			}
		})
	}
}

// Each fragment spreads the next one twice: walked naively, 2^60 fields.
func TestGuardRefusesFragmentBombQuickly_L1_L2(t *testing.T) {
	t.Parallel()
	ask := serve(t, &Guard{Limits: Default()})
	var b strings.Builder
	b.WriteString(`{item(id:"1"){...F0}}`)
	for i := range 60 {
		fmt.Fprintf(&b, " fragment F%d on Item {a:parent{...F%d} b:parent{...F%d}}", i, i+1, i+1)
	}
	b.WriteString(" fragment F60 on Item {name}")
	done := make(chan answer, 1)
	go func() { done <- ask(query(b.String())) }()
	select {
	case a := <-done:
		if a.code() != "QUERY_TOO_COMPLEX" {
			t.Fatalf("answer: %+v", a)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("no answer within 10 s")
	}
}

func TestIntrospection_S1(t *testing.T) {
	t.Parallel()
	for _, may := range []bool{true, false} {
		ask := serve(t, &Guard{Limits: Default(), MayIntrospect: func(context.Context) bool { return may }})
		for _, document := range []string{graphiqlIntrospection, `{...A} fragment A on Query {__type(name:"Item"){name}}`} {
			a := ask(query(document))
			if may && len(a.Errors) > 0 {
				t.Errorf("allowed, but: %+v", a.Errors)
			}
			if !may && (a.code() != "FORBIDDEN" || len(a.Data) > 4) {
				t.Errorf("not allowed, but: %s %+v", a.Data, a.Errors)
			}
		}
		if a := ask(query("{__typename}")); len(a.Errors) > 0 {
			t.Errorf("__typename: %+v", a.Errors)
		}
	}
}

func TestCircularIntrospectionIsRefused_L8(t *testing.T) {
	t.Parallel()
	ask := serve(t, &Guard{Limits: Default()})
	a := ask(query(`{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}`))
	if a.code() != "GRAPHQL_VALIDATION_FAILED" {
		t.Fatalf("answer: %+v", a.Errors)
	}
}

// What GraphiQL 4 sends when it opens.
const graphiqlIntrospection = `query IntrospectionQuery { __schema {
  queryType { name kind } mutationType { name kind } subscriptionType { name kind }
  types { ...FullType }
  directives { name description locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

func TestLimitsMustBePositive(t *testing.T) {
	t.Parallel()
	l := Default()
	l.Aliases = 0
	if err := l.Validate(); err == nil || !strings.Contains(err.Error(), "Aliases") {
		t.Fatalf("error: %v", err)
	}
}
