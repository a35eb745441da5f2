package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/progress"
	"quire/internal/sample"
	"quire/worker"
)

// office is an organisation that has at least one of everything, seen by its
// administrator. Every text of it has its mark.
type office struct {
	client
	email, tenant, mark string
	// ids has an own object for each type of the schema and each role of a file.
	ids map[string]string
	// code makes the code that ends a sign-in at the provider.
	code    func() string
	invited int // people
}

// offices are two organisations that know nothing of each other.
func offices(t *testing.T) (ours, theirs *office) {
	t.Helper()
	b := setup(t)
	queue, err := worker.NewQueue(b.db.Pool, jobstest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	b.resolver.Jobs = jobs.New(b.db, queue)
	b.resolver.Progress = progress.NewHub(b.db.SQL, b.db.Pool.Config().ConnString(), jobstest.Log(t))
	theirs = furnish(b, "ana@silva.example", "silvamark", 1)
	ours = furnish(b, "eve@other.example", "othermark", 2)
	there := b.provider("eve@other.example")
	ours.code = func() string { return there("eve@other.example") }
	return ours, theirs
}

// furnish gives an organisation what it can have.
func furnish(b bundle, email, mark string, n int) *office {
	b.t.Helper()
	o := &office{client: b.as(email), email: email, mark: mark, ids: map[string]string{}}
	o.tenant = o.must(`{ viewer { organisation { id } } }`, nil).str("viewer", "organisation", "id")
	if _, err := b.db.SQL.ExecContext(b.t.Context(), `UPDATE organisations SET name = $1 WHERE id = $2`, mark+" office", o.tenant); err != nil {
		b.t.Fatal(err)
	}
	workbook, err := sample.Workbook(mark, "2026 Q1", 3+n)
	if err != nil {
		b.t.Fatal(err)
	}
	o.ids["File"], o.ids["Image"] = o.file(mark+".pdf", form(n)), o.file(mark+".png", picture(uint8(n)))
	o.ids["Workbook"] = o.file(mark+".xlsx", workbook)
	o.ids["Spare"] = o.file(mark+" spare.pdf", pdf(n+10))
	o.ids["Table"] = o.file(mark+".csv", []byte("Name,Ref,A,Year,Quarter\n"+mark+" bakery,"+mark+" ref,"+mark+" value,2026,1\n"+mark+" nobody,"+mark+" unknown,x,2026,2\n"))
	o.addCustomer()
	o.addBook()
	o.order()
	o.ids["User"] = o.must(`mutation($e: String!, $n: String!) { createUser(input: {email: $e, name: $n, password: "correct horse battery"}) { user { id } } }`,
		vars{"e": "barred@" + mark + ".example", "n": mark + " barred"}).str("createUser", "user", "id")
	o.must(`mutation($id: ID!) { updateUser(input: {id: $id, disabled: true}) { user { id } } }`, vars{"id": o.ids["User"]})
	o.ids["User:colleague"] = o.must(`mutation($e: String!, $n: String!) { createUser(input: {email: $e, name: $n, password: "correct horse battery"}) { user { id } } }`,
		vars{"e": "colleague@" + mark + ".example", "n": mark + " colleague"}).str("createUser", "user", "id")
	o.invite("invited@" + mark + ".example")
	if _, err := b.db.Ent.APIKey.Create().SetTenantID(o.tenant).SetUserID(o.ids["User"]).SetName(mark + " key").SetPrefix(mark[:4]).
		SetKeyHash(strings.Repeat(fmt.Sprint(n), 64)).SetScopes([]string{"READ"}).Save(tenancy.System(b.t.Context())); err != nil {
		b.t.Fatal(err)
	}
	o.orderBatches()
	o.orderImports()
	o.name()
	return o
}

// invite gives the token of a new invitation.
func (o *office) invite(email string) string {
	o.t.Helper()
	return o.must(`mutation($e: String!, $n: String!) { inviteUser(input: {email: $e, name: $n}) { token } }`, vars{"e": email, "n": o.mark + " invited"}).str("inviteUser", "token")
}

func (o *office) addCustomer() {
	o.t.Helper()
	id := o.must(`mutation($n: String!, $r: String!) { createCustomer(input: {name: $n, reference: $r}) { customer { id } } }`, vars{"n": o.mark + " bakery", "r": o.mark + " ref"}).str("createCustomer", "customer", "id")
	o.must(`mutation($id: ID!, $v: String!, $i: ID!) { setCustomerAttributes(input: {customerId: $id, year: 2026, quarter: 1, attributes: [
		{key: "Rep", value: $v}, {key: "Logo", imageId: $i}]}) { attributes { id } } }`, vars{"id": id, "v": o.mark + " rep", "i": o.ids["Image"]})
	o.ids["Customer"] = id
}

func (o *office) addBook() {
	o.t.Helper()
	book := o.must(`mutation($n: String!) { createBook(input: {name: $n, description: $n}) { book { id } } }`, vars{"n": o.mark + " book"}).str("createBook", "book", "id")
	for _, p := range []struct{ kind, options string }{
		{"static", `fileId: $f`}, {"pdfForm", `fileId: $f, fields: [{field: "a", literal: $n}, {field: "b", attribute: "Unset"}]`},
		{"choosable", `fallbackId: $f, conditions: [{attribute: "Rep", values: [$n], fileId: $f}]`}, {"excel", fmt.Sprintf("tab: %q", sample.ProposalTab)},
	} {
		heads := "$b: ID!, $n: String!, $i: ID!"
		v := vars{"b": book, "n": o.mark, "i": o.ids["Image"]}
		p.options += ", images: [{fileId: $i, width: 9, height: 9}]"
		if strings.Contains(p.options, "$f") {
			heads += ", $f: ID!"
			v["f"] = o.ids["File"]
		}
		o.ids["Page:"+p.kind] = o.must(fmt.Sprintf(`mutation(%s) { addPage(input: {bookId: $b, title: $n, page: {%s: {%s}}}) { page { id } } }`, heads, p.kind, p.options), v).
			str("addPage", "page", "id")
	}
	o.ids["Book"] = book
	o.ids["Book:empty"] = o.must(`mutation($n: String!) { createBook(input: {name: $n}) { book { id } } }`, vars{"n": o.mark + " empty book"}).str("createBook", "book", "id")
}

// order orders booklets, and lets one be done, one fail and one run: what a
// worker does to the rows is done here by hand.
func (o *office) order() {
	o.t.Helper()
	var ids []string
	for range 4 {
		ids = append(ids, o.must(`mutation($b: ID!, $c: ID!, $s: ID!) { generateBook(input: {bookId: $b, customerId: $c, year: 2026, quarter: 1, spreadsheetId: $s}) { job { id } } }`,
			vars{"b": o.ids["Book"], "c": o.ids["Customer"], "s": o.ids["Workbook"]}).str("generateBook", "job", "id"))
	}
	content, err := o.db.Ent.Upload.Get(tenancy.System(o.t.Context()), o.ids["File"])
	if err != nil {
		o.t.Fatal(err)
	}
	output, err := o.db.Ent.Upload.Create().SetTenantID(o.tenant).SetStorageKey(content.StorageKey).SetName(o.mark + " booklet.pdf").
		SetKind(upload.KindPDF).SetOrigin(upload.OriginGenerated).SetMediaType("application/pdf").SetSize(content.Size).SetSha256(content.Sha256).Save(tenancy.System(o.t.Context()))
	if err != nil {
		o.t.Fatal(err)
	}
	for _, change := range []struct {
		set, id string
		args    []any
	}{
		{`status = 'DONE', output_id = $2, warnings_json = $3, pages_done = 4, pages_total = 4, started_at = now(), finished_at = now()`, ids[0],
			[]any{output.ID, fmt.Sprintf(`[{"Page": 1, "Code": "TEXT_CUT", "Message": "%s was cut"}]`, o.mark)}},
		{`status = 'ERROR', error_code = 'TAB_MISSING', error_message = $2, started_at = now(), finished_at = now(), history_json = $3`, ids[1], []any{o.mark + " has no tab",
			fmt.Sprintf(`[{"n": 1, "w": "%[1]s worker", "s": "2026-01-01T00:00:00Z", "e": "2026-01-01T00:00:01Z", "c": "%[1]s", "m": "%[1]s", "x": "%[1]s cause"}]`, o.mark)}},
		{`status = 'RUNNING', started_at = now(), pages_total = 4`, ids[2], nil},
	} {
		if _, err := o.db.SQL.ExecContext(o.t.Context(), `UPDATE jobs SET `+change.set+` WHERE id = $1`, append([]any{change.id}, change.args...)...); err != nil {
			o.t.Fatal(err)
		}
	}
	o.must(`mutation($in: GenerateBookInput!) { generateBook(input: $in) { job { id } } }`, vars{"in": vars{
		"bookId": o.ids["Book"], "customerId": o.ids["Customer"], "year": 2026, "quarter": 1, "spreadsheetId": o.ids["Workbook"], "idempotencyKey": o.mark + " key"}})
	o.ids["Job"], o.ids["Job:failed"] = ids[0], ids[1]
}

// target is an upload target to which an image was sent.
func (o *office) target() string {
	o.t.Helper()
	t := o.must(`mutation { createUploadTarget(input: {size: 1000}) { target { id url } } }`, nil)
	w := httptest.NewRecorder()
	o.store.UploadHandler().ServeHTTP(w, httptest.NewRequest(http.MethodPut, t.str("createUploadTarget", "target", "url"), bytes.NewReader(picture(9))))
	if w.Code != http.StatusNoContent {
		o.t.Fatalf("%d %s", w.Code, w.Body)
	}
	return t.str("createUploadTarget", "target", "id")
}

// orderBatches orders a batch and what failed of it anew.
func (o *office) orderBatches() {
	o.t.Helper()
	prepare := func() {
		for more := true; more; {
			var err error
			if more, err = jobs.PrepareBatches(o.t.Context(), o.db, jobs.MaxBatch); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	first := o.must(`mutation($b: ID!, $s: ID!) { generateBooks(input: {bookId: $b, customers: {all: true}, year: 2026, quarter: 1, spreadsheetId: $s}) { batch { id } } }`,
		vars{"b": o.ids["Book"], "s": o.ids["Workbook"]}).str("generateBooks", "batch", "id")
	prepare()
	if _, err := o.db.SQL.ExecContext(o.t.Context(), `UPDATE jobs SET status = 'ERROR', error_code = 'TAB_MISSING', error_message = $2, finished_at = now() WHERE batch_id = $1`,
		first, o.mark+" has no tab either"); err != nil {
		o.t.Fatal(err)
	}
	o.ids["Batch:failed"] = first
	o.ids["Batch"] = o.must(`mutation($id: ID!) { retryBatch(input: {id: $id}) { batch { id } } }`, vars{"id": first}).str("retryBatch", "batch", "id")
	prepare()
	o.ids["Batch:over"] = o.must(`mutation($b: ID!, $s: ID!) { generateBooks(input: {bookId: $b, customers: {all: true}, year: 2026, quarter: 2, spreadsheetId: $s}) { batch { id } } }`,
		vars{"b": o.ids["Book"], "s": o.ids["Workbook"]}).str("generateBooks", "batch", "id")
	prepare()
	for _, change := range []string{
		`UPDATE jobs SET status = 'DONE', finished_at = now(), output_id = (SELECT output_id FROM jobs j WHERE j.tenant_id = jobs.tenant_id AND j.output_id IS NOT NULL LIMIT 1) WHERE batch_id = $1`,
		`UPDATE batches SET status = 'DONE', finished_at = now() WHERE id = $1`,
		`INSERT INTO work_shares (tenant_id) SELECT tenant_id FROM batches WHERE id = $1`,
	} {
		if _, err := o.db.SQL.ExecContext(o.t.Context(), change, o.ids["Batch:over"]); err != nil {
			o.t.Fatal(err)
		}
	}
}

// orderImports orders imports, one of which has failed with all that a failed one
// has.
func (o *office) orderImports() {
	o.t.Helper()
	order := func() string {
		return o.must(`mutation($f: ID!) { importCustomers(input: {table: {fileId: $f}, matchBy: NAME, nameColumn: "Name"}) { import { id } } }`, vars{"f": o.ids["Table"]}).
			str("importCustomers", "import", "id")
	}
	o.ids["CustomerImport"], o.ids["CustomerImport:waiting"] = order(), order()
	if _, err := o.db.SQL.ExecContext(o.t.Context(), `UPDATE customer_imports SET status = 'ERROR', error_code = 'ROWS_WRONG', error_message = $2, counts_json = '{"Rows": 2}',
		report_id = $3, started_at = now(), finished_at = now() WHERE id = $1`, o.ids["CustomerImport"], o.mark+" rows are wrong", o.ids["Table"]); err != nil {
		o.t.Fatal(err)
	}
}

// restorePassword undoes what changing the password did: everybody in the tests
// has the same.
func (o *office) restorePassword() {
	o.t.Helper()
	if _, err := o.db.SQL.ExecContext(o.t.Context(), `UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email = 'cy@silva.example') WHERE email = $1`, o.email); err != nil {
		o.t.Fatal(err)
	}
}

// refreshToken signs in once more.
func (o *office) refreshToken() string {
	o.t.Helper()
	o.restorePassword()
	s, err := o.resolver.Accounts.Login(o.t.Context(), o.email, password)
	if err != nil {
		o.t.Fatal(err)
	}
	return s.RefreshToken
}

// passwordHash gives the administrator the hash, so that the old password is good
// again, or tells it.
func (o *office) passwordHash(set *string) (hash string) {
	o.t.Helper()
	if err := o.db.SQL.QueryRowContext(o.t.Context(), `UPDATE users SET password_hash = coalesce($1, password_hash) WHERE email = $2 RETURNING password_hash`, set, o.email).Scan(&hash); err != nil {
		o.t.Fatal(err)
	}
	return hash
}

// name learns which of the office's rows are which type of the schema, by
// asking for them; what is no Node goes by its table.
func (o *office) name() {
	o.t.Helper()
	for table, rows := range o.rows() {
		for _, row := range rows {
			id, _ := row["id"].(string)
			if id == "" {
				continue
			}
			name := strings.TrimSuffix(strings.ReplaceAll(table, "_", ""), "s")
			if a := o.do(`query($id: ID!) { node(id: $id) { __typename } }`, vars{"id": id}); a.get("node") != nil {
				name = a.str("node", "__typename")
			}
			if o.ids[name] == "" {
				o.ids[name] = id
			}
		}
	}
	o.ids["Organisation"], o.ids["Page"] = o.tenant, o.ids["Page:static"]
}

// rows is all that the database has of the office, by table.
func (o *office) rows() map[string][]map[string]any {
	o.t.Helper()
	all := map[string][]map[string]any{}
	for _, table := range append(tenantTables(o.t, o.bundle), "organisations") {
		column := "tenant_id"
		if table == "organisations" {
			column = "id"
		}
		var text string
		if err := o.db.SQL.QueryRowContext(o.t.Context(), fmt.Sprintf(`SELECT coalesce(json_agg(to_jsonb(r) ORDER BY r::text), '[]') FROM %s r WHERE %s = $1`, table, column), o.tenant).Scan(&text); err != nil {
			o.t.Fatal(err)
		}
		var rows []map[string]any
		if err := json.Unmarshal([]byte(text), &rows); err != nil {
			o.t.Fatal(err)
		}
		all[table] = rows
	}
	return all
}

// untouched is all that others must leave as it is: all rows, but that somebody
// failed to sign in as one of its users is for the office to know.
func (o *office) untouched() string {
	o.t.Helper()
	all := o.rows()
	all["audit_events"] = slices.DeleteFunc(all["audit_events"], func(e map[string]any) bool { return e["action"] == "SIGN_IN_FAILED" })
	return literalOf(all)
}

func tenantTables(t testing.TB, b bundle) (tables []string) {
	t.Helper()
	found, err := b.db.SQL.QueryContext(t.Context(), `SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables USING (table_schema, table_name)
		WHERE c.column_name = 'tenant_id' AND c.table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var name string
		if err := found.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	return tables
}

// secrets are all texts of an office that the other office has not: ids, names,
// digests, moments.
func (o *office) secrets(other *office) []string {
	mine, known := map[string]bool{}, map[string]bool{}
	collect(o.rows(), mine)
	collect(other.rows(), known)
	var list []string
	for text := range mine {
		if !known[text] {
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}

// telling is how long a text must be to tell whose it is.
const telling = 9

func collect(v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string][]map[string]any:
		for _, rows := range v {
			for _, row := range rows {
				collect(row, into)
			}
		}
	case map[string]any:
		for _, part := range v {
			collect(part, into)
		}
	case []any:
		for _, part := range v {
			collect(part, into)
		}
	case string:
		if len(v) >= telling {
			into[v] = true
		}
	}
}

var (
	anyID     = regexp.MustCompile(`\b([a-z]{3,5})_[0-9a-hjkmnp-tv-z]{26}\b`)
	anySecret = regexp.MustCompile(`(qi_|challenge=|nonce=|state=)[\w-]+`) // in a URL, new at every call
	anyMoment = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^"\s\]]*`)
)
