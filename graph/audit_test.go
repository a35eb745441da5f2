package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quire/ent/ident"
	"quire/graph"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/queueui"
	"quire/worker"
)

// leavesNoTrace are mutations that change nothing anybody would ask for;
// completeUpload ends as uploadFile does, retryBatch as generateBooks and
// mergeBatch as generateBook do.
var leavesNoTrace = []string{"refresh", "createUploadTarget", "completeUpload", "retryBatch", "mergeBatch", "beginProviderSignIn"}

// step is a mutation and what the audit log has of it: actions, and the types of
// what they were done to.
type step struct{ mutation, document, want string }

// TestEveryMutationLeavesATrace does each mutation of the schema and reads what
// the audit log has of it.
func TestEveryMutationLeavesATrace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	queue, err := worker.NewQueue(b.db.Pool, jobstest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	b.resolver.Jobs = jobs.New(b.db, queue)
	there := b.provider("cy@silva.example")
	b.resolver.Queue, err = queueui.New(queueui.Config{Client: queue.Client(), DB: b.db, SigningKeys: [][]byte{[]byte("a key of the tests that is long enough")}, Log: jobstest.Log(t)})
	if err != nil {
		t.Fatal(err)
	}
	ana := b.as("ana@silva.example")
	id := map[string]string{"$file": ana.file("a.pdf", pdf(1)), "$spare": ana.file("b.pdf", pdf(2)), "$table": ana.file("t.csv", []byte("Name,A\nBakery,1\n"))}
	if got := strings.Join(b.events("silva"), ", "); !strings.HasSuffix(got, "CREATED upl, CREATED upl") {
		t.Errorf("uploadFile left %q", got)
	}
	id["$code"] = there("cy@silva.example")
	if got := b.events("silva"); !strings.HasSuffix(got[len(got)-1], "CHANGED usr [provider_issuer provider_subject]") {
		t.Errorf("joining a user to a person left %q", got)
	}
	seen := map[string]bool{"uploadFile": true}
	for _, s := range []step{
		{"createUser", `createUser(input: {email: "di@silva.example", password: "correct horse battery"}) { user { id } }`, "CREATED usr"},
		{"updateUser", `updateUser(input: {id: "$user", role: ADMIN, name: "Di"}) { user { id } }`, "CHANGED usr [name role]"},
		{"finishProviderSignIn", `finishProviderSignIn(input: {code: "$code", verifier: "` + verifier + `"}) { session { expiresAt } }`, "SIGNED_IN usr"},
		{"inviteUser", `inviteUser(input: {email: "fay@silva.example"}) { token invitation { id } }`, "CREATED inv"},
		{"revokeInvitation", `revokeInvitation(input: {id: "$invitation"}) { invitation { id } }`, "CHANGED inv [revoked_at]"},
		{"inviteUser", `inviteUser(input: {email: "gil@silva.example"}) { token invitation { id } }`, "CREATED inv"},
		{"acceptInvitation", `acceptInvitation(input: {token: "$token", password: "a horse of another colour"}) { session { expiresAt } }`, "CREATED usr, CHANGED inv [accepted_at user_id], SIGNED_IN usr"},
		{"resetUser", `resetUser(input: {id: "$user"}) { token invitation { id } }`, "CREATED inv, PASSWORD_RESET usr"},
		{"acceptInvitation", `acceptInvitation(input: {token: "$token", password: "correct horse battery"}) { session { expiresAt } }`, "PASSWORD_CHANGED usr, CHANGED inv [accepted_at user_id], SIGNED_IN usr"},
		{"createApiKey", `createApiKey(input: {name: "k", scopes: [READ]}) { apiKey { id } }`, "CREATED key"},
		{"revokeApiKey", `revokeApiKey(input: {id: "$apiKey"}) { apiKey { id } }`, "CHANGED key [revoked_at]"},
		{"createBook", `createBook(input: {name: "Book"}) { book { id } }`, "CREATED book"},
		{"updateBook", `updateBook(input: {id: "$book", description: "d"}) { book { id } }`, "CHANGED book [description]"},
		{"addPage", `addPage(input: {bookId: "$book", page: {static: {fileId: "$file"}}}) { page { id } }`, "CREATED page"},
		{"updatePage", `updatePage(input: {id: "$page", title: "t"}) { page { id } }`, "CHANGED page [title]"},
		{"addPage", `addPage(input: {bookId: "$book", page: {choosable: {fallbackId: "$file", conditions: [{attribute: "A", operator: EXISTS, fileId: "$file"}]}}}) { page { id } }`, "CREATED page"},
		{"movePage", `movePage(input: {id: "$page", position: 1}) { page { id } }`, "CHANGED page [position]"},
		{"createCustomer", `createCustomer(input: {name: "Bakery"}) { customer { id } }`, "CREATED cus"},
		{"updateCustomer", `updateCustomer(input: {id: "$customer", name: "Baker"}) { customer { id } }`, "CHANGED cus [name]"},
		{"setCustomerAttributes", `setCustomerAttributes(input: {customerId: "$customer", attributes: [{key: "A", value: "a"}, {key: "B", value: "b"}]}) { attributes { id } }`, "CHANGED cus [attributes]"},
		{"deleteCustomerAttributes", `deleteCustomerAttributes(input: {customerId: "$customer", ids: ["$attributes"]}) { deletedIds }`, "CHANGED cus [attributes]"},
		{"importCustomers", `importCustomers(input: {table: {fileId: "$table"}, matchBy: NAME, nameColumn: "Name"}) { import { id } }`, "CREATED imp"},
		{"cancelCustomerImport", `cancelCustomerImport(input: {id: "$import"}) { import { id } }`, "CANCELED imp"},
		{"generateBook", `generateBook(input: {bookId: "$book", customerId: "$customer", year: 2026, quarter: 1}) { job { id } }`, "CREATED job"},
		{"cancelJob", `cancelJob(input: {id: "$job"}) { job { id } }`, "CANCELED job"},
		{"retryJob", `retryJob(input: {id: "$job"}) { job { id } }`, "CHANGED job [status]"},
		{"generateBooks", `generateBooks(input: {bookId: "$book", customers: {all: true}, year: 2026, quarter: 1}) { batch { id } }`, "CREATED bat"},
		{"pauseBatch", `pauseBatch(input: {id: "$batch"}) { batch { id } }`, "CHANGED bat [status]"},
		{"resumeBatch", `resumeBatch(input: {id: "$batch"}) { batch { id } }`, "CHANGED bat [status]"},
		{"cancelBatch", `cancelBatch(input: {id: "$batch"}) { batch { id } }`, "CANCELED bat"},
		{"deletePage", `deletePage(input: {id: "$page"}) { book { id } }`, "DELETED page"},
		{"deleteCustomer", `deleteCustomer(input: {id: "$customer"}) { deletedId }`, "DELETED cus"},
		{"deleteBook", `deleteBook(input: {id: "$book"}) { deletedId }`, "DELETED book"},
		{"deleteFile", `deleteFile(input: {id: "$spare"}) { deletedId }`, "DELETED upl"},
		{"login", `login(input: {email: "di@silva.example", password: "correct horse battery"}) { session { viewer { user { id } } } }`, "SIGNED_IN usr"},
		{"login", `login(input: {email: "di@silva.example", password: "wrong horse battery"}) { session { expiresAt } }`, "SIGN_IN_FAILED usr"},
		{"createOrganisation", `createOrganisation(input: {name: "Third", administrator: {email: "gus@third.example", password: "correct horse battery"}}) { organisation { id } }`, ""},
		{"setWorkShare", `setWorkShare(input: {organisationId: "$organisation", weight: 2}) { organisation { id } }`, "CHANGED org [work_share]"},
		{"openQueueConsole", `openQueueConsole { link { url } }`, "LINK_ISSUED usr"},
		{"changePassword", `changePassword(input: {current: "correct horse battery", new: "a horse of another colour"}) { ended }`, "PASSWORD_CHANGED usr"},
		{"logout", `logout(input: {}) { ended }`, "SIGNED_OUT usr"},
	} {
		document := "mutation { " + s.document + " }"
		for name, value := range id {
			document = strings.ReplaceAll(document, `"`+name+`"`, `"`+value+`"`)
		}
		if s.mutation == "retryJob" {
			b.db.SQL.ExecContext(t.Context(), "UPDATE jobs SET status = 'ERROR', error_code = 'TAB_MISSING'")
		}
		before := len(b.events("silva"))
		a := ana.do(document, nil)
		if len(a.Errors) > 0 && s.want != "SIGN_IN_FAILED usr" {
			t.Fatalf("%s: %+v", s.mutation, a.Errors)
		}
		payload, _ := a.Data[s.mutation].(map[string]any)
		for name, object := range payload {
			if text, ok := object.(string); ok {
				id["$"+name] = text
			}
			made := answer{Data: map[string]any{name: object}}
			if of := made.str(name, "id") + made.str(name, 0, "id"); of != "" {
				id["$"+name] = of
			}
		}
		if got := strings.Join(b.events("silva")[before:], ", "); got != s.want {
			t.Errorf("%s left %q, want %q", s.mutation, got, s.want)
		}
		seen[s.mutation] = true
	}
	if got := strings.Join(b.events("Third"), ", "); got != "CREATED org, CREATED usr, CHANGED org [work_share]" {
		t.Errorf("the new organisation's log has %q", got)
	}
	for _, f := range graph.NewSchema(b.resolver).Schema().Mutation.Fields {
		if !seen[f.Name] && !slices.Contains(leavesNoTrace, f.Name) {
			t.Errorf("%s: nobody has looked for its trace in the audit log", f.Name)
		}
	}
}

