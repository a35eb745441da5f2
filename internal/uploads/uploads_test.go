package uploads_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"quire/ent"
	"quire/ent/job"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
	"quire/internal/uploads"
	"quire/internal/viewer"
	"quire/storage"
)

type bundle struct {
	*uploads.Service
	db    *postgres.DB
	store *storage.Store
	// ctx is a tenant's user, other another's.
	ctx, other context.Context
}

const limit = 4096

func setup(t *testing.T) bundle {
	t.Helper()
	store, err := storage.Open(t.Context(), storage.Config{
		Bucket: "mem://", SigningKey: []byte("a key of the tests that is long enough"), TempDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	db := pgtest.Open(t)
	return bundle{uploads.New(db, store, limit, nil), db, store, user(t, db, "one"), user(t, db, "two")}
}

func user(t *testing.T, db *postgres.DB, name string) context.Context {
	t.Helper()
	ctx := tenancy.System(t.Context())
	org, err := db.Ent.Organisation.Create().SetName(name).Save(ctx)
	if err != nil {
		t.Fatal(err)
	}
	u, err := db.Ent.User.Create().SetTenantID(org.ID).SetEmail(name + "@example.com").SetPasswordHash("x").Save(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return viewer.With(t.Context(), viewer.Viewer{UserID: u.ID, OrganisationID: org.ID, Role: viewer.Standard})
}

// picture is a PNG that differs by shade.
func picture(shade uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, 2, 2))
	img.Set(0, 0, color.Gray{Y: shade})
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

func (b bundle) receive(t *testing.T, ctx context.Context, content []byte) *ent.Upload {
	t.Helper()
	f, err := b.Receive(ctx, "logo.png", bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (b bundle) stored(t *testing.T, key string) bool {
	t.Helper()
	there, err := b.store.Exists(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return there
}

func wantCode(t *testing.T, err error, want problem.Code, part string) {
	t.Helper()
	p, ok := problem.As(err)
	if !ok || p.Code != want || !strings.Contains(p.Message, part) {
		t.Errorf("%v, want %s with «%s»", err, want, part)
	}
}

func TestReceiveKeepsWhatItIs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f, err := b.Receive(b.ctx, "../logo.pdf", bytes.NewReader(picture(1)))
	if err != nil {
		t.Fatal(err)
	}
	v, _ := viewer.From(b.ctx)
	if f.Kind != upload.KindImage || f.Origin != upload.OriginUploaded || f.MediaType != "image/png" || !strings.HasSuffix(f.Name, ".png") ||
		f.Size != int64(len(picture(1))) || *f.UploadedBy != v.UserID || !b.stored(t, f.StorageKey) {
		t.Errorf("kept %+v", f)
	}
	url, expires, err := b.Link(b.ctx, f)
	if err != nil || url == "" || expires.IsZero() {
		t.Errorf("link %q until %v, %v", url, expires, err)
	}
}

func TestWhatIsNotAccepted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for name, c := range map[string]struct {
		content io.Reader
		part    string
	}{
		"text":   {strings.NewReader("just text"), "accepted are"},
		"large":  {bytes.NewReader(make([]byte, limit+1)), "limit"},
		"broken": {iotest.ErrReader(errors.New("gone")), "did not arrive whole"},
	} {
		_, err := b.Receive(b.ctx, name, c.content)
		wantCode(t, err, problem.UploadRejected, c.part)
	}
	if n := b.db.Ent.Upload.Query().CountX(b.ctx); n != 0 {
		t.Errorf("%d rows were made", n)
	}
}

func TestContentGoesWithItsLastFile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, second := b.receive(t, b.ctx, picture(1)), b.receive(t, b.ctx, picture(1))
	if first.StorageKey != second.StorageKey || first.ID == second.ID {
		t.Fatalf("equal files: %+v and %+v", first, second)
	}
	if err := b.Delete(b.ctx, first.ID); err != nil || !b.stored(t, second.StorageKey) {
		t.Errorf("the content went with the first of two: %v", err)
	}
	if err := b.Delete(b.ctx, second.ID); err != nil || b.stored(t, second.StorageKey) {
		t.Errorf("the content stayed: %v", err)
	}
	wantCode(t, b.Delete(b.ctx, second.ID), problem.NotFound, second.ID)
}

func TestEqualFilesComeAndGoAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				f, err := b.Receive(b.ctx, "logo.png", bytes.NewReader(picture(1)))
				if err != nil {
					wantCode(t, err, problem.Unavailable, "send it again")
					continue
				}
				if !b.stored(t, f.StorageKey) {
					t.Error("a file has no content")
				}
				if err := b.Delete(b.ctx, f.ID); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if f, err := b.Receive(b.ctx, "logo.png", bytes.NewReader(picture(1))); err != nil || !b.stored(t, f.StorageKey) {
		t.Errorf("at last: %v", err)
	}
}

func TestAFileInUseStays(t *testing.T) {
	t.Parallel()
	b := setup(t)
	v, _ := viewer.From(b.ctx)
	tenant, client := v.OrganisationID, b.db.Ent
	customer := client.Customer.Create().SetTenantID(tenant).SetName("Bakery").SaveX(b.ctx)
	book := client.Book.Create().SetTenantID(tenant).SetName("Renewal Book").SaveX(b.ctx)
	add := func(kind page.Kind, position int) *ent.PageCreate {
		return client.Page.Create().SetTenantID(tenant).SetBookID(book.ID).SetKind(kind).SetPosition(position).SetConfig([]byte("{}"))
	}
	order := func(input string) *ent.JobCreate {
		return client.Job.Create().SetTenantID(tenant).SetType(job.TypeGenerateBook).SetYear(2026).SetQuarter(1).SetInput([]byte(input))
	}
	users := map[string]func(id string){
		"page 1 of the book «Renewal Book»": func(id string) { add(page.KindStatic, 0).SetUploadID(id).ExecX(b.ctx) },
		"a condition of page 2 of the book": func(id string) {
			p := add(page.KindChoosable, 1).SaveX(b.ctx)
			client.PageCondition.Create().SetTenantID(tenant).SetPageID(p.ID).SetPosition(0).SetAttributeKey("A").
				SetOperator(pagecondition.OperatorExists).SetTargetUploadID(id).ExecX(b.ctx)
		},
		"the attribute «Logo» of the customer «Bakery»": func(id string) {
			client.CustomerAttribute.Create().SetTenantID(tenant).SetCustomerID(customer.ID).SetKey("Logo").SetValue("").SetUploadID(id).ExecX(b.ctx)
		},
		"the unfinished job": func(id string) { order("{}").SetSpreadsheetID(id).ExecX(b.ctx) },
		"the unfinished job job_": func(id string) {
			order(`{"pages": [{"file": {"id": "` + id + `"}}]}`).SetStatus(job.StatusRunning).ExecX(b.ctx)
		},
	}
	shade := uint8(0)
	for part, use := range users {
		shade++
		f := b.receive(t, b.ctx, picture(shade))
		use(f.ID)
		wantCode(t, b.Delete(b.ctx, f.ID), problem.Conflict, part)
		if !b.stored(t, f.StorageKey) {
			t.Errorf("%s: the content is gone", part)
		}
	}
	f := b.receive(t, b.ctx, picture(99))
	order("{}").SetSpreadsheetID(f.ID).SetStatus(job.StatusDone).ExecX(b.ctx)
	if err := b.Delete(b.ctx, f.ID); err != nil {
		t.Errorf("a finished job keeps its workbook: %v", err)
	}
}

func TestAnotherTenantsFileIsUnknown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.receive(t, b.ctx, picture(1))
	wantCode(t, b.Delete(b.other, f.ID), problem.NotFound, problem.Missing("file", f.ID).Message)
	theirs := b.receive(t, b.other, picture(1))
	if theirs.StorageKey == f.StorageKey {
		t.Error("two tenants share content")
	}
}
