package graph_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"

	"quire/graph"
)

// TestReadyOperations runs each operation of docs/operations in an office that
// has everything. Ids in the variables that end in _ stand for the office's own.
func TestReadyOperations(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../docs/operations/*.graphql")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d operations, %v", len(names), err)
	}
	o, _ := offices(t)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		document, listed := gqlparser.LoadQueryWithRules(graph.NewSchema(o.resolver).Schema(), string(text), nil)
		if listed != nil || len(document.Operations) != 1 || document.Operations[0].Name == "" {
			t.Errorf("%s: one operation with a name is wanted: %v", name, listed)
			continue
		}
		first := document.Operations[0]
		call := sentence{document: string(text), variables: o.variables(t, string(text))}
		if answer := call.send(o.client, first.Operation); strings.Contains(answer, `"errors"`) || strings.Contains(answer, `"data":null`) {
			t.Errorf("%s: %.400s", name, answer)
		}
	}
}

// variables reads those that an operation brings in a comment.
func (o *office) variables(t *testing.T, text string) map[string]any {
	t.Helper()
	v := map[string]any{}
	for line := range strings.Lines(text) {
		sent, ok := strings.CutPrefix(line, "# variables: ")
		if !ok {
			continue
		}
		if err := json.Unmarshal([]byte(sent), &v); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	kinds := map[string]string{"book_": "Book", "cus_": "Customer", "job_": "Job", "upl_": "File", "page_": "Page"}
	for name, value := range v {
		kind := kinds[str(value)]
		switch {
		case name == "spreadsheetId":
			kind = "Workbook"
		case name == "email":
			v[name] = o.email
		case name == "token":
			v[name] = o.invite("operations@" + o.mark + ".example")
		case name == "password":
			v[name] = password
		}
		if kind != "" {
			v[name] = o.ids[kind]
		}
	}
	return v
}

func str(v any) string { s, _ := v.(string); return s }
