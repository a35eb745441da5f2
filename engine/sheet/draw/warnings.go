package draw

import (
	"fmt"

	"quire/engine/sheet/model"
)

// warnings collects what is not drawn as the sheet asks.
type warnings struct {
	found []model.Warning
	// lost are the places of each character that no face has, in the order in
	// which they were met.
	lost  map[string][]string
	order []string
}

func (w *warnings) add(code, format string, args ...any) {
	w.found = append(w.found, model.Warning{Code: code, Message: fmt.Sprintf(format, args...)})
}

// missing notes characters without a glyph, and where they stand.
func (w *warnings) missing(characters, where string) {
	if w.lost == nil {
		w.lost = map[string][]string{}
	}
	for _, r := range characters {
		k := string(r)
		places := w.lost[k]
		if places == nil {
			w.order = append(w.order, k)
		}
		if len(places) == 0 || places[len(places)-1] != where {
			w.lost[k] = append(places, where)
		}
	}
}

func (w *warnings) list() []model.Warning {
	for _, k := range w.order {
		places := w.lost[k]
		more := ""
		if len(places) > 1 {
			more = fmt.Sprintf(" and %d more places", len(places)-1)
		}
		w.add("GLYPH_MISSING", "no font has the character %s (%U); a question mark stands for it in %s%s", k, []rune(k)[0], places[0], more)
	}
	return w.found
}
