package graph

import (
	"fmt"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

// described is the schema of graph/schema with a description on everything:
// what follows from a convention, such as the arguments of lists, is described
// here, once, and need not be repeated at each place.
var described = sync.OnceValue(func() *ast.Schema {
	schema := gqlparser.MustLoadSchema(sources...)
	for _, kind := range []ast.DefinitionKind{ast.Interface, ast.Object, ast.Enum, ast.InputObject} { // which take from those before
		for _, def := range schema.Types {
			if !def.BuiltIn && def.Kind == kind {
				describe(schema, def)
			}
		}
	}
	fill(&schema.Directives["hasRole"].Arguments.ForName("role").Description, "The role that is needed at least.")
	fill(&schema.Directives["scope"].Arguments.ForName("scope").Description, "The scope that is needed.")
	return schema
})

// fill sets a description that the SDL leaves out.
func fill(description *string, otherwise string) {
	if *description == "" {
		*description = otherwise
	}
}

// kinds of types, by the end of their names; %s stands for the beginning.
var kinds = []struct{ suffix, description string }{
	{"Connection", "A part of a list of objects of the type %s, and how many there are in all."},
	{"Edge", "A row of a list: an object of the type %s, and its position."},
	{"OrderField", "What a list of objects of the type %s can be sorted by."},
	{"Order", "How a list of objects of the type %s is sorted."},
	{"WhereInput", "Which objects of the type %s a list holds: those that all given conditions hold for."},
	{"Payload", "What the mutation %s gives."},
}

func describe(schema *ast.Schema, def *ast.Definition) {
	fill(&def.Description, kindOf(schema, def))
	for _, v := range def.EnumValues {
		if strings.HasSuffix(def.Name, "OrderField") {
			fill(&v.Description, orders[v.Name])
		}
	}
	for _, f := range def.Fields {
		fill(&f.Description, inherited(schema, def, f.Name))
		fill(&f.Description, byName(def, f))
		for _, a := range f.Arguments {
			fill(&a.Description, arguments[a.Name])
		}
	}
}

func kindOf(schema *ast.Schema, def *ast.Definition) string {
	for _, k := range kinds {
		if of, ok := strings.CutSuffix(def.Name, k.suffix); ok {
			if k.suffix == "Payload" {
				of = "`" + strings.ToLower(of[:1]) + of[1:] + "`"
			}
			return fmt.Sprintf(k.description, of)
		}
	}
	for _, f := range schema.Mutation.Fields {
		if f.Arguments.ForName("input") != nil && f.Arguments.ForName("input").Type.Name() == def.Name {
			return fmt.Sprintf("What the mutation `%s` takes.", f.Name)
		}
	}
	return roots[def.Name]
}

var roots = map[string]string{
	"Query":        "What can be read. Everything but what is marked @public needs a signed-in user, and shows what belongs to the user's organisation.",
	"Mutation":     "What can be changed. Each takes one input and gives what it changed; all wrong fields of an input are told at once.",
	"Subscription": "What can be watched, over a websocket or as server-sent events.",
}

// inherited is the description of the same field in an interface, or, for
// inputs, in the type that they make or change.
func inherited(schema *ast.Schema, def *ast.Definition, field string) string {
	var from []string
	if name, ok := strings.CutSuffix(def.Name, "Input"); ok {
		for _, verb := range []string{"Create", "Update", "Add", "Set", "New"} {
			name = strings.TrimPrefix(name, verb)
		}
		from = append(from, name)
	}
	if field != "id" { // which every type says in its own way
		from = append(from, def.Interfaces...)
	}
	for _, name := range from {
		if other := schema.Types[name]; other != nil && other.Fields.ForName(field) != nil {
			if text := other.Fields.ForName(field).Description; text != "" && field != "id" {
				return text
			}
		}
	}
	return ""
}

// byName describes fields whose names say what they are.
func byName(def *ast.Definition, f *ast.FieldDefinition) string {
	switch {
	case strings.HasSuffix(def.Name, "Payload") && names[f.Name] == "":
		return "As it is now."
	case f.Name == "id" && def.Kind == ast.InputObject:
		return "Which one, by its id."
	case strings.HasSuffix(def.Name, "Order") && names[f.Name] == "":
		return "By what."
	}
	return names[f.Name]
}

var names = map[string]string{
	"id":         "Its global id, which never changes: `node(id:)` finds it by this.",
	"createdAt":  "When it was made.",
	"updatedAt":  "When it was last changed.",
	"edges":      "The rows of this part of the list, in order.",
	"node":       "The object itself.",
	"cursor":     "Its position, for `after` and `before`.",
	"pageInfo":   "Where this part stands in the whole list.",
	"direction":  "Which way.",
	"deletedId":  "The id of what is gone.",
	"deletedIds": "The ids of what is gone.",
	"bookId":     "The book, by its id.",
	"customerId": "The customer, by its id.",
	"fileId":     "The file, by its id.",
	"fallbackId": "The file to use when nothing else fits, by its id.",
	"year":       "The year, in four digits.",
	"quarter":    "The quarter, 1 to 4.",
}

var orders = map[string]string{
	"NAME":        "By name.",
	"EMAIL":       "By email.",
	"KEY":         "By key.",
	"SIZE":        "By size.",
	"CREATED_AT":  "By when they were made.",
	"UPLOADED_AT": "By when they were stored.",
	"AT":          "By when it happened.",
}

var arguments = map[string]string{
	"first":         "How many rows from the beginning, or after `after`: 1 to 100; 25 when neither first nor last is given.",
	"last":          "How many rows from the end, or before `before`: 1 to 100.",
	"after":         "Only what comes after this position.",
	"before":        "Only what comes before this position.",
	"orderBy":       "How the list is sorted; by id, and so by age, when nothing is said.",
	"where":         "Which rows the list holds; all of them when nothing is said.",
	"input":         "What to do it with.",
	"id":            "Which one, by its id.",
	"ids":           "Which ones, by their ids.",
	"year":          "The year, in four digits.",
	"quarter":       "The quarter, 1 to 4.",
	"bookId":        "Which book, by its id.",
	"customerId":    "Which customer, by its id.",
	"spreadsheetId": "Which workbook, by the id of its file.",
	"pageId":        "Which page, by its id.",
	"fileId":        "Which file, by its id.",
}
