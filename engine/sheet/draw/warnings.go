package draw

import (
	"fmt"
	"slices"
	"strings"

	"quire/engine/sheet/model"
)

// warnings collects what is not drawn as the sheet asks.
type warnings struct {
	found []model.Warning
	// lost are the characters that no face has, by their places, in the order in
	// which these were met.
	lost  map[string][]rune
	order []string
}

func (w *warnings) add(code, format string, args ...any) {
	w.found = append(w.found, model.Warning{Code: code, Message: fmt.Sprintf(format, args...)})
}

// missing notes characters without a glyph, and where they stand.
func (w *warnings) missing(characters, where string) {
	if w.lost == nil {
		w.lost = map[string][]rune{}
	}
	if w.lost[where] == nil {
		w.order = append(w.order, where)
	}
	for _, r := range characters {
		if !slices.Contains(w.lost[where], r) {
			w.lost[where] = append(w.lost[where], r)
		}
	}
}

// Bounds of what is said of missing characters.
const (
	mostPlaces     = 10
	mostCharacters = 10
)

func (w *warnings) list() []model.Warning {
	for i, where := range w.order {
		if i == mostPlaces {
			w.add("GLYPH_MISSING", "no font has characters in %d more places; boxes stand for them", len(w.order)-mostPlaces)
			break
		}
		w.add("GLYPH_MISSING", "no font has %s; boxes stand there in %s", named(w.lost[where]), where)
	}
	return w.found
}

// named lists characters.
func named(characters []rune) string {
	var all []string
	for _, r := range characters[:min(len(characters), mostCharacters)] {
		all = append(all, fmt.Sprintf("%c (%U)", r, r))
	}
	if rest := len(characters) - mostCharacters; rest > 0 {
		all = append(all, fmt.Sprintf("%d more", rest))
	}
	return strings.Join(all, ", ")
}
