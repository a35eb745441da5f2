package previews_test

import (
	"bytes"
	"context"
	"image/png"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/plan"
	"quire/internal/postgres/pgtest"
	"quire/internal/previews"
	"quire/internal/problem"
	"quire/storage"
	"quire/worker"
)

type office struct {
	*jobstest.Office
	*previews.Service
	jobs *jobs.Service
}

func setup(t *testing.T) office {
	t.Helper()
	db := pgtest.Open(t)
	queue, err := worker.NewQueue(db.Pool, jobstest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	o := office{Office: jobstest.New(t, db), jobs: jobs.New(db, queue)}
	o.Service = previews.New(previews.Config{
		Store: o.Office.Store, SigningKeys: [][]byte{bytes.Repeat([]byte("p"), 32)}, Log: jobstest.Log(t),
		Renderer: previews.SharedRenderer(),
	})
	return o
}

// snapshot is that of a page of the office's book.
func (o office) snapshot(t *testing.T, number int) plan.Snapshot {
	t.Helper()
	s, at, err := o.jobs.PageSnapshot(o.Ctx, jobs.PageInput{
		PageID: o.PageIDs[number-1], CustomerID: o.CustomerID, Year: 2026, Quarter: 1, SpreadsheetID: o.SpreadsheetID,
	})
	if err != nil || at != number {
		t.Fatalf("page %d: %d, %v", number, at, err)
	}
	return s
}

func TestEveryKindOfPageIsShown(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for number := 1; number <= 4; number++ {
		d, err := o.Draft(o.Ctx, o.snapshot(t, number), number, 300)
		if err != nil || d.Failure != nil || d.Sheets < 1 || len(d.Pictures) != min(d.Sheets, previews.MaxSheets) {
			t.Fatalf("page %d: %+v, %v", number, d, err)
		}
		for _, w := range d.Warnings {
			if w.Page != number {
				t.Errorf("page %d warns of page %d: %s", number, w.Page, w.Message)
			}
		}
		for _, p := range d.Pictures {
			w := httptest.NewRecorder()
			o.Office.Store.DownloadHandler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, p.URL+"?inline=1", nil))
			shown, err := png.Decode(w.Body)
			if err != nil || shown.Bounds().Dx() != 300 || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "inline") {
				t.Errorf("page %d: %v, %v", number, err, w.Header())
			}
		}
	}
	stored, err := filepath.Glob(filepath.Join(o.Folder, o.Tenant, string(storage.Previews), "*"))
	if err != nil || len(stored) < 4 {
		t.Errorf("stored %v, %v", stored, err)
	}
}

func TestADraftFailsAsAJobWould(t *testing.T) {
	t.Parallel()
	o := setup(t)
	for code, c := range map[string]struct {
		number int
		change func(s *plan.Snapshot, p *plan.Page)
	}{
		plan.CodeSpreadsheetMissing: {4, func(s *plan.Snapshot, _ *plan.Page) { s.Spreadsheet = nil }},
		plan.CodeNoCondition:        {3, func(s *plan.Snapshot, _ *plan.Page) { s.Attributes = nil }},
		"TAB_MISSING":               {4, func(_ *plan.Snapshot, p *plan.Page) { p.Config.Excel.Tab = "none such" }},
		"SOURCE_MISSING":            {1, func(_ *plan.Snapshot, p *plan.Page) { p.File.Key = o.Tenant + "/uploads/gone" }},
		"SOURCE_CHANGED":            {1, func(_ *plan.Snapshot, p *plan.Page) { p.File.SHA256 = strings.Repeat("0", 64) }},
	} {
		s := o.snapshot(t, c.number)
		c.change(&s, &s.Pages[c.number-1])
		d, err := o.Draft(o.Ctx, s, c.number, 300)
		if err != nil || d.Failure == nil || d.Failure.Code != code || len(d.Pictures) > 0 {
			t.Errorf("%s: %+v, %v", code, d, err)
			continue
		}
		if !strings.Contains(d.Failure.Message, s.Label(c.number)) {
			t.Errorf("%s does not name the page: %s", code, d.Failure.Message)
		}
	}
}

func TestADraftIsForWhoIsSignedInAndOfAWidth(t *testing.T) {
	t.Parallel()
	o := setup(t)
	s := o.snapshot(t, 1)
	if _, err := o.Draft(t.Context(), s, 1, 300); err == nil {
		t.Error("nobody is shown a page")
	}
	_, err := o.Draft(o.Ctx, s, 1, 10)
	if p, ok := problem.As(err); !ok || p.Code != problem.BadInput || p.Field != "width" {
		t.Errorf("got %v", err)
	}
	ended, cancel := context.WithCancel(o.Ctx)
	cancel()
	if d, err := o.Draft(ended, s, 1, 300); err == nil {
		t.Errorf("made for nobody: %+v", d)
	}
}
