package form

// Field flags (ISO 32000-1, tables 221, 226, 228 and 230), by bit position.
const (
	flagReadOnly    = 1 << 0
	flagRequired    = 1 << 1
	flagMultiline   = 1 << 12
	flagPassword    = 1 << 13
	flagRadio       = 1 << 15
	flagPush        = 1 << 16
	flagCombo       = 1 << 17
	flagEdit        = 1 << 18
	flagFileSelect  = 1 << 20
	flagMultiSelect = 1 << 21
	flagComb        = 1 << 24
)

// Annotation flags (ISO 32000-1, table 165).
const (
	annotHidden = 1 << 1
	annotPrint  = 1 << 2
	annotNoView = 1 << 5
)

func (t *tree) kind(f *field) Kind {
	ft, _ := t.doc.NameOf(f.typed().attr("FT"))
	switch {
	case ft == "Tx":
		return KindText
	case ft == "Sig":
		return KindSignature
	case ft == "Btn" && f.flags&flagPush != 0:
		return KindPush
	case ft == "Btn" && f.flags&flagRadio != 0:
		return KindRadio
	case ft == "Btn":
		return KindCheckbox
	case ft == "Ch" && f.flags&flagCombo != 0:
		return KindCombo
	case ft == "Ch":
		return KindList
	}
	return KindUnknown
}

func (f *field) multiline() bool { return f.kind == KindText && f.flags&flagMultiline != 0 }

func (f *field) password() bool { return f.kind == KindText && f.flags&flagPassword != 0 }

// maxCells bounds the cells of a comb; a form asking for more is damaged.
const maxCells = 1000

// comb tells whether the text is set in cells: the flag counts only with a
// length and without the flags that it does not go with (table 228).
func (t *tree) comb(f *field) bool {
	const others = flagMultiline | flagPassword | flagFileSelect
	return f.kind == KindText && f.flags&flagComb != 0 && f.flags&others == 0 &&
		t.maxLength(f) > 0 && t.maxLength(f) <= maxCells
}

func (t *tree) maxLength(f *field) int {
	n, _ := t.doc.Integer(f.typed().attr("MaxLen"))
	return max(0, n)
}

// hidden tells whether a viewer leaves the widget out on screen, or on paper
// where that is the look that is meant.
func (t *tree) hidden(w *widget) bool {
	flags, _ := t.doc.Integer(w.dict["F"])
	if t.view == AsPrinted {
		return flags&annotHidden != 0 || flags&annotPrint == 0
	}
	return flags&(annotHidden|annotNoView) != 0
}
