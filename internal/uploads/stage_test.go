package uploads_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"quire/internal/problem"
)

// put sends to a target as a browser does.
func (b bundle) put(t *testing.T, url string, content []byte) {
	t.Helper()
	w := httptest.NewRecorder()
	b.store.UploadHandler().ServeHTTP(w, httptest.NewRequest(http.MethodPut, url, bytes.NewReader(content)))
	if w.Code != http.StatusNoContent {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
}

func TestStagedUpload_U1(t *testing.T) {
	t.Parallel()
	b := setup(t)
	target, err := b.Stage(b.ctx, int64(len(picture(1))))
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Complete(b.ctx, target.ID, "logo")
	wantCode(t, err, problem.NotFound, target.ID) // nothing was sent yet
	b.put(t, target.URL, picture(1))
	_, err = b.Complete(b.other, target.ID, "logo")
	wantCode(t, err, problem.NotFound, problem.Missing("sent file", target.ID).Message)
	f, err := b.Complete(b.ctx, target.ID, "logo")
	if err != nil || f.Name != "logo.png" || f.Size != int64(len(picture(1))) || !b.stored(t, f.StorageKey) {
		t.Fatalf("completed %+v, %v", f, err)
	}
	_, err = b.Complete(b.ctx, target.ID, "logo")
	wantCode(t, err, problem.NotFound, target.ID) // it is completed already
}

func TestStagedUploadIsInspected_U1(t *testing.T) {
	t.Parallel()
	b := setup(t)
	target, err := b.Stage(b.ctx, 100)
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, target.URL, []byte("just text"))
	_, err = b.Complete(b.ctx, target.ID, "logo.png")
	wantCode(t, err, problem.UploadRejected, "accepted are")
	for size, code := range map[int64]problem.Code{0: problem.BadInput, -1: problem.BadInput, limit + 1: problem.UploadRejected} {
		_, err := b.Stage(b.ctx, size)
		wantCode(t, err, code, "")
	}
	for _, id := range []string{"", "nonsense", "../" + target.ID, "upl_x", target.ID + "x"} {
		_, err := b.Complete(b.ctx, id, "logo.png")
		wantCode(t, err, problem.NotFound, "")
	}
}
