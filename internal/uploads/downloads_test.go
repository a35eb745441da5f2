package uploads_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/tenancy"
	"quire/internal/postgres/pgtest"
	"quire/internal/uploads"
	"quire/internal/viewer"
	"quire/storage"
)

func TestDownloadsAreInTheAuditLog(t *testing.T) {
	t.Parallel()
	db := pgtest.Open(t)
	store, err := storage.Open(t.Context(), storage.Config{
		Bucket: "mem://", SigningKey: []byte("a key of the tests that is long enough"), TempDir: t.TempDir(),
		Downloaded: uploads.NewDownloads(db, slog.New(slog.DiscardHandler)).Note,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	b := bundle{uploads.New(db, store, limit, nil), db, store, user(t, db, "one"), nil}
	f := b.receive(t, b.ctx, picture(1))
	link, _, err := b.Link(b.ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	follow := func(method, link, address, bytes string) int {
		t.Helper()
		request := httptest.NewRequest(method, link, nil)
		request = request.WithContext(viewer.WithOrigin(t.Context(), viewer.Origin{Address: address}))
		if bytes != "" {
			request.Header.Set("Range", bytes)
		}
		answer := httptest.NewRecorder()
		store.DownloadHandler().ServeHTTP(answer, request)
		return answer.Code
	}
	follow(http.MethodHead, link, "192.0.2.1", "")        // is none
	follow(http.MethodGet, link+"x", "192.0.2.1", "")     // is refused
	follow(http.MethodGet, link, "192.0.2.1", "bytes=1-") // is one, though not from the beginning
	follow(http.MethodGet, link, "192.0.2.1", "bytes=4-") // is of the same
	if code := follow(http.MethodGet, link, "192.0.2.9", ""); code != http.StatusOK {
		t.Errorf("the download is answered %d", code)
	}
	v, _ := viewer.From(b.ctx)
	var addresses []string
	for _, e := range db.Ent.AuditEvent.Query().Where(auditevent.ActionEQ(auditevent.ActionDownloaded)).Order(ent.Asc(auditevent.FieldID)).AllX(tenancy.System(t.Context())) {
		addresses = append(addresses, e.Address)
		if e.TargetID != f.ID || e.TenantID != f.TenantID || e.ActorID == nil || *e.ActorID != v.UserID {
			t.Errorf("%+v", e)
		}
	}
	if got := strings.Join(addresses, " "); got != "192.0.2.1 192.0.2.9" {
		t.Errorf("downloads are known of %q", got)
	}
}
