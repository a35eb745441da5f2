package layout

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"quire/engine/sheet/model"
)

// Fields are what headers and footers may name (ECMA-376 part 1, 18.3.1.46).
type Fields struct {
	Page, Pages int
	Tab, File   string
	// Date is today's date for the booklet; the zero time leaves it out.
	Date time.Time
	// Scale of the sheet, which the texts follow when the sheet asks for it.
	Scale float64
}

// Sections are the lines of a header or footer at the left, in the middle and
// at the right.
type Sections [3][]Line

// HeadFoot gives the header and footer of a page. number counts from 1 among
// the pages of the sheet.
func (s *Sheet) HeadFoot(number int, f Fields) (header, footer Sections) {
	h, b, pages := s.headTexts(number)
	return s.sections(h, f, "H"+pages), s.sections(b, f, "F"+pages)
}

// headTexts are the texts of a page, and the kind of page that it is.
func (s *Sheet) headTexts(number int) (header, footer, pages string) {
	t := s.Page.Texts
	switch {
	case number == 1 && t.DifferentFirst:
		return t.FirstHeader, t.FirstFooter, "FIRST"
	case number%2 == 0 && t.DifferentEven:
		return t.EvenHeader, t.EvenFooter, "EVEN"
	}
	return t.Header, t.Footer, ""
}

// HeadPicture is a picture of a header or footer in its column, from 0 to 2.
type HeadPicture struct {
	model.HeadPicture
	Section int
	Footer  bool
	// Scale is how much smaller it is drawn.
	Scale float64
}

// HeadPictures are the pictures in the header and footer of a page.
func (s *Sheet) HeadPictures(number int, f Fields) []HeadPicture {
	if len(s.Page.Texts.Pictures) == 0 {
		return nil
	}
	h, b, pages := s.headTexts(number)
	var out []HeadPicture
	for i, text := range []string{h, b} {
		p := s.headParser(f, "HF"[i:i+1]+pages)
		p.parse(text)
		for _, section := range p.drawn {
			out = append(out, HeadPicture{s.Page.Texts.Pictures[p.key(section)], section, i == 1, p.scale})
		}
	}
	return out
}

// headParser prepares to read a text.
func (s *Sheet) headParser(f Fields, place string) *headParser {
	p := &headParser{section: 1, fields: f, lost: map[string]bool{}, place: place, pictures: s.Page.Texts.Pictures, scale: 1}
	p.base = model.Font{Family: s.normal().Family, Size: s.normal().Size}
	p.font = p.base
	if s.Page.Texts.ScaleWithSheet && f.Scale > 0 {
		p.scale = f.Scale
	}
	return p
}

func (s *Sheet) sections(text string, f Fields, place string) Sections {
	p := s.headParser(f, place)
	p.parse(text)
	for _, what := range []string{"the date", "the time", "a picture"} {
		if p.lost[what] && !s.lost[what] {
			s.lost[what] = true
			s.Warnings = append(s.Warnings, model.Warning{Code: "HEADER_PART_LEFT_OUT",
				Message: fmt.Sprintf("the header or footer of tab «%s» asks for %s, which is left out", s.Name, what)})
		}
	}
	var out Sections
	for i, spans := range p.spans {
		for j := range spans {
			spans[j].Font.Size *= p.scale
		}
		if len(spans) > 0 {
			out[i] = s.Fonts.breakLines(spans, -1)
		}
	}
	return out
}

// headParser reads the notation of headers and footers.
type headParser struct {
	spans   [3][]Span
	section int
	font    model.Font
	base    model.Font
	fields  Fields
	scale   float64
	lost    map[string]bool // what was asked for and is not shown
	text    strings.Builder
	// place is "H" or "F" and the kind of page; drawn are the sections with a
	// picture.
	place    string
	pictures map[string]model.HeadPicture
	drawn    []int
}

// key names the place of a picture.
func (p *headParser) key(section int) string { return "LCR"[section:section+1] + p.place }

func (p *headParser) parse(s string) {
	s = strings.ReplaceAll(s, "\r", "")
	for i := 0; i < len(s); {
		if s[i] != '&' || i+1 == len(s) {
			p.text.WriteByte(s[i])
			i++
			continue
		}
		i += 1 + p.code(s[i+1:])
	}
	p.flush()
}

