package graph_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quire/ent/ident"
	"quire/graph"
	"quire/internal/jobs"
	"quire/internal/sample"
	"quire/worker"
)

// shownAt follows a link of the API as a browser would.
func shownAt(t *testing.T, h http.Handler, url string) image.Image {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	decoded, err := png.Decode(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// ink is how many pixels of a picture are not white.
func ink(p image.Image) (n int) {
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			if r, g, b, _ := p.At(x, y).RGBA(); r+g+b < 3*0xffff {
				n++
			}
		}
	}
	return n
}

func TestFilesHavePreviews(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.as("bo@silva.example")
	about, err := sample.About()
	if err != nil {
		t.Fatal(err)
	}
	logo, err := sample.Logo(1)
	if err != nil {
		t.Fatal(err)
	}
	workbook, err := sample.Workbook("Acme", "2026 Q1", 12)
	if err != nil {
		t.Fatal(err)
	}
	c.file("about.pdf", about)
	c.file("logo.png", logo)
	c.file("figures.xlsx", workbook)
	a := c.must(`{ files(first: 10, orderBy: {field: NAME}) { edges { node { name pageCount preview(width: 200) { url expiresAt } } } } }`, nil)
	file := func(i int) []any { return []any{"files", "edges", i, "node"} }
	if pages := a.get(append(file(0), "pageCount")...); pages == nil || pages.(float64) < 1 {
		t.Errorf("pages %v", pages)
	}
	shown := shownAt(t, b.resolver.Previews.Handler(), a.str(append(file(0), "preview", "url")...))
	if shown.Bounds().Dx() != 200 || ink(shown) < 200 {
		t.Errorf("%v with %d pixels of ink", shown.Bounds(), ink(shown))
	}
	if a.get(append(file(1), "preview")...) != nil || a.get(append(file(1), "pageCount")...) != nil {
		t.Errorf("a workbook has a preview: %v", a.get(file(1)...))
	}
	if ink(shownAt(t, b.resolver.Previews.Handler(), a.str(append(file(2), "preview", "url")...))) == 0 {
		t.Error("the logo is empty")
	}
	if got := c.do(`{ files { edges { node { preview(page: 0, width: 5000) { url } } } } }`, nil).codes(); !strings.Contains(got, "BAD_USER_INPUT page, BAD_USER_INPUT width") {
		t.Errorf("wrong sizes: %s", got)
	}
}

const previewPage = `query($p: ID!, $c: ID!, $s: ID, $w: Int!) { previewPage(pageId: $p, customerId: $c, year: 2026, quarter: 1, spreadsheetId: $s, width: $w) {
	page { id title } sheets images { url } warnings { page code } error { code message } } }`

func TestPagesOfABookHavePreviews(t *testing.T) {
	t.Parallel()
	b := setup(t)
	queue, err := worker.NewQueue(b.db.Pool, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.resolver.Jobs = jobs.New(b.db, queue)
	c, eve := b.as("cy@silva.example"), b.as("eve@other.example")
	form, err := sample.CarrierForm()
	if err != nil {
		t.Fatal(err)
	}
	workbook, err := sample.Workbook("Acme", "2026 Q1", 12)
	if err != nil {
		t.Fatal(err)
	}
	customer := c.must(`mutation { createCustomer(input: {name: "Acme"}) { customer { id } } }`, nil).str("createCustomer", "customer", "id")
	book := c.must(`mutation { createBook(input: {name: "Book"}) { book { id } } }`, nil).str("createBook", "book", "id")
	add := func(options string, v vars) string {
		v["b"] = book
		heads := "$b: ID!"
		if v["f"] != nil {
			heads += ", $f: ID!"
		}
		return c.must(`mutation(`+heads+`) { addPage(input: {bookId: $b, title: "One", page: `+options+`}) { page { id } } }`, v).str("addPage", "page", "id")
	}
	filled := add(`{pdfForm: {fileId: $f, fields: [{field: "`+sample.FieldEmployer+`", property: CUSTOMER_NAME}]}}`, vars{"f": c.file("form.pdf", form)})
	tab := add(`{excel: {tab: "`+sample.ProposalTab+`"}}`, vars{})
	noTab := add(`{excel: {tab: "none such"}}`, vars{})
	figures := c.file("figures.xlsx", workbook)

	// The first picture of a process may have to wait for PDFium to be compiled:
	// the answer says to try again, and so do clients.
	for range 5 {
		if first := c.do(previewPage, vars{"p": filled, "c": customer, "w": 300}); len(first.Errors) == 0 {
			break
		}
	}
	a := c.must(previewPage, vars{"p": filled, "c": customer, "w": 300})
	if a.get("previewPage", "error") != nil || a.str("previewPage", "page", "title") != "One" {
		t.Errorf("got %v", a.Data)
	}
	if shown := shownAt(t, b.store.DownloadHandler(), a.str("previewPage", "images", 0, "url")); shown.Bounds().Dx() != 300 || ink(shown) < 300 {
		t.Errorf("%v with %d pixels of ink", shown.Bounds(), ink(shown))
	}
	a = c.must(previewPage, vars{"p": tab, "c": customer, "s": figures, "w": 64})
	if sheets, _ := a.get("previewPage", "sheets").(float64); sheets < 1 || a.str("previewPage", "images", 0, "url") == "" {
		t.Errorf("got %v", a.Data)
	}
	for page, code := range map[string]string{tab: "SPREADSHEET_MISSING", noTab: "TAB_MISSING"} {
		v := vars{"p": page, "c": customer, "w": 64}
		if page == noTab {
			v["s"] = figures
		}
		a := c.must(previewPage, v)
		if a.str("previewPage", "error", "code") != code || a.get("previewPage", "images", 0) != nil || !strings.HasPrefix(a.str("previewPage", "error", "message"), "page ") && code == "TAB_MISSING" {
			t.Errorf("%s: %v", code, a.Data)
		}
	}
	if got := c.do(previewPage, vars{"p": filled, "c": "", "s": "", "w": 1}).codes(); got != "NOT_FOUND spreadsheetId, BAD_USER_INPUT width, NOT_FOUND customerId" {
		t.Errorf("empty ids: %s", got)
	}
	if got := c.do(previewPage, vars{"p": filled, "c": customer, "w": 1}).codes(); got != "BAD_USER_INPUT width" {
		t.Errorf("too narrow: %s", got)
	}
	nobodys := eve.do(previewPage, vars{"p": string(ident.Page) + "_00000000000000000000000000", "c": customer, "w": 64}).codes()
	if got := eve.do(previewPage, vars{"p": filled, "c": customer, "w": 64}).codes(); got != nobodys || got != "NOT_FOUND pageId" {
		t.Errorf("another's page: %s, nobody's: %s", got, nobodys)
	}
}

func TestPreviewsOfPagesAreDear(t *testing.T) {
	t.Parallel()
	c := graph.Complexity()
	if cost := c.Query.PreviewPage(1, "", "", 2026, 1, nil, 64); cost < 100 {
		t.Errorf("one costs %d", cost)
	}
}
