package numfmt

import "unicode/utf8"

// builder collects a result from left to right.
type builder struct {
	out []byte
	res Result
}

// mostValues is the room in bytes that most values need. The callers of newBuilder
// make it, so that it takes no memory of its own.
const mostValues = 48

func newBuilder(s *section, room []byte) builder {
	return builder{out: room, res: Result{Colour: s.colour, HasColour: s.hasColour}}
}

func (b *builder) write(s string) { b.out = append(b.out, s...) }

// number writes a whole number, not negative, with at least so many digits.
func (b *builder) number(v, digits int) {
	var room [20]byte
	for ; digits > len(room); digits-- {
		b.out = append(b.out, '0')
	}
	i := len(room)
	for ; v > 0 || digits > 0; digits-- {
		i--
		room[i] = '0' + byte(v%10)
		v /= 10
	}
	b.out = append(b.out, room[i:]...)
}

// plain writes a token that does not depend on the value.
func (b *builder) plain(t token) {
	switch t.kind {
	case tokPad:
		b.write(" ")
	case tokFill:
		if b.res.Fill == 0 {
			b.res.Fill, _ = utf8.DecodeRuneInString(t.text)
			b.res.FillAt = len(b.out)
		}
	default:
		b.write(t.text)
	}
}

func (b *builder) result() Result {
	b.res.Text = string(b.out)
	return b.res
}
