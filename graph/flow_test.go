package graph_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

// pdf is a one-page document that differs by n.
func pdf(n int) []byte {
	var b bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	b.WriteString("%PDF-1.7\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 %d]>>", 700+n))
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// picture is a PNG that differs by shade.
func picture(shade uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, 2, 2))
	img.Set(0, 0, color.Gray{Y: shade})
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

func TestABrokersDay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	admin, standard := b.as("ana@silva.example"), b.as("bo@silva.example")

	logo, form, plain := standard.file("logo.png", picture(1)), admin.file("form.pdf", pdf(1)), admin.file("plain.pdf", pdf(2))
	customer := standard.must(`mutation { createCustomer(input: {name: "Bay Street Bakery"}) { customer { id name } } }`, nil).
		str("createCustomer", "customer", "id")
	set := standard.must(`mutation($id: ID!, $logo: ID!) { setCustomerAttributes(input: {customerId: $id, year: 2026, quarter: 1, attributes: [
		{key: "Logo", imageId: $logo}, {key: "Rep", value: "Ana"}]}) {
		attributes { key value year quarter image { name } customer { name } } customer { attributes { totalCount } } } }`, vars{"id": customer, "logo": logo})
	if got := fmt.Sprint(set.get("setCustomerAttributes")); got != "map[attributes:[map[customer:map[name:Bay Street Bakery] image:map[name:logo.png] key:Logo quarter:1 value: year:2026] "+
		"map[customer:map[name:Bay Street Bakery] image:<nil> key:Rep quarter:1 value:Ana year:2026]] customer:map[attributes:map[totalCount:2]]]" {
		t.Errorf("set %s", got)
	}
	standard.must(`mutation($id: ID!) { setCustomerAttributes(input: {customerId: $id, attributes: [{key: "Rep", value: "old"}, {key: "Fax", value: "1"}]}) { attributes { id } } }`, vars{"id": customer})
	asOf := standard.must(`query($id: ID!) { customer(id: $id) { now: attributesAsOf(year: 2026, quarter: 1) { key value year image { id } } later: attributesAsOf(year: 2026, quarter: 2) { value } } }`, vars{"id": customer})
	if got := fmt.Sprint(asOf.get("customer", "now")); got != "[map[image:<nil> key:Fax value:1 year:<nil>] map[image:map[id:"+logo+"] key:Logo value: year:2026] map[image:<nil> key:Rep value:Ana year:2026]]" {
		t.Errorf("as of Q1: %s", got)
	}
	if got := fmt.Sprint(asOf.get("customer", "later")); got != "[map[value:1] map[value:old]]" {
		t.Errorf("as of Q2: %s", got)
	}

	book := admin.must(`mutation { createBook(input: {name: "Renewal Book"}) { book { id cover paper logoAttribute pages { id } } } }`, nil).str("createBook", "book", "id")
	for _, options := range []string{
		`excel: {tab: "DBL PROPOSAL"}`,
		`static: {fileId: "PLAIN"}`,
		`pdfForm: {fileId: "FORM", fillByName: true, fields: [{field: "year", property: YEAR}, {field: "rep", attribute: "Rep", missing: FAIL}]}`,
		`choosable: {fallbackId: "PLAIN", conditions: [{attribute: "Rep", operator: ONE_OF, values: ["Ana", "Bo"], fileId: "FORM"}, {attribute: "Fax", operator: EXISTS, fileId: "PLAIN"}]}`,
	} {
		options = strings.NewReplacer("PLAIN", plain, "FORM", form).Replace(options)
		admin.must(fmt.Sprintf(`mutation($b: ID!) { addPage(input: {bookId: $b, page: {%s}}) { page { id __typename position } book { pages { id } } } }`, options), vars{"b": book})
	}
	shown := standard.must(`query($b: ID!) { book(id: $b) { pages { position __typename ... on ExcelPage { tab } ... on StaticPage { file { name } }
		... on PdfFormPage { fillByName fields { field attribute property literal default missing } file { id } } ... on ChoosablePage { fallback { kind } conditions { attribute operator values file { name } } } } } }`, vars{"b": book})
	want := "[map[__typename:ExcelPage position:1 tab:DBL PROPOSAL] map[__typename:StaticPage file:map[name:plain.pdf] position:2] " +
		"map[__typename:PdfFormPage fields:[map[attribute:<nil> default: field:year literal:<nil> missing:BLANK property:YEAR] map[attribute:Rep default: field:rep literal:<nil> missing:FAIL property:<nil>]] " +
		"file:map[id:" + form + "] fillByName:true position:3] map[__typename:ChoosablePage " +
		"conditions:[map[attribute:Rep file:map[name:form.pdf] operator:ONE_OF values:[Ana Bo]] map[attribute:Fax file:map[name:plain.pdf] operator:EXISTS values:[]]] fallback:map[kind:PDF] position:4]]"
	if got := fmt.Sprint(shown.get("book", "pages")); got != want {
		t.Errorf("pages\n got %s\nwant %s", got, want)
	}

	last := admin.must(`query($b: ID!) { book(id: $b) { pages { id } } }`, vars{"b": book}).str("book", "pages", 3, "id")
	moved := admin.must(`mutation($id: ID!) { movePage(input: {id: $id, position: 1}) { page { position ... on ChoosablePage { conditions { file { id } } } } book { pages { id } } } }`, vars{"id": last})
	if moved.str("movePage", "book", "pages", 0, "id") != last || moved.get("movePage", "page", "position") != 1.0 {
		t.Errorf("moved %v", moved.Data)
	}
	updated := admin.must(`mutation($id: ID!, $f: ID!) { updatePage(input: {id: $id, title: "Choice", page: {choosable: {conditions: [{attribute: "Fax", operator: MISSING, fileId: $f}]}}}) {
		page { title ... on ChoosablePage { fallback { id } conditions { operator } } } } }`, vars{"id": last, "f": plain})
	if got := fmt.Sprint(updated.get("updatePage", "page")); got != "map[conditions:[map[operator:MISSING]] fallback:<nil> title:Choice]" {
		t.Errorf("updated %s", got)
	}
	deleted := admin.must(`mutation($id: ID!) { deletePage(input: {id: $id}) { deletedId book { pages { position } } } }`, vars{"id": last})
	if got := fmt.Sprint(deleted.get("deletePage", "book", "pages")); got != "[map[position:1] map[position:2] map[position:3]]" {
		t.Errorf("after deleting: %s", got)
	}

	files := standard.must(`{ files(orderBy: {field: NAME}) { totalCount edges { node { name size uploader { email } download { url expiresAt } } } } }`, nil)
	if files.get("files", "totalCount") != 3.0 || files.str("files", "edges", 0, "node", "uploader", "email") != "ana@silva.example" ||
		!strings.HasPrefix(files.str("files", "edges", 0, "node", "download", "url"), "/downloads/") {
		t.Errorf("files %v", files.Data)
	}
	if got := standard.do(`mutation($id: ID!) { deleteFile(input: {id: $id}) { deletedId } }`, vars{"id": plain}); got.codes() != "CONFLICT" || !strings.Contains(got.Errors[0].Message, "Renewal Book") {
		t.Errorf("deleting a file in use: %+v", got.Errors)
	}
	admin.must(`mutation($b: ID!) { deleteBook(input: {id: $b}) { deletedId } }`, vars{"b": book})
	standard.must(`mutation($id: ID!) { deleteFile(input: {id: $id}) { deletedId } }`, vars{"id": plain})
}

