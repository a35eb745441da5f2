package graph_test

import (
	"strings"
	"testing"
)

func TestDryRunOverTheAPI(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	const query = `query($b: ID!, $c: ID!, $s: ID) { planBook(bookId: $b, customerId: $c, year: 2026, quarter: 1, spreadsheetId: $s) {
		title possible problems { code } gaps { attribute } pages { number kind title pageId fileId fileName tab tabs reason unmappedFields
			comparisons { attribute operator values actual holds chosen } problems { page code message } warnings { page code message } } } }`
	a := b.do(query, vars{"b": b.BookID, "c": b.CustomerID, "s": b.SpreadsheetID})
	if len(a.Errors) > 0 || a.get("planBook", "possible") != true || a.str("planBook", "pages", 0, "kind") != "COVER" {
		t.Fatalf("%+v", a)
	}
	if a.str("planBook", "pages", 4, "fileId") != b.SpreadsheetID || a.str("planBook", "pages", 4, "pageId") != b.PageIDs[3] || a.str("planBook", "pages", 4, "tab") != "DBL PROPOSAL" ||
		a.str("planBook", "pages", 4, "tabs", 0) != "DBL PROPOSAL" {
		t.Errorf("the excel page: %v", a.get("planBook", "pages", 4))
	}
	if a.get("planBook", "pages", 3, "comparisons", 0, "chosen") != true || a.str("planBook", "pages", 3, "comparisons", 0, "operator") != "EQUALS" {
		t.Errorf("the choosable page: %v", a.get("planBook", "pages", 3))
	}
	if a := b.do(query, vars{"b": b.BookID, "c": b.CustomerID}); a.get("planBook", "possible") != false || a.str("planBook", "pages", 4, "problems", 0, "code") != "SPREADSHEET_MISSING" {
		t.Errorf("without a workbook: %+v", a)
	}
	none := vars{"b": "", "c": "", "s": ""}
	if got := b.do(strings.Replace(query, "quarter: 1", "quarter: 5", 1), none).codes(); got != "NOT_FOUND spreadsheetId, BAD_USER_INPUT quarter, NOT_FOUND bookId, NOT_FOUND customerId" {
		t.Errorf("empty ids: %s", got)
	}
	if got := b.do(`{ lintBook(bookId: "", year: 26, quarter: 1, spreadsheetId: "") { unfit } }`, nil).codes(); got != "NOT_FOUND spreadsheetId, BAD_USER_INPUT year, NOT_FOUND bookId" {
		t.Errorf("empty ids: %s", got)
	}
	b.DB.Ent.CustomerAttribute.Delete().ExecX(b.Ctx)
	a = b.do(`query($b: ID!) { lintBook(bookId: $b, year: 2026, quarter: 1) { customers checked unfit problems { code } groups { gap { page code attribute fatal } count message customers { id name attributes { totalCount } attributesAsOf(year: 2026, quarter: 1) { key } } } } }`, vars{"b": b.BookID})
	if len(a.Errors) > 0 || a.get("lintBook", "unfit") != 1.0 || a.str("lintBook", "groups", 0, "customers", 0, "id") != b.CustomerID ||
		!strings.HasPrefix(a.str("lintBook", "groups", 0, "message"), "1 customer has no Sales_Representative in 2026 Q1") {
		t.Errorf("%+v", a)
	}
	if n := b.DB.Ent.Job.Query().CountX(b.Ctx); n != 0 {
		t.Errorf("%d jobs were made", n)
	}
}
