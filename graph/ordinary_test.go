package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"quire/graph"
	"quire/graph/limits"
)

// limited is a server with the limits that nobody has changed. Nobody is signed
// in: who passes the limits is asked who it is.
func limited(t *testing.T) func(document string) answer {
	t.Helper()
	srv := handler.New(graph.NewSchema(&graph.Resolver{}))
	srv.AddTransport(transport.POST{})
	srv.Use(&limits.Guard{Limits: limits.Default()})
	srv.Use(extension.Introspection{})
	graph.Install(srv)
	return func(document string) answer {
		t.Helper()
		body, err := json.Marshal(map[string]any{"query": document})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		srv.ServeHTTP(w, r)
		var a answer
		if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
			t.Fatalf("%s: %v", w.Body, err)
		}
		return a
	}
}

const (
	fileFields = `id name kind size sha256 download { url expiresAt } uploader { name email }`
	pageFields = `__typename id title position createdAt updatedAt
		... on StaticPage { file { ` + fileFields + ` } }
		... on PdfFormPage { file { ` + fileFields + ` } fillByName fields { field attribute property literal default missing } }
		... on ChoosablePage { fallback { id name } conditions { id attribute operator values file { ` + fileFields + ` } } }
		... on ExcelPage { tab index pattern allTabs print { range fitWidth fitHeight orientation paper headerFooter tableStyles } }`
	pageInfo = `totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`
)

// TestOrdinaryFrontEndsStayWithinTheLimits_L1_L2_L3_L5: what a front end's pages ask for, and
// GraphiQL's introspection, stay within the limits as they are.
func TestOrdinaryFrontEndsStayWithinTheLimits_L1_L2_L3_L5(t *testing.T) {
	t.Parallel()
	ask := limited(t)
	for name, document := range map[string]string{
		"books with pages, files and conditions": `{ books(first: 25) { ` + pageInfo + ` edges { cursor node { id name description cover logoAttribute paper createdAt updatedAt pages { ` + pageFields + ` } } } } }`,
		"a book of many pages":                   `{ node(id: "book_x") { ... on Book { id name pages { ` + pageFields + ` } } } }`,
		"customers with 25 attributes":           `{ customers(first: 100, orderBy: {field: NAME}) { ` + pageInfo + ` edges { node { id name attributes(first: 25) { totalCount edges { node { key value } } } } } } }`,
		"customers as of a quarter":              `{ customers(first: 100) { ` + pageInfo + ` edges { node { id name attributesAsOf(year: 2026, quarter: 1) { key value image { name } } } } } }`,
		"one customer with everything":           `{ customer(id: "cus_x") { id name attributes(first: 100) { ` + pageInfo + ` edges { node { id key value year quarter image { ` + fileFields + ` } createdAt updatedAt } } } } }`,
		"jobs":                                   `{ jobs(first: 100) { ` + pageInfo + ` edges { node { id status sequence attempts year quarter createdAt startedAt finishedAt progress { stage pagesDone pagesTotal percent remainingSeconds } error { code message } warnings { page code message } output { id name download { url } } book { id name } customer { id name } creator { name } } } } }`,
		"files":                                  `{ files(first: 100) { ` + pageInfo + ` edges { node { ` + fileFields + ` } } } }`,
		"a dashboard":                            `{ viewer { user { name role } organisation { name } } books(first: 5) { totalCount edges { node { id name } } } running: jobs(first: 20, where: {status: [QUEUED, RUNNING]}) { totalCount edges { node { id progress { percent } } } } failed: jobs(first: 5, where: {status: [ERROR]}) { totalCount edges { node { id error { message } } } } customers(first: 5) { totalCount } }`,
		"GraphiQL's introspection":               introspectionOfGraphiQL,
	} {
		a := ask(document)
		for _, e := range a.Errors {
			if code := e.Extensions["code"]; code != "UNAUTHENTICATED" {
				t.Errorf("%s: %v %s", name, code, e.Message)
			}
		}
		if strings.Contains(document, "__schema") && len(a.Errors) > 0 {
			t.Errorf("%s: %+v", name, a.Errors)
		}
	}
}

// TestHostileQueriesAreRefused_L1_L2_L3_L6: cheap to write, dear to answer.
func TestHostileQueriesAreRefused_L1_L2_L3_L6(t *testing.T) {
	t.Parallel()
	ask := limited(t)
	var aliases, everyone strings.Builder
	for i := range 100 {
		fmt.Fprintf(&aliases, "a%d: viewer { user { id } } ", i)
		fmt.Fprintf(&everyone, "c%d: customers(first: 100) { totalCount } ", i)
	}
	for name, document := range map[string]string{
		"lists in lists":         `{ customers(first: 100) { edges { node { attributes(first: 100) { edges { node { key value } } } } } } }`,
		"there and back":         `{ customers(first: 10) { edges { node { attributes(first: 10) { edges { node { customer { attributes(first: 10) { edges { node { customer { attributes(first: 10) { totalCount } } } } } } } } } } } } }`,
		"books of pages of book": `{ books(first: 100) { edges { node { pages { book { pages { book { pages { id } } } } } } } } }`,
		"aliases":                `{ ` + aliases.String() + `}`,
		"aliased lists":          `{ ` + everyone.String() + `}`,
		"one field, often":       `{ viewer { user { ` + strings.Repeat("id ", 500) + `} } }`,
		"nodes, all of them":     `{ nodes(ids: ["` + strings.Repeat(`x","`, 99) + `x"]) { ... on Customer { attributes(first: 100) { edges { node { key value } } } } } }`,
		"every job, everything":  `{ jobs(first: 100) { edges { node { book { pages { ` + pageFields + ` book { name } } } customer { attributes(first: 100) { edges { node { key } } } } } } } }`,
	} {
		if got := ask(document).codes(); got != "QUERY_TOO_COMPLEX" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// What GraphiQL sends when it opens.
const introspectionOfGraphiQL = `query IntrospectionQuery { __schema { queryType { name kind } mutationType { name kind } subscriptionType { name kind }
	types { ...FullType } directives { name description locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description
	fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
	inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
	enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
	ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`
