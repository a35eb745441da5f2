package e2e

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestTheProgramsApart runs each of the two files without the other.
func TestTheProgramsApart(t *testing.T) {
	t.Parallel()
	r := folder(t)
	alone := filepath.Join(t.TempDir(), "quire")
	if err := os.Link(program, alone); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, error) {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir, cmd.Env = r.dir, r.env
		said, err := cmd.CombinedOutput()
		return string(said), err
	}
	if said, err := run(alone, "merge", "small.pdf", "about.pdf", "ana.pdf"); err != nil {
		t.Errorf("the small one cannot merge: %v, %s", err, said)
	}
	said, err := run(alone, "serve")
	if err == nil || strings.Count(said, "\n") != 1 || !strings.Contains(said, alone+"-server") || !strings.Contains(said, "no such file") {
		t.Errorf("without the whole one serving gives %v, %q", err, said)
	}
	if said, err := run(program+"-server", "merge", "whole.pdf", "about.pdf", "ana.pdf"); err != nil {
		t.Errorf("the whole one cannot merge: %v, %s", err, said)
	}
	if string(r.read(t, "small.pdf")) != string(r.read(t, "whole.pdf")) {
		t.Error("the two make other bytes of the same files")
	}
	figures := must(excelize.OpenReader(bytes.NewReader(r.read(t, "figures.xlsx"))))(t)
	if err := errors.Join(figures.SetCellFormula("Census", "G3", "1+41"), figures.SaveAs(filepath.Join(r.dir, "formula.xlsx"))); err != nil {
		t.Fatal(err)
	}
	said, err = run(program, "sheet", "formula.xlsx", "Census", "formula.pdf")
	if err != nil || strings.Count(said, "\n") != 1 || !strings.Contains(said, "calculated") {
		t.Errorf("a formula without a value gives %v, %q", err, said)
	}
	wantText(t, pageTexts(t, r.read(t, "formula.pdf"))[0], "42")
	if said, err := run(alone, "sheet", "formula.xlsx", "Census", "none.pdf"); err == nil || strings.Count(said, "\n") != 1 || !strings.Contains(said, alone+"-server") {
		t.Errorf("without the whole one such a formula gives %v, %q", err, said)
	}
	linked := filepath.Join(t.TempDir(), "linked")
	if err := os.Symlink(program, linked); err != nil {
		t.Fatal(err)
	}
	if said, err := run(linked, "help"); err != nil || !strings.Contains(said, "serve") || !strings.Contains(said, "merge") {
		t.Errorf("help through a link gives %v, %s", err, said)
	}
}
