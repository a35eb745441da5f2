package numfmt

import (
	"strings"
	"unicode/utf8"
)

// builder collects a result from left to right.
type builder struct {
	out strings.Builder
	res Result
}

func newBuilder(s *section) *builder {
	return &builder{res: Result{Colour: s.colour, HasColour: s.hasColour}}
}

func (b *builder) write(s string) { b.out.WriteString(s) }

// plain writes a token that does not depend on the value.
func (b *builder) plain(t token) {
	switch t.kind {
	case tokPad:
		b.write(" ")
	case tokFill:
		if b.res.Fill == 0 {
			b.res.Fill, _ = utf8.DecodeRuneInString(t.text)
			b.res.FillAt = b.out.Len()
		}
	default:
		b.write(t.text)
	}
}

func (b *builder) result() Result {
	b.res.Text = b.out.String()
	return b.res
}
