package layout

import (
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// Notes are listed behind the cells, on as many pages as they take.
func TestNotesAreListedBehindTheCells(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "cell")))
	for i := range 9 {
		m.Notes = append(m.Notes, model.Note{Row: i + 1, Col: 2, Text: "first line\nsecond"})
	}
	p, err := measured(m).Pages()
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Pages) < 3 || len(p.Pages[0].Notes) > 0 || len(p.Pages[1].Panes) > 0 {
		t.Fatalf("%d pages, want one of cells and at least two of notes", len(p.Pages))
	}
	var got []string
	count := 0
	for _, page := range p.Pages[1:] {
		for _, n := range page.Notes {
			count++
			if n.Y > m.Page.Height-m.Page.Bottom {
				t.Errorf("a line stands at %v, below the margin", n.Y)
			}
			if len(got) < 5 {
				got = append(got, n.Line.Pieces[0].Text)
			}
		}
	}
	if want := "Cell: B1 Comment: first line second"; strings.Join(got, " ") != want || count != 9*5 {
		t.Errorf("%d lines begin with %q, want 45 with %q", count, strings.Join(got, " "), want)
	}
}
