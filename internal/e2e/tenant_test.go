package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"quire/internal/demo"
	"quire/internal/postgres/pgtest"
)

// TestAnotherOfficeSeesNothing has a second office's administrator reach for
// what is the first one's: each answer is that for an id that never was.
func TestAnotherOfficeSeesNothing(t *testing.T) {
	t.Parallel()
	i := install(t, pgtest.New(t))
	server := i.api()
	i.worker()
	setUpDemo(t, server.url)
	owner := server.signIn(demo.OfficeEmail, demo.OfficePassword)
	theirs := owner.sampleOrder()
	job := owner.generate(theirs)
	owner.watch(job).completed()
	var out struct {
		Job  struct{ Output struct{ ID string } }
		Book struct{ Pages []struct{ ID string } }
	}
	owner.do(`query($job: ID!, $book: ID!) { job(id: $job) { output { id } } book(id: $book) { pages { id } } }`, vars{"job": job, "book": theirs.BookID}, &out)

	const email, password = "rival@example.com", "rivals read no others' books"
	server.operator().do(`mutation($email: String!, $password: String!) { createOrganisation(input: {name: "Rival", administrator: {email: $email, password: $password}}) { organisation { id } } }`,
		vars{"email": email, "password": password}, &struct{}{})
	rival := server.signIn(email, password)

	reads := map[string]string{
		"book": theirs.BookID, "customer": theirs.CustomerID, "file": theirs.SpreadsheetID, "job": job,
	}
	for field, id := range reads {
		rival.wantSame(`query($id: ID!) { found: `+field+`(id: $id) { id } }`, id)
	}
	rival.wantSame(`query($id: ID!) { file(id: $id) { download { url } } }`, out.Job.Output.ID)
	for _, id := range []string{theirs.BookID, theirs.CustomerID, theirs.SpreadsheetID, job, out.Job.Output.ID, out.Book.Pages[0].ID} {
		rival.wantSame(`query($id: ID!) { node(id: $id) { id } }`, id)
	}
	for mutation, id := range map[string]string{
		"cancelJob": job, "deleteFile": theirs.SpreadsheetID, "deleteBook": theirs.BookID, "deleteCustomer": theirs.CustomerID, "deletePage": out.Book.Pages[0].ID,
	} {
		rival.wantSame(`mutation($id: ID!) { `+mutation+`(input: {id: $id}) { __typename } }`, id)
	}
	rival.wantSame(`mutation($id: ID!) { addPage(input: {bookId: $id, page: {excel: {tab: "A"}}}) { page { id } } }`, theirs.BookID)
	rival.wantNothingToGenerate(theirs)
	rival.wantNothingToWatch(job)
	got := rival.raw(`{ books(first: 1) { totalCount } customers(first: 1) { totalCount } files(first: 1) { totalCount } jobs(first: 1) { totalCount } users(first: 5) { totalCount } }`, nil)
	if want := `{"books":{"totalCount":0},"customers":{"totalCount":0},"files":{"totalCount":0},"jobs":{"totalCount":0},"users":{"totalCount":1}}`; got != want {
		t.Errorf("the rival counts %s", got)
	}
	if done := owner.job(job); done.Status != "DONE" || done.Output == nil {
		t.Errorf("the owner's job is %+v", done)
	}
	if res, _ := rival.get("/downloads/"+out.Job.Output.ID, nil); res.StatusCode != http.StatusForbidden {
		t.Errorf("a download by id: %s", res.Status)
	}
}

// never is an id like the given one that nothing has.
func never(id string) string {
	kind, rest, _ := strings.Cut(id, "_")
	last := "0"
	if strings.HasSuffix(rest, last) {
		last = "4"
	}
	return kind + "_" + rest[:len(rest)-1] + last
}

// answer is what a client is told, without the id that it asked for.
func (c *client) answer(query, id string) string {
	c.t.Helper()
	var data json.RawMessage
	err := c.Do(c.t.Context(), query, vars{"id": id}, &data)
	var refused *demo.Error
	if err != nil && !errors.As(err, &refused) {
		c.t.Fatal(err)
	}
	return strings.ReplaceAll(fmt.Sprintf("%s %v", data, err), id, "ID")
}

// wantSame checks that an id is answered as one that never was.
func (c *client) wantSame(query, id string) {
	c.t.Helper()
	got, want := c.answer(query, id), c.answer(query, never(id))
	if got != want || !strings.Contains(got, ":null") && !strings.Contains(got, "NOT_FOUND") {
		c.t.Errorf("%s: %q for what is another's, %q for what never was", query, got, want)
	}
}

// wantNothingToGenerate tries each part of another's order with parts that are
// one's own.
func (c *client) wantNothingToGenerate(theirs order) {
	c.t.Helper()
	mine := c.longOrder()
	for what, o := range map[string]order{
		"book":        {theirs.BookID, mine.CustomerID, 2026, 1, mine.SpreadsheetID},
		"customer":    {mine.BookID, theirs.CustomerID, 2026, 1, mine.SpreadsheetID},
		"spreadsheet": {mine.BookID, mine.CustomerID, 2026, 1, theirs.SpreadsheetID},
	} {
		err := c.Do(c.t.Context(), generateBook, vars{"input": o}, &struct{}{})
		if !demo.IsCode(err, "NOT_FOUND") && !demo.IsCode(err, "BAD_USER_INPUT") {
			c.t.Errorf("with another's %s: %v", what, err)
		}
	}
	c.do(`mutation($book: ID!, $customer: ID!, $file: ID!) { deleteBook(input: {id: $book}) { deletedId } deleteCustomer(input: {id: $customer}) { deletedId } deleteFile(input: {id: $file}) { deletedId } }`,
		vars{"book": mine.BookID, "customer": mine.CustomerID, "file": mine.SpreadsheetID}, &struct{}{})
}

func (c *client) wantNothingToWatch(job string) {
	c.t.Helper()
	for _, id := range []string{job, never(job)} {
		err := c.Subscribe(c.t.Context(), jobProgress, vars{"id": id}, func(data json.RawMessage) error {
			c.t.Errorf("a subscriber to what is another's sees %s", data)
			return nil
		})
		if !demo.IsCode(err, "NOT_FOUND") {
			c.t.Errorf("a subscription to what is another's ends with %v", err)
		}
	}
}
