package ident_test

import (
	"slices"
	"testing"

	"quire/ent/ident"
)

func TestIDsSortInTheOrderInWhichTheyWereMade(t *testing.T) {
	t.Parallel()
	var ids []string
	for range 1000 {
		ids = append(ids, ident.New(ident.Job))
	}
	if !slices.IsSorted(ids) {
		t.Fatal("ids made one after the other do not sort")
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]ident.Prefix{
		ident.New(ident.Book):             ident.Book,
		ident.New(ident.Job):              ident.Job,
		"":                                "",
		"book":                            "",
		"book_1":                          "",
		"book_uuuuuuuuuuuuuuuuuuuuuuuuuu": "",
	} {
		if got := ident.Of(id); got != want {
			t.Errorf("Of(%q) = %q, want %q", id, got, want)
		}
	}
}
