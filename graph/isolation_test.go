package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"quire/ent/ident"
)

// belongings are the ids of one thing of each type that an organisation has.
func (c client) belongings() map[ident.Prefix]string {
	c.t.Helper()
	b := map[ident.Prefix]string{}
	who := c.must(`{ viewer { user { id } organisation { id } } }`, nil)
	b[ident.User], b[ident.Organisation] = who.str("viewer", "user", "id"), who.str("viewer", "organisation", "id")
	b[ident.Upload] = c.file("plain.pdf", pdf(1))
	b[ident.Customer] = c.must(`mutation { createCustomer(input: {name: "Bakery"}) { customer { id } } }`, nil).str("createCustomer", "customer", "id")
	b[ident.CustomerAttribute] = c.must(`mutation($id: ID!) { setCustomerAttributes(input: {customerId: $id, attributes: [{key: "A", value: "a"}]}) { attributes { id } } }`,
		vars{"id": b[ident.Customer]}).str("setCustomerAttributes", "attributes", 0, "id")
	b[ident.Book] = c.must(`mutation { createBook(input: {name: "Book"}) { book { id } } }`, nil).str("createBook", "book", "id")
	page := c.must(`mutation($b: ID!, $f: ID!) { addPage(input: {bookId: $b, page: {choosable: {conditions: [{attribute: "A", operator: EXISTS, fileId: $f}]}}}) {
		page { id ... on ChoosablePage { conditions { id } } } } }`, vars{"b": b[ident.Book], "f": b[ident.Upload]})
	b[ident.Page] = page.str("addPage", "page", "id")
	b[ident.PageCondition] = page.str("addPage", "page", "conditions", 0, "id")
	return b
}

func TestNodes_R1_R4(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ana, eve := b.as("ana@silva.example"), b.as("eve@other.example")
	types := map[ident.Prefix]string{
		ident.Organisation: "Organisation", ident.User: "User", ident.Upload: "File", ident.Customer: "Customer",
		ident.CustomerAttribute: "CustomerAttribute", ident.Book: "Book", ident.Page: "ChoosablePage", ident.PageCondition: "PageCondition",
	}
	mine := ana.belongings()
	const node, nodes = `query($id: ID!) { node(id: $id) { id __typename ... on Page { title position } } }`,
		`query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }`
	ids, want := []string{"nonsense", ident.New(ident.Book)}, []string{"<nil>", "<nil>"}
	for prefix, id := range mine {
		a := ana.must(node, vars{"id": id})
		if a.str("node", "id") != id || a.str("node", "__typename") != types[prefix] {
			t.Errorf("node(%s) = %v", id, a.Data)
		}
		if a := eve.must(node, vars{"id": id}); a.Data["node"] != nil {
			t.Errorf("another tenant reads %v", a.Data)
		}
		ids, want = append(ids, id), append(want, fmt.Sprintf("map[__typename:%s id:%s]", types[prefix], id))
	}
	ids, want = append(ids, ids[2]), append(want, want[2])
	if got := fmt.Sprint(ana.must(nodes, vars{"ids": ids}).get("nodes")); got != "["+strings.Join(want, " ")+"]" {
		t.Errorf("nodes give %s, want %v", got, want)
	}
	if got := fmt.Sprint(eve.must(nodes, vars{"ids": ids}).get("nodes")); strings.Contains(got, "id:") {
		t.Errorf("another tenant reads %s", got)
	}
	for _, one := range []string{ids[0], ids[1]} {
		if got := fmt.Sprint(ana.must(nodes, vars{"ids": []string{one}}).get("nodes")); got != "[<nil>]" {
			t.Errorf("nodes of one that is not there: %s", got)
		}
	}
	if got := ana.do(nodes, vars{"ids": make([]string, 101)}).codes(); got != "BAD_USER_INPUT ids" {
		t.Errorf("101 nodes: %s", got)
	}
	// Sessions and processes are no nodes.
	for _, prefix := range []ident.Prefix{ident.RefreshSession, ident.WorkerProcess} {
		if a := ana.must(node, vars{"id": ident.New(prefix)}); a.Data["node"] != nil {
			t.Errorf("%s: %v", prefix, a.Data)
		}
	}
}

