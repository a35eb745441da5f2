package pdf

// draft is serialised PDF with gaps for what only the output knows: the numbers
// of objects and pages, and the names of destinations.
type draft struct {
	text []byte
	gaps []gap // in their order
}

// gap is a place in a draft, and what is to stand there.
type gap struct {
	at   int
	kind gapKind
	to   int // index of the object, page or name
}

type gapKind uint8

const (
	noGap gapKind = iota
	objectGap
	pageGap
	nameGap
)

func (d *draft) add(s string) { d.text = append(d.text, s...) }

func (d *draft) leave(kind gapKind, to int) {
	d.gaps = append(d.gaps, gap{len(d.text), kind, to})
}

func (d *draft) reset() { d.text, d.gaps = d.text[:0], d.gaps[:0] }

// isNull tells a draft of the null object.
func (d *draft) isNull() bool { return len(d.gaps) == 0 && string(d.text) == "null" }

// part is an object that was found, ready to be written but for its gaps. A
// stream's dictionary comes without Length and closing brackets.
type part struct {
	draft
	raw      raw
	isStream bool
	// key is equal for equal objects of whatever document; shared tells that it
	// holds, and the object may stand for others.
	key    [32]byte
	shared bool
}
