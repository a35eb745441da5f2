package svg

import (
	"sort"
	"strconv"
	"strings"

	"golang.org/x/image/colornames"

	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// paint is what areas and lines are in: a colour, a gradient or nothing.
type paint struct {
	set      bool
	rgb      uint32
	clear    float64
	gradient *node
}

// look is what elements take over from those around them, and where they stand.
type look struct {
	matrix vector.Matrix
	// view is what percentages are of, in the units around.
	view                 [2]float64
	clip                 *vector.Clip
	fill, line           paint
	fillShare, lineShare float64
	evenOdd, clipEvenOdd bool
	width, mitre, phase  float64
	dash                 []float64
	end                  canvas.End
	corner               canvas.Corner
	colour               paint
	hidden               bool
	depth                int
	opacity              float64 // of the element itself
	gone                 bool    // the element itself is not drawn
	clipPath             string
	stopColour           paint
	stopShare            float64
}

// plain is how things look that say nothing (SVG 1.1, 11.2 to 11.4).
var plain = look{
	matrix: vector.Unit, fill: paint{set: true}, colour: paint{set: true}, stopColour: paint{set: true},
	fillShare: 1, lineShare: 1, stopShare: 1, width: 1, mitre: 4, opacity: 1,
}

// style changes a look as an element says: by its attributes, then by rules, then by its
// own style (6.4).
func (d *drawer) style(l *look, n *node) {
	l.opacity, l.gone, l.clipPath, l.stopColour, l.stopShare = 1, false, "", paint{set: true}, 1
	for _, name := range properties {
		if v, ok := n.attrs[name]; ok {
			d.set(l, name, v)
		}
	}
	for _, r := range d.ruled {
		if r.matches(n) {
			d.declare(l, r.body)
		}
	}
	d.declare(l, n.attrs["style"])
}

// properties are those that elements may have as attributes; color comes first, which
// others refer to.
var properties = []string{
	"color", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit",
	"stroke-dasharray", "stroke-dashoffset", "opacity", "display", "visibility", "clip-path", "clip-rule", "stop-color", "stop-opacity",
	"filter", "mask", "marker-start", "marker-mid", "marker-end", "mix-blend-mode", "paint-order", "vector-effect",
}

// declare reads declarations.
func (d *drawer) declare(l *look, body string) {
	for body != "" {
		var one string
		one, body = declaration(body)
		name, value, ok := strings.Cut(one, ":")
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, "!")
		d.set(l, strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value))
	}
}

// declaration is the first one of a list, and the rest.
func declaration(body string) (one, rest string) {
	depth := 0
	for i := range len(body) {
		switch body[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ';':
			if depth <= 0 {
				return body[:i], body[i+1:]
			}
		}
	}
	return body, ""
}

// set sets a property.
func (d *drawer) set(l *look, name, value string) {
	value = strings.TrimSpace(value)
	if value == "inherit" {
		return
	}
	whole := (l.view[0] + l.view[1]) / 2
	switch name {
	case "color":
		l.colour = d.paint(value, l)
	case "fill":
		l.fill = d.paint(value, l)
	case "stroke":
		l.line = d.paint(value, l)
	case "stop-color":
		l.stopColour = d.paint(value, l)
	case "fill-opacity":
		l.fillShare = part(value, 1)
	case "stroke-opacity":
		l.lineShare = part(value, 1)
	case "stop-opacity":
		l.stopShare = part(value, 1)
	case "opacity":
		l.opacity = part(value, 1)
	case "fill-rule":
		l.evenOdd = value == "evenodd"
	case "clip-rule":
		l.clipEvenOdd = value == "evenodd"
	case "stroke-width":
		l.width = max(0, length(value, whole, l.width))
	case "stroke-miterlimit":
		l.mitre = length(value, 1, 4)
	case "stroke-dashoffset":
		l.phase = length(value, whole, 0)
	case "stroke-dasharray":
		l.dash = dashes(value, whole)
	case "stroke-linecap":
		l.end = map[string]canvas.End{"round": canvas.EndRound, "square": canvas.EndSquare}[value]
	case "stroke-linejoin":
		l.corner = map[string]canvas.Corner{"round": canvas.CornerRound, "bevel": canvas.CornerCut}[value]
	case "visibility":
		l.hidden = value == "hidden" || value == "collapse"
	case "display":
		l.gone = value == "none"
	case "clip-path":
		if l.clipPath = value; value == "none" {
			l.clipPath = ""
		}
	default:
		d.others(name, value)
	}
}

// harmless are the values of properties that change nothing.
var harmless = map[string]string{
	"filter": "none", "mask": "none", "marker": "none", "marker-start": "none", "marker-mid": "none", "marker-end": "none",
	"mix-blend-mode": "normal", "paint-order": "normal", "vector-effect": "none", "transform": "none",
	"mask-image": "none", "backdrop-filter": "none", "stroke-alignment": "center",
}

