package graph_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// walker writes operations that ask for everything.
type walker struct {
	schema *ast.Schema
	maker  maker
	// seen are the fields of objects that were answered, as Type.field; true
	// when one was more than null or an empty list.
	seen map[string]bool
}

// separator joins type and field in the aliases within fragments, so that
// fields of several types never meet.
const separator = "__of__"

// selection asks for all fields of the type and of what they lead to; of a type
// that it comes from, only for the id.
func (w walker) selection(def *ast.Definition, from []string) string {
	for _, name := range from {
		if name == def.Name && def.Fields.ForName("id") != nil {
			return "{ __typename id }"
		}
		if name == def.Name {
			return "{ __typename }"
		}
	}
	from = append(from[:len(from):len(from)], def.Name)
	var b strings.Builder
	b.WriteString("{ __typename ")
	if def.IsAbstractType() {
		for _, possible := range w.schema.GetPossibleTypes(def) {
			if slices.Contains(from, possible.Name) {
				continue
			}
			fmt.Fprintf(&b, "... on %s { ", possible.Name)
			w.fields(&b, possible, append(from[:len(from):len(from)], possible.Name), possible.Name+separator)
			b.WriteString("} ")
		}
	} else {
		w.fields(&b, def, from, "")
	}
	b.WriteString("}")
	return b.String()
}

func (w walker) fields(b *strings.Builder, def *ast.Definition, from []string, alias string) {
	for _, f := range def.Fields {
		if strings.HasPrefix(f.Name, "__") {
			continue
		}
		if alias != "" {
			fmt.Fprintf(b, "%s%s: ", alias, f.Name)
		}
		b.WriteString(f.Name)
		var args []string
		m := w.maker
		m.field = def.Name + "." + f.Name
		for _, a := range f.Arguments {
			if a.Type.NonNull && a.DefaultValue == nil {
				args = append(args, a.Name+": "+literalOf(m.variants(a.Name, a.Type)[0]))
			}
		}
		if len(args) > 0 {
			fmt.Fprintf(b, "(%s)", strings.Join(args, ", "))
		}
		if part := w.schema.Types[f.Type.Name()]; part.IsCompositeType() {
			b.WriteString(" " + w.selection(part, from))
		}
		b.WriteString(" ")
	}
}

// literalOf writes a value of a scalar into a document.
func literalOf(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// operation is a call of one root field.
type operation struct {
	kind      ast.Operation
	field     *ast.FieldDefinition
	selection string
	args      map[string]any
}

// document writes the operation with its arguments as variables.
func (o operation) document() string {
	var heads, args []string
	for _, a := range o.field.Arguments {
		if _, given := o.args[a.Name]; given {
			heads = append(heads, "$"+a.Name+": "+a.Type.String())
			args = append(args, a.Name+": $"+a.Name)
		}
	}
	list := func(parts []string) string {
		if len(parts) == 0 {
			return ""
		}
		return "(" + strings.Join(parts, ", ") + ")"
	}
	return fmt.Sprintf("%s%s { %s%s %s }", o.kind, list(heads), o.field.Name, list(args), o.selection)
}

func (o operation) send(c client) string {
	c.t.Helper()
	return sentence{o.document(), o.args}.send(c, o.kind)
}

// sentence is a document with its variables.
type sentence struct {
	document  string
	variables map[string]any
}

// send gives the answer as it was written; of a subscription, its first event.
func (s sentence) send(c client, kind ast.Operation) string {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{"query": s.document, "variables": s.variables})
	if err != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.server.URL, strings.NewReader(string(body)))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+c.token)
	if kind == ast.Subscription {
		req.Header.Set("Accept", "text/event-stream")
	}
	res, err := c.server.Client().Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		if kind != ast.Subscription {
			return lines.Text()
		}
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && data != "" {
			return data
		}
	}
	c.t.Fatalf("%s: no answer: %v", s.document, lines.Err())
	return ""
}

// note remembers which fields an answer has.
func (w walker) note(answer string) {
	var a struct{ Data any }
	if json.Unmarshal([]byte(answer), &a) == nil {
		w.noteValue(a.Data)
	}
}

func (w walker) noteValue(v any) {
	switch v := v.(type) {
	case []any:
		for _, part := range v {
			w.noteValue(part)
		}
	case map[string]any:
		kind, _ := v["__typename"].(string)
		for name, part := range v {
			if _, field, aliased := strings.Cut(name, separator); aliased {
				name = field
			}
			list, isList := part.([]any)
			key := kind + "." + name
			w.seen[key] = w.seen[key] || (part != nil && (!isList || len(list) > 0))
			w.noteValue(part)
		}
	}
}