// TestAnothersIDsReadAsUnknown_R4 sends each operation with the ids of another
// organisation and with ids that nobody has: apart from the ids the answers must
// be the same.
func TestAnothersIDsReadAsUnknown_R4(t *testing.T) {
	t.Parallel()
	b := setup(t)
	theirs := b.as("ana@silva.example").belongings()
	eve := b.as("eve@other.example")
	mine := eve.belongings()
	before := fmt.Sprint(b.as("ana@silva.example").snapshot())
	for _, operation := range []string{
		`query { customer(id: "<cus>") { name } }`, `query { book(id: "<book>") { name } }`, `query { file(id: "<upl>") { name } }`,
		`query { node(id: "<att>") { id } }`, `query { nodes(ids: ["<cus>", "<page>", "<cond>", "<usr>", "<org>"]) { id } }`,
		`mutation { updateUser(input: {id: "<usr>", name: "Mallory", disabled: true}) { user { id } } }`,
		`mutation { updateCustomer(input: {id: "<cus>", name: "Mallory"}) { customer { id } } }`,
		`mutation { deleteCustomer(input: {id: "<cus>"}) { deletedId } }`,
		`mutation { setCustomerAttributes(input: {customerId: "<cus>", attributes: [{key: "A", value: "x"}]}) { customer { id } } }`,
		`mutation { setCustomerAttributes(input: {customerId: "[cus]", attributes: [{key: "Logo", imageId: "<upl>"}]}) { customer { id } } }`,
		`mutation { deleteCustomerAttributes(input: {customerId: "<cus>", ids: ["<att>"]}) { deletedIds } }`,
		`mutation { deleteCustomerAttributes(input: {customerId: "[cus]", ids: ["<att>"]}) { deletedIds } }`,
		`mutation { updateBook(input: {id: "<book>", name: "Mallory"}) { book { id } } }`,
		`mutation { deleteBook(input: {id: "<book>"}) { deletedId } }`,
		`mutation { addPage(input: {bookId: "<book>", page: {excel: {tab: "A"}}}) { page { id } } }`,
		`mutation { addPage(input: {bookId: "[book]", page: {static: {fileId: "<upl>"}}}) { page { id } } }`,
		`mutation { addPage(input: {bookId: "[book]", page: {pdfForm: {fileId: "<upl>"}}}) { page { id } } }`,
		`mutation { addPage(input: {bookId: "[book]", page: {choosable: {fallbackId: "<upl>", conditions: [{attribute: "A", operator: EXISTS, fileId: "<upl>"}]}}}) { page { id } } }`,
		`mutation { updatePage(input: {id: "<page>", title: "Mallory"}) { page { id } } }`,
		`mutation { updatePage(input: {id: "[page]", page: {choosable: {conditions: [{attribute: "A", operator: EXISTS, fileId: "<upl>"}]}}}) { page { id } } }`,
		`mutation { movePage(input: {id: "<page>", position: 1}) { page { id } } }`,
		`mutation { deletePage(input: {id: "<page>"}) { deletedId } }`,
		`mutation { deleteFile(input: {id: "<upl>"}) { deletedId } }`,
	} {
		send := func(of func(ident.Prefix) string) string {
			query := operation
			for prefix := range theirs {
				query = strings.ReplaceAll(query, "<"+string(prefix)+">", of(prefix))
				query = strings.ReplaceAll(query, "["+string(prefix)+"]", mine[prefix])
			}
			a := eve.do(query, nil)
			text := fmt.Sprintf("%v %+v", a.Data, a.Errors)
			for prefix := range theirs {
				text = strings.ReplaceAll(text, of(prefix), string(prefix))
			}
			return text
		}
		unknown := map[ident.Prefix]string{}
		for prefix := range theirs {
			unknown[prefix] = ident.New(prefix)
		}
		foreign := send(func(p ident.Prefix) string { return theirs[p] })
		nobodys := send(func(p ident.Prefix) string { return unknown[p] })
		if foreign != nobodys {
			t.Errorf("%s\nanother's: %s\nnobody's:  %s", operation, foreign, nobodys)
		}
		if strings.HasPrefix(operation, "mutation") && !strings.Contains(foreign, "NOT_FOUND") {
			t.Errorf("%s: %s", operation, foreign)
		}
	}
	if after := fmt.Sprint(b.as("ana@silva.example").snapshot()); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

// snapshot is all that an organisation sees.
func (c client) snapshot() any {
	c.t.Helper()
	return c.must(`{ users { edges { node { name disabledAt } } } customers { edges { node { name attributes { edges { node { key value } } } } } }
		books { edges { node { name pages { title position ... on ChoosablePage { conditions { attribute file { id } } } } } } } files { edges { node { id } } } }`, nil).Data
}

func TestListsShowTheTenantsOwn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.as("ana@silva.example").belongings()
	a := b.as("eve@other.example").must(`{ users { totalCount } customers { totalCount edges { node { id } } } books { totalCount } files { totalCount } }`, nil)
	if got := fmt.Sprint(a.Data); got != "map[books:map[totalCount:0] customers:map[edges:[] totalCount:0] files:map[totalCount:0] users:map[totalCount:1]]" {
		t.Errorf("the other organisation sees %s", got)
	}
}