// others refuses the properties that would change what is drawn.
func (d *drawer) others(name, value string) {
	if want, known := harmless[name]; known && value != want && value != "" {
		d.fail(name)
	}
}

// dashes are lengths of strokes and gaps.
func dashes(value string, whole float64) []float64 {
	var out []float64
	sum := 0.
	for _, f := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' || r == '\r' }) {
		v := length(f, whole, -1)
		if v < 0 || len(out) == 64 {
			return nil
		}
		out, sum = append(out, v), sum+v
	}
	if sum <= 0 {
		return nil
	}
	return out
}

// paint reads what something is in (11.2).
func (d *drawer) paint(value string, l *look) paint {
	if ref, rest, ok := address(value); ok {
		n := d.linked(ref)
		if n != nil && (n.name == "linearGradient" || n.name == "radialGradient") {
			return paint{set: true, gradient: n}
		}
		if n != nil || rest == "" {
			d.fail("the paint " + ref)
			return paint{}
		}
		value = rest
	}
	switch value {
	case "none", "transparent":
		return paint{}
	case "currentColor", "currentcolor":
		return l.colour
	}
	p, ok := colour(strings.ToLower(value))
	if !ok {
		d.fail("the colour " + value)
	}
	return p
}

// colour reads a colour (CSS 3 Color, 4).
func colour(s string) (paint, bool) {
	if c, ok := colornames.Map[s]; ok {
		return paint{set: true, rgb: uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B)}, true
	}
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		if len(hex) == 3 || len(hex) == 4 {
			double := ""
			for _, r := range hex {
				double += string(r) + string(r)
			}
			hex = double
		}
		v, err := strconv.ParseUint(hex, 16, 32)
		switch {
		case err != nil:
		case len(hex) == 6:
			return paint{set: true, rgb: uint32(v)}, true
		case len(hex) == 8:
			return paint{set: true, rgb: uint32(v >> 8), clear: 1 - float64(v&255)/255}, true
		}
		return paint{}, false
	}
	name, inner, ok := strings.Cut(strings.TrimSuffix(s, ")"), "(")
	if !ok || name != "rgb" && name != "rgba" {
		return paint{}, false
	}
	v := strings.FieldsFunc(inner, func(r rune) bool { return r == ',' || r == ' ' || r == '/' })
	if len(v) != 3 && len(v) != 4 {
		return paint{}, false
	}
	p := paint{set: true}
	for _, one := range v[:3] {
		p.rgb = p.rgb<<8 | uint32(max(0, min(255, length(one, 255, 0)))+.5)
	}
	if len(v) == 4 {
		p.clear = 1 - part(v[3], 1)
	}
	return p, true
}

// rule gives the elements of one name, class or both declarations.
type rule struct {
	name, class, id string
	body            string
	weight          int
}

func (r *rule) matches(n *node) bool {
	if r.name != "" && r.name != n.name || r.id != "" && r.id != n.attrs["id"] {
		return false
	}
	if r.class == "" {
		return true
	}
	for _, c := range strings.Fields(n.attrs["class"]) {
		if c == r.class {
			return true
		}
	}
	return false
}

// rules reads a sheet of styles: of those for names, classes and identifiers alone.
func (d *drawer) rules(text string) error {
	for {
		from := strings.Index(text, "/*")
		if from < 0 {
			break
		}
		to := strings.Index(text[from+2:], "*/")
		if to < 0 {
			return refused("styles that end too soon")
		}
		text = text[:from] + " " + text[from+2+to+2:]
	}
	for strings.TrimSpace(text) != "" {
		names, rest, ok := strings.Cut(text, "{")
		body, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return refused("styles that end too soon")
		}
		for _, name := range strings.Split(names, ",") {
			r, ok := selector(strings.TrimSpace(name))
			if !ok || len(d.ruled) >= maxRules {
				return refused("styles for more than names and classes")
			}
			r.body = body
			d.ruled = append(d.ruled, r)
		}
		text = after
	}
	sort.SliceStable(d.ruled, func(i, j int) bool { return d.ruled[i].weight < d.ruled[j].weight })
	return nil
}

// selector reads a name, a class, an identifier, or a name with one of them.
func selector(s string) (rule, bool) {
	if s == "" || strings.ContainsAny(s, " >+~:[]@()\"'\\\t\n\r") {
		return rule{}, false
	}
	var r rule
	if at := strings.IndexAny(s, ".#"); at >= 0 {
		r.name = s[:at]
		if s[at] == '.' {
			r.class, r.weight = s[at+1:], 10
		} else {
			r.id, r.weight = s[at+1:], 100
		}
		if strings.ContainsAny(s[at+1:], ".#") || len(s) == at+1 {
			return rule{}, false
		}
	} else {
		r.name = s
	}
	if r.name == "*" {
		r.name = ""
	} else if r.name != "" {
		r.weight++
	}
	return r, true
}
