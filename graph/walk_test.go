package graph_test

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"quire/ent/ident"
	"quire/graph"
)

// knownToAll are what one organisation may learn of another by design, with the
// reason.
var knownToAll = map[string]string{
	"createUser email": "an email signs in to one organisation only, so that taken ones must be refused",
}

// emptyHere are links that have nothing behind them in an office at rest.
var emptyHere = map[string]bool{
	"PagePreview.warnings": true, // no page of the offices has anything to warn of
}

// TestNoFieldReachesAnotherOrganisation_R4 walks the whole schema with two
// organisations that have everything. It asks for every field of every type with
// all values of every argument, and no answer may hold a text of the other
// organisation. It puts the other's ids and texts, and ones that nobody has,
// into every place of every argument, and the two answers must be the same. It
// does every change, and the other organisation must stay as it was.
func TestNoFieldReachesAnotherOrganisation_R4(t *testing.T) {
	t.Parallel()
	ours, theirs := offices(t)
	for _, o := range []*office{ours, theirs} {
		for table, rows := range o.rows() {
			if len(rows) == 0 {
				t.Errorf("an office has no row in the table %s: give it one in furnish", table)
			}
		}
	}
	before := theirs.untouched()
	s := &search{
		t: t, ours: ours, theirs: theirs, secrets: theirs.secrets(ours),
		walker: walker{schema: graph.NewSchema(ours.resolver).Schema(), seen: map[string]bool{}},
	}
	s.walker.maker = maker{t: t, schema: s.walker.schema, office: ours, honest: true}
	roots := []*ast.Definition{s.walker.schema.Query, s.walker.schema.Subscription, s.walker.schema.Mutation}
	for _, root := range roots {
		for _, f := range fieldsOf(root, false) {
			s.walk(root, f)
		}
	}
	s.walker.maker.honest = false
	s.unique = uniqueTexts(t, ours.bundle)
	for _, root := range roots {
		for _, f := range append(fieldsOf(root, false), fieldsOf(root, true)...) {
			s.probe(root, f)
		}
	}
	s.walker.maker.honest = true
	for _, f := range fieldsOf(s.walker.schema.Mutation, true) {
		s.walk(s.walker.schema.Mutation, f)
	}
	if after := theirs.untouched(); after != before {
		t.Errorf("the other organisation was changed\nbefore %s\nafter  %s", before, after)
	}
	s.checkCoverage()
	t.Logf("%d requests, %d fields, %d texts of the other organisation", s.requests, len(s.walker.seen), len(s.secrets))
}

// fieldsOf gives the fields of a root: those that end things, the parts before the
// whole, or the others.
func fieldsOf(root *ast.Definition, ending bool) (list []*ast.FieldDefinition) {
	for _, f := range root.Fields {
		ends := slices.ContainsFunc([]string{"delete", "cancel", "revoke", "end", "logout"}, func(word string) bool { return strings.HasPrefix(f.Name, word) })
		if ends == ending && !strings.HasPrefix(f.Name, "__") {
			list = append(list, f)
		}
	}
	if ending {
		slices.SortFunc(list, func(a, b *ast.FieldDefinition) int {
			return cmp.Or(cmp.Compare(len(b.Name), len(a.Name)), strings.Compare(b.Name, a.Name))
		})
	}
	return list
}

// search looks for ways from one organisation to the other.
type search struct {
	t            *testing.T
	ours, theirs *office
	secrets      []string
	walker       walker
	requests     int
	// sent are the texts of the other organisation that probes have written.
	sent   []string
	unique []textColumn
}

func operationOf(root *ast.Definition) ast.Operation {
	return ast.Operation(strings.ToLower(root.Name))
}

// variants gives all sets of arguments for a field that differ in one part.
func (s *search) variants(f *ast.FieldDefinition) []map[string]any {
	m := s.walker.maker
	m.field = f.Name
	plain := map[string]any{}
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			plain[a.Name] = m.variants(a.Name, a.Type)[0]
		}
	}
	all := []map[string]any{plain}
	for _, a := range f.Arguments {
		for i, v := range m.variants(a.Name, a.Type) {
			if _, needed := plain[a.Name]; needed && i == 0 {
				continue
			}
			varied := maps.Clone(plain)
			varied[a.Name] = v
			all = append(all, varied)
		}
	}
	return all
}

// send does an operation, signed in anew if it or another ended the session.
func (s *search) send(o operation) string {
	s.t.Helper()
	s.requests++
	hash := s.ours.passwordHash(nil)
	answer := o.send(s.ours.client)
	if o.kind == ast.Mutation {
		s.ours.passwordHash(&hash)
	}
	if strings.Contains(answer, `"UNAUTHENTICATED"`) || o.kind == ast.Mutation {
		s.ours.client = s.ours.as(s.ours.email)
	}
	return answer
}

