package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"quire/internal/jobs"
	"quire/internal/sample"
	"quire/worker"
)

const addExcel = `mutation($b: ID!, $e: ExcelPageInput!) { addPage(input: {bookId: $b, page: {excel: $e}}) { page { id ... on ExcelPage {
	tab index pattern allTabs print { range fitWidth fitHeight orientation paper headerFooter tableStyles } } } } }`

func TestExcelPagesKeepTheirOptions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.as("ana@silva.example")
	book := c.must(`mutation { createBook(input: {name: "Book"}) { book { id } } }`, nil).str("createBook", "book", "id")
	none := "print:map[fitHeight:<nil> fitWidth:<nil> headerFooter:true orientation:<nil> paper:<nil> range: tableStyles:false] tab:]"
	for _, tt := range []struct {
		options vars
		want    string
	}{
		{vars{"tab": "Rates"}, "map[allTabs:false index:<nil> pattern: " + strings.TrimSuffix(none, "]") + "Rates]"},
		{vars{"index": 2}, "map[allTabs:false index:2 pattern: " + none},
		{vars{"pattern": "Medical*"}, "map[allTabs:false index:<nil> pattern:Medical* " + none},
		{vars{"allTabs": true}, "map[allTabs:true index:<nil> pattern: " + none},
		{
			vars{"tab": "Rates", "print": vars{"range": "B2:H40", "fitWidth": 1, "fitHeight": 3, "orientation": "LANDSCAPE", "paper": "A4", "headerFooter": false, "tableStyles": true}},
			"map[allTabs:false index:<nil> pattern: print:map[fitHeight:3 fitWidth:1 headerFooter:false orientation:LANDSCAPE paper:A4 range:B2:H40 tableStyles:true] tab:Rates]",
		},
	} {
		shown := c.must(addExcel, vars{"b": book, "e": tt.options}).get("addPage", "page").(map[string]any)
		delete(shown, "id")
		if got := fmt.Sprint(shown); got != tt.want {
			t.Errorf("%v\n got %s\nwant %s", tt.options, got, tt.want)
		}
	}
	for _, tt := range []struct {
		options vars
		want    string
	}{
		{vars{}, "BAD_USER_INPUT page.excel.tab"},
		{vars{"tab": "A", "index": 1}, "BAD_USER_INPUT page.excel"},
		{vars{"index": 0}, "BAD_USER_INPUT page.excel.index"},
		{vars{"pattern": "a/b"}, "BAD_USER_INPUT page.excel.pattern"},
		{vars{"tab": "Rates*"}, "BAD_USER_INPUT page.excel.tab"},
		{vars{"tab": "A", "print": vars{"range": "Sheet!A1", "fitWidth": 0, "fitHeight": 40000}},
			"BAD_USER_INPUT page.excel.print.range, BAD_USER_INPUT page.excel.print.fitWidth, BAD_USER_INPUT page.excel.print.fitHeight"},
	} {
		if got := c.do(addExcel, vars{"b": book, "e": tt.options}).codes(); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.options, got, tt.want)
		}
	}
}

func TestExcelOptionsReachTheBooklet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	queue, err := worker.NewQueue(b.db.Pool, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.resolver.Jobs = jobs.New(b.db, queue)
	c := b.as("ana@silva.example")
	workbook, err := sample.Workbook("Acme", "2026 Q1", 90)
	if err != nil {
		t.Fatal(err)
	}
	figures := c.file("figures.xlsx", workbook)
	customer := c.must(`mutation { createCustomer(input: {name: "Acme"}) { customer { id } } }`, nil).str("createCustomer", "customer", "id")
	book := c.must(`mutation { createBook(input: {name: "Book"}) { book { id } } }`, nil).str("createBook", "book", "id")
	file := c.must(`query($f: ID!) { node(id: $f) { ... on File { sheets { name visible rows columns printedPages } } } }`, vars{"f": figures})
	proposal, census := file.get("node", "sheets", 0, "printedPages").(float64), file.get("node", "sheets", 1, "printedPages").(float64)
	if proposal != 1 || census < 2 {
		t.Fatalf("the sample has %v", file.get("node", "sheets"))
	}
	for _, tt := range []struct {
		options vars
		sheets  float64
		fault   string
	}{
		{vars{"allTabs": true}, proposal + census, ""},
		{vars{"pattern": "cen*"}, census, ""},
		{vars{"index": 2, "print": vars{"fitHeight": 1}}, 1, ""},
		{vars{"tab": "Census", "print": vars{"range": "A1:B3"}}, 1, ""},
		{vars{"index": 3}, 0, "TAB_MISSING 1 «DBL PROPOSAL», 2 «Census»"},
		{vars{"tab": "Census", "print": vars{"range": "Premiums"}}, 0, "RANGE_INVALID «Premiums»"},
	} {
		page := c.must(addExcel, vars{"b": book, "e": tt.options}).str("addPage", "page", "id")
		// The first picture of a process may have to wait for PDFium to be compiled.
		ask := vars{"p": page, "c": customer, "s": figures, "w": 64}
		a := c.do(previewPage, ask)
		for range 5 {
			if len(a.Errors) == 0 {
				break
			}
			a = c.do(previewPage, ask)
		}
		if tt.fault != "" {
			code, text, _ := strings.Cut(tt.fault, " ")
			if a.str("previewPage", "error", "code") != code || !strings.Contains(a.str("previewPage", "error", "message"), text) {
				t.Errorf("%v: %v, want %s", tt.options, a.get("previewPage", "error"), tt.fault)
			}
			continue
		}
		if got := a.get("previewPage", "sheets"); got != tt.sheets {
			t.Errorf("%v: %v sheets, error %v, want %v", tt.options, got, a.get("previewPage", "error"), tt.sheets)
		}
	}
}
