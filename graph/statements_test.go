package graph_test

import (
	"fmt"
	"testing"
)

// TestStatementsDoNotGrowWithTheRows counts the statements of queries that go
// deep, over many rows.
func TestStatementsDoNotGrowWithTheRows(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.as("ana@silva.example")
	files := []string{c.file("a.pdf", pdf(1)), c.file("b.pdf", pdf(2))}
	logo := c.file("logo.png", picture(1))
	var book, page string
	for n := range 10 {
		book = c.must(`mutation($n: String!) { createBook(input: {name: $n}) { book { id } } }`, vars{"n": fmt.Sprint("Book ", n)}).str("createBook", "book", "id")
		for p := range 10 {
			options := fmt.Sprintf(`static: {fileId: "%s"}`, files[p%2])
			if p%2 == 0 {
				options = fmt.Sprintf(`choosable: {fallbackId: "%s", conditions: [{attribute: "A", operator: EXISTS, fileId: "%s"}, {attribute: "B", operator: EXISTS, fileId: "%s"}]}`, files[0], files[0], files[1])
			}
			page = c.must(fmt.Sprintf(`mutation { addPage(input: {bookId: "%s", page: {%s}}) { page { id } } }`, book, options), nil).str("addPage", "page", "id")
		}
	}
	for _, id := range c.customers(20) {
		c.must(`mutation($id: ID!, $logo: ID!) { setCustomerAttributes(input: {customerId: $id, attributes: [{key: "Logo", imageId: $logo}]}) { customer { id } } }`, vars{"id": id, "logo": logo})
	}
	const pages = `pages { id title position ... on StaticPage { file { name uploader { email } } } ... on ChoosablePage { fallback { name } conditions { attribute file { name } } } }`
	for _, s := range []struct {
		query string
		most  int64
	}{
		{`{ books { edges { node { name ` + pages + ` } } } }`, 6},
		{`{ list: books { edges { node { name p: ` + pages + ` } } } }`, 6},
		{`query { book(id: "` + book + `") { ...F } } fragment F on Book { ` + pages + ` }`, 6},
		{`{ node(id: "` + page + `") { ... on Page { book { ` + pages + ` } } } }`, 7},
		{`mutation { movePage(input: {id: "` + page + `", position: 1}) { page { position } book { ` + pages + ` } } }`, 7},
		{`{ customers { totalCount edges { node { name attributes { totalCount edges { node { key image { name } } } } attributesAsOf(year: 2026, quarter: 1) { key value image { name } } } } } }`, 7},
		{`{ customers { edges { node { a: attributesAsOf(year: 2026, quarter: 1) { key } b: attributesAsOf(year: 2026, quarter: 2) { value image { size } } } } } }`, 4},
	} {
		before := b.statements.Load()
		a := c.must(s.query, nil)
		if n := b.statements.Load() - before; n > s.most || n == 0 {
			t.Errorf("%d statements, at most %d are needed: %s", n, s.most, s.query)
		} else {
			t.Logf("%d statements: %.90s", n, s.query)
		}
		if len(a.Data) == 0 {
			t.Errorf("%s gives nothing", s.query)
		}
	}
}

// TestAliasesGetAllTheirColumns asks for one edge twice, each time for something
// else.
func TestAliasesGetAllTheirColumns(t *testing.T) {
	t.Parallel()
	c := setup(t).as("ana@silva.example")
	of := c.belongings()
	static := c.must(`mutation($b: ID!, $f: ID!) { addPage(input: {bookId: $b, page: {static: {fileId: $f}}, position: 1}) { p: page { book { name } } q: page { book { cover } } x: book { name } y: book { pages { id } } } }`,
		vars{"b": of["book"], "f": of["upl"]})
	if got := fmt.Sprintf("%v %v %v", static.get("addPage", "p", "book", "name"), static.get("addPage", "q", "book", "cover"), static.get("addPage", "x", "name")); got != "Book true Book" {
		t.Errorf("a payload: %s", got)
	}
	a := c.must(`query($id: ID!) { book(id: $id) { pages { ... on StaticPage { file { name } again: file { size } } ... on ChoosablePage { conditions { file { kind } f: file { name } } } } p: pages { position __typename } } }`, vars{"id": of["book"]})
	want := "map[p:[map[__typename:StaticPage position:1] map[__typename:ChoosablePage position:2]] " +
		"pages:[map[again:map[size:" + fmt.Sprint(len(pdf(1))) + "] file:map[name:plain.pdf]] map[conditions:[map[f:map[name:plain.pdf] file:map[kind:PDF]]]]]]"
	if got := fmt.Sprint(a.get("book")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
