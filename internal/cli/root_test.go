package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOneLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"one":                                   "one",
		"the settings:\n  A: bad\r\n  B: worse": "the settings: A: bad; B: worse",
		"\n\na\n \n b \n":                       "a; b",
		"":                                      "",
	} {
		if got := oneLine(errors.New(text)); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestEveryCommandExplainsItself(t *testing.T) {
	t.Parallel()
	var names []string
	for _, c := range newRoot().Commands() {
		if !Engine([]string{c.Name()}) {
			t.Errorf("quire %s is no command of the engine", c.Name())
		}
		names = append(names, c.Name())
		if c.Short == "" || !c.Runnable() {
			t.Errorf("quire %s: %q", c.Name(), c.Short)
		}
		for _, sub := range c.Commands() {
			if sub.Short == "" || !sub.Runnable() {
				t.Errorf("quire %s %s: %q", c.Name(), sub.Name(), sub.Short)
			}
		}
	}
	if got := strings.Join(names, " "); got != "bench-compose compose form merge sheet version" {
		t.Errorf("the commands are %s", got)
	}
}

func TestMainTellsMistakesInOneLine(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"nothing"}, {"form"}, {"form", "nothing"}, {"version", "extra"}, {"sheet", "a"}} {
		var stdout, stderr bytes.Buffer
		if code := Main(args, &stdout, &stderr); code != 1 || stdout.Len() > 0 || strings.Count(stderr.String(), "\n") != 1 {
			t.Errorf("%q gives %d, %q, %q", args, code, stdout.String(), stderr.String())
		}
	}
	var stdout, stderr bytes.Buffer
	if code := Main([]string{"version"}, &stdout, &stderr); code != 0 || stdout.String() != "quire "+Version+"\n" || stderr.Len() > 0 {
		t.Errorf("version gives %d, %q, %q", code, stdout.String(), stderr.String())
	}
}

func TestWriteFileIsWholeOrNotThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "out.pdf")
	half := func(w io.Writer) error {
		_, err := w.Write([]byte("half"))
		return errors.Join(err, errors.New("no more"))
	}
	whole := func(w io.Writer) error {
		_, err := w.Write([]byte("whole"))
		return err
	}
	wantFiles := func(want string) {
		t.Helper()
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("the folder has %q, want %q", got, want)
		}
	}
	if err := writeFile(path, half); err == nil || err.Error() != "no more" {
		t.Errorf("half a file: %v", err)
	}
	wantFiles("")
	if err := writeFile(path, whole); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(path, half); err == nil {
		t.Error("half a file replaces a whole one")
	}
	wantFiles("out.pdf")
	if text, err := os.ReadFile(path); err != nil || string(text) != "whole" {
		t.Errorf("the file says %q, %v", text, err)
	}
	if err := writeFile(dir, whole); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder as a file: %v", err)
	}
}

func TestFieldValues(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "values.json")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"a": "text", "b": true, "c": ["x", "y"], "d": []}`)
	values, err := readValues(path)
	if err != nil || *values["a"].Text != "text" || !*values["b"].On || len(values["c"].Selected) != 2 || values["d"].Selected == nil {
		t.Errorf("read %+v, %v", values, err)
	}
	write(`{"b": 1, "a": null, "c": [1], "fine": "x"}`)
	if _, err := readValues(path); err == nil || !strings.Contains(err.Error(), `["a" "b" "c"]`) {
		t.Errorf("wrong values: %v", err)
	}
	write(`[]`)
	if _, err := readValues(path); err == nil || !strings.Contains(err.Error(), "is not a JSON object") {
		t.Errorf("a list: %v", err)
	}
}
