package plan_test

import (
	"errors"
	"reflect"
	"testing"

	"quire/engine"
	"quire/internal/plan"
)

func TestOnePageIsResolvedAsInTheWhole(t *testing.T) {
	t.Parallel()
	s := acme()
	whole, _, err := plan.Resolve(s)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Pages {
		one, _, err := plan.ResolvePage(s, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if want := whole.Pages[i+1:][:1]; !reflect.DeepEqual(one.Pages, want) { // after the cover
			t.Errorf("page %d: %+v, want %+v", i+1, one.Pages, want)
		}
		if one.Title != whole.Title || one.Author != whole.Author || !one.Date.Equal(whole.Date) {
			t.Errorf("page %d: %+v", i+1, one)
		}
	}
}

func TestOnePageBearsWhatOthersLack(t *testing.T) {
	t.Parallel()
	s := acme()
	s.Spreadsheet = nil
	s.Pages[2].File, s.Pages[2].Conditions = nil, nil
	if _, _, err := plan.ResolvePage(s, 1); err != nil {
		t.Errorf("page 1: %v", err)
	}
	_, notes, err := plan.ResolvePage(s, 2)
	if err != nil || len(notes) == 0 || notes[0].Page != 2 || notes[0].Code != plan.NoteAttributeMissing {
		t.Errorf("page 2: %+v, %v", notes, err)
	}
	for number, code := range map[int]string{3: plan.CodeNoCondition, 4: plan.CodeSpreadsheetMissing} {
		_, _, err := plan.ResolvePage(s, number)
		var e *plan.Error
		if !errors.As(err, &e) || e.Code != code || e.Page != number {
			t.Errorf("page %d: %v, want %s", number, err, code)
		}
	}
	if p, _, _ := plan.ResolvePage(s, 1); p.Pages[0].Kind != engine.KindStatic {
		t.Errorf("got %+v", p)
	}
}
