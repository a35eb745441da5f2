package graph_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/vmihailenco/msgpack/v5"
)

// customers makes customers with names in order and two attributes each.
func (c client) customers(n int) (ids []string) {
	c.t.Helper()
	for i := range n {
		id := c.must(`mutation($n: String!) { createCustomer(input: {name: $n}) { customer { id } } }`, vars{"n": fmt.Sprintf("Customer %03d", i)}).
			str("createCustomer", "customer", "id")
		c.must(`mutation($id: ID!) { setCustomerAttributes(input: {customerId: $id, attributes: [{key: "A", value: "a"}, {key: "B", value: "b"}]}) { customer { id } } }`, vars{"id": id})
		ids = append(ids, id)
	}
	return ids
}

func TestListsArePaged_R2(t *testing.T) {
	t.Parallel()
	c := setup(t).as("bo@silva.example")
	ids := c.customers(30)
	odd := c.must(`{ c: customers(first: 2) { n: totalCount p: pageInfo { more: hasNextPage endCursor } e: edges { x: node { id } } } }`, nil)
	if got := fmt.Sprintf("%v %v %v", odd.get("c", "n"), odd.get("c", "p", "more"), odd.get("c", "e", 1, "x", "id")); got != "30 true "+ids[1] {
		t.Errorf("under aliases: %s", got)
	}
	bare := c.must(`{ customers(first: 2) { pageInfo { hasNextPage endCursor } } rest: customers(last: 30) { pageInfo { hasPreviousPage startCursor } } }`, nil)
	if bare.str("customers", "pageInfo", "endCursor") != odd.str("c", "p", "endCursor") || bare.get("rest", "pageInfo", "hasPreviousPage") != false {
		t.Errorf("pageInfo alone: %v", bare.Data)
	}
	const page = `query($first: Int, $after: Cursor, $last: Int, $before: Cursor, $order: CustomerOrder) {
		customers(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
			totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { id } } } }`
	rows := func(a answer) string {
		list, _ := a.get("customers", "edges").([]any)
		if len(list) == 0 {
			return "none"
		}
		index := func(i int) int {
			for n, id := range ids {
				if id == a.str("customers", "edges", i, "node", "id") {
					return n
				}
			}
			return -1
		}
		return fmt.Sprintf("%d of %v: %d to %d, next %v, previous %v", len(list), a.get("customers", "totalCount"), index(0), index(len(list)-1),
			a.get("customers", "pageInfo", "hasNextPage"), a.get("customers", "pageInfo", "hasPreviousPage"))
	}
	descending := vars{"field": "NAME", "direction": "DESC"}
	first := c.must(page, nil)
	for _, s := range []struct {
		name string
		v    vars
		want string
	}{
		{"unsaid", nil, "25 of 30: 0 to 24, next true, previous false"},
		{"null", vars{"first": nil}, "25 of 30: 0 to 24, next true, previous false"},
		{"all", vars{"first": 100}, "30 of 30: 0 to 29, next false, previous false"},
		{"the rest", vars{"after": first.str("customers", "pageInfo", "endCursor")}, "5 of 30: 25 to 29, next false, previous true"},
		{"backward", vars{"last": 3}, "3 of 30: 27 to 29, next false, previous true"},
		{"by name", vars{"first": 2, "order": descending}, "2 of 30: 29 to 28, next true, previous false"},
	} {
		if got := rows(c.must(page, s.v)); got != s.want {
			t.Errorf("%s: %s, want %s", s.name, got, s.want)
		}
	}
	second := c.must(page, vars{"first": 2, "order": descending, "after": c.must(page, vars{"first": 2, "order": descending}).str("customers", "pageInfo", "endCursor")})
	if got := rows(second); got != "2 of 30: 27 to 26, next true, previous true" {
		t.Errorf("by name, on: %s", got)
	}
}

