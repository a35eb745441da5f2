package form

import (
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// planCheckbox switches a check box. A text may be its export value, or what
// people write for yes and no.
func (t *tree) planCheckbox(f *field, v Value) (job, *Error) {
	states := t.distinctStates(f)
	switch {
	case v.On != nil && !*v.On:
		return t.switchTo(f, offState), nil
	case v.On != nil && len(states) > 1:
		return nil, &Error{ValueKind, f.name, "it has several boxes; give the value of one of them: " + quoted(t.exports(f))}
	case v.On != nil && len(states) == 0:
		return t.switchTo(f, freshState), nil
	case v.On != nil:
		return t.switchTo(f, states[0]), nil
	}
	j, err := t.planRadio(f, v)
	if err != nil && v.Text != nil && len(states) <= 1 {
		// A box with one state is a question of yes or no, whatever the state
		// is called.
		if on, ok := spoken(*v.Text); ok {
			return t.planCheckbox(f, On(on))
		}
	}
	return j, err
}

// planRadio picks a button by its export value or the name of its state; an
// empty text or "Off" switches all of them off.
func (t *tree) planRadio(f *field, v Value) (job, *Error) {
	if v.Text == nil {
		return nil, wrongKind(f, v, "the value of one of its buttons as a text")
	}
	if *v.Text == "" || *v.Text == offState {
		return t.switchTo(f, offState), nil
	}
	exports := t.exports(f)
	if i := slices.Index(exports, *v.Text); i >= 0 {
		if states := t.states(f.widgets[i]); len(states) > 0 {
			return t.switchTo(f, states[0]), nil
		}
	}
	for _, s := range t.distinctStates(f) {
		if s == *v.Text || nameText(s) == *v.Text {
			return t.switchTo(f, s), nil
		}
	}
	return nil, noOption(f, *v.Text, slices.Compact(slices.Sorted(slices.Values(exports))))
}

// switchTo sets the state of all widgets of a button field: those that have it
// are on, all others off (ISO 32000-1, 12.7.4.2).
func (t *tree) switchTo(f *field, state string) job {
	return func(p *painter) {
		f.set("V", types.Name(state))
		for _, w := range f.widgets {
			if !t.spend(1) {
				break
			}
			if len(t.states(w)) == 0 && state == freshState {
				delete(w.dict, "AS")
				p.drawMark(w)
			}
			w.dict["AS"] = types.Name(offState)
			if slices.Contains(t.states(w), state) {
				w.dict["AS"] = types.Name(state)
			}
		}
	}
}
