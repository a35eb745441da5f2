package imports

import (
	"cmp"
	"slices"

	"quire/internal/customers"
	"quire/internal/problem"
	"quire/internal/tabular"
)

// Match is how a row finds its customer.
type Match string

// The ways to find a customer.
const (
	// ByReference takes the customer with the row's reference.
	ByReference Match = "REFERENCE"
	// ByName takes the customer with the row's name, without regard to letter
	// case and to the number of blanks.
	ByName Match = "NAME"
	// ByEither takes the one with the reference, else the one with the name that
	// has no reference yet.
	ByEither Match = "REFERENCE_OR_NAME"
)

// Source is a table in a file.
type Source struct {
	FileID string
	// Tab of a workbook; empty for the first that is visible.
	Tab string `json:",omitempty"`
	// HeaderRow is the number of the row with the headings, from 1.
	HeaderRow int
	// Encoding and Delimiter of a CSV; empty to find them out.
	Encoding  tabular.Encoding `json:",omitempty"`
	Delimiter string           `json:",omitempty"`
}

// Column says which attribute a column holds.
type Column struct {
	Header string
	// Attribute is its key; empty for the heading itself.
	Attribute string `json:",omitempty"`
}

// Input says what of a table becomes what. Columns are named by their headings,
// without regard to letter case.
type Input struct {
	Source
	Match Match
	// NameColumn and ReferenceColumn hold who the customer is; empty for none.
	NameColumn      string `json:",omitempty"`
	ReferenceColumn string `json:",omitempty"`
	// Columns are those with attributes; nil for all that are left.
	Columns []Column `json:",omitempty"`
	// Year and Quarter are the period of all rows, unless a column holds it.
	Year          *int   `json:",omitempty"`
	Quarter       *int   `json:",omitempty"`
	YearColumn    string `json:",omitempty"`
	QuarterColumn string `json:",omitempty"`
	// RefuseUnknown makes rows wrong whose customer does not exist, instead of
	// making the customer.
	RefuseUnknown bool `json:",omitempty"`
	// ClearEmpty removes attributes whose cell is empty, instead of leaving them.
	ClearEmpty bool `json:",omitempty"`
	// SkipErrors imports the other rows when some are wrong, instead of none.
	SkipErrors bool `json:",omitempty"`
	// IdempotencyKey stands for this order within [idempotency.Window]; empty for
	// none. Looking ahead needs none.
	IdempotencyKey string `json:"-"`
}

// check tells what is wrong whatever is in the file.
func (in Input) check() error {
	var found problem.Input
	for _, p := range problem.All(customers.CheckPeriod(in.Year, in.Quarter)) {
		if p.Field != "year" || in.YearColumn == "" || in.Year != nil {
			found.Add(p)
		}
	}
	found.Check(in.HeaderRow >= 1 && in.HeaderRow <= tabular.MaxRows, "table.headerRow", "the row of headings must be from 1 to %d", tabular.MaxRows)
	found.Check(in.Match != ByName || in.NameColumn != "", "nameColumn", "to find customers by name, say which column holds the name")
	found.Check(in.Match == ByName || in.ReferenceColumn != "", "referenceColumn", "to find customers by reference, say which column holds the reference")
	found.Check(in.Match != ByEither || in.NameColumn != "", "nameColumn", "to find customers by reference or name, say which column holds the name")
	found.Check(in.YearColumn == "" || in.Year == nil, "yearColumn", "give the year or the column that holds it, not both")
	found.Check(in.QuarterColumn == "" || in.Quarter == nil, "quarterColumn", "give the quarter or the column that holds it, not both")
	found.Check(in.QuarterColumn == "" || in.YearColumn != "" || in.Year != nil, "year", "a quarter needs its year")
	found.Check(len(in.Columns) <= customers.MaxAttributes, "columns", "%d columns are too many: import at most %d at once", len(in.Columns), customers.MaxAttributes)
	return found.Err()
}