func TestListsAreBounded_R3(t *testing.T) {
	t.Parallel()
	c := setup(t).as("ana@silva.example")
	id := c.customers(1)[0]
	forged := func(v any) string {
		b, err := msgpack.Marshal(map[string]any{"i": "x", "v": v})
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawStdEncoding.EncodeToString(b)
	}
	bad := map[string]string{
		`first: 0`: "first", `first: 101`: "first", `first: -1`: "first", `last: 0`: "last", `last: 101`: "last", `first: 5, last: 5`: "last",
		`after: "nonsense!"`: "after", `before: ""`: "before",
		`after: "` + forged(map[string]any{"a": 1}) + `"`: "after", `before: "` + forged("a\x00b") + `"`: "before",
	}
	for args, field := range bad {
		for _, list := range []string{"customers", "books", "files", "users"} {
			if got := c.do(fmt.Sprintf(`{ %s(%s) { totalCount } }`, list, args), nil).codes(); got != "BAD_USER_INPUT "+field {
				t.Errorf("%s(%s): %s", list, args, got)
			}
		}
		for _, query := range []string{
			`{ customers { edges { node { attributes(%s) { edges { node { key } } } } } } }`,
			`{ customer(id: "` + id + `") { ...F } } fragment F on Customer { attributes(%s) { totalCount } }`,
			`{ node(id: "` + id + `") { ... on Customer { attributes(%s) { totalCount } } } }`,
		} {
			if got := c.do(fmt.Sprintf(query, args), nil).codes(); got != "BAD_USER_INPUT "+field {
				t.Errorf(query+": %s", args, got)
			}
		}
	}
	// A cursor of another order is refused by the database at the latest.
	other := c.must(`{ customers(orderBy: {field: NAME}) { pageInfo { endCursor } } }`, nil).str("customers", "pageInfo", "endCursor")
	if got := c.do(`query($c: Cursor) { customers(after: $c, orderBy: {field: CREATED_AT}) { edges { node { id } } } }`, vars{"c": other}).codes(); got != "BAD_USER_INPUT" {
		t.Errorf("a cursor of another order: %q", got)
	}
}

func TestListsWithinListsAreBounded_R3(t *testing.T) {
	t.Parallel()
	c := setup(t).as("bo@silva.example")
	id := c.customers(1)[0]
	var attributes []any
	for i := range 60 {
		attributes = append(attributes, vars{"key": fmt.Sprintf("key_%02d", i), "value": "x"})
	}
	c.must(`mutation($id: ID!, $a: [AttributeInput!]!) { setCustomerAttributes(input: {customerId: $id, attributes: $a}) { customer { id } } }`, vars{"id": id, "a": attributes})
	for _, query := range []string{
		`{ customers { edges { node { list: attributes { totalCount pageInfo { hasNextPage } edges { node { key } } } } } } }`,
		`query($n: Int) { customers { edges { node { ...F } } } } fragment F on Customer { list: attributes(first: $n) { totalCount pageInfo { hasNextPage } edges { node { key } } } }`,
	} {
		list := c.must(query, nil).get("customers", "edges", 0, "node", "list")
		edges, _ := answer{Data: list.(map[string]any)}.get("edges").([]any)
		if text := fmt.Sprint(list); len(edges) != 25 || !strings.Contains(text, "totalCount:62") || !strings.Contains(text, "hasNextPage:true") {
			t.Errorf("%s gives %d edges: %.200s", query, len(edges), text)
		}
	}
	two := c.must(`{ customers { edges { node { a: attributes(first: 1, where: {key: "A"}) { edges { node { value } } } b: attributes(last: 1, orderBy: {field: KEY}) { n: totalCount e: edges { x: node { k: key } } } } } } }`, nil)
	if got := fmt.Sprint(two.get("customers", "edges", 0, "node")); got != "map[a:map[edges:[map[node:map[value:a]]]] b:map[e:[map[x:map[k:key_59]]] n:62]]" {
		t.Errorf("two lists of one edge: %s", got)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	c := setup(t).as("ana@silva.example")
	c.customers(12)
	c.file("Logo.png", picture(1))
	c.file("plain.pdf", pdf(1))
	for query, want := range map[string]string{
		`{ customers(where: {nameContains: "MER 01"}) { totalCount } }`:                                 "map[customers:map[totalCount:2]]",
		`{ customers(where: {nameContains: "%"}) { totalCount } }`:                                      "map[customers:map[totalCount:0]]",
		`{ files(where: {kind: PDF}) { totalCount } }`:                                                  "map[files:map[totalCount:1]]",
		`{ files(where: {nameContains: "logo"}) { totalCount } }`:                                       "map[files:map[totalCount:1]]",
		`{ files(where: {origin: GENERATED}) { totalCount } }`:                                          "map[files:map[totalCount:0]]",
		`{ customers(first: 1) { edges { node { attributes(where: {year: 2026}) { totalCount } } } } }`: "map[customers:map[edges:[map[node:map[attributes:map[totalCount:0]]]]]]",
		`{ customers(first: 1) { edges { node { attributes(where: {year: 0}) { totalCount } } } } }`:    "map[customers:map[edges:[map[node:map[attributes:map[totalCount:2]]]]]]",
	} {
		if got := fmt.Sprint(c.must(query, nil).Data); got != want {
			t.Errorf("%s gives %s", query, got)
		}
	}
}
