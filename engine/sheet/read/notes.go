package read

import (
	"cmp"
	"slices"

	"quire/engine/sheet/model"
)

// maxNotes bounds the notes of a sheet.
const maxNotes = 10_000

// notes reads the notes of cells for sheets that list them.
func (r *sheetReader) notes() {
	r.comments(func(row, col int, text richText) {
		r.sheet.Notes = append(r.sheet.Notes, model.Note{Row: row, Col: col, Text: text.text})
	})
	slices.SortStableFunc(r.sheet.Notes, func(a, b model.Note) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Col, b.Col))
	})
}

// comments gives the notes of cells that have a text (ECMA-376 part 1, 18.7).
func (r *sheetReader) comments(take func(row, col int, text richText)) {
	count := 0
	for _, id := range sortedKeys(r.rels) {
		rel := r.rels[id]
		if rel.kind != "comments" || rel.external {
			continue
		}
		t, err := parseTree(r.w.part(rel.target))
		if err != nil {
			r.warn("NOTES_UNREADABLE", "the notes of tab «%s» cannot be read and are not printed: %v", r.sheet.Name, err)
			return
		}
		for _, k := range t.kid("commentList").kids {
			row, col, ok := cellAddress(k.attr("ref"))
			if text := r.styles.rich(k.kid("text")); ok && text.text != "" && count < maxNotes {
				take(row, col, text)
				count++
			}
		}
	}
}
