package customers_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"quire/ent"
	"quire/ent/customerattribute"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/customers"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
)

type bundle struct {
	*customers.Service
	db *postgres.DB
	// ctx is a tenant's, other another's.
	ctx, other context.Context
	id         string
}

func setup(t *testing.T) bundle {
	t.Helper()
	db := pgtest.Open(t)
	b := bundle{Service: customers.New(db), db: db, ctx: tenant(t, db, "One"), other: tenant(t, db, "Two")}
	var err error
	if b.id, err = b.Create(b.ctx, " Bay Street Bakery ", ""); err != nil {
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
	u, err := db.Ent.Upload.Create().SetTenantID(tenant).SetStorageKey(tenant + "/uploads/x").SetName("logo").SetKind(kind).
		SetMediaType("image/png").SetSize(1).SetSha256(strings.Repeat("0", 64)).Save(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return u.ID
}

func text(key, value string) customers.Attribute { return customers.Attribute{Key: key, Value: &value} }

func wrong(err error) []string {
	var fields []string
	for _, p := range problem.All(err) {
		fields = append(fields, fmt.Sprintf("%s %s", p.Code, p.Field))
	}
	return fields
}

func TestNames(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if name := b.db.Ent.Customer.GetX(b.ctx, b.id).Name; name != "Bay Street Bakery" {
		t.Errorf("kept as %q", name)
	}
	for _, name := range []string{"", "  ", strings.Repeat("é", 101)} {
		if _, err := b.Create(b.ctx, name, ""); len(wrong(err)) != 1 {
			t.Errorf("Create(%.20q): %v", name, err)
		}
		if err := b.Update(b.ctx, b.id, customers.Changes{Name: &name}); len(wrong(err)) != 1 {
			t.Errorf("Rename(%.20q): %v", name, err)
		}
	}
	name := strings.Repeat("é", 100)
	if err := b.Update(b.ctx, b.id, customers.Changes{Name: &name}); err != nil {
		t.Error(err)
	}
}

func TestReferencesAreUnique(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, err := b.Create(b.ctx, "First", " C-1 ")
	if err != nil {
		t.Fatal(err)
	}
	if got := b.db.Ent.Customer.GetX(b.ctx, first).Reference; got == nil || *got != "C-1" {
		t.Errorf("kept as %v", got)
	}
	if _, err := b.Create(b.ctx, "Second", "C-1"); !slices.Equal(wrong(err), []string{"CONFLICT reference"}) {
		t.Errorf("twice: %v", err)
	}
	if _, err := b.Create(b.other, "Elsewhere", "C-1"); err != nil {
		t.Errorf("another organisation's: %v", err)
	}
	taken, free, none, long := "C-1", "C-2", " ", strings.Repeat("x", customers.MaxReferenceBytes+1)
	if err := b.Update(b.ctx, b.id, customers.Changes{Reference: &taken}); !slices.Equal(wrong(err), []string{"CONFLICT reference"}) {
		t.Errorf("changed to one that is taken: %v", err)
	}
	if err := b.Update(b.ctx, b.id, customers.Changes{Reference: &long}); !slices.Equal(wrong(err), []string{"BAD_USER_INPUT reference"}) {
		t.Errorf("a long one: %v", err)
	}
	for _, to := range []*string{&free, nil, &none, &none} {
		if err := b.Update(b.ctx, b.id, customers.Changes{Reference: to}); err != nil {
			t.Fatal(err)
		}
	}
	if got := b.db.Ent.Customer.GetX(b.ctx, b.id).Reference; got != nil {
		t.Errorf("cleared it is %q", *got)
	}
}

func TestAttributesAreSetAndReplaced(t *testing.T) {
	t.Parallel()
	b := setup(t)
	year, quarter := 2026, 1
	logo := file(t, b.ctx, b.db, upload.KindImage)
	first, err := b.SetAttributes(b.ctx, customers.Set{CustomerID: b.id, Year: &year, Quarter: &quarter, Attributes: []customers.Attribute{
		text(" Premium ", "100"), {Key: "Logo", ImageID: &logo}, text("Stays", "yes"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.SetAttributes(b.ctx, customers.Set{CustomerID: b.id, Year: &year, Quarter: &quarter, Attributes: []customers.Attribute{
		text("Logo", "now a text"), text("New", ""), text("Premium", "200"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	if second[0] != first[1] || second[2] != first[0] {
		t.Errorf("the ids changed: %v, then %v", first, second)
	}
	rows := b.db.Ent.CustomerAttribute.Query().Order(customerattribute.ByKey()).AllX(b.ctx)
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%s=%s %v", r.Key, r.Value, r.UploadID == nil))
	}
	if want := []string{"Logo=now a text true", "New= true", "Premium=200 true", "Stays=yes true"}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
}

func TestAllThatIsWrongIsToldAndNothingIsSet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	year, zero, five := 2026, 0, 5
	good, pdf, foreign := "x", file(t, b.ctx, b.db, upload.KindPDF), file(t, b.other, b.db, upload.KindImage)
	nul, long := "a\x00b", strings.Repeat("x", customers.MaxValueBytes+1)
	for name, c := range map[string]struct {
		set  customers.Set
		want []string
	}{
		"fields": {customers.Set{CustomerID: b.id, Year: &zero, Quarter: &five, Attributes: []customers.Attribute{
			text("Good", "x"), text(" ", "x"), {Key: "None"}, {Key: "Both", Value: &good, ImageID: &pdf},
			{Key: "NUL", Value: &nul}, {Key: "Long", Value: &long}, text("Good ", "again"), text(strings.Repeat("k", 201), "x"),
		}}, []string{"year", "quarter", "attributes.1.key", "attributes.2.value", "attributes.3.value",
			"attributes.4.value", "attributes.5.value", "attributes.6.key", "attributes.7.key"}},
		"a quarter of no year": {customers.Set{CustomerID: b.id, Quarter: &five, Attributes: []customers.Attribute{text("A", "x")}}, []string{"quarter", "year"}},
		"none":                 {customers.Set{CustomerID: b.id, Year: &year}, []string{"attributes"}},
		"too many":             {customers.Set{CustomerID: b.id, Attributes: make([]customers.Attribute, 501)}, []string{"attributes"}},
		"not an image": {customers.Set{CustomerID: b.id, Attributes: []customers.Attribute{
			text("Good", "x"), {Key: "Logo", ImageID: &pdf}}}, []string{"attributes.1.imageId"}},
	} {
		_, err := b.SetAttributes(b.ctx, c.set)
		var want []string
		for _, field := range c.want {
			want = append(want, "BAD_USER_INPUT "+field)
		}
		if got := wrong(err); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	for _, id := range []string{foreign, "upl_unknown"} {
		_, err := b.SetAttributes(b.ctx, customers.Set{CustomerID: b.id, Attributes: []customers.Attribute{text("Good", "x"), {Key: "Logo", ImageID: &id}}})
		if got := wrong(err); !slices.Equal(got, []string{"NOT_FOUND attributes.1.imageId"}) {
			t.Errorf("the image %s: %v", id, got)
		}
	}
	if n := b.db.Ent.CustomerAttribute.Query().CountX(b.ctx); n != 0 {
		t.Errorf("%d attributes were set", n)
	}
}

func TestFiveHundredAttributesAtOnceFromManySides(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var up, down []customers.Attribute
	for i := range customers.MaxAttributes {
		up = append(up, text(fmt.Sprintf("key_%03d", i), "up"))
	}
	down = slices.Clone(up)
	slices.Reverse(down)
	var wg sync.WaitGroup
	for _, list := range [][]customers.Attribute{up, down, up, down} {
		wg.Go(func() {
			if _, err := b.SetAttributes(b.ctx, customers.Set{CustomerID: b.id, Attributes: slices.Clone(list)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := b.db.Ent.CustomerAttribute.Query().CountX(b.ctx); n != customers.MaxAttributes {
		t.Errorf("%d attributes", n)
	}
}

func TestAsOf(t *testing.T) {
	t.Parallel()
	b := setup(t)
	second, err := b.Create(b.ctx, "Second", "")
	if err != nil {
		t.Fatal(err)
	}
	set := func(id string, year, quarter int, attributes ...customers.Attribute) {
		t.Helper()
		s := customers.Set{CustomerID: id, Attributes: attributes}
		if year > 0 {
			s.Year = &year
		}
		if quarter > 0 {
			s.Quarter = &quarter
		}
		if _, err := b.SetAttributes(b.ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	set(b.id, 0, 0, text("A", "undated"), text("B", "undated"), text("C", "undated"))
	set(b.id, 2026, 0, text("B", "2026"), text("C", "2026"), text("E", "2026"))
	set(b.id, 2026, 1, text("C", "2026 Q1"), text("D", "2026 Q1"))
	set(b.id, 2026, 2, text("C", "2026 Q2"), text("D", "2026 Q2"))
	set(b.id, 2025, 1, text("A", "2025 Q1"), text("F", "2025 Q1"))
	set(b.id, 2025, 0, text("A", "2025"))
	set(second, 0, 0, text("A", "second"))
	for _, c := range []struct {
		year, quarter int
		want          string
	}{
		{2026, 1, "A=undated B=2026 C=2026 Q1 D=2026 Q1 E=2026"},
		{2026, 3, "A=undated B=2026 C=2026 E=2026"},
		{2025, 1, "A=2025 Q1 B=undated C=undated F=2025 Q1"},
		{2024, 1, "A=undated B=undated C=undated"},
	} {
		held, err := customers.AsOf(b.ctx, b.db.Ent, []string{b.id, second}, c.year, c.quarter)
		if err != nil {
			t.Fatal(err)
		}
		if got := show(held[b.id]); got != c.want {
			t.Errorf("as of %d Q%d: %s, want %s", c.year, c.quarter, got, c.want)
		}
		if got := show(held[second]); got != "A=second" {
			t.Errorf("the second: %s", got)
		}
	}
	held, err := customers.AsOf(b.other, b.db.Ent, []string{b.id}, 2026, 1)
	if err != nil || len(held) != 0 {
		t.Errorf("another tenant sees %v, %v", held, err)
	}
}

func show(rows []*ent.CustomerAttribute) string {
	var list []string
	for _, r := range rows {
		list = append(list, r.Key+"="+r.Value)
	}
	return strings.Join(list, " ")
}

func TestDeleteAttributes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ids, err := b.SetAttributes(b.ctx, customers.Set{CustomerID: b.id, Attributes: []customers.Attribute{text("A", "1"), text("B", "2"), text("C", "3")}})
	if err != nil {
		t.Fatal(err)
	}
	err = b.DeleteAttributes(b.ctx, b.id, []string{ids[0], "att_unknown"})
	if got := wrong(err); !slices.Equal(got, []string{"NOT_FOUND ids.1"}) {
		t.Errorf("an unknown id: %v", got)
	}
	if n := b.db.Ent.CustomerAttribute.Query().CountX(b.ctx); n != 3 {
		t.Errorf("%d are left after a refusal", n)
	}
	if err := b.DeleteAttributes(b.ctx, b.id, []string{ids[0], ids[2], ids[0]}); err != nil {
		t.Fatal(err)
	}
	if left := b.db.Ent.CustomerAttribute.Query().IDsX(b.ctx); !slices.Equal(left, ids[1:2]) {
		t.Errorf("left %v", left)
	}
}

func TestDeleteTakesTheAttributesAlong(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, err := b.SetAttributes(b.ctx, customers.Set{CustomerID: b.id, Attributes: []customers.Attribute{text("A", "1")}}); err != nil {
		t.Fatal(err)
	}
	if err := b.Delete(b.ctx, b.id); err != nil {
		t.Fatal(err)
	}
	if n := b.db.Ent.CustomerAttribute.Query().CountX(b.ctx); n != 0 {
		t.Errorf("%d attributes are left", n)
	}
}

func TestTheDatabaseRefusesAnotherTenantsImage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	tenant, _, _ := tenancy.Of(b.ctx)
	err := b.db.Ent.CustomerAttribute.Create().SetTenantID(tenant).SetCustomerID(b.id).SetKey("Logo").SetValue("").
		SetUploadID(file(t, b.other, b.db, upload.KindImage)).Exec(b.ctx)
	if !ent.IsConstraintError(err) {
		t.Errorf("kept: %v", err)
	}
}

func TestAnotherTenantsCustomerIsUnknown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	name := "Mallory"
	_, setErr := b.SetAttributes(b.other, customers.Set{CustomerID: b.id, Attributes: []customers.Attribute{text("A", "1")}})
	for what, err := range map[string]error{
		"rename": b.Update(b.other, b.id, customers.Changes{Name: &name}), "delete": b.Delete(b.other, b.id), "set": setErr,
		"delete attributes": b.DeleteAttributes(b.other, b.id, nil),
	} {
		p, ok := problem.As(err)
		if !ok || p.Code != problem.NotFound || p.Message != problem.Missing("customer", b.id).Message {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := b.db.Ent.Customer.GetX(b.ctx, b.id).Name; got != "Bay Street Bakery" {
		t.Errorf("it is now %q", got)
	}
}
