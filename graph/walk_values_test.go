package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"quire/ent/ident"
	"quire/internal/sample"
)

// maker makes values for the arguments of any field out of what an office has.
// It refuses to guess: a type or an id that it does not know fails the test, so
// that new fields are not forgotten.
type maker struct {
	t      testing.TB
	schema *ast.Schema
	office *office
	field  string // whose arguments are made
	// honest makes true passwords and tokens; else they are wrong, and may be
	// sent in another's name.
	honest bool
}

// variants gives values of the type: the first is the plainest; the others
// differ from it in one part each, until every part had each of its values.
func (m maker) variants(name string, t *ast.Type) []any {
	if t.Elem != nil {
		var lists []any
		for _, v := range m.variants(name, t.Elem) {
			lists = append(lists, []any{v})
		}
		return lists
	}
	def := m.schema.Types[t.NamedType]
	switch {
	case def.Kind == ast.Enum:
		var all []any
		for _, v := range def.EnumValues {
			all = append(all, v.Name)
		}
		return all
	case def.Kind == ast.InputObject && def.Directives.ForName("oneOf") != nil:
		var all []any
		for _, f := range def.Fields {
			for _, v := range m.variants(f.Name, f.Type) {
				all = append(all, map[string]any{f.Name: v})
			}
		}
		return all
	case def.Kind == ast.InputObject:
		return m.objects(def)
	case t.NamedType == "ID":
		return m.kinds(m.id(name))
	}
	return []any{m.scalar(name, t.NamedType)}
}

// objects varies an input object: the fields it needs, and one more at a time.
func (m maker) objects(def *ast.Definition) []any {
	plain := map[string]any{}
	parts := map[string][]any{}
	for _, f := range def.Fields {
		parts[f.Name] = m.variants(f.Name, f.Type)
		if f.Type.NonNull && f.DefaultValue == nil {
			plain[f.Name] = parts[f.Name][0]
		}
	}
	all := []any{m.fitted(plain)}
	for _, f := range def.Fields {
		for i, v := range parts[f.Name] {
			if _, needed := plain[f.Name]; needed && i == 0 {
				continue
			}
			varied := maps.Clone(plain)
			varied[f.Name] = v
			all = append(all, m.fitted(varied))
		}
	}
	return all
}

// fitted chooses the page whose kind fits the options that go with its id.
func (m maker) fitted(v map[string]any) map[string]any {
	if options, ok := v["page"].(map[string]any); ok && v["id"] != nil {
		for kind := range options {
			v["id"] = m.office.ids["Page:"+kind]
		}
	}
	return v
}

// kinds gives an id, and those of the same type that are of another kind.
func (m maker) kinds(id string) []any {
	all := []any{id}
	for _, name := range slices.Sorted(maps.Keys(m.office.ids)) {
		if other := m.office.ids[name]; strings.Contains(name, ":") && ident.Of(other) == ident.Of(id) && other != id {
			all = append(all, other)
		}
	}
	return all
}

func (m maker) scalar(name, kind string) any {
	switch kind {
	case "ID":
		return m.id(name)
	case "String":
		return m.text(name)
	case "Int", "Long", "Float":
		switch name {
		case "year":
			return 2026
		case "width":
			return 64
		}
		return 1
	case "Boolean":
		return false
	case "Time":
		return time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	case "Cursor":
		return m.office.must(`{ customers { pageInfo { endCursor } } }`, nil).get("customers", "pageInfo", "endCursor")
	case "Upload":
		return nil // it travels beside the variables
	}
	m.t.Fatalf("%s(%s:): the walker cannot make a %s: teach it", m.field, name, kind)
	return nil
}

// otherWords are words for objects of a certain kind.
var otherWords = map[string]string{"actor": "User", "target": "Book", "spreadsheet": "Workbook", "workbook": "Workbook", "image": "Image", "logo": "Image", "fallback": "File", "upload": "File"}