// flush ends a span.
func (p *headParser) flush() {
	if p.text.Len() > 0 {
		p.spans[p.section] = append(p.spans[p.section], Span{Text: p.text.String(), Font: p.font})
		p.text.Reset()
	}
}

// code understands what follows an ampersand and returns its length.
func (p *headParser) code(s string) int {
	switch c := s[0]; c {
	case 'L', 'C', 'R', 'l', 'c', 'r':
		p.flush()
		p.section, p.font = strings.IndexByte("LCR", c&^0x20), p.base
	case 'P', 'p':
		return 1 + p.pageNumber(s[1:])
	case 'N', 'n':
		p.text.WriteString(strconv.Itoa(p.fields.Pages))
	case 'A', 'a':
		p.text.WriteString(p.fields.Tab)
	case 'F', 'f':
		p.text.WriteString(p.fields.File)
	case 'D', 'd':
		if !p.fields.Date.IsZero() {
			p.text.WriteString(p.fields.Date.Format("1/2/2006"))
		} else {
			p.lost["the date"] = true
		}
	case 'T', 't':
		p.lost["the time"] = true
	case 'G', 'g':
		if _, ok := p.pictures[p.key(p.section)]; ok {
			p.drawn = append(p.drawn, p.section)
		} else {
			p.lost["a picture"] = true
		}
	case '&':
		p.text.WriteByte('&')
	default:
		p.flush()
		return p.look(s)
	}
	return 1
}

// pageNumber writes the page's number, plus or minus what follows.
func (p *headParser) pageNumber(s string) int {
	n := p.fields.Page
	used := 0
	if len(s) > 1 && (s[0] == '+' || s[0] == '-') {
		k := 1
		for k < len(s) && s[k] >= '0' && s[k] <= '9' {
			k++
		}
		if d, err := strconv.Atoi(s[:k]); err == nil {
			n, used = n+d, k
		}
	}
	p.text.WriteString(strconv.Itoa(n))
	return used
}

// look changes the font and returns the length of the code.
func (p *headParser) look(s string) int {
	toggle := func(b *bool) { *b = !*b }
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		k := 1
		for k < len(s) && k < 3 && s[k] >= '0' && s[k] <= '9' {
			k++
		}
		if n, err := strconv.Atoi(s[:k]); err == nil && n > 0 {
			p.font.Size = float64(min(n, 409))
		}
		return k
	case c == '"':
		if k := strings.IndexByte(s[1:], '"'); k >= 0 {
			p.family(s[1 : 1+k])
			return k + 2
		}
	case c == 'K' || c == 'k':
		if len(s) >= 7 {
			if v, err := strconv.ParseUint(s[1:7], 16, 32); err == nil {
				p.font.Colour = model.RGB(uint32(v))
			}
			return 7
		}
	case c == 'B' || c == 'b':
		toggle(&p.font.Bold)
	case c == 'I' || c == 'i':
		toggle(&p.font.Italic)
	case c == 'S' || c == 's':
		toggle(&p.font.Strike)
	case c == 'U' || c == 'u':
		p.underline(model.UnderlineSingle)
	case c == 'E' || c == 'e':
		p.underline(model.UnderlineDouble)
	case c == 'X' || c == 'x':
		p.raise(model.Superscript)
	case c == 'Y' || c == 'y':
		p.raise(model.Subscript)
	}
	return 1
}

func (p *headParser) underline(u model.Underline) {
	if p.font.Underline == u {
		u = model.UnderlineNone
	}
	p.font.Underline = u
}

func (p *headParser) raise(r model.Raise) {
	if p.font.Raise == r {
		r = model.Baseline
	}
	p.font.Raise = r
}

// family reads a font's name and style, such as "Arial,Bold Italic"; a name of
// "-" is that of the Normal style.
func (p *headParser) family(s string) {
	name, style, _ := strings.Cut(s, ",")
	switch name {
	case "":
	case "-":
		p.font.Family = p.base.Family
	default:
		p.font.Family = name
	}
	style = strings.ToLower(style)
	p.font.Bold, p.font.Italic = strings.Contains(style, "bold"), strings.Contains(style, "italic")
}
