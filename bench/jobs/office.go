package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent/ident"
	"quire/internal/demo"
	"quire/internal/sample"
)

// year and quarter are those of every booklet.
const (
	year    = 2026
	quarter = 1
)

// office is an organisation with a book, a workbook and customers.
type office struct {
	*demo.Client
	in                    *installation
	tenant                string
	bookID, spreadsheetID string
	// workbooks are those of single customers, in their order, again and again;
	// none when all have the same.
	workbooks []string
	customers []string
}

// workbookOf is the workbook of the customer with a number.
func (o *office) workbookOf(k int) string {
	if len(o.workbooks) == 0 {
		return o.spreadsheetID
	}
	return o.workbooks[k%len(o.workbooks)]
}

func signIn(ctx context.Context, i *installation, c *demo.Client, email, password string) (*office, error) {
	var out struct {
		Login struct{ Session struct{ AccessToken string } }
	}
	err := c.Do(ctx, `mutation($email: String!, $password: String!) { login(input: {email: $email, password: $password}) { session { accessToken } } }`,
		map[string]any{"email": email, "password": password}, &out)
	if err != nil {
		return nil, fmt.Errorf("sign in as %s: %w", email, err)
	}
	c.Token = out.Login.Session.AccessToken
	o := &office{Client: c, in: i}
	err = i.pool.QueryRow(ctx, "select tenant_id from users where email = $1", email).Scan(&o.tenant)
	return o, err
}

// openOffice makes another organisation.
func (o *office) openOffice(ctx context.Context, name, email string) (*office, error) {
	const password = "correct horse battery bench"
	err := o.Do(ctx, `mutation($name: String!, $email: String!, $password: String!) {
		createOrganisation(input: {name: $name, administrator: {email: $email, password: $password, name: "Manager"}}) { organisation { id } } }`,
		map[string]any{"name": name, "email": email, "password": password}, &struct{}{})
	if err != nil {
		return nil, err
	}
	return signIn(ctx, o.in, &demo.Client{Endpoint: o.Endpoint, HTTP: &http.Client{}}, email, password)
}

// furnish sends the book's files, composes the book and adds customers.
func (o *office) furnish(ctx context.Context, customers int) error {
	lives := 0
	if o.in.heavy {
		lives = o.in.lives
	}
	b, err := readBook(o.in.book, lives)
	if err != nil {
		return err
	}
	ids := map[string]string{}
	for name, data := range b.files {
		if ids[name], err = o.Upload(ctx, name, data); err != nil {
			return err
		}
	}
	o.spreadsheetID = ids[b.workbook]
	var out struct {
		CreateBook struct{ Book struct{ ID string } }
	}
	if err := o.Do(ctx, `mutation { createBook(input: {name: "Renewal Book", cover: false}) { book { id } } }`, nil, &out); err != nil {
		return err
	}
	o.bookID = out.CreateBook.Book.ID
	for _, p := range b.pages {
		err := o.Do(ctx, `mutation($in: AddPageInput!) { addPage(input: $in) { page { id } } }`,
			map[string]any{"in": map[string]any{"bookId": o.bookID, "title": p.title, "page": p.options(ids)}}, &struct{}{})
		if err != nil {
			return fmt.Errorf("page %s: %w", p.title, err)
		}
	}
	if err := o.addWorkbooks(ctx, lives); err != nil {
		return err
	}
	return o.addCustomers(ctx, b.customers, customers)
}

// ownWorkbooks are how many different workbooks there are in a heavy run, so that
// hardly a worker has one of them printed already.
const ownWorkbooks = 50

func (o *office) addWorkbooks(ctx context.Context, lives int) error {
	for k := 0; o.in.book == "" && lives > plainLives && k < ownWorkbooks; k++ {
		data, err := sample.Workbook(fmt.Sprint("Customer ", k+1), "2026 Q1", lives)
		if err != nil {
			return err
		}
		id, err := o.Upload(ctx, fmt.Sprintf("proposal-%d.xlsx", k+1), data)
		if err != nil {
			return err
		}
		o.workbooks = append(o.workbooks, id)
	}
	return nil
}

