package checks

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the names of the tests into docs/checks.md")

const table = "../../docs/checks.md"

// wanted are how many promises each letter has.
var wanted = []struct {
	letter string
	most   int
}{{"H", 12}, {"W", 12}, {"R", 4}, {"E", 4}, {"L", 9}, {"S", 5}, {"U", 1}, {"J", 1}}

var idInName = regexp.MustCompile(`_([A-Z])(\d+)`)

// testsByID finds the tests of the whole module by the ids in their names.
func testsByID(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".." && entry.Name() != ".") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel("../..", filepath.Dir(path))
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(f.Name.Name, "Test") || f.Body == nil || len(f.Body.List) == 0 {
				continue
			}
			for _, id := range idInName.FindAllStringSubmatch(f.Name.Name, -1) {
				found[id[1]+id[2]] = append(found[id[1]+id[2]], fmt.Sprintf("`%s` %s", f.Name.Name, filepath.ToSlash(folder)))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for id := range found {
		slices.Sort(found[id])
	}
	return found
}

func TestEveryPromiseHasATest(t *testing.T) {
	t.Parallel()
	found := testsByID(t)
	known := map[string]bool{}
	for _, w := range wanted {
		for n := 1; n <= w.most; n++ {
			id := fmt.Sprint(w.letter, n)
			known[id] = true
			if len(found[id]) == 0 {
				t.Errorf("no test has %s in its name", id)
			}
		}
	}
	if len(known) != 48 {
		t.Errorf("%d promises, want 48", len(known))
	}
	for id, tests := range found {
		if !known[id] {
			t.Errorf("%s of %v is no promise", id, tests)
		}
	}
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	fresh, rows := refreshed(text, found)
	for id := range known {
		if !rows[id] {
			t.Errorf("docs/checks.md has no row for %s", id)
		}
	}
	if *update {
		if err := os.WriteFile(table, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(text, fresh) {
		t.Error("docs/checks.md does not name the tests that there are: run `go test ./internal/checks -update`")
	}
}

// refreshed writes the tests into the third column of the table.
func refreshed(text []byte, found map[string][]string) (fresh []byte, rows map[string]bool) {
	var b bytes.Buffer
	rows = map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		line := lines.Text()
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| ") && len(cells) >= 3 {
			if id := strings.TrimPrefix(cells[0], "| "); id != "id" {
				rows[id] = true
				line = fmt.Sprintf("| %s | %s | %s |", id, cells[1], strings.Join(found[id], "<br>"))
			}
		}
		b.WriteString(line + "\n")
	}
	return b.Bytes(), rows
}
