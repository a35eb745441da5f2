package form

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Value is the value of a field; at most one member is set. In JSON it is a
// string, a boolean or an array of strings.
type Value struct {
	// Text fills text fields and combo boxes, and picks a radio button or a
	// check box by its export value; a check box with one state also takes "yes",
	// "no" and the like, a list box one option a line.
	Text *string
	// On switches a check box.
	On *bool
	// Selected replaces the selection of a list box by these export values.
	Selected []string
}

// Text makes a value of a string.
func Text(s string) Value { return Value{Text: &s} }

// On makes a value that switches a check box.
func On(on bool) Value { return Value{On: &on} }

// Selected makes a value that selects rows of a list box by their export values.
func Selected(exports ...string) Value {
	return Value{Selected: append([]string{}, exports...)}
}

// IsZero tells whether no member is set.
func (v Value) IsZero() bool { return v.Text == nil && v.On == nil && v.Selected == nil }

// String shows the value to people.
func (v Value) String() string {
	switch {
	case v.Text != nil:
		return "«" + *v.Text + "»"
	case v.On != nil:
		return fmt.Sprint(*v.On)
	case v.Selected != nil:
		return "«" + strings.Join(v.Selected, "», «") + "»"
	}
	return "nothing"
}

// MarshalJSON writes a string, a boolean, an array or null.
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case v.Text != nil:
		return json.Marshal(*v.Text)
	case v.On != nil:
		return json.Marshal(*v.On)
	case v.Selected != nil:
		return json.Marshal(v.Selected)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads a string, a boolean, an array of strings or null.
func (v *Value) UnmarshalJSON(data []byte) error {
	var raw any
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*v = Value{}
	switch x := raw.(type) {
	case nil:
	case string:
		v.Text = &x
	case bool:
		v.On = &x
	case []any:
		v.Selected = []string{}
		for _, e := range x {
			s, ok := e.(string)
			if !ok {
				return fmt.Errorf("a selection is a list of strings, not of %T", e)
			}
			v.Selected = append(v.Selected, s)
		}
	default:
		return fmt.Errorf("a field's value is a string, true, false or a list of strings, not %s", data)
	}
	return nil
}