// addCustomers writes customers straight into the database: it is not they that
// are measured.
func (o *office) addCustomers(ctx context.Context, like []map[string]string, n int) error {
	now := time.Now().Add(-time.Hour)
	var rows, attributes [][]any
	for i := range n {
		id := ident.New(ident.Customer)
		o.customers = append(o.customers, id)
		rows = append(rows, []any{id, o.tenant, now, now, fmt.Sprintf("Customer %05d, Inc.", i+1)})
		for key, value := range like[i%len(like)] {
			attributes = append(attributes, []any{ident.New(ident.CustomerAttribute), o.tenant, now, now, key, value, 0, 0, id})
		}
	}
	_, err := o.in.pool.CopyFrom(ctx, pgx.Identifier{"customers"}, []string{"id", "tenant_id", "created_at", "updated_at", "name"}, pgx.CopyFromRows(rows))
	if err != nil {
		return err
	}
	_, err = o.in.pool.CopyFrom(ctx, pgx.Identifier{"customer_attributes"},
		[]string{"id", "tenant_id", "created_at", "updated_at", "key", "value", "year", "quarter", "customer_id"}, pgx.CopyFromRows(attributes))
	return err
}

// order orders one booklet and gives the job.
func (o *office) order(ctx context.Context, customerID string) (string, error) {
	return o.orderWithKey(ctx, customerID, o.spreadsheetID, "")
}

// orderWithKey orders a booklet once, however often it is called with the key.
func (o *office) orderWithKey(ctx context.Context, customerID, spreadsheetID, key string) (string, error) {
	var out struct {
		GenerateBook struct{ Job struct{ ID string } }
	}
	err := o.Do(ctx, `mutation($in: GenerateBookInput!) { generateBook(input: $in) { job { id } } }`, map[string]any{"in": map[string]any{
		"bookId": o.bookID, "customerId": customerID, "year": year, "quarter": quarter, "spreadsheetId": spreadsheetID, "idempotencyKey": orNull(key),
	}}, &out)
	return out.GenerateBook.Job.ID, err
}

// orderAll orders a batch for all customers and gives it.
func (o *office) orderAll(ctx context.Context) (string, error) {
	return o.orderBatch(ctx, map[string]any{"all": true}, nil, "")
}

// orderBatch orders a batch for customers, some with workbooks of their own.
func (o *office) orderBatch(ctx context.Context, customers map[string]any, spreadsheets []map[string]string, key string) (string, error) {
	var out struct {
		GenerateBooks struct{ Batch struct{ ID string } }
	}
	err := o.Do(ctx, `mutation($in: GenerateBooksInput!) { generateBooks(input: $in) { batch { id } } }`, map[string]any{"in": map[string]any{
		"bookId": o.bookID, "customers": customers, "year": year, "quarter": quarter, "spreadsheetId": o.spreadsheetID,
		"spreadsheets": spreadsheets, "idempotencyKey": orNull(key),
	}}, &out)
	return out.GenerateBooks.Batch.ID, err
}

// await watches a job to its end.
func (o *office) await(ctx context.Context, jobID string) error {
	var last struct {
		JobProgress struct {
			Status string
			Error  *struct{ Code, Message string }
		}
	}
	err := o.Subscribe(ctx, `subscription($id: ID!) { jobProgress(id: $id) { status error { code message } } }`, map[string]any{"id": jobID},
		func(data json.RawMessage) error { return json.Unmarshal(data, &last) })
	if err == nil && last.JobProgress.Status != "DONE" {
		err = fmt.Errorf("the job %s is %s: %+v", jobID, last.JobProgress.Status, last.JobProgress.Error)
	}
	return err
}

// batchState is what a subscriber sees of a batch.
type batchState struct {
	Status   string
	Progress struct {
		Counts struct{ Total, Done, Failed int }
	}
}

// awaitBatch watches a batch to its end and hands each state to see.
func (o *office) awaitBatch(ctx context.Context, id string, see func(batchState)) error {
	return o.Subscribe(ctx, `subscription($id: ID!) { batchProgress(id: $id) { status progress { counts { total done failed } } } }`, map[string]any{"id": id},
		func(data json.RawMessage) error {
			var out struct{ BatchProgress batchState }
			err := json.Unmarshal(data, &out)
			see(out.BatchProgress)
			return err
		})
}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}