// leaks tells the first text of the other organisation in the answer that did not
// come from a question of ours.
func (s *search) leaks(answer string) string {
	for _, secret := range s.secrets {
		if strings.Contains(answer, secret) && !slices.ContainsFunc(s.sent, func(sent string) bool { return strings.Contains(sent, secret) }) {
			return secret
		}
	}
	return ""
}

// walk asks for all that a field gives, with each variant of its arguments.
func (s *search) walk(root *ast.Definition, f *ast.FieldDefinition) {
	s.t.Helper()
	o := operation{kind: operationOf(root), field: f, selection: s.selection(f)}
	failed, said := true, ""
	for _, o.args = range s.variants(f) {
		if takesFile(o.args) {
			continue // files were sent when the offices were furnished
		}
		if f.Name != "login" {
			o.args = s.fresh(o.args).(map[string]any)
		}
		answer := s.send(o)
		s.walker.note(answer)
		failed = failed && strings.Contains(answer, `"errors"`)
		if strings.Contains(answer, "GRAPHQL_VALIDATION_FAILED") || strings.Contains(answer, `"INTERNAL"`) {
			s.t.Errorf("%s with %v: %.300s", o.document(), o.args, answer)
		}
		if secret := s.leaks(answer); secret != "" {
			s.t.Errorf("%s with %s gives «%s» of the other organisation", f.Name, literalOf(o.args), secret)
		}
		said = answer
	}
	if failed && said != "" && f.Directives.ForName("operatorOnly") == nil {
		s.t.Errorf("%s failed with all that the walker sends: teach it. The last answer was %.300s", f.Name, said)
	}
}

func (s *search) selection(f *ast.FieldDefinition) string {
	if def := s.walker.schema.Types[f.Type.Name()]; def.IsCompositeType() {
		return s.walker.selection(def, nil)
	}
	return ""
}

// takesFile tells arguments with an upload, which stands as null.
func takesFile(args map[string]any) bool {
	input, _ := args["input"].(map[string]any)
	file, there := input["file"]
	return there && file == nil
}

// probe compares what the other's ids and texts are answered with what ones that
// nobody has are.
func (s *search) probe(root *ast.Definition, f *ast.FieldDefinition) {
	s.t.Helper()
	m := s.walker.maker
	m.field = f.Name
	done := map[string]bool{}
	o := operation{kind: operationOf(root), field: f, selection: shallow(s.walker.schema, f)}
	for _, args := range s.variants(f) {
		for _, a := range f.Arguments {
			value, given := args[a.Name]
			if !given {
				continue
			}
			for _, p := range m.places(a.Name, a.Type, value, []any{a.Name}) {
				for _, pair := range s.pairs(m, p) {
					key := fmt.Sprint(p.path, pair, literalOf(with(args, p.path, "·")))
					if done[key] || takesFile(args) {
						continue
					}
					done[key] = true
					s.compare(o, args, p, pair)
				}
			}
		}
	}
}

// pairs gives what the other organisation has for a place, each with one of its
// kind that nobody has.
func (s *search) pairs(m maker, p place) (pairs [][2]string) {
	m.office = s.theirs
	if p.kind == "String" {
		theirs := m.text(p.name)
		nobodys := strings.ReplaceAll(theirs, "silva", "nobod")
		if p.name == "sha256" {
			nobodys = strings.Repeat("0f", 32)
		}
		return [][2]string{{theirs, nobodys}, {s.theirs.ids["Book"], ident.New(ident.Book)}}
	}
	own := m.id(p.name)
	pairs = append(pairs, [2]string{own, ident.New(ident.Of(own))})
	if m.field == "node" || m.field == "nodes" {
		for _, id := range s.theirs.ids {
			pairs = append(pairs, [2]string{id, ident.New(ident.Of(id))})
		}
	}
	return pairs
}

func (s *search) compare(o operation, args map[string]any, p place, pair [2]string) {
	s.t.Helper()
	s.sent = append(s.sent, pair[0])
	var answers [2]string
	for i, value := range pair {
		o.args = with(s.fresh(args), p.path, value).(map[string]any)
		raw := s.send(o)
		if secret := s.leaks(raw); secret != "" {
			s.t.Errorf("%s with %s gives «%s» of the other organisation", o.field.Name, literalOf(o.args), secret)
		}
		s.forget(raw, value)
		raw = ourTexts.ReplaceAllString(strings.ReplaceAll(raw, value, "«it»"), "«ours»")
		raw = anySecret.ReplaceAllString(raw, "$1")
		answers[i] = anyMoment.ReplaceAllString(anyID.ReplaceAllString(raw, "$1"), "«then»")
	}
	if _, allowed := knownToAll[o.field.Name+" "+p.name]; allowed {
		return
	}
	if answers[0] != answers[1] {
		s.t.Errorf("%s with %s\nthe other's: %.400s\nnobody's:    %.400s", o.field.Name, literalOf(o.args), answers[0], answers[1])
	}
}

