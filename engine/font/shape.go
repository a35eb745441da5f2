package font

import (
	"bytes"
	"slices"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	shapes "github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Glyph is a glyph of a run that is not simply one of each character. Its
// lengths are in thousandths of the font size.
type Glyph struct {
	ID uint16
	// Text is what it stands for, in the order of reading; empty for a part of
	// another glyph of its cluster.
	Text string
	// Cluster is what this glyph and the next Others stand for together; empty for
	// a glyph that stands alone.
	Cluster string
	Others  int
	// Advance is how far it moves the pen; X and Y are where it stands, from
	// the pen.
	Advance, X, Y float64
}

// joined are the scripts whose letters change with their neighbours or are read
// to the left, and the marks that stand on letters; all others are set letter
// by letter.
var joined = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x0300, 0x036f, 1}, {0x0483, 0x0489, 1}, {0x0590, 0x109f, 1}, {0x135d, 0x135f, 1}, {0x1700, 0x18af, 1}, {0x1900, 0x1cff, 1},
		{0x1dc0, 0x1dff, 1}, {0x200c, 0x200f, 1}, {0x20d0, 0x20ff, 1}, {0x2de0, 0x2dff, 1}, {0x302a, 0x302f, 1}, {0x3099, 0x309a, 1}, {0xa66f, 0xa67d, 1},
		{0xa800, 0xabff, 1}, {0xfb1d, 0xfdff, 1}, {0xfe20, 0xfe2f, 1}, {0xfe70, 0xfefe, 1},
	},
	R32: []unicode.Range32{{0x10800, 0x11fff, 1}, {0x16100, 0x16fff, 1}, {0x1e000, 0x1efff, 1}},
}

// Joined tells whether a text must be set as a whole: its characters alone do
// not tell how wide it is, or in which order they stand.
func Joined(text string) bool {
	for _, r := range text {
		if r >= 0x300 && unicode.Is(joined, r) {
			return true
		}
	}
	return false
}

// blank is a glyph that shows nothing and has no width.
const blank = 0xffff

// unit is the size at which text is shaped, so that lengths are thousandths.
const unit = 1000

// shaper sets text in one face. What the library keeps for a font serves one
// goroutine at a time.
type shaper struct {
	font *shapes.Font
	idle sync.Pool // of *desk
}

// desk is what one goroutine shapes with.
type desk struct {
	face   *shapes.Face
	shaper shaping.HarfbuzzShaper
}

// newShaper reads a font of a file; nil when the library cannot. The letters of
// TrueType can be shown all the same, each by itself.
func newShaper(file []byte, number int) (s *shaper) {
	defer func() {
		if recover() != nil { // damaged tables are more than the library bears
			s = nil
		}
	}()
	all, err := opentype.NewLoaders(bytes.NewReader(file))
	if err != nil || number >= len(all) {
		return nil
	}
	font, err := shapes.NewFont(all[number])
	if err != nil {
		return nil
	}
	s = &shaper{font: font}
	s.idle.New = func() any { return &desk{face: shapes.NewFace(s.font)} }
	return s
}

// shape sets a text of one script that is read in one direction; nil when the
// font has no say in it. Glyphs are in the order in which they stand.
func (f *Face) shape(text []rune, rightToLeft bool, script language.Script) (glyphs []Glyph) {
	s := f.shaper()
	if s == nil {
		return nil
	}
	defer func() {
		if recover() != nil { // a damaged font must not end the booklet
			glyphs = nil
		}
	}()
	d := s.idle.Get().(*desk)
	direction := di.DirectionLTR
	if rightToLeft {
		direction = di.DirectionRTL
	}
	out := d.shaper.ShapeNoExtents(shaping.Input{
		Text: text, RunEnd: len(text), Direction: direction, Face: d.face, Size: fixed.I(unit), Script: script, Language: "",
	})
	for i := 0; i < len(out.Glyphs); {
		n := out.Glyphs[i].GlyphsCount()
		glyphs = append(glyphs, f.named(out.Glyphs[i:i+n], text, rightToLeft)...)
		i += n
	}
	s.idle.Put(d)
	return glyphs
}

func thousandths(v fixed.Int26_6) float64 { return float64(v) / 64 }

// named tells what the glyphs of a cluster stand for.
func (f *Face) named(cluster []shaping.Glyph, text []rune, rightToLeft bool) []Glyph {
	first := cluster[0].TextIndex()
	letters := text[first:min(len(text), first+cluster[0].RunesCount())]
	var glyphs []Glyph
	for _, g := range cluster {
		glyphs = append(glyphs, Glyph{
			ID: uint16(g.GlyphID), Advance: thousandths(g.Advance), X: thousandths(g.XOffset), Y: thousandths(g.YOffset),
		})
	}
	read := make([]*Glyph, len(glyphs)) // in the order of reading
	for i := range glyphs {
		if rightToLeft {
			read[len(read)-1-i] = &glyphs[i]
		} else {
			read[i] = &glyphs[i]
		}
	}
	switch spare := len(letters) - len(glyphs); {
	case spare == 0:
		f.nameEach(read, letters)
	case spare < 0: // one letter has several glyphs
		read[0].Text = string(letters)
		glyphs[0].Cluster, glyphs[0].Others = string(letters), len(glyphs)-1
	case rightToLeft:
		// Readers turn visual order around, glyph by glyph: letters that share
		// one are kept apart by glyphs that show nothing.
		f.nameEach(read, letters[:len(read)])
		for _, r := range letters[len(read):] {
			glyphs = append([]Glyph{{ID: blank, Text: string(r)}}, glyphs...)
		}
	default:
		read[0].Text = string(letters[:1+spare])
		f.nameEach(read[1:], letters[1+spare:])
	}
	return glyphs
}

// nameEach gives each glyph a letter: its own, where the font has it for one of
// them, since marks may have changed places.
func (f *Face) nameEach(glyphs []*Glyph, letters []rune) {
	left := slices.Clone(letters)
	for _, g := range glyphs {
		for i, r := range left {
			if f.glyphs.at(r) == g.ID {
				g.Text, left = string(r), slices.Delete(left, i, i+1)
				break
			}
		}
	}
	for _, g := range glyphs {
		if g.Text == "" {
			g.Text, left = string(left[0]), left[1:]
		}
	}
}

// scriptOf is the script of a text: that of its first letter that has one.
func scriptOf(text []rune) language.Script {
	for _, r := range text {
		if s := language.LookupScript(r); real(s) {
			return s
		}
	}
	return language.Latin
}

func real(s language.Script) bool {
	return s != language.Common && s != language.Inherited && s != language.Unknown
}

// scripts cuts a text where the script changes.
func scripts(text []rune) [][]rune {
	var all [][]rune
	start := 0
	current := language.Common
	for i, r := range text {
		s := language.LookupScript(r)
		if !real(s) || s == current {
			continue
		}
		if real(current) {
			all, start = append(all, text[start:i]), i
		}
		current = s
	}
	return append(all, text[start:])
}
