package formula

// Formula is a parsed formula. It is immutable.
type Formula struct{ root *expr }

// expr is a node: an operator or function with arguments, or a leaf.
type expr struct {
	op    string // operator, "fn" or "ref" or "const"
	name  string
	args  []*expr
	value Value
	ref   ref
}

// maxNesting bounds how deep a formula may nest.
const maxNesting = 100

// Parse reads a formula; the error is [ErrUnknown].
func Parse(s string) (*Formula, error) {
	tokens, err := lex(s)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	e, err := p.binary(0)
	if err != nil {
		return nil, err
	}
	if p.peek().kind != tokEnd {
		return nil, ErrUnknown
	}
	return &Formula{e}, nil
}

type parser struct {
	tokens []token
	pos    int
	depth  int
}

func (p *parser) peek() token { return p.tokens[p.pos] }

func (p *parser) next() token {
	t := p.tokens[p.pos]
	if p.pos < len(p.tokens)-1 {
		p.pos++
	}
	return t
}

// precedence of the operators between two operands (ECMA-376 part 1, 18.17.2.2).
var precedence = map[string]int{"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}

func (p *parser) binary(least int) (*expr, error) {
	if p.depth++; p.depth > maxNesting {
		return nil, ErrUnknown
	}
	defer func() { p.depth-- }()
	left, err := p.unary()
	if err != nil {
		return nil, err
	}
	for {
		t := p.peek()
		n := precedence[t.text]
		if t.kind != tokOp || n == 0 || n <= least {
			return left, nil
		}
		p.next()
		right, err := p.binary(n)
		if err != nil {
			return nil, err
		}
		left = &expr{op: t.text, args: []*expr{left, right}}
	}
}

func (p *parser) unary() (*expr, error) {
	t := p.peek()
	if t.kind == tokOp && (t.text == "-" || t.text == "+") {
		if p.depth++; p.depth > maxNesting {
			return nil, ErrUnknown
		}
		p.next()
		e, err := p.unary()
		p.depth--
		if err != nil || t.text == "+" {
			return e, err
		}
		return &expr{op: "neg", args: []*expr{e}}, nil
	}
	e, err := p.primary()
	for err == nil && p.peek().kind == tokOp && p.peek().text == "%" {
		p.next()
		e = &expr{op: "%", args: []*expr{e}}
	}
	return e, err
}

func (p *parser) primary() (*expr, error) {
	switch t := p.next(); {
	case t.kind == tokNumber:
		return &expr{op: "const", value: Of(t.number)}, nil
	case t.kind == tokText:
		return &expr{op: "const", value: OfText(t.text)}, nil
	case t.kind == tokError:
		return &expr{op: "const", value: failed(t.text)}, nil
	case t.kind == tokRef:
		return &expr{op: "ref", ref: t.ref}, nil
	case t.kind == tokName:
		return p.call(t.text)
	case t.kind == tokOp && t.text == "(":
		e, err := p.binary(0)
		if err != nil || p.next().text != ")" {
			return nil, ErrUnknown
		}
		return e, nil
	}
	return nil, ErrUnknown
}

// call reads the arguments of a function; TRUE and FALSE may have none.
func (p *parser) call(name string) (*expr, error) {
	if p.peek().text != "(" || p.peek().kind != tokOp {
		return &expr{op: "const", value: ofBool(name == "TRUE")}, nil
	}
	if functions[name] == nil {
		return nil, ErrUnknown
	}
	p.next()
	e := &expr{op: "fn", name: name}
	for p.peek().kind != tokOp || p.peek().text != ")" {
		a, err := p.binary(0)
		if err != nil {
			return nil, err
		}
		e.args = append(e.args, a)
		if t := p.peek(); t.kind == tokOp && (t.text == "," || t.text == ";") {
			p.next()
		} else if t.kind != tokOp || t.text != ")" {
			return nil, ErrUnknown
		}
	}
	p.next()
	return e, nil
}
