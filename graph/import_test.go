package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"quire/internal/imports"
	"quire/internal/jobs/jobstest"
)

// TestAnOfficeImportsItsCustomers goes the way of a front end: look at the table,
// see what would change, import, and see what came of it.
func TestAnOfficeImportsItsCustomers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.as("bo@silva.example")
	c.must(`mutation { createCustomer(input: {name: "Bakery", reference: "B-1"}) { customer { reference } } }`, nil)
	file := c.file("clients.csv", []byte("Client;Number;Rep;Notes\nBakery & Sons;B-1;Ana;x\nFishery;F-1;Bo;y\n;G-1;Cy;z\n"))
	a := c.must(`query($f: ID!) { file(id: $f) { kind mediaType preview { url } } describeTable(table: {fileId: $f}) { tab encoding delimiter rows columns { name header samples } } }`, vars{"f": file})
	if got := fmt.Sprint(a.get("file"), a.get("describeTable", "encoding"), a.get("describeTable", "delimiter"), a.get("describeTable", "rows"), a.get("describeTable", "columns", 2)); got !=
		"map[kind:CSV mediaType:text/csv preview:<nil>]UTF_8;3 map[header:Rep name:C samples:[Ana Bo Cy]]" {
		t.Errorf("the table: %s", got)
	}
	in := vars{"table": vars{"fileId": file}, "matchBy": "REFERENCE", "nameColumn": "Client", "referenceColumn": "Number", "columns": []vars{{"header": "Rep", "attribute": "Sales_Representative"}}, "year": 2026}
	const plan = `query($in: CustomerImportInput!, $first: Int, $after: Cursor) { planImport(input: $in) { counts { rows wrongRows newCustomers changedCustomers addedAttributes } attributes ignoredColumns
		rows(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { number outcome customerId name changes { target key year quarter before after } problems { cell code message } } } } } }`
	a = c.must(plan, vars{"in": in, "first": 1})
	if got := fmt.Sprint(a.get("planImport", "counts"), a.get("planImport", "attributes"), a.get("planImport", "ignoredColumns"), a.get("planImport", "rows", "totalCount"), a.get("planImport", "rows", "pageInfo", "hasNextPage")); got !=
		"map[addedAttributes:2 changedCustomers:1 newCustomers:1 rows:3 wrongRows:1] [Sales_Representative] [Notes] 3 true" {
		t.Errorf("the plan: %s", got)
	}
	if got := fmt.Sprint(a.get("planImport", "rows", "edges", 0, "node", "changes")); got !=
		"[map[after:Bakery & Sons before:Bakery key: quarter:<nil> target:NAME year:<nil>] map[after:Ana before:<nil> key:Sales_Representative quarter:<nil> target:ATTRIBUTE year:2026]]" {
		t.Errorf("the first row: %s", got)
	}
	a = c.must(plan, vars{"in": in, "first": 5, "after": a.str("planImport", "rows", "pageInfo", "endCursor")})
	if got := fmt.Sprint(a.get("planImport", "rows", "edges", 1, "node", "problems", 0, "code"), a.get("planImport", "rows", "pageInfo", "hasNextPage")); got != "NAME_MISSINGfalse" {
		t.Errorf("the rest: %s", got)
	}
	if got := c.do(plan, vars{"in": in, "first": 101}).codes(); got != "BAD_USER_INPUT first" {
		t.Errorf("a long page: %s", got)
	}

	const order = `mutation($in: CustomerImportInput!) { importCustomers(input: $in) { import { id status } } }`
	runner := &imports.Runner{DB: b.db, Store: b.store, Log: jobstest.Log(t)}
	run := func() answer {
		id := c.must(order, vars{"in": in}).str("importCustomers", "import", "id")
		if made, err := runner.Next(t.Context()); !made || err != nil {
			t.Fatalf("%v, %v", made, err)
		}
		return c.must(`query($id: ID!) { customerImport(id: $id) { status fileName rowsDone rowsTotal error { code message } counts { newCustomers wrongRows } report { name kind } creator { email } finishedAt } }`, vars{"id": id})
	}
	if got := fmt.Sprint(run().get("customerImport")); !strings.Contains(got, "counts:map[newCustomers:1 wrongRows:1]") || !strings.Contains(got, "code:ROWS_WRONG") || !strings.Contains(got, "report:map[kind:CSV name:Import errors – clients.csv]") || !strings.Contains(got, "status:ERROR") {
		t.Errorf("with a wrong row: %s", got)
	}
	in["skipErrors"] = true
	if got := fmt.Sprint(run().get("customerImport")); !strings.Contains(got, "error:<nil>") || !strings.Contains(got, "status:DONE") || !strings.Contains(got, "rowsDone:3 rowsTotal:3") {
		t.Errorf("without it: %s", got)
	}
	a = c.must(`{ customers(where: {reference: "F-1"}) { edges { node { name attributesAsOf(year: 2026, quarter: 3) { key value } } } } customerImports { totalCount edges { node { status } } } }`, nil)
	if got := fmt.Sprint(a.get("customers", "edges"), a.get("customerImports")); got !=
		"[map[node:map[attributesAsOf:[map[key:Sales_Representative value:Bo]] name:Fishery]]] map[edges:[map[node:map[status:DONE]] map[node:map[status:ERROR]]] totalCount:2]" {
		t.Errorf("afterwards: %s", got)
	}
	in["columns"] = []vars{{"header": "Nowhere"}}
	if got := c.do(order, vars{"in": in}).codes(); got != "BAD_USER_INPUT columns.0.header" {
		t.Errorf("a column that is not there: %s", got)
	}
}