// ourTexts are those that fresh makes.
var ourTexts = regexp.MustCompile(`othermark [A-Za-z]+ no\. \d+|u\d+@othermark\.example`)

// fresh gives our texts among the arguments a number, so that none was there
// before.
func (s *search) fresh(v any) any {
	switch v := v.(type) {
	case map[string]any:
		copied := map[string]any{}
		for name, part := range v {
			copied[name] = s.fresh(part)
		}
		return copied
	case []any:
		copied := make([]any, len(v))
		for i, part := range v {
			copied[i] = s.fresh(part)
		}
		return copied
	case string:
		if strings.HasPrefix(v, s.ours.mark) {
			return fmt.Sprintf("%s no. %d", v, s.requests)
		}
		if strings.HasPrefix(v, "tgt_") { // which is spent by completing it
			return s.ours.target()
		}
		if v == s.ours.email {
			return fmt.Sprintf("u%d@othermark.example", s.requests)
		}
	}
	return v
}

// textColumn is a text that may be there once.
type textColumn struct{ table, column string }

// uniqueTexts finds them in the tables of organisations.
func uniqueTexts(t testing.TB, b bundle) (list []textColumn) {
	t.Helper()
	rows, err := b.db.SQL.QueryContext(t.Context(), `SELECT DISTINCT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) JOIN pg_type y ON y.oid = a.atttypid
		WHERE i.indisunique AND c.relname = ANY ($1) AND y.typname IN ('text', 'varchar') AND a.attname <> 'id' AND a.attname NOT LIKE '%\_id'`, tenantTables(t, b))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c textColumn
		if err := rows.Scan(&c.table, &c.column); err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

// forget frees a text that a change has taken, so that it can be sent again.
func (s *search) forget(answer, value string) {
	s.t.Helper()
	if strings.Contains(answer, `"errors"`) {
		return
	}
	for _, c := range s.unique {
		if _, err := s.ours.db.SQL.ExecContext(s.t.Context(), fmt.Sprintf(`UPDATE %s SET %s = left('was ' || id, 60) WHERE tenant_id = $1 AND %s = $2`, c.table, c.column, c.column), s.ours.tenant, value); err != nil {
			s.t.Fatal(err)
		}
	}
}

// shallow asks for the scalars of what a field gives, and of what those give:
// what changes from one call to the next is further down.
func shallow(schema *ast.Schema, f *ast.FieldDefinition) string {
	def := schema.Types[f.Type.Name()]
	if !def.IsCompositeType() {
		return ""
	}
	parts := []string{"__typename"}
	for _, part := range def.Fields {
		inner := schema.Types[part.Type.Name()]
		if strings.HasPrefix(part.Name, "__") || slices.Contains(secretFields, part.Name) {
			continue
		}
		if inner.IsCompositeType() {
			parts = append(parts, part.Name+" { __typename }")
		} else if len(part.Arguments) == 0 {
			parts = append(parts, part.Name)
		}
	}
	return "{ " + strings.Join(parts, " ") + " }"
}

// secretFields are new at every call.
var secretFields = []string{"secret", "key", "token"}

// checkCoverage sees to it that every field of every type was answered, and that
// every link to other objects led somewhere.
func (s *search) checkCoverage() {
	s.t.Helper()
	for _, def := range s.walker.schema.Types {
		if def.Kind != ast.Object || def.BuiltIn || strings.HasPrefix(def.Name, "__") {
			continue
		}
		for _, f := range def.Fields {
			key := def.Name + "." + f.Name
			root := def == s.walker.schema.Query || def == s.walker.schema.Mutation || def == s.walker.schema.Subscription
			if root || strings.HasPrefix(f.Name, "__") || elsewhere[def.Name] {
				continue
			}
			some, answered := s.walker.seen[key]
			if !answered {
				s.t.Errorf("%s was never answered: teach the walker to get there", key)
			}
			if s.walker.schema.Types[f.Type.Name()].IsCompositeType() && !some && !emptyHere[key] {
				s.t.Errorf("%s led nowhere: give the offices something behind it", key)
			}
		}
	}
}

// elsewhere are payloads that the walker does not get: files were sent when the
// offices were furnished, and organisations and the queue belong to the operator.
var elsewhere = map[string]bool{"UploadFilePayload": true, "CreateOrganisationPayload": true, "OpenQueueConsolePayload": true,
	"OrganisationConnection": true, "OrganisationEdge": true, "SetWorkSharePayload": true}