// events are the lines of an organisation's audit log, in their order.
func (b bundle) events(organisation string) []string {
	b.t.Helper()
	rows, err := b.db.SQL.QueryContext(b.t.Context(), `SELECT e.action, e.target_id, coalesce(e.changes::text, '') FROM audit_events e JOIN organisations o ON o.id = e.tenant_id
		WHERE lower(o.name) = lower($1) ORDER BY e.id`, organisation)
	if err != nil {
		b.t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var action, target, changes string
		if err := rows.Scan(&action, &target, &changes); err != nil {
			b.t.Fatal(err)
		}
		line := action + " " + string(ident.Of(target))
		if changes != "" {
			line += " " + strings.NewReplacer(`"`, "", ",", "").Replace(changes)
		}
		list = append(list, line)
	}
	return list
}

func TestTheAuditLogSaysWhoAndWhence(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ana := b.as("ana@silva.example")
	file := ana.file("a.pdf", pdf(1))
	machine := ana.key("GENERATE", "READ")
	machine.must(`mutation { createCustomer(input: {name: "Bakery"}) { customer { id } } }`, nil)
	ana.must(`query($id: ID!) { file(id: $id) { download { url } } }`, vars{"id": file})
	const log = `query($w: AuditEventWhereInput) { auditEvents(where: $w, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount edges { node {
		action targetId changes actor { email } actorId apiKeyId address requestId } } } }`
	a := ana.must(log, vars{"w": vars{"targetId": file, "action": []string{"LINK_ISSUED"}}})
	node := a.get("auditEvents", "edges", 0, "node")
	if a.get("auditEvents", "totalCount") != float64(1) || !strings.Contains(fmt.Sprint(node), "email:ana@silva.example") || !strings.Contains(fmt.Sprint(node), "requestId:req-1") {
		t.Errorf("a link: %v", a.Data)
	}
	a = ana.must(log, vars{"w": vars{"action": []string{"CREATED"}}})
	if key := a.str("auditEvents", "edges", 0, "node", "apiKeyId"); !strings.HasPrefix(key, "key_") || a.str("auditEvents", "edges", 0, "node", "actor", "email") != "ana@silva.example" {
		t.Errorf("by a key: %v", a.get("auditEvents", "edges", 0))
	}
	if a := ana.must(log, vars{"w": vars{"before": "2020-01-01T00:00:00Z"}}); a.get("auditEvents", "totalCount") != float64(0) {
		t.Errorf("before everything: %v", a.Data)
	}
	eve := b.as("eve@other.example").must(log, nil)
	if strings.Contains(fmt.Sprint(eve.Data), file) {
		t.Errorf("another organisation reads %v", eve.Data)
	}
}
