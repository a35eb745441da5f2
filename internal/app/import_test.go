package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"quire/internal/imports"
)

// upload sends a file and gives its id.
func (o office) upload(name, content string) string {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	_ = form.WriteField("operations", `{"query":"mutation($f: Upload!) { uploadFile(input: {file: $f}) { file { id } } }","variables":{"f":null}}`)
	_ = form.WriteField("map", `{"0":["variables.f"]}`)
	part, err := form.CreateFormFile("0", name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err != nil || form.Close() != nil {
		o.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(o.t.Context(), http.MethodPost, o.url+"/graphql", &body)
	if err != nil {
		o.t.Fatal(err)
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("GraphQL-Preflight", "1")
	request.Header.Set("Authorization", "Bearer "+o.ana)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer response.Body.Close()
	var sent struct {
		Data struct {
			UploadFile struct{ File struct{ ID string } }
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&sent); err != nil || sent.Data.UploadFile.File.ID == "" {
		o.t.Fatalf("%s: %v", response.Status, err)
	}
	return sent.Data.UploadFile.File.ID
}

// importEvent is a message about an import.
type importEvent struct {
	Type    string
	Payload struct {
		Data struct {
			ImportProgress struct {
				Sequence                     int64
				Status                       string
				RowsDone, RowsTotal, Percent int
				Error                        *struct{ Code, Message string }
				Import                       struct{ FileName string }
			}
		}
	}
}

func (s socket) event() (e importEvent) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.read()), &e); err != nil {
		s.t.Fatal(err)
	}
	return e
}

// TestAnImportIsWatchedFromItsOrderToItsEnd_J1 orders imports under a key, watches
// them over a websocket, and finds that polling tells the same.
func TestAnImportIsWatchedFromItsOrderToItsEnd_J1(t *testing.T) {
	t.Parallel()
	o := setup(t)
	file := o.upload("clients.csv", "Name,Rep\nAcme,Ana\nBakery,Bo\nFishery,Cy\n")
	order := func(key, match string) string {
		t.Helper()
		return o.ask(o.ana, fmt.Sprintf(`mutation { importCustomers(input: {table: {fileId: "%s"}, matchBy: %s, nameColumn: "Name", referenceColumn: "Rep", idempotencyKey: "%s"}) { import { id status sequence } } }`, file, match, key))
	}
	idOf := func(answer string) string {
		_, rest, _ := strings.Cut(answer, `"id":"`)
		id, _, _ := strings.Cut(rest, `"`)
		return id
	}
	first := order("monday", "NAME")
	id := idOf(first)
	if again := idOf(order("monday", "NAME")); !strings.Contains(first, `"QUEUED"`) || again != id {
		t.Fatalf("the same order is another import: %s, then %s", first, again)
	}
	if got := order("monday", "REFERENCE"); !strings.Contains(got, `"CONFLICT"`) || !strings.Contains(got, `"idempotencyKey"`) {
		t.Errorf("another order under the key: %s", got)
	}
	if other := idOf(order("tuesday", "NAME")); other == id || other == "" {
		t.Errorf("another key gives the import %q", other)
	}
	s := o.socket(o.ana)
	s.send(`{"id":"1","type":"subscribe","payload":{"query":"subscription { importProgress(id: \"` + id + `\") { sequence status rowsDone rowsTotal percent error { code message } at import { fileName } } }"}}`)
	if e := s.event().Payload.Data.ImportProgress; e.Status != "QUEUED" || e.Sequence != 1 || e.Import.FileName != "clients.csv" {
		t.Errorf("at first: %+v", e)
	}
	runner := &imports.Runner{DB: o.app.DB, Store: o.app.Store, Log: slog.New(slog.DiscardHandler)}
	if made, err := runner.Next(t.Context()); !made || err != nil {
		t.Fatal(made, err)
	}
	last := importEvent{}
	for e := s.event(); e.Type != "complete"; e = s.event() {
		if was, is := last.Payload.Data.ImportProgress.Sequence, e.Payload.Data.ImportProgress.Sequence; is <= was {
			t.Errorf("%d after %d", is, was)
		}
		last = e
	}
	e := last.Payload.Data.ImportProgress
	if e.Status != "DONE" || e.RowsDone != 3 || e.RowsTotal != 3 || e.Percent != 100 || e.Error != nil {
		t.Errorf("at last: %+v", e)
	}
	want := fmt.Sprintf(`{"sequence":%d,"status":"DONE","rowsDone":3,"rowsTotal":3,"percent":100,"error":null}`, e.Sequence)
	if got := o.ask(o.ana, `{ customerImport(id: "`+id+`") { sequence status rowsDone rowsTotal percent error { code } } }`); !strings.Contains(got, want) {
		t.Errorf("polling tells %s, want %s", got, want)
	}
	// Whoever comes late is told the end, and nothing more.
	s.send(`{"id":"2","type":"subscribe","payload":{"query":"subscription { importProgress(id: \"` + id + `\") { sequence status } }"}}`)
	if e := s.event(); e.Payload.Data.ImportProgress.Status != "DONE" {
		t.Errorf("late: %+v", e)
	}
	if e := s.event(); e.Type != "complete" {
		t.Errorf("after the end: %+v", e)
	}
	for field, id := range map[string]string{"importProgress": "imp_x", "jobProgress": "job_x", "batchProgress": "bat_x"} {
		if got := s.ask(field, `subscription { `+field+`(id: \"`+id+`\") { status } }`); !strings.Contains(got, "NOT_FOUND") {
			t.Errorf("%s of what is not there: %s", field, got)
		}
	}
}
