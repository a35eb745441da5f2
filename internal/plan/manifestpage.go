package plan

import "strings"

// kindNames are the kinds as a manifest spells them.
var kindNames = []string{"static", "pdf_form", "choosable", "excel"}

// keysOfKind are the keys that a page may have besides kind and title.
var keysOfKind = map[string][]string{
	KindStatic:    {"file", "pages", "rotate", "fitPaper", "flatten", "asPrinted", "images"},
	KindPDFForm:   {"file", "fields", "fillByName", "pages", "rotate", "fitPaper", "flatten", "asPrinted", "images"},
	KindChoosable: {"conditions", "fallback", "pages", "rotate", "fitPaper", "flatten", "asPrinted", "images"},
	KindExcel: {
		"tab", "index", "pattern", "allTabs", "range", "fitWidth", "fitHeight", "orientation", "paper", "headerFooter", "tableStyles", "images",
	},
}

func (r *reader) page(place string, v any) Page {
	o, ok := v.(*object)
	if !ok {
		r.wrong(place, "an object is needed, not %s", kindOf(v))
		return Page{}
	}
	if _, given := o.members["kind"]; !given {
		r.wrong(within(place, "kind"), "this is missing")
	}
	page := Page{
		Kind:  strings.ToUpper(r.oneOf(o, place, "kind", "", kindNames...)),
		Title: r.text(o, place, "title"),
	}
	if page.Kind == "" {
		return page // what else it may hold depends on the kind
	}
	r.object(place, o, append([]string{"kind", "title"}, keysOfKind[page.Kind]...)...)
	if page.Kind != KindExcel {
		page.Config.Source = r.source(o, place)
	}
	page.Config.Images = r.images(o, place, page.Kind)
	switch page.Kind {
	case KindStatic:
		page.File = r.neededFile(o, place, "file")
	case KindPDFForm:
		page.File = r.neededFile(o, place, "file")
		page.Config.Form = r.formConfig(o, place)
	case KindChoosable:
		page.File = r.filePath(o, place, "fallback")
		page.Conditions = r.conditions(o, place)
	case KindExcel:
		page.Config.Excel = r.excel(o, place)
	}
	return page
}

func (r *reader) formConfig(o *object, place string) *FormConfig {
	config := &FormConfig{FillByName: r.flag(o, place, "fillByName", false)}
	seen := map[string]bool{}
	for i, v := range r.list(o, place, "fields") {
		where := at(within(place, "fields"), i)
		m := r.mapping(where, v)
		if seen[m.Field] && m.Field != "" {
			r.wrong(within(where, "field"), "the field %q is given twice", m.Field)
		}
		seen[m.Field] = true
		config.Fields = append(config.Fields, m)
	}
	return config
}

func (r *reader) mapping(place string, v any) FieldMapping {
	o := r.object(place, v, "field", "attribute", "property", "literal", "cell", "format", "default", "missing")
	m := FieldMapping{
		Field:     r.needed(o, place, "field"),
		Attribute: r.optional(o, place, "attribute"),
		Literal:   r.optional(o, place, "literal"),
		Cell:      r.optional(o, place, "cell"),
		Format:    r.text(o, place, "format"),
		Default:   r.text(o, place, "default"),
		Missing: MissingValue(r.oneOf(o, place, "missing", string(MissingBlank),
			string(MissingBlank), string(MissingDefault), string(MissingFail))),
	}
	if _, given := o.members["property"]; given {
		p := Property(r.oneOf(o, place, "property", "", propertyNames()...))
		m.Property = &p
	}
	r.faults(place, m.Faults())
	return m
}

func propertyNames() []string {
	var names []string
	for _, p := range []Property{
		PropertyCustomerName, PropertyBookName, PropertyOrganisationName,
		PropertyYear, PropertyQuarter, PropertyPeriod, PropertyDate,
	} {
		names = append(names, string(p))
	}
	return names
}

func (r *reader) conditions(o *object, place string) []Condition {
	var all []Condition
	for i, v := range r.list(o, place, "conditions") {
		all = append(all, r.condition(at(within(place, "conditions"), i), v))
	}
	_, fallback := o.members["fallback"]
	if len(all) == 0 && !fallback {
		r.wrong(place, "a choosable page needs conditions or a fallback")
	}
	return all
}

func (r *reader) condition(place string, v any) Condition {
	o := r.object(place, v, "attribute", "operator", "values", "file")
	c := Condition{
		Attribute: r.needed(o, place, "attribute"),
		Operator:  Operator(r.oneOf(o, place, "operator", string(OperatorEquals), operatorNames()...)),
	}
	for i, v := range r.list(o, place, "values") {
		s, ok := scalar(v)
		if !ok {
			r.wrong(at(within(place, "values"), i), "a text or a number is needed, not %s", kindOf(v))
		}
		c.Values = append(c.Values, s)
	}
	if why := c.Operator.Refuses(c.Values); why != "" {
		r.wrong(within(place, "values"), "%s", why)
	}
	if f := r.neededFile(o, place, "file"); f != nil {
		c.File = *f
	}
	return c
}

func operatorNames() []string {
	var names []string
	for _, op := range []Operator{
		OperatorEquals, OperatorNotEquals, OperatorOneOf, OperatorContains, OperatorStartsWith,
		OperatorGreaterThan, OperatorLessThan, OperatorExists, OperatorMissing,
	} {
		names = append(names, string(op))
	}
	return names
}

// Refuses says why an operator cannot compare with these values; "" when it can.
func (op Operator) Refuses(values []string) string {
	switch op {
	case OperatorExists, OperatorMissing:
		if len(values) > 0 {
			return string(op) + " compares with no value; leave the values out"
		}
		return ""
	case OperatorOneOf:
		if len(values) == 0 {
			return "ONE_OF needs at least one value"
		}
		return ""
	}
	if len(values) != 1 {
		return string(op) + " needs exactly one value"
	}
	if _, ok := number(values[0]); !ok && (op == OperatorGreaterThan || op == OperatorLessThan) {
		return string(op) + " compares numbers, such as 1250.50, $1,250 or 12%"
	}
	if strings.TrimSpace(values[0]) == "" && (op == OperatorContains || op == OperatorStartsWith) {
		return string(op) + " needs a value that is not blank"
	}
	return ""
}
