// Package jobstest sets up what tests of ordered booklets need: an office with a
// customer and a book of all four kinds of page, in a real database and a real
// store.
package jobstest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"quire/ent"
	"quire/ent/ident"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/jobs"
	"quire/internal/plan"
	"quire/internal/postgres"
	"quire/internal/sample"
	"quire/internal/telemetry"
	"quire/internal/viewer"
	"quire/storage"
)

// Office is a broker's office with what a booklet is made from.
type Office struct {
	DB    *postgres.DB
	Store *storage.Store
	// Folder is where the store keeps its files.
	Folder string
	// Ctx is that of a signed-in user of the office, Tenant the office's id.
	Ctx    context.Context
	Tenant string

	BookID, CustomerID, SpreadsheetID string
	// PageIDs are those of the book, in order: static, form, choosable, excel.
	PageIDs []string
}

// OpenStore opens a store in a folder.
func OpenStore(t testing.TB, folder string) *storage.Store {
	t.Helper()
	s, err := storage.Open(context.Background(), storage.Config{Bucket: "file://" + folder, SigningKey: bytes.Repeat([]byte("k"), 32)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// New sets an office up in the database.
func New(t testing.TB, db *postgres.DB) *Office {
	t.Helper()
	o := &Office{DB: db, Folder: filepath.Join(t.TempDir(), "store")}
	o.Store = OpenStore(t, o.Folder)
	system := tenancy.System(t.Context())
	org := must(db.Ent.Organisation.Create().SetName("Office " + rand.Text()).Save(system))(t)
	o.Tenant = org.ID
	user := must(db.Ent.User.Create().SetTenantID(org.ID).SetEmail(strings.ToLower(org.ID) + "@example.com").SetPasswordHash("-").Save(system))(t)
	o.Ctx = viewer.With(telemetry.WithRequest(t.Context(), "req-1"), viewer.Viewer{UserID: user.ID, OrganisationID: org.ID, Role: viewer.Admin})
	o.addCustomer(t)
	o.addBook(t)
	o.SpreadsheetID = o.Upload(t, "figures.xlsx", must(sample.Workbook("Acme", "2026 Q1", 12))(t)).ID
	return o
}

func (o *Office) addCustomer(t testing.TB) {
	t.Helper()
	c := must(o.DB.Ent.Customer.Create().SetTenantID(o.Tenant).SetName("Acme / Söhne").Save(o.Ctx))(t)
	o.CustomerID = c.ID
	o.Attribute(t, "Sales_Representative", sample.Representatives[0], 2026, 0)
	o.Attribute(t, "Sales_Representative", "somebody of the past", 2025, 0)
	logo := o.Upload(t, "acme.png", must(sample.Logo(1))(t))
	must(o.DB.Ent.CustomerAttribute.Create().SetTenantID(o.Tenant).SetCustomerID(c.ID).SetKey("Logo").SetValue("").SetUploadID(logo.ID).Save(o.Ctx))(t)
}

// Customers adds customers, named by numbers from 1, who have the same
// representative, and gives their ids in order.
func (o *Office) Customers(t testing.TB, n int) []string {
	t.Helper()
	ids := make([]string, n)
	for i := range ids {
		ids[i] = ident.New(ident.Customer)
	}
	_, err := o.DB.Pool.Exec(t.Context(), `with c as (insert into customers (id, tenant_id, created_at, updated_at, name)
		select id, $1, now(), now(), 'Customer ' || n from unnest($2::text[]) with ordinality as u (id, n) returning id)
		insert into customer_attributes (id, tenant_id, created_at, updated_at, customer_id, key, value)
		select 'att_' || substr(id, 5), $1, now(), now(), id, 'Sales_Representative', $3 from c`, o.Tenant, ids, sample.Representatives[0])
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// Attribute sets a text of the customer, for a quarter, a year or always.
func (o *Office) Attribute(t testing.TB, key, value string, year, quarter int) {
	t.Helper()
	must(o.DB.Ent.CustomerAttribute.Create().SetTenantID(o.Tenant).SetCustomerID(o.CustomerID).
		SetKey(key).SetValue(value).SetYear(year).SetQuarter(quarter).Save(o.Ctx))(t)
}

func (o *Office) addBook(t testing.TB) {
	t.Helper()
	b := must(o.DB.Ent.Book.Create().SetTenantID(o.Tenant).SetName("Renewal Book").Save(o.Ctx))(t)
	o.BookID = b.ID
	name := plan.PropertyCustomerName
	form := plan.Config{Form: &plan.FormConfig{Fields: []plan.FieldMapping{{Field: sample.FieldEmployer, Property: &name}}}}
	about := o.Upload(t, "about.pdf", must(sample.About())(t))
	o.addPage(t, page.KindStatic, "Welcome", plan.Config{}, about)
	o.addPage(t, page.KindPDFForm, "Application", form, o.Upload(t, "form.pdf", must(sample.CarrierForm())(t)))
	choosable := o.addPage(t, page.KindChoosable, "Representative", plan.Config{}, nil)
	for i, person := range sample.Representatives[:2] {
		target := o.Upload(t, person+".pdf", must(sample.Representative(person))(t))
		must(o.DB.Ent.PageCondition.Create().SetTenantID(o.Tenant).SetPageID(choosable.ID).SetPosition(i).
			SetAttributeKey("Sales_Representative").SetOperator(pagecondition.OperatorEquals).SetValue(person).
			SetTargetUploadID(target.ID).Save(o.Ctx))(t)
	}
	o.addPage(t, page.KindExcel, "Proposal", plan.Config{Excel: &plan.ExcelConfig{Tab: sample.ProposalTab}}, nil)
}

func (o *Office) addPage(t testing.TB, kind page.Kind, title string, config plan.Config, file *ent.Upload) *ent.Page {
	t.Helper()
	create := o.DB.Ent.Page.Create().SetTenantID(o.Tenant).SetBookID(o.BookID).SetKind(kind).SetTitle(title).
		SetPosition(len(o.PageIDs)).SetConfig(must(json.Marshal(config))(t))
	if file != nil {
		create.SetUploadID(file.ID)
	}
	p := must(create.Save(o.Ctx))(t)
	o.PageIDs = append(o.PageIDs, p.ID)
	return p
}

// Upload stores a file and records it.
func (o *Office) Upload(t testing.TB, name string, data []byte) *ent.Upload {
	t.Helper()
	r := must(o.Store.Receive(t.Context(), o.Tenant, name, bytes.NewReader(data), 10<<20))(t)
	return must(o.DB.Ent.Upload.Create().SetTenantID(o.Tenant).SetStorageKey(r.Key).SetName(r.Name).
		SetKind(upload.Kind(r.Kind)).SetMediaType(r.MediaType).SetSize(r.Size).SetSha256(r.SHA256).Save(o.Ctx))(t)
}

// Order is what the office orders: its book for its customer, 2026 Q1.
func (o *Office) Order() jobs.Input {
	return jobs.Input{BookID: o.BookID, CustomerID: o.CustomerID, Year: 2026, Quarter: 1, SpreadsheetID: o.SpreadsheetID}
}

// Log is a log that goes to the output of the test.
func Log(t testing.TB) *slog.Logger {
	return slog.New(telemetry.Handler(slog.NewTextHandler(t.Output(), nil)))
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
