package books_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"quire/ent"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/books"
	"quire/internal/plan"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
)

type bundle struct {
	*books.Service
	db *postgres.DB
	// ctx is a tenant's, other another's.
	ctx, other context.Context
	// book and files of the tenant; foreign is a PDF of the other.
	book, pdf, image, foreign string
}

func setup(t *testing.T) bundle {
	t.Helper()
	db := pgtest.Open(t)
	b := bundle{Service: books.New(db), db: db, ctx: tenant(t, db, "One"), other: tenant(t, db, "Two")}
	b.pdf, b.image = file(t, b.ctx, db, upload.KindPDF), file(t, b.ctx, db, upload.KindImage)
	b.foreign = file(t, b.other, db, upload.KindPDF)
	name := " Renewal Book "
	var err error
	if b.book, err = b.Create(b.ctx, books.Change{Name: &name}); err != nil {
		t.Fatal(err)
	}
	return b
}

func tenant(t *testing.T, db *postgres.DB, name string) context.Context {
	t.Helper()
	org, err := db.Ent.Organisation.Create().SetName(name).Save(tenancy.System(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return tenancy.With(t.Context(), org.ID)
}

func file(t *testing.T, ctx context.Context, db *postgres.DB, kind upload.Kind) string {
	t.Helper()
	tenant, _, _ := tenancy.Of(ctx)
	u, err := db.Ent.Upload.Create().SetTenantID(tenant).SetStorageKey(tenant + "/uploads/x").SetName("file").SetKind(kind).
		SetMediaType("application/pdf").SetSize(1).SetSha256(strings.Repeat("0", 64)).Save(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return u.ID
}

func (b bundle) add(t *testing.T, title string, position *int) string {
	t.Helper()
	id, err := b.AddPage(b.ctx, books.NewPage{BookID: b.book, Title: title, Options: &books.Excel{ExcelConfig: plan.ExcelConfig{Tab: title}}, Field: "page.excel", Position: position})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// titles gives the pages in order and checks that positions have no gaps.
func (b bundle) titles(t *testing.T) string {
	t.Helper()
	var list []string
	for i, p := range b.db.Ent.Page.Query().Where(page.BookID(b.book)).Order(page.ByPosition()).AllX(b.ctx) {
		if p.Position != i {
			t.Errorf("the page %s is at %d, want %d", p.Title, p.Position, i)
		}
		list = append(list, p.Title)
	}
	return strings.Join(list, "")
}

func at(n int) *int { return &n }

func wrong(err error) []string {
	var fields []string
	for _, p := range problem.All(err) {
		fields = append(fields, fmt.Sprintf("%s %s", p.Code, p.Field))
	}
	return fields
}

func TestPagesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ids := map[string]string{}
	for _, title := range []string{"A", "B", "C"} {
		ids[title] = b.add(t, title, nil)
	}
	ids["D"] = b.add(t, "D", at(1))
	ids["E"] = b.add(t, "E", at(3))
	ids["F"] = b.add(t, "F", at(99))
	if got := b.titles(t); got != "DAEBCF" {
		t.Fatalf("after adding: %s", got)
	}
	for _, c := range []struct {
		title string
		to    int
		want  string
	}{
		{"D", 3, "AEDBCF"}, {"C", 1, "CAEDBF"}, {"C", 99, "AEDBFC"}, {"B", 4, "AEDBFC"}, {"A", 2, "EADBFC"},
	} {
		book, err := b.MovePage(b.ctx, ids[c.title], c.to)
		if got := b.titles(t); err != nil || book != b.book || got != c.want {
			t.Errorf("%s to %d: %s, want %s (%v)", c.title, c.to, got, c.want, err)
		}
	}
	if _, err := b.DeletePage(b.ctx, ids["D"]); err != nil {
		t.Fatal(err)
	}
	if got := b.titles(t); got != "EABFC" {
		t.Errorf("after deleting: %s", got)
	}
	_, moved := b.MovePage(b.ctx, ids["A"], 0)
	_, added := b.AddPage(b.ctx, books.NewPage{BookID: b.book, Options: &books.Excel{ExcelConfig: plan.ExcelConfig{Tab: "A"}}, Position: at(0)})
	for _, err := range []error{moved, added} {
		if got := wrong(err); !slices.Equal(got, []string{"BAD_USER_INPUT position"}) {
			t.Errorf("position 0: %v", got)
		}
	}
}

func TestManyChangeABookAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var wg sync.WaitGroup
	for i := range 4 {
		random := rand.New(rand.NewPCG(1, uint64(i)))
		wg.Go(func() {
			for range 6 {
				id := b.add(t, "X", at(1+random.IntN(8)))
				if _, err := b.MovePage(b.ctx, id, 1+random.IntN(8)); err != nil {
					t.Error(err)
				}
				if random.IntN(3) == 0 {
					if _, err := b.DeletePage(b.ctx, id); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	if b.titles(t) == "" {
		t.Error("no page is left")
	}
}

func TestABookHasAtMostFiveHundredPages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	tenant, _, _ := tenancy.Of(b.ctx)
	rows := make([]*ent.PageCreate, books.MaxPages)
	for i := range rows {
		rows[i] = b.db.Ent.Page.Create().SetTenantID(tenant).SetBookID(b.book).SetKind(page.KindExcel).SetPosition(i).SetConfig([]byte(`{}`))
	}
	b.db.Ent.Page.CreateBulk(rows...).ExecX(b.ctx)
	_, err := b.AddPage(b.ctx, books.NewPage{BookID: b.book, Options: &books.Excel{ExcelConfig: plan.ExcelConfig{Tab: "A"}}})
	if got := wrong(err); !slices.Equal(got, []string{"CONFLICT "}) {
		t.Errorf("one page more: %v", err)
	}
}

func text(s string) *string { return &s }

func TestOptionsAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	year := plan.PropertyYear
	fields := []plan.FieldMapping{
		{Field: "insured.name", Attribute: text("Insured"), Default: "-", Missing: plan.MissingDefault},
		{Field: "year", Property: &year}, {Field: "note", Literal: text("")},
	}
	form, err := b.AddPage(b.ctx, books.NewPage{BookID: b.book, Options: &books.Form{FileID: b.pdf, Fields: fields, FillByName: true}})
	if err != nil {
		t.Fatal(err)
	}
	config, err := books.Config(b.db.Ent.Page.GetX(b.ctx, form))
	if err != nil || !reflect.DeepEqual(config, plan.Config{Form: &plan.FormConfig{Fields: fields, FillByName: true}}) {
		t.Errorf("the form is kept as %+v, %v", config.Form, err)
	}
	images := books.Images{{File: &plan.File{ID: b.image}, Sheet: 2, X: 1.5, Width: 10, Height: 20, Missing: plan.MissingBlank}}
	source := plan.SourceConfig{Pages: "1-3,5", Rotate: 90, FitPaper: true, KeepForm: true}
	static, err := b.AddPage(b.ctx, books.NewPage{BookID: b.book, Options: &books.Static{FileID: b.pdf, PDF: source, Images: images}})
	if err != nil {
		t.Fatal(err)
	}
	config, err = books.Config(b.db.Ent.Page.GetX(b.ctx, static))
	if err != nil || !reflect.DeepEqual(config, plan.Config{Source: &source, Images: images}) {
		t.Errorf("the static page is kept as %+v, %v", config, err)
	}
	choosable, err := b.AddPage(b.ctx, books.NewPage{BookID: b.book, Options: &books.Choosable{FallbackID: &b.pdf, Conditions: []books.Condition{
		{Attribute: " Rep ", Operator: plan.OperatorOneOf, Values: []string{"Ana", "", " Bo "}, FileID: b.pdf},
		{Attribute: "Premium", Operator: plan.OperatorGreaterThan, Values: []string{"$ 1,000.50"}, FileID: b.pdf},
		{Attribute: "Note", Operator: plan.OperatorExists, FileID: b.pdf},
		{Attribute: "Note", Operator: plan.OperatorEquals, Values: []string{"two\nlines"}, FileID: b.pdf},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`Rep ONE_OF ["Ana" "" " Bo "]`, `Premium GREATER_THAN ["$ 1,000.50"]`, `Note EXISTS []`, `Note EQUALS ["two\nlines"]`}
	if got := b.conditions(choosable); !slices.Equal(got, want) {
		t.Errorf("conditions %v, want %v", got, want)
	}
	err = b.UpdatePage(b.ctx, choosable, books.PageChange{Options: &books.Choosable{Conditions: []books.Condition{
		{Attribute: "New", Operator: plan.OperatorMissing, FileID: b.pdf}}}})
	if got := b.conditions(choosable); err != nil || !slices.Equal(got, []string{"New MISSING []"}) {
		t.Errorf("after the update %v, %v", got, err)
	}
	if p := b.db.Ent.Page.GetX(b.ctx, choosable); p.UploadID != nil {
		t.Errorf("the fallback is still %s", *p.UploadID)
	}
}

func (b bundle) conditions(pageID string) []string {
	var list []string
	for _, c := range b.db.Ent.PageCondition.Query().Where(pagecondition.PageID(pageID)).Order(pagecondition.ByPosition()).AllX(b.ctx) {
		list = append(list, fmt.Sprintf("%s %s %q", c.AttributeKey, c.Operator, books.Values(c)))
	}
	return list
}

func TestAllThatIsWrongIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	prop := plan.PropertyDate
	condition := func(o plan.Operator, values ...string) books.Condition {
		return books.Condition{Attribute: "A", Operator: o, Values: values, FileID: b.pdf}
	}
	for name, c := range map[string]struct {
		options books.Options
		want    string
	}{
		"image":   {&books.Static{FileID: b.image}, "BAD_USER_INPUT page.fileId"},
		"foreign": {&books.Static{FileID: b.foreign}, "NOT_FOUND page.fileId"},
		"unknown": {&books.Static{FileID: "upl_unknown"}, "NOT_FOUND page.fileId"},
		"fields": {&books.Form{FileID: b.image, Fields: []plan.FieldMapping{
			{Field: " ", Literal: text("x")}, {Field: "none"}, {Field: "two", Literal: text("x"), Property: &prop},
			{Field: "again", Literal: text("x")}, {Field: "again", Literal: text("x")}, {Field: "key", Attribute: text("")},
		}}, "BAD_USER_INPUT page.fields.0.field, BAD_USER_INPUT page.fields.1, BAD_USER_INPUT page.fields.2, " +
			"BAD_USER_INPUT page.fields.4.field, BAD_USER_INPUT page.fields.5.attribute, BAD_USER_INPUT page.fileId"},
		"cells and formats": {&books.Form{FileID: b.pdf, Fields: []plan.FieldMapping{
			{Field: "a", Cell: text("B4")}, {Field: "b", Cell: text("S!B4"), Literal: text("x")}, {Field: "c", Cell: text("S!B4"), Format: strings.Repeat("0", 256)},
		}}, "BAD_USER_INPUT page.fields.0.cell, BAD_USER_INPUT page.fields.1, BAD_USER_INPUT page.fields.2.format"},
		"arrangement": {&books.Choosable{Conditions: []books.Condition{condition(plan.OperatorExists)}, PDF: plan.SourceConfig{Pages: "3-1", Rotate: 45, KeepForm: true, AsPrinted: true}},
			"BAD_USER_INPUT page.pdf.pages, BAD_USER_INPUT page.pdf.rotate, BAD_USER_INPUT page.pdf.asPrinted"},
		"images": {&books.Excel{ExcelConfig: plan.ExcelConfig{Tab: "T"}, Images: books.Images{
			{Attribute: text(""), Sheet: 1, Width: 1, Height: 1}, {Sheet: 0, Attribute: text("A"), File: &plan.File{ID: b.image}},
			{File: &plan.File{ID: b.pdf}, Sheet: 1, Width: 1, Height: 1}, {Attribute: text("A"), Field: "f"},
		}}, "BAD_USER_INPUT page.images.0.attribute, BAD_USER_INPUT page.images.1, BAD_USER_INPUT page.images.1.page, " +
			"BAD_USER_INPUT page.images.1.width, BAD_USER_INPUT page.images.1.height, BAD_USER_INPUT page.images.3.field, BAD_USER_INPUT page.images.2.fileId"},
		"no tab":        {&books.Excel{ExcelConfig: plan.ExcelConfig{Tab: ""}}, "BAD_USER_INPUT page.tab"},
		"a long tab":    {&books.Excel{ExcelConfig: plan.ExcelConfig{Tab: strings.Repeat("é", 32)}}, "BAD_USER_INPUT page.tab"},
		"a colon":       {&books.Excel{ExcelConfig: plan.ExcelConfig{Tab: "A:B"}}, "BAD_USER_INPUT page.tab"},
		"no conditions": {&books.Choosable{FallbackID: &b.pdf}, "BAD_USER_INPUT page.conditions"},
		"too many":      {&books.Choosable{Conditions: make([]books.Condition, 201)}, "BAD_USER_INPUT page.conditions"},
		"conditions": {&books.Choosable{FallbackID: &b.foreign, Conditions: []books.Condition{
			condition(plan.OperatorEquals), condition(plan.OperatorEquals, "a", "b"), condition(plan.OperatorExists, "a"),
			condition(plan.OperatorOneOf), condition(plan.OperatorOneOf, "a", "b\nc"), condition(plan.OperatorLessThan, "many"),
			{Operator: plan.OperatorMissing, FileID: b.image},
		}}, "BAD_USER_INPUT page.conditions.0.values, BAD_USER_INPUT page.conditions.1.values, BAD_USER_INPUT page.conditions.2.values, " +
			"BAD_USER_INPUT page.conditions.3.values, BAD_USER_INPUT page.conditions.4.values.1, BAD_USER_INPUT page.conditions.5.values.0, " +
			"BAD_USER_INPUT page.conditions.6.attribute, BAD_USER_INPUT page.conditions.6.fileId, NOT_FOUND page.fallbackId"},
	} {
		if name == "too many" {
			for i := range c.options.(*books.Choosable).Conditions {
				c.options.(*books.Choosable).Conditions[i] = condition(plan.OperatorExists)
			}
		}
		_, err := b.AddPage(b.ctx, books.NewPage{BookID: b.book, Options: c.options, Field: "page"})
		if got := strings.Join(wrong(err), ", "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
	if got := b.titles(t); got != "" {
		t.Errorf("pages were added: %s", got)
	}
}

func TestAKindCannotChange(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id := b.add(t, "A", nil)
	title := "Changed"
	err := b.UpdatePage(b.ctx, id, books.PageChange{Title: &title, Options: &books.Static{FileID: b.pdf}, Field: "page.static"})
	if got := wrong(err); !slices.Equal(got, []string{"BAD_USER_INPUT page.static"}) {
		t.Errorf("a static page in place of a tab: %v", err)
	}
	if got := b.titles(t); got != "A" {
		t.Errorf("half of the change was made: %s", got)
	}
	if err := b.UpdatePage(b.ctx, id, books.PageChange{Title: &title}); err != nil || b.titles(t) != "Changed" {
		t.Errorf("the title: %v", err)
	}
}

func TestBooks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	name, long := "Renewal Book", strings.Repeat("x", 10001)
	_, err := b.Create(b.ctx, books.Change{Name: &name})
	if got := wrong(err); !slices.Equal(got, []string{"CONFLICT name"}) {
		t.Errorf("the same name: %v", err)
	}
	if _, err := b.Create(b.other, books.Change{Name: &name}); err != nil {
		t.Errorf("another tenant's name: %v", err)
	}
	_, err = b.Create(b.ctx, books.Change{Description: &long, LogoAttribute: &long})
	if got := wrong(err); !slices.Equal(got, []string{"BAD_USER_INPUT name", "BAD_USER_INPUT description", "BAD_USER_INPUT logoAttribute"}) {
		t.Errorf("all wrong: %v", got)
	}
	b.add(t, "A", nil)
	if err := b.Delete(b.ctx, b.book); err != nil {
		t.Fatal(err)
	}
	if n := b.db.Ent.Page.Query().CountX(b.ctx); n != 0 {
		t.Errorf("%d pages are left", n)
	}
}

func TestAnotherTenantsBookIsUnknown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	id, name := b.add(t, "A", nil), "Mallory"
	_, addErr := b.AddPage(b.other, books.NewPage{BookID: b.book, Options: &books.Excel{ExcelConfig: plan.ExcelConfig{Tab: "A"}}})
	_, moveErr := b.MovePage(b.other, id, 1)
	_, deleteErr := b.DeletePage(b.other, id)
	for what, c := range map[string]struct {
		err  error
		want *problem.Error
	}{
		"update":      {b.Update(b.other, b.book, books.Change{Name: &name}), problem.Missing("book", b.book)},
		"delete":      {b.Delete(b.other, b.book), problem.Missing("book", b.book)},
		"add":         {addErr, problem.Missing("book", b.book)},
		"update page": {b.UpdatePage(b.other, id, books.PageChange{Title: &name}), problem.Missing("page", id)},
		"move page":   {moveErr, problem.Missing("page", id)},
		"delete page": {deleteErr, problem.Missing("page", id)},
	} {
		p, ok := problem.As(c.err)
		if !ok || p.Code != c.want.Code || p.Message != c.want.Message {
			t.Errorf("%s: %v, want %v", what, c.err, c.want)
		}
	}
	if got := b.titles(t); got != "A" {
		t.Errorf("the book is now %s", got)
	}
}

func TestTheDatabaseRefusesReferencesToAnotherTenant(t *testing.T) {
	t.Parallel()
	b := setup(t)
	tenant, _, _ := tenancy.Of(b.ctx)
	if err := b.db.Ent.Page.Create().SetTenantID(tenant).SetBookID(b.book).SetKind(page.KindStatic).SetPosition(0).
		SetConfig([]byte(`{}`)).SetUploadID(b.foreign).Exec(b.ctx); !ent.IsConstraintError(err) {
		t.Errorf("a page with another tenant's file: %v", err)
	}
	id := b.add(t, "A", nil)
	if err := b.db.Ent.PageCondition.Create().SetTenantID(tenant).SetPageID(id).SetPosition(0).SetAttributeKey("A").
		SetOperator(pagecondition.OperatorExists).SetTargetUploadID(b.foreign).Exec(b.ctx); !ent.IsConstraintError(err) {
		t.Errorf("a condition with another tenant's file: %v", err)
	}
}
