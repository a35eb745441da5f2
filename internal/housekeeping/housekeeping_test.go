package housekeeping_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quire/engine/pdf/pdftest"
	"quire/ent/ident"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/housekeeping"
	"quire/internal/jobs/jobstest"
	"quire/internal/postgres/pgtest"
	"quire/internal/uploads"
	"quire/storage"
)

const day = 24 * time.Hour

type bundle struct {
	*jobstest.Office
	keeper *housekeeping.Keeper
}

func setup(t *testing.T) bundle {
	t.Helper()
	o := jobstest.New(t, pgtest.Open(t))
	return bundle{o, &housekeeping.Keeper{
		DB: o.DB, Store: o.Store, Uploads: uploads.New(o.DB, o.Store, 1<<20, nil), Log: jobstest.Log(t),
		Policy: housekeeping.Policy{Outputs: 30 * day, Uploads: 60 * day, Audit: 365 * day, Previews: time.Hour},
	}}
}

// do does a chore and says what it has removed.
func (b bundle) do(t *testing.T, chore string) housekeeping.Removed {
	t.Helper()
	removed, err := b.keeper.Do(t.Context(), chore)
	if err != nil {
		t.Fatal(err)
	}
	return removed
}

// exec changes what only time or a crash would.
func (b bundle) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	if _, err := b.DB.Pool.Exec(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

// age makes an object look as if it was written so long ago.
func (b bundle) age(t *testing.T, key string, by time.Duration) {
	t.Helper()
	then := time.Now().Add(-by)
	if err := os.Chtimes(filepath.Join(b.Folder, filepath.FromSlash(key)), then, then); err != nil {
		t.Fatal(err)
	}
}

func (b bundle) put(t *testing.T, area storage.Area, name, content string) string {
	t.Helper()
	key, err := storage.Key(b.Tenant, area, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Store.Put(t.Context(), key, strings.NewReader(content), 1<<20); err != nil {
		t.Fatal(err)
	}
	return key
}

func (b bundle) there(t *testing.T, key string) bool {
	t.Helper()
	there, err := b.Store.Exists(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return there
}

// booklet is a finished job's output of a certain age.
func (b bundle) booklet(t *testing.T, age time.Duration) (id, key string) {
	t.Helper()
	job := ident.New(ident.Job)
	key = b.put(t, storage.Outputs, job+"-1", "a booklet")
	u, err := b.DB.Ent.Upload.Create().SetTenantID(b.Tenant).SetStorageKey(key).SetName("booklet.pdf").SetKind(upload.KindPDF).SetOrigin(upload.OriginGenerated).
		SetMediaType("application/pdf").SetSize(9).SetSha256(strings.Repeat("0", 64)).SetUploadedAt(time.Now().Add(-age)).Save(b.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	return u.ID, key
}

func TestBookletsGoByTheRules(t *testing.T) {
	t.Parallel()
	b := setup(t)
	young, _ := b.booklet(t, 29*day)
	old, oldKey := b.booklet(t, 31*day)
	used, usedKey := b.booklet(t, 31*day)
	b.DB.Ent.Page.UpdateOneID(b.PageIDs[0]).SetUploadID(used).ExecX(b.Ctx)
	ordered, _ := b.booklet(t, 31*day)
	b.exec(t, `insert into jobs (id, tenant_id, created_at, type, status, year, quarter, input_json, spreadsheet_id) values ($1, $2, now(), 'GENERATE_BOOK', 'QUEUED', 2026, 1, $3, null)`,
		ident.New(ident.Job), b.Tenant, fmt.Sprintf(`{"fallback": %q}`, ordered))
	if removed := b.do(t, "outputs"); removed != (housekeeping.Removed{Count: 1, Bytes: 9}) {
		t.Errorf("removed %+v", removed)
	}
	left := b.DB.Ent.Upload.Query().Where(upload.OriginEQ(upload.OriginGenerated)).IDsX(b.Ctx)
	if want := []string{young, used, ordered}; !equal(left, want) {
		t.Errorf("left %v, want %v", left, want)
	}
	if b.there(t, oldKey) || !b.there(t, usedKey) {
		t.Error("the wrong content was removed")
	}
	events := b.DB.Ent.AuditEvent.Query().AllX(b.Ctx)
	if len(events) != 1 || events[0].TargetID != old || events[0].Action != "DELETED" || events[0].ActorID != nil {
		t.Errorf("the audit log has %v", events)
	}
	b.keeper.Policy.Outputs = 0
	b.exec(t, "update uploads set uploaded_at = '2000-01-01' where id = $1", young)
	if removed := b.do(t, "outputs"); removed.Count != 0 {
		t.Errorf("kept for ever, %+v was removed", removed)
	}
}

func TestUploadsGoWhenNothingHasUsedThemForLong(t *testing.T) {
	t.Parallel()
	b := setup(t)
	all := b.DB.Ent.Upload.Query().IDsX(b.Ctx)
	b.exec(t, "update uploads set uploaded_at = now() - interval '61 days'")
	b.exec(t, `insert into jobs (id, tenant_id, created_at, type, status, year, quarter, input_json, spreadsheet_id, finished_at) values ($1, $2, now() - interval '59 days', 'GENERATE_BOOK', 'DONE', 2026, 1, '{}', $3, now())`,
		ident.New(ident.Job), b.Tenant, b.SpreadsheetID)
	if removed := b.do(t, "uploads"); removed.Count != 0 { // all are on pages, attributes, or were ordered with
		t.Errorf("removed %+v", removed)
	}
	b.exec(t, "update jobs set created_at = now() - interval '61 days'")
	key := b.DB.Ent.Upload.GetX(b.Ctx, b.SpreadsheetID).StorageKey
	if removed := b.do(t, "uploads"); removed.Count != 1 || b.there(t, key) {
		t.Errorf("removed %+v", removed)
	}
	left := b.DB.Ent.Upload.Query().IDsX(b.Ctx)
	if len(left) != len(all)-1 || slices.Contains(left, b.SpreadsheetID) {
		t.Errorf("left %v of %v", left, all)
	}
	for _, id := range left {
		if !b.there(t, b.DB.Ent.Upload.GetX(b.Ctx, id).StorageKey) {
			t.Errorf("the content of %s is gone", id)
		}
	}
}

func TestAnImageInThePagesOptionsIsInUse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	image := b.Upload(t, "stamp.png", png(t))
	b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig(json.RawMessage(fmt.Sprintf(`{"images": [{"fileId": %q}]}`, image.ID))).ExecX(b.Ctx)
	b.exec(t, "update uploads set uploaded_at = now() - interval '61 days' where id = $1", image.ID)
	if removed := b.do(t, "uploads"); removed.Count != 0 || !b.there(t, image.StorageKey) {
		t.Errorf("removed %+v", removed)
	}
}

func png(t *testing.T) []byte {
	t.Helper()
	return []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00\x3a\x7e\x9b\x55\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01\x48\xaf\xa4\x71\x00\x00\x00\x00IEND\xaeB`\x82")
}

func TestContentWithoutARowGoes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	digest := strings.Repeat("ab", 32)
	orphan, fresh := b.put(t, storage.Uploads, digest, "lost"), b.put(t, storage.Uploads, strings.Repeat("cd", 32), "just written")
	abandoned := b.put(t, storage.Outputs, ident.New(ident.Job)+"-7", "of no job")
	_, kept := b.booklet(t, 0)
	var running []string
	for _, status := range []string{"RUNNING", "QUEUED"} {
		job := ident.New(ident.Job)
		b.exec(t, `insert into jobs (id, tenant_id, created_at, type, status, year, quarter, input_json) values ($1, $2, now(), 'GENERATE_BOOK', $3, 2026, 1, '{}')`, job, b.Tenant, status)
		running = append(running, b.put(t, storage.Outputs, job+"-9", "not recorded yet"))
	}
	imported := ident.New(ident.CustomerImport)
	b.exec(t, `insert into customer_imports (id, tenant_id, created_at, status, file_name, input_json) values ($1, $2, now(), 'RUNNING', 't.csv', '{}')`, imported, b.Tenant)
	running = append(running, b.put(t, storage.Outputs, imported, "a report"))
	for _, u := range b.DB.Ent.Upload.Query().AllX(b.Ctx) {
		b.age(t, u.StorageKey, 3*day)
	}
	for _, key := range append(running, orphan, abandoned) {
		b.age(t, key, 3*day)
	}
	if removed := b.do(t, "orphans"); removed != (housekeeping.Removed{Count: 2, Bytes: int64(len("lost") + len("of no job"))}) {
		t.Errorf("removed %+v", removed)
	}
	if b.there(t, orphan) || b.there(t, abandoned) {
		t.Error("content that nobody names is still there")
	}
	for _, key := range append(running, fresh, kept) {
		if !b.there(t, key) {
			t.Errorf("%s is gone", key)
		}
	}
	for _, u := range b.DB.Ent.Upload.Query().AllX(b.Ctx) {
		if !b.there(t, u.StorageKey) {
			t.Errorf("the content of %s is gone", u.Name)
		}
	}
	b.exec(t, "update jobs set status = 'CANCELED', finished_at = now()")
	if removed := b.do(t, "orphans"); removed.Count != 2 {
		t.Errorf("when the jobs were over: %+v", removed)
	}
}

// TestContentIsNotRemovedWhileItsRowIsAdded adds rows for content that has long
// lain without one, while orphans are removed again and again: whatever comes
// first, no row is left without content.
func TestContentIsNotRemovedWhileItsRowIsAdded(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() {
		n := 0
		for ctx.Err() == nil {
			removed, err := b.keeper.Do(t.Context(), "orphans")
			if err != nil {
				t.Error(err)
			}
			n += removed.Count
		}
		ended <- n
	}()
	refused := 0
	for i := range 100 {
		content := string(pdftest.Small(fmt.Sprint("number ", i)))
		got, err := b.Store.Receive(t.Context(), b.Tenant, "a.pdf", strings.NewReader(content), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		b.age(t, got.Key, 3*day) // as if it had been there before
		if _, err := b.keeper.Uploads.Receive(b.Ctx, "a.pdf", strings.NewReader(content)); err != nil {
			refused++ // and told to send again
		}
	}
	stop()
	t.Logf("%d orphans removed, %d uploads refused", <-ended, refused)
	for _, u := range b.DB.Ent.Upload.Query().AllX(b.Ctx) {
		if !b.there(t, u.StorageKey) {
			t.Errorf("the content of %s is gone", u.ID)
		}
	}
	if refused == 100 {
		t.Error("every upload was refused")
	}
}

func TestRowsThatAreOver(t *testing.T) {
	t.Parallel()
	b := setup(t)
	user := b.DB.Ent.User.Query().OnlyIDX(tenancy.With(t.Context(), b.Tenant))
	for i, expires := range []time.Duration{-8 * day, -6 * day, day} {
		b.exec(t, `insert into refresh_sessions (id, tenant_id, created_at, user_id, family, token_hash, started_at, expires_at) values ($1, $2, now(), $3, $1, $4, now(), $5)`,
			ident.New(ident.RefreshSession), b.Tenant, user, strings.Repeat(fmt.Sprint(i), 64), time.Now().Add(expires))
	}
	for i, used := range []time.Duration{-25 * time.Hour, -23 * time.Hour} {
		b.exec(t, `insert into idempotency_keys (id, tenant_id, key, request_hash, result_id, used_at) values ($1, $2, $3, '', '', $4)`,
			ident.New(ident.IdempotencyKey), b.Tenant, fmt.Sprint(i), time.Now().Add(used))
		b.exec(t, `insert into sign_in_throttles (id, spent_until) values ($1, $2)`, fmt.Sprint(i), time.Now().Add(24*time.Hour+used))
		b.exec(t, `insert into audit_events (id, tenant_id, created_at, action, target_id) values ($1, $2, $3, 'SIGNED_IN', 'usr_1')`,
			ident.New(ident.AuditEvent), b.Tenant, time.Now().Add(-364*day+used))
	}
	for i, expires := range []time.Duration{-91 * day, -89 * day} {
		b.exec(t, `insert into invitations (id, tenant_id, created_at, purpose, email, name, role, token_hash, invited_by_id, expires_at) values ($1, $2, now(), 'JOIN', $3 || '@example.com', '', 'STANDARD', $3, $4, $5)`,
			ident.New(ident.Invitation), b.Tenant, strings.Repeat(fmt.Sprint(i), 64), user, time.Now().Add(expires))
	}
	for chore, want := range map[string]int{"sessions": 1, "invitations": 1, "idempotency": 1, "throttles": 1, "audit": 1} {
		if removed := b.do(t, chore); removed.Count != want {
			t.Errorf("%s removed %+v", chore, removed)
		}
		if removed := b.do(t, chore); removed.Count != 0 {
			t.Errorf("%s removed %+v again", chore, removed)
		}
	}
}

func TestWhatNobodyHasFinished(t *testing.T) {
	t.Parallel()
	b := setup(t)
	staged, picture := b.put(t, storage.Staged, "tgt_1", "x"), b.put(t, storage.Previews, "p", "xx")
	stranded := filepath.Join(b.Folder, b.Tenant, "uploads", "half.tmp")
	if err := os.WriteFile(stranded, []byte("xxx"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, chore := range []string{"staged", "previews", "stranded"} {
		if removed := b.do(t, chore); removed.Count != 0 {
			t.Errorf("%s removed %+v at once", chore, removed)
		}
	}
	b.age(t, staged, 9*day)
	b.age(t, picture, 2*time.Hour)
	if err := os.Chtimes(stranded, time.Now(), time.Now().Add(-2*day)); err != nil {
		t.Fatal(err)
	}
	for i, chore := range []string{"staged", "previews", "stranded"} {
		if removed := b.do(t, chore); removed != (housekeeping.Removed{Count: 1, Bytes: int64(i + 1)}) {
			t.Errorf("%s removed %+v", chore, removed)
		}
	}
}

func TestChoresOfOtherVersionsAreNoErrors(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if removed := b.do(t, "a chore of tomorrow"); removed != (housekeeping.Removed{}) {
		t.Errorf("%+v", removed)
	}
	seen := map[string]bool{}
	for _, c := range b.keeper.Chores() {
		if seen[c.Name] || c.Every < time.Hour {
			t.Errorf("%+v", c)
		}
		seen[c.Name] = true
	}
}

func equal(a, b []string) bool {
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