func TestSessions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const login = `mutation($p: String!) { login(input: {email: "Ana@silva.example", password: $p}) {
		session { accessToken refreshToken viewer { user { email role } organisation { name } } } } }`
	a := b.anonymous().do(login, vars{"p": "wrong password"})
	if a.codes() != "UNAUTHENTICATED" {
		t.Errorf("a wrong password: %+v", a.Errors)
	}
	a = b.anonymous().must(login, vars{"p": password})
	if got := fmt.Sprint(a.get("login", "session", "viewer")); got != "map[organisation:map[name:Silva] user:map[email:ana@silva.example role:ADMIN]]" {
		t.Errorf("viewer %s", got)
	}
	ana := client{b, a.str("login", "session", "accessToken")}
	if who := ana.must(`{ viewer { user { email } } users(orderBy: {field: EMAIL}) { edges { node { email } } } }`, nil); who.str("users", "edges", 1, "node", "email") != "bo@silva.example" {
		t.Errorf("viewer %v", who.Data)
	}
	const refresh = `mutation($r: String!) { refresh(input: {refreshToken: $r}) { session { refreshToken expiresAt refreshExpiresAt viewer { user { id } } } } }`
	r := vars{"r": a.str("login", "session", "refreshToken")}
	next := b.anonymous().must(refresh, r).str("refresh", "session", "refreshToken")
	if got := ana.must(`mutation($r: String!) { logout(input: {refreshToken: $r}) { ended } }`, vars{"r": next}); got.get("logout", "ended") != 1.0 {
		t.Errorf("logout %v", got.Data)
	}
	if got := b.anonymous().do(refresh, vars{"r": next}); got.codes() != "UNAUTHENTICATED" {
		t.Errorf("refresh after logout: %+v", got)
	}
	id := b.as("ana@silva.example").must(`{ users(first: 1, orderBy: {field: EMAIL, direction: DESC}) { edges { node { id } } } }`, nil).str("users", "edges", 0, "node", "id")
	u := b.as("ana@silva.example").must(`mutation($id: ID!) { updateUser(input: {id: $id, name: "Cy", role: STANDARD, disabled: true}) { user { name role disabledAt } } }`, vars{"id": id})
	if u.str("updateUser", "user", "role") != "STANDARD" || u.get("updateUser", "user", "disabledAt") == nil {
		t.Errorf("updated %v", u.Data)
	}
}
