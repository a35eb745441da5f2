package form

import (
	"errors"
	"maps"
	"slices"

	"quire/engine/pdf"
)

// Form is the form of a document, to be asked what it takes. It reads from the
// document, and is not safe for use by several goroutines.
type Form struct{ t *tree }

// Of reads the form of a document; of one without a form it has no fields. A form that
// takes more work than any sound one is refused with an [*Error].
func Of(doc *pdf.Document) (*Form, error) {
	if doc == nil {
		return nil, errors.New("form: no document")
	}
	f := &Form{grow(doc)}
	return f, f.t.exhausted()
}

// Fields lists the fields as [Fields] does.
func (f *Form) Fields() ([]Field, error) { return f.t.list() }

// Check tells what [Fill] would refuse of the values, as [Errors] or, if the form itself
// is too large, an [*Error]; nil when it would take them all. It changes nothing.
func (f *Form) Check(values map[string]Value) error {
	f.t.effort = 0 // that bounds one filling, and here are many
	_, err := f.t.planValues(values)
	return errors.Join(err, f.t.exhausted())
}

// planValues checks all values, by name, and gives what sets them.
func (t *tree) planValues(values map[string]Value) ([]job, error) {
	var jobs []job
	var errs Errors
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name]
		if v.IsZero() {
			continue
		}
		fields := t.byName[name]
		if len(fields) == 0 {
			errs = append(errs, t.unknown(name))
			continue
		}
		planned, err := t.planAll(fields, v)
		if err != nil {
			errs = append(errs, err)
		}
		jobs = append(jobs, planned...)
	}
	if len(errs) > 0 {
		return nil, errs
	}
	return jobs, nil
}
