package worker

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quire/engine"
	"quire/ent/job"
	"quire/ent/upload"
	"quire/internal/progress"
)

func TestBookletIsMade(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.DB.Ent.Page.UpdateOneID(b.PageIDs[1]).SetConfig(json.RawMessage(
		`{"form": {"fields": [{"field": "employer.name", "attribute": "Nickname"}]}}`)).ExecX(b.Ctx)
	w := b.newWorker(t, nil)
	j, states := b.order(t)
	start(t, w)
	seen := until(t, states, job.StatusDone)
	for i := 1; i < len(seen); i++ {
		if seen[i].Sequence <= seen[i-1].Sequence {
			t.Errorf("sequence %d after %d", seen[i].Sequence, seen[i-1].Sequence)
		}
	}
	if _, open := <-states; open {
		t.Error("the subscription goes on after the end")
	}
	j = b.job(t, j.ID)
	if j.Attempts != 1 || j.PagesDone != 5 || j.PagesTotal != 5 || j.FinishedAt == nil || j.StartedAt == nil || j.WorkerID != nil {
		t.Errorf("the row says %+v", j)
	}
	if f := progress.Of(j).Figures(*j.FinishedAt); f.Percent != 100 || f.Stage != progress.StageFinished {
		t.Errorf("figures: %+v", f)
	}
	var found []engine.Warning
	if err := json.Unmarshal(j.Warnings, &found); err != nil || len(found) == 0 || found[0].Page != 2 || found[0].Code != "ATTRIBUTE_MISSING" {
		t.Errorf("warnings: %s, %v", j.Warnings, err)
	}
	out := j.QueryOutput().OnlyX(b.Ctx)
	if out.Name != "Renewal Book – Acme - Söhne – 2026 Q1.pdf" || out.Origin != upload.OriginGenerated || out.MediaType != "application/pdf" || out.UploadedBy == nil {
		t.Errorf("output: %+v", out)
	}
	o, err := b.Store.Open(t.Context(), out.StorageKey)
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(data)
	if !bytes.HasPrefix(data, []byte("%PDF-")) || hex.EncodeToString(sum[:]) != out.Sha256 || int64(len(data)) != out.Size {
		t.Errorf("%d bytes stored, the row says %+v", len(data), out)
	}
	if n := b.count(t, "select count(*) from river_job where state = 'completed' and id = $1", *j.RiverJobID); n != 1 {
		t.Error("the queue's row is not completed")
	}
	if left, _ := filepath.Glob(filepath.Join(w.TempDir, roomsName(), "*", j.ID+"*")); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
}

func TestFailuresThatStay(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*testing.T, *bundle)
		code   string
		says   []string
	}{
		"no such tab": {func(t *testing.T, b *bundle) {
			b.DB.Ent.Page.UpdateOneID(b.PageIDs[3]).SetConfig(json.RawMessage(`{"excel": {"tab": "NOWHERE"}}`)).ExecX(b.Ctx)
		}, "TAB_MISSING", []string{"page 4 «Proposal»", "NOWHERE", "DBL PROPOSAL"}},
		"no condition holds": {func(t *testing.T, b *bundle) {
			b.Attribute(t, "Sales_Representative", "Nobody", 2026, 1)
		}, "NO_CONDITION_HOLDS", []string{"page 3 «Representative»", `Sales_Representative is "Nobody"`}},
		"a source is gone": {func(t *testing.T, b *bundle) {
			file := b.DB.Ent.Page.GetX(b.Ctx, b.PageIDs[0]).QueryUpload().OnlyX(b.Ctx)
			if err := b.Store.Delete(t.Context(), file.StorageKey); err != nil {
				t.Fatal(err)
			}
		}, engine.CodeMissing, []string{"page 1 «Welcome»", "about.pdf", "upload it again"}},
		"a source was changed": {func(t *testing.T, b *bundle) {
			file := b.DB.Ent.Page.GetX(b.Ctx, b.PageIDs[0]).QueryUpload().OnlyX(b.Ctx)
			if err := os.WriteFile(b.path(file.StorageKey), []byte("%PDF-1.7 other"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "SOURCE_CHANGED", []string{"page 1 «Welcome»", "about.pdf"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			c.change(t, b)
			j, states := b.order(t)
			start(t, b.newWorker(t, nil))
			j = b.ended(t, j.ID, states, job.StatusError)
			if *j.ErrorCode != c.code || j.Attempts != 1 {
				t.Errorf("code %s after %d attempts: %s", *j.ErrorCode, j.Attempts, *j.ErrorMessage)
			}
			for _, part := range c.says {
				if !strings.Contains(*j.ErrorMessage, part) {
					t.Errorf("%q does not say %q", *j.ErrorMessage, part)
				}
			}
			if n := b.count(t, "select count(*) from river_job where state in ('available', 'running', 'retryable', 'scheduled')"); n != 0 {
				t.Errorf("%d rows of the queue are left to do", n)
			}
		})
	}
}

// path is where the store keeps an object.
func (b *bundle) path(key string) string { return filepath.Join(b.Folder, filepath.FromSlash(key)) }
