package breaks

import (
	"strings"
	"testing"
)

const older = `
type Query { a(x: Int, y: Int! = 1, in: In): String! list: [T!]! u: U gone: Int }
interface I { id: ID! }
type T implements I { id: ID! name: String }
type V { id: ID! }
union U = T | V
enum E { A B }
input In { a: Int b: Int! c: E }
scalar S
`

func TestBreaks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, want string }{
		"nothing":                 {"", "", ""},
		"field removed":           {" gone: Int", "", "Query.gone was removed"},
		"field added":             {" gone: Int", " gone: Int more: Int", ""},
		"type removed":            {"scalar S", "", "S was removed"},
		"kind":                    {"scalar S", "enum S { X }", "S was SCALAR and is ENUM"},
		"enum value removed":      {"{ A B }", "{ A }", "E.B was removed"},
		"enum value added":        {"{ A B }", "{ A B C }", ""},
		"output may be null":      {"): String!", "): String", "Query.a was String! and is String"},
		"output is never null":    {"name: String", "name: String!", ""},
		"list's rows may be null": {"[T!]!", "[T]!", "Query.list was [T!]! and is [T]!"},
		"list no list":            {"[T!]!", "T!", "Query.list was [T!]! and is T!"},
		"argument removed":        {"x: Int, ", "", "Query.a(x:) was removed"},
		"argument needed":         {"x: Int,", "x: Int!,", "Query.a(x:) was Int and is Int!"},
		"argument with a default": {"x: Int,", "x: Int! = 3,", ""},
		"argument new":            {"x: Int,", "x: Int, z: Int!,", "Query.a(z:) is new and needed"},
		"argument new, optional":  {"x: Int,", "x: Int, z: Int,", ""},
		"argument's type":         {"x: Int,", "x: String,", "Query.a(x:) was Int and is String"},
		"input field removed":     {"{ a: Int b", "{ b", "In.a was removed"},
		"input field needed":      {"{ a: Int b", "{ a: Int! b", "In.a was Int and is Int!"},
		"input field freed":       {"b: Int!", "b: Int", ""},
		"input field new":         {"c: E", "c: E d: Int!", "In.d is new and needed"},
		"interface":               {"T implements I", "T", "T no longer implements I"},
		"union":                   {"T | V", "T", "U no longer may be V"},
	} {
		newer := strings.Replace(older, c.from, c.to, 1)
		got, err := Between(older, newer)
		if err != nil || strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %q, %v, want %q", name, got, err, c.want)
		}
	}
	if _, err := Between(older, "type Query {"); err == nil {
		t.Error("a broken schema is compared")
	}
}

func TestExcept(t *testing.T) {
	t.Parallel()
	found := []string{"A was removed", "B was removed", "C was removed"}
	if got := Except(found, "# C was removed\n\nA was removed\n  B was removed  \n"); strings.Join(got, "; ") != "C was removed" {
		t.Errorf("left %q", got)
	}
}