// layout is where in the table the parts of the input are; -1 for nowhere.
type layout struct {
	headers                        []string
	name, reference, year, quarter int
	attributes                     []attributeColumn
	// ignored are the headings of columns that are not imported.
	ignored []string
}

type attributeColumn struct {
	index int
	key   string
}

// newLayout finds the columns of the input in the row of headings, and tells
// all that is wrong.
func newLayout(in Input, headers []string) (layout, error) {
	l := layout{headers: trimAll(headers)}
	var found problem.Input
	used := map[int]string{}
	take := func(header, field string) int {
		if header == "" {
			return -1
		}
		i := l.find(&found, header, field)
		if other, twice := used[i]; twice && i >= 0 {
			found.Check(false, field, "the column «%s» is taken already, as %s", l.headers[i], other)
		}
		used[i] = field
		return i
	}
	l.name, l.reference = take(in.NameColumn, "nameColumn"), take(in.ReferenceColumn, "referenceColumn")
	l.year, l.quarter = take(in.YearColumn, "yearColumn"), take(in.QuarterColumn, "quarterColumn")
	if in.Columns == nil {
		l.takeRest(&found, used)
	}
	for i, c := range in.Columns {
		field := fieldOf("columns", i, "header")
		found.Check(fold(c.Header) != "", field, "a column needs its heading")
		if index := take(c.Header, field); index >= 0 {
			l.attributes = append(l.attributes, attributeColumn{index, cmp.Or(trim(c.Attribute), l.headers[index])})
		}
	}
	l.checkKeys(&found, in.Columns != nil)
	for i, h := range l.headers {
		if _, taken := used[i]; !taken && h != "" {
			l.ignored = append(l.ignored, h)
		}
	}
	return l, found.Err()
}

// find looks a column up by its heading.
func (l *layout) find(found *problem.Input, header, field string) int {
	at, n := -1, 0
	for i, h := range l.headers {
		if fold(h) == fold(header) {
			if n++; at < 0 {
				at = i
			}
		}
	}
	switch n {
	case 0:
		found.Check(false, field, "the table has no column «%s»; its columns are: %s", header, listed(l.headers))
	case 1:
		return at
	default:
		found.Check(false, field, "%d columns are called «%s»: rename all but one in the file", n, header)
	}
	return -1
}

// takeRest takes every column that has a heading and no other use.
func (l *layout) takeRest(found *problem.Input, used map[int]string) {
	for i, h := range l.headers {
		if _, taken := used[i]; taken || h == "" {
			continue
		}
		used[i] = "columns"
		l.attributes = append(l.attributes, attributeColumn{i, h})
	}
	found.Check(len(l.attributes) <= customers.MaxAttributes, "columns", "the table has %d columns: name those to import, at most %d", len(l.attributes), customers.MaxAttributes)
}

// checkKeys wants keys that can be kept, each once.
func (l *layout) checkKeys(found *problem.Input, named bool) {
	first := map[string]int{}
	for i, a := range l.attributes {
		field := "columns"
		if named {
			field = fieldOf("columns", i, "attribute")
		}
		found.Check(len(a.key) <= customers.MaxKeyBytes, field, "the key «%.40s…» must have at most %d bytes", a.key, customers.MaxKeyBytes)
		found.Check(!unreadable(a.key), field, "the heading of column %s cannot be read: name the file's encoding", tabular.ColumnName(a.index))
		if other, twice := first[a.key]; twice {
			found.Check(false, field, "the columns %s and %s both hold «%s»: name those to import", tabular.ColumnName(l.attributes[other].index), tabular.ColumnName(a.index), a.key)
		}
		first[a.key] = i
	}
}

// keys are those of all attributes, sorted.
func (l *layout) keys() []string {
	keys := make([]string, len(l.attributes))
	for i, a := range l.attributes {
		keys[i] = a.key
	}
	slices.Sort(keys)
	return keys
}
