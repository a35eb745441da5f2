package form

import (
	"strings"
)

// maxScript bounds the scripts that are looked into.
const maxScript = 4000

// call is a script that consists of one call of a function with constants, as
// form makers write them for formats and sums. Nothing else is understood;
// scripts are never run.
type call struct {
	function string
	args     []string // strings without their quotes
	list     []string // the elements of an array among the arguments
}

// script finds the call behind a trigger of a field: F formats, C calculates
// (ISO 32000-1, table 196).
func (t *tree) script(f *field, trigger string) (c call, ok bool) {
	chains := []chain{f.chain}
	if len(f.widgets) > 0 {
		chains = append(chains, f.widgets[0].chain)
	}
	for _, c := range chains {
		action := t.doc.Dict(t.doc.Dict(c.attr("AA"))[trigger])
		if action == nil {
			continue
		}
		if js := t.text(action["JS"]); len(js) <= maxScript {
			return parseCall(js)
		}
	}
	return c, false
}

// parseCall reads "name(constant, …)" with an optional semicolon.
func parseCall(js string) (c call, ok bool) {
	js = strings.TrimRight(strings.TrimSpace(js), "; \r\n\t")
	name, rest, ok := strings.Cut(js, "(")
	if !ok || !strings.HasSuffix(rest, ")") || strings.ContainsAny(name, " ;=\"'\n\r{") {
		return c, false
	}
	c.function = name
	p := callParser{src: rest[:len(rest)-1]}
	for {
		p.space()
		if p.src == "" {
			return c, true
		}
		if list, ok := p.array(); ok {
			c.list = append(c.list, list...)
		} else if arg, ok := p.constant(); ok {
			c.args = append(c.args, arg)
		} else {
			return c, false
		}
		if !p.comma() {
			return c, false
		}
	}
}

type callParser struct{ src string }

func (p *callParser) space() { p.src = strings.TrimLeft(p.src, " \t\r\n") }

// comma skips the sign between arguments; the end counts as one.
func (p *callParser) comma() bool {
	p.space()
	rest, ok := strings.CutPrefix(p.src, ",")
	if ok {
		p.src = rest
	}
	return ok || p.src == ""
}

// array reads "new Array(…)" or "[…]" of constants.
func (p *callParser) array() (list []string, ok bool) {
	end := ""
	for _, form := range [][2]string{{"new Array", ")"}, {"[", "]"}} {
		if rest, ok := strings.CutPrefix(p.src, form[0]); ok {
			p.src, end = strings.TrimPrefix(strings.TrimLeft(rest, " "), "("), form[1]
			break
		}
	}
	if end == "" {
		return nil, false
	}
	for {
		p.space()
		if rest, ok := strings.CutPrefix(p.src, end); ok {
			p.src = rest
			return list, true
		}
		s, ok := p.constant()
		if !ok {
			return nil, false
		}
		list = append(list, s)
		p.space()
		p.src = strings.TrimPrefix(p.src, ",")
	}
}

// constant reads a string in either quotes, or a number or word.
func (p *callParser) constant() (string, bool) {
	if p.src == "" {
		return "", false
	}
	if q := p.src[0]; q == '"' || q == '\'' {
		var b strings.Builder
		for i := 1; i < len(p.src); i++ {
			switch c := p.src[i]; {
			case c == '\\' && i+1 < len(p.src):
				if p.src[i+1] == 'u' || p.src[i+1] == 'x' {
					return "", false // escapes that nobody writes here
				}
				i++
				b.WriteByte(p.src[i])
			case c == q:
				p.src = p.src[i+1:]
				return b.String(), true
			default:
				b.WriteByte(c)
			}
		}
		return "", false
	}
	n := strings.IndexAny(p.src, ",)] \t\r\n")
	if n < 0 {
		n = len(p.src)
	}
	word := p.src[:n]
	p.src = p.src[n:]
	return word, word != "" && !strings.ContainsAny(word, "(\"'[{+")
}

func (c call) arg(i int) string {
	if i < len(c.args) {
		return c.args[i]
	}
	return ""
}
