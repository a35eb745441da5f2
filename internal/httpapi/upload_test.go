package httpapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
)

const uploadDocument = `{"query":"mutation($f:Upload!){upload(file:$f){name size sha256}}","variables":{"f":null}}`

// parts writes a multipart form: names and contents in turn; a name with a dot
// is a file.
func parts(t *testing.T, list ...string) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(list); i += 2 {
		name, file, isFile := strings.Cut(list[i], " ")
		var part io.Writer
		var err error
		if isFile {
			part, err = w.CreateFormFile(name, file)
		} else {
			part, err = w.CreateFormField(name)
		}
		if err == nil {
			_, err = io.WriteString(part, list[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, w.FormDataContentType()
}

func (b *bundle) upload(list ...string) reply {
	b.t.Helper()
	body, kind := parts(b.t, list...)
	return b.send(http.MethodPost, "/graphql", body, "Content-Type", kind, "GraphQL-Preflight", "1")
}

func TestUpload_U1(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := setup(t, func(c *Config) { c.TempDir = dir })
	content := strings.Repeat("Quire ", 100_000)
	sum := sha256.Sum256([]byte(content))
	r := b.upload("operations", uploadDocument, "map", `{"0":["variables.f"]}`, "0 book.pdf", content)
	if want := fmt.Sprintf(`{"upload":{"name":"book.pdf","size":%d,"sha256":"%s"}}`, len(content), hex.EncodeToString(sum[:])); string(r.Data) != want {
		t.Errorf("got %s, want %s", r.body, want)
	}
	r = b.upload("operations", `{"query":"mutation($f:[Upload!]!){uploads(files:$f){size}}","variables":{"f":[null,null,null]}}`,
		"map", `{"a":["variables.f.0","variables.f.2"],"b":["variables.f.1"]}`, "a a.pdf", "four", "b b.pdf", "three")
	if string(r.Data) != `{"uploads":[{"size":4},{"size":5},{"size":4}]}` {
		t.Errorf("several files: %s", r.body)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestUploadNeedsPreflight_S4(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	list := []string{"operations", uploadDocument, "map", `{"0":["variables.f"]}`, "0 a.pdf", "x"}
	body, kind := parts(t, list...)
	b.want(b.send(http.MethodPost, "/graphql", body, "Content-Type", kind), 400, "BAD_USER_INPUT")
	body, kind = parts(t, list...)
	b.want(b.send(http.MethodPost, "/graphql", body, "Content-Type", kind, "Apollo-Require-Preflight", "true"), 200, "")
}

func TestMalformedUploads(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	for name, list := range map[string][]string{
		"no parts":             {},
		"no map":               {"operations", uploadDocument},
		"wrong order":          {"map", `{}`, "operations", uploadDocument},
		"operations no JSON":   {"operations", "hunter2", "map", `{}`},
		"operations a batch":   {"operations", "[" + uploadDocument + "]", "map", `{}`},
		"map no object":        {"operations", uploadDocument, "map", `[]`},
		"no paths":             {"operations", uploadDocument, "map", `{"0":[]}`, "0 a", "x"},
		"file missing":         {"operations", uploadDocument, "map", `{"0":["variables.f"]}`},
		"file unknown":         {"operations", uploadDocument, "map", `{}`, "0 a", "x"},
		"file twice":           {"operations", uploadDocument, "map", `{"0":["variables.f"]}`, "0 a", "x", "0 a", "x"},
		"path elsewhere":       {"operations", uploadDocument, "map", `{"0":["query"]}`, "0 a", "x"},
		"path too short":       {"operations", uploadDocument, "map", `{"0":["variables"]}`, "0 a", "x"},
		"path to nothing":      {"operations", uploadDocument, "map", `{"0":["variables.g"]}`, "0 a", "x"},
		"path below null":      {"operations", uploadDocument, "map", `{"0":["variables.f.0"]}`, "0 a", "x"},
		"index out of range":   {"operations", `{"query":"{hello}","variables":{"f":[null]}}`, "map", `{"0":["variables.f.7"]}`, "0 a", "x"},
		"negative index":       {"operations", `{"query":"{hello}","variables":{"f":[null]}}`, "map", `{"0":["variables.f.-1"]}`, "0 a", "x"},
		"name into a list":     {"operations", `{"query":"{hello}","variables":{"f":[null]}}`, "map", `{"0":["variables.f.x"]}`, "0 a", "x"},
		"no null in the place": {"operations", `{"query":"{hello}","variables":{"f":7}}`, "map", `{"0":["variables.f"]}`, "0 a", "x"},
		"no variables":         {"operations", `{"query":"{hello}"}`, "map", `{"0":["variables.f"]}`, "0 a", "x"},
		"too many files":       {"operations", uploadDocument, "map", `{"1":["a"],"2":["a"],"3":["a"],"4":["a"],"5":["a"],"6":["a"],"7":["a"],"8":["a"],"9":["a"],"10":["a"],"11":["a"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := b.upload(list...)
			b.want(r, 400, "BAD_USER_INPUT")
			if strings.Contains(r.body, "hunter2") {
				t.Errorf("echoed: %s", r.body)
			}
		})
	}
}

func TestOversizeUploads(t *testing.T) {
	t.Parallel()
	b := setup(t, func(c *Config) { c.MaxUpload = 1 << 20 })
	list := []string{"operations", uploadDocument, "map", `{"0":["variables.f"]}`, "0 a.pdf", strings.Repeat("x", 1<<20+1)}
	b.want(b.upload(list...), 413, "UPLOAD_REJECTED")
	list[5] = strings.Repeat("x", 5<<20) // beyond what the request may have in all
	b.want(b.upload(list...), 413, "UPLOAD_REJECTED")
	list[5] = strings.Repeat("x", 1<<20)
	b.want(b.upload(list...), 200, "")
	long, err := json.Marshal(map[string]string{"query": "{hello}", "x": strings.Repeat("x", 1<<20)})
	if err != nil {
		t.Fatal(err)
	}
	b.want(b.upload("operations", string(long), "map", `{}`), 413, "UPLOAD_REJECTED")
}

// endless is a body of unknown length that is made as it is read.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	n := min(int64(len(p)), e.left)
	if n == 0 {
		return 0, io.EOF
	}
	e.left -= n
	return int(n), nil
}

// A chunked upload of 200 MB is kept on disk: memory stays flat.
func TestChunkedUploadIsNotKeptInMemory(t *testing.T) {
	const size = 200 << 20
	b := setup(t, func(c *Config) { c.MaxUpload = size })
	body, kind := parts(t, "operations", uploadDocument, "map", `{"0":["variables.f"]}`, "0 a.bin", "MARK")
	raw, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	head, tail, _ := bytes.Cut(raw, []byte("MARK"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := b.send(http.MethodPost, "/graphql", io.MultiReader(bytes.NewReader(head), &endless{size}, bytes.NewReader(tail)),
		"Content-Type", kind, "GraphQL-Preflight", "1")
	runtime.ReadMemStats(&after)
	if !strings.Contains(r.body, fmt.Sprintf(`"size":%d`, size)) {
		t.Fatalf("answer: %d %s", r.status, r.body)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
		t.Errorf("%d MB were allocated for 200 MB", used>>20)
	}
}
