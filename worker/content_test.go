package worker

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"quire/engine"
	"quire/engine/form"
	"quire/engine/pdf"
	"quire/engine/pdf/pdftest"
	"quire/ent"
	"quire/ent/job"
	"quire/internal/plan"
	"quire/internal/sample"
)

// signed is a form that was signed and that draws its pages by XFA.
func signed() []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.7\n")
	for _, text := range []string{
		"<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[4 0 R]/SigFlags 3/XFA(<xdp/>)>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Annots[4 0 R]>>",
		"<</Type/Annot/Subtype/Widget/FT/Sig/T(approval)/V<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>>>/Rect[10 20 110 40]>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// locked is a PDF that needs a password to be opened.
func locked(t *testing.T) []byte {
	t.Helper()
	plain, err := sample.About()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(plain), &b, model.NewAESConfiguration("secret", "owner", 256)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// use makes a page show a file with these options.
func (b *bundle) use(t *testing.T, page int, file *ent.Upload, config plan.Config) {
	t.Helper()
	text, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	update := b.DB.Ent.Page.UpdateOneID(b.PageIDs[page]).SetConfig(text)
	if file != nil {
		update.SetUploadID(file.ID)
	}
	update.ExecX(b.Ctx)
}

func TestWarningsOfFormsReachTheJob(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.use(t, 0, b.Upload(t, "signed.pdf", signed()), plan.Config{})
	b.use(t, 1, nil, plan.Config{Form: &plan.FormConfig{Fields: []plan.FieldMapping{{Field: sample.FieldEmployer, Cell: ptr("'" + sample.ProposalTab + "'!XFD9")}}}})
	j, states := b.order(t)
	start(t, b.newWorker(t, nil))
	j = b.ended(t, j.ID, states, job.StatusDone)
	var found []engine.Warning
	if err := json.Unmarshal(j.Warnings, &found); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		page       int
		code, says string
	}{
		{1, "SIGNATURE_REMOVED", "«approval»"}, {1, "XFA_DYNAMIC", "«signed.pdf»"}, {2, "CELL_BLANK", "«employer.name» ('" + sample.ProposalTab + "'!XFD9 is blank)"},
	} {
		told := false
		for _, w := range found {
			told = told || w.Page == want.page && w.Code == want.code && strings.Contains(w.Message, want.says)
		}
		if !told {
			t.Errorf("%s of page %d that says %s is not among %+v", want.code, want.page, want.says, found)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// TestLockedSourceIsNamed: such files are refused today, but were accepted once.
func TestLockedSourceIsNamed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	content := locked(t)
	file := b.Upload(t, "locked.pdf", pdftest.Small("as yet open"))
	if err := os.WriteFile(b.path(file.StorageKey), content, 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	if _, err := b.DB.Pool.Exec(t.Context(), "update uploads set sha256 = $2, size = $3 where id = $1", file.ID, hex.EncodeToString(sum[:]), len(content)); err != nil {
		t.Fatal(err)
	}
	b.use(t, 0, file, plan.Config{})
	j, states := b.order(t)
	start(t, b.newWorker(t, nil))
	j = b.ended(t, j.ID, states, job.StatusError)
	want := "page 1 «Welcome»: «locked.pdf» is protected by a password: save a copy without the password and use that"
	if *j.ErrorCode != "SOURCE_ENCRYPTED" || *j.ErrorMessage != want {
		t.Errorf("%s: %s", *j.ErrorCode, *j.ErrorMessage)
	}
}

func TestArrangedBooklet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	picture, err := sample.Logo(7)
	if err != nil {
		t.Fatal(err)
	}
	seal := b.Upload(t, "seal.png", picture)
	images := []plan.ImageConfig{
		{File: &plan.File{ID: seal.ID}, Sheet: 1, X: 10, Y: 10, Width: 50, Height: 50},
		{Attribute: ptr("Logo"), Sheet: 1, X: 70, Y: 10, Width: 50, Height: 50},
	}
	source := &plan.SourceConfig{Rotate: 90, FitPaper: true, KeepForm: true}
	b.use(t, 0, nil, plan.Config{Source: source, Images: images})
	b.use(t, 1, nil, plan.Config{Source: source, Form: &plan.FormConfig{Fields: []plan.FieldMapping{
		{Field: sample.FieldEmployer, Cell: ptr("'" + sample.ProposalTab + "'!A1")}}}})
	j, states := b.order(t)
	start(t, b.newWorker(t, nil))
	j = b.ended(t, j.ID, states, job.StatusDone)
	o, err := b.Store.Open(t.Context(), j.QueryOutput().OnlyX(b.Ctx).StorageKey)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	if err != nil {
		t.Fatal(err)
	}
	d, err := pdf.ReadBytes(t.Context(), data, "booklet.pdf")
	if err != nil {
		t.Fatal(err)
	}
	first := d.Pages()[1]
	pictures := 0
	for _, x := range d.Dict(d.Dict(first.Dict["Resources"])["XObject"]) {
		if kind, _ := d.NameOf(d.Dict(x)["Subtype"]); kind == "Image" {
			pictures++
		}
	}
	if d.Rotation(first) != 90 || pictures != 2 {
		t.Errorf("turned by %d, %d pictures", d.Rotation(first), pictures)
	}
	fields, err := form.Fields(d)
	if err != nil || len(fields) < 5 {
		t.Fatalf("%d fields, %v", len(fields), err)
	}
	for _, f := range fields {
		if f.Name == sample.FieldEmployer && (f.Value.Text == nil || *f.Value.Text == "") {
			t.Error("the field was not filled from the workbook")
		}
	}
}
