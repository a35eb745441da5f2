package form

import (
	"bytes"
	"math"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
)

// maxFontSize bounds the size that a form may ask for, in points.
const maxFontSize = 1000

// defaultAppearance is what a DA string asks for (ISO 32000-1, 12.7.3.3).
type defaultAppearance struct {
	font string
	size float64 // 0: to fit
	// color are the operators that select colours, as they are written.
	color string
}

// colorOperands is how many numbers each operator takes.
var colorOperands = map[string]int{"g": 1, "G": 1, "rg": 3, "RG": 3, "k": 4, "K": 4, "Tr": 1}

// parseAppearance reads a DA string; what it does not say is black, and as
// large as fits.
func parseAppearance(da []byte) defaultAppearance {
	var out defaultAppearance
	colors := map[string]string{}
	var operands []token
	spaces := namedSpaces{}
	l := lexer{src: da}
	for t := l.next(); t.kind != tokenEnd; t = l.next() {
		if t.kind != tokenOperator {
			operands = append(operands, t)
			continue
		}
		op := string(t.text)
		if op == "Tf" {
			out.setFont(operands)
		} else if set, ok := spaces.command(op, operands); ok {
			if set != "" {
				colors[spaceOperators[op]] = set
			}
		} else if s, ok := colorCommand(op, operands); ok {
			if op != "Tr" {
				op = "color"
				if strings.ToUpper(string(t.text)) == string(t.text) {
					op = "stroke"
				}
			}
			colors[op] = s
		}
		operands = operands[:0]
	}
	if colors["color"] == "" {
		colors["color"] = "0 g"
	}
	out.color = strings.Join(strings.Fields(colors["color"]+" "+colors["stroke"]+" "+colors["Tr"]), " ")
	return out
}

func (a *defaultAppearance) setFont(operands []token) {
	if n := len(operands); n > 0 && operands[n-1].kind == tokenNumber {
		a.size, _ = number(operands[n-1].text)
		a.size = math.Min(math.Abs(a.size), maxFontSize)
		operands = operands[:n-1]
	}
	if n := len(operands); n > 0 && operands[n-1].kind == tokenName {
		name := string(operands[n-1].text)
		if decoded, err := types.DecodeName(name); err == nil {
			name = decoded
		}
		a.font = name
	}
}

// colorCommand writes a colour operator with its operands, if they are sound.
func colorCommand(op string, operands []token) (string, bool) {
	n, ok := colorOperands[op]
	if !ok || len(operands) < n {
		return "", false
	}
	var b bytes.Buffer
	for _, t := range operands[len(operands)-n:] {
		if t.kind != tokenNumber {
			return "", false
		}
		b.Write(t.text)
		b.WriteByte(' ')
	}
	b.WriteString(op)
	return b.String(), true
}

// namedSpaces are the colour spaces that were chosen by name, "color" for filling
// and "stroke".
type namedSpaces map[string]string

// spaceOperators choose a colour space, or a colour in it (ISO 32000-1, table 74).
var spaceOperators = map[string]string{"cs": "color", "sc": "color", "scn": "color", "CS": "stroke", "SC": "stroke", "SCN": "stroke"}

// command takes such an operator; set is what chooses a colour, "" when nothing
// does.
func (s namedSpaces) command(op string, operands []token) (set string, ok bool) {
	use, ok := spaceOperators[op]
	if !ok || len(operands) == 0 {
		return "", ok
	}
	if op == "cs" || op == "CS" {
		if name := operands[len(operands)-1]; name.kind == tokenName {
			s[use] = "/" + string(name.text) + " " + op
		}
		return "", true
	}
	if s[use] == "" {
		return "", true
	}
	set = s[use]
	for _, t := range operands {
		if t.kind != tokenNumber {
			return "", true
		}
		set += " " + string(t.text)
	}
	return set + " " + op, true
}

// paint writes the operators that select colours. The spaces that they name come
// from where fonts do; where one is missing, all is black.
func (p *painter) paint(c *canvas.Content, w *widget, color string) {
	l := lexer{src: []byte(color)}
	var name token
	for t := l.next(); t.kind != tokenEnd; t = l.next() {
		if t.kind == tokenName {
			name = t
		}
		if op := string(t.text); t.kind != tokenOperator || op != "cs" && op != "CS" {
			continue
		}
		space, err := types.DecodeName(string(name.text))
		if err != nil {
			space = string(name.text)
		}
		if strings.HasPrefix(space, "Device") {
			continue
		}
		o := p.resource(w, "ColorSpace", space)
		if o == nil {
			c.Raw("0 g")
			return
		}
		c.Resource("ColorSpace", space, o)
	}
	c.Raw(color)
}

// appearance finds the DA string for a widget.
func (t *tree) appearance(w *widget) defaultAppearance {
	for _, o := range []types.Object{w.attr("DA"), t.acro["DA"]} {
		if da, ok := t.doc.Bytes(o); ok && t.spend(len(da)) && len(bytes.TrimSpace(da)) > 0 {
			return parseAppearance(da)
		}
	}
	return parseAppearance(nil)
}
