package sample

import (
	"bytes"
	"image/png"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/engine/form"
	"quire/engine/pdf"
)

// documents are all PDF files of the office, with how many pages each has.
func documents() map[string]struct {
	make  func() ([]byte, error)
	pages int
} {
	type document = struct {
		make  func() ([]byte, error)
		pages int
	}
	all := map[string]document{"about": {About, 2}, "house": {House, 1}, "form": {CarrierForm, 1}}
	for _, name := range Representatives {
		all[name] = document{func() ([]byte, error) { return Representative(name) }, 1}
	}
	return all
}

func TestDocumentsAreReadableAndTheSameEachTime(t *testing.T) {
	t.Parallel()
	for name, d := range documents() {
		data, err := d.make()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		doc, err := pdf.ReadBytes(t.Context(), data, name)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(doc.Pages()); got != d.pages {
			t.Errorf("%s has %d pages", name, got)
		}
		if again, err := d.make(); err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s is another the second time, %v", name, err)
		}
	}
}

func TestCarrierFormHasItsFields(t *testing.T) {
	t.Parallel()
	data, err := CarrierForm()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := pdf.ReadBytes(t.Context(), data, "form.pdf")
	if err != nil {
		t.Fatal(err)
	}
	fields, err := form.Fields(doc)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	want := []string{FieldEmployer, FieldFEIN, FieldStreet, FieldCity, FieldPeriod, FieldPlan, FieldPFL, FieldBilling, FieldRemarks, FieldDate}
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		t.Errorf("the fields are %q", names)
	}
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	data, err := Workbook("Acme", "2026 Q1", 12)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); !slices.Equal(got, []string{ProposalTab, "Census"}) {
		t.Errorf("the tabs are %q", got)
	}
	if rows, err := f.GetRows("Census"); err != nil || len(rows) != 13 {
		t.Errorf("the census has %d rows, %v", len(rows), err)
	}
	if customer, err := f.GetCellValue(ProposalTab, "C3"); err != nil || customer != "Acme" {
		t.Errorf("the customer is %q, %v", customer, err)
	}
	if again, err := Workbook("Acme", "2026 Q1", 12); err != nil || !bytes.Equal(data, again) {
		t.Errorf("the workbook is another the second time, %v", err)
	}
}

func TestLogosDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range 4 {
		data, err := Logo(seed)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil || img.Bounds().Dx() != 240 {
			t.Errorf("logo %d: %v", seed, err)
		}
		seen[string(data)] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d logos of 4 differ", len(seen))
	}
}

func TestFEIN(t *testing.T) {
	t.Parallel()
	if one, two := FEIN(0), FEIN(1); len(one) != 9 || len(two) != 9 || one == two {
		t.Errorf("%s, %s", one, two)
	}
}