// id finds the own object that an argument means by the longest name of a type
// in the argument's name, or, when that is plain id, in the field's.
func (m maker) id(name string) string {
	word := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, "s"), "Id"))
	if word == "id" {
		word = strings.ToLower(m.field)
	}
	if word == "node" || word == "nodes" {
		word = "customer"
	}
	if word == "importprogress" {
		word = "customerimport"
	}
	known := maps.Clone(otherWords)
	for kind := range m.office.ids {
		known[strings.ToLower(kind)] = kind
	}
	if name == "targetId" {
		return m.office.target()
	}
	if name == "fileId" && slices.Contains([]string{"describeTable", "planImport", "importCustomers"}, m.field) {
		return m.office.ids["Table"]
	}
	if m.field == "deleteFile" {
		return m.office.ids["Spare"] // the others are in use
	}
	longest := func(fits func(alias string) bool) (best string) {
		for alias := range known {
			if fits(alias) && len(alias) > len(best) {
				best = alias
			}
		}
		return best
	}
	best := longest(func(alias string) bool { return strings.Contains(word, alias) })
	if best == "" { // session for refreshsession
		best = longest(func(alias string) bool { return strings.HasSuffix(alias, word) })
	}
	if best == "" {
		m.t.Fatalf("%s(%s:): the walker does not know whose id that is: teach it, and give the offices one", m.field, name)
	}
	return m.office.ids[known[best]]
}

func (m maker) text(name string) string {
	switch name {
	case "email":
		return m.office.email
	case "organisation":
		return m.office.mark + " office"
	case "new":
		return "an even better passphrase"
	case "password", "current":
		if m.honest {
			return password
		}
		return "a passphrase of nobody here"
	case "refreshToken":
		if m.honest {
			return m.office.refreshToken()
		}
		return m.office.mark + " token"
	case "challenge":
		return challenge()
	case "verifier":
		return verifier
	case "code":
		if m.honest {
			return m.office.code()
		}
	case "token":
		if m.honest {
			m.office.invited++
			return m.office.invite(fmt.Sprintf("joins%d@%s.example", m.office.invited, m.office.mark))
		}
	case "sha256":
		return m.office.must(`query($id: ID!) { file(id: $id) { sha256 } }`, vars{"id": m.office.ids["File"]}).str("file", "sha256")
	case "nameColumn":
		return "Name"
	case "referenceColumn":
		return "Ref"
	case "header":
		return "A"
	case "yearColumn":
		return "Year"
	case "quarterColumn":
		return "Quarter"
	case "delimiter":
		return ","
	case "tab":
		return sample.ProposalTab
	}
	return m.office.mark + " " + name
}

// place is where a value of a scalar type stands among the arguments.
type place struct {
	path []any
	name string // of the argument or input field
	kind string // ID or String
}

// places finds the ids and texts among the arguments.
func (m maker) places(name string, t *ast.Type, v any, at []any) []place {
	if v == nil {
		return nil
	}
	if t.Elem != nil {
		return m.places(name, t.Elem, v.([]any)[0], append(slices.Clone(at), 0))
	}
	if t.NamedType == "ID" || t.NamedType == "String" {
		return []place{{slices.Clone(at), name, t.NamedType}}
	}
	var all []place
	if def := m.schema.Types[t.NamedType]; def.Kind == ast.InputObject {
		for _, f := range def.Fields {
			if part, ok := v.(map[string]any)[f.Name]; ok {
				all = append(all, m.places(f.Name, f.Type, part, append(slices.Clone(at), f.Name))...)
			}
		}
	}
	return all
}

// with gives the value with another at the path.
func with(v any, path []any, value any) any {
	if len(path) == 0 {
		return value
	}
	switch at := path[0].(type) {
	case int:
		list := slices.Clone(v.([]any))
		list[at] = with(list[at], path[1:], value)
		return list
	case string:
		object := maps.Clone(v.(map[string]any))
		object[at] = with(object[at], path[1:], value)
		return object
	}
	return v
}
