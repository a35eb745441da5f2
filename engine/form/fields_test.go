package form

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"quire/engine/pdf"
)

func fieldsByName(t *testing.T, doc *pdf.Document) map[string]Field {
	t.Helper()
	fields, err := Fields(doc)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Field{}
	for _, f := range fields {
		if _, twice := out[f.Name]; twice {
			t.Errorf("field %s is listed twice", f.Name)
		}
		out[f.Name] = f
	}
	return out
}

func TestFieldsDescribeTheForm(t *testing.T) {
	t.Parallel()
	got := fieldsByName(t, all().read(t))
	for name, want := range map[string]Field{
		"name":   {Kind: KindText, MaxLength: 20, Required: true, Tooltip: "Your name", Value: Text("Old")},
		"notes":  {Kind: KindText, Multiline: true},
		"policy": {Kind: KindText, Comb: true, MaxLength: 10},
		"secret": {Kind: KindText, Password: true},
		"agree":  {Kind: KindCheckbox, Options: []Option{{"Yes", "Yes"}}},
		"state": {Kind: KindCombo, Value: Text("NY"),
			Options: []Option{{"NY", "New York"}, {"CA", "California"}, {"Texas", "Texas"}}},
		"cover": {Kind: KindList, MultiSelect: true,
			Options: []Option{{"Dental", "Dental"}, {"Vision", "Vision"}, {"Life", "Life"}, {"Ł", "Long term"}}},
		"send":   {Kind: KindPush},
		"signed": {Kind: KindSignature, Signed: true},
		"plan":   {Kind: KindRadio, Options: []Option{{"Gold", "Gold"}, {"Silver", "Silver"}}},
	} {
		f, ok := got[name]
		if !ok {
			t.Errorf("field %s is missing", name)
			continue
		}
		if f.Page != 1 || len(f.Widgets) == 0 {
			t.Errorf("field %s is on page %d with %d widgets", name, f.Page, len(f.Widgets))
		}
		f.Name, f.Page, f.Widgets = "", 0, nil
		if !reflect.DeepEqual(f, want) {
			t.Errorf("field %s is\n%+v, want\n%+v", name, f, want)
		}
	}
	if len(got) != 10 {
		t.Errorf("%d fields", len(got))
	}
}

func TestFieldsInherit(t *testing.T) {
	t.Parallel()
	f := newFixture()
	parent := len(f.objects) + 1
	f.fields = append(f.fields, f.add(""))
	leaf := f.widget(fmt.Sprintf("/Parent %d 0 R /T (first)", parent))
	shown := f.widget(fmt.Sprintf("/Parent %d 0 R", parent+3))
	second := f.add("<</Parent %d 0 R /T (second) /Kids [%s null << /Subtype /Widget /Rect [1 1 9 9] >>]>>", parent, shown)
	f.objects[parent-1] = fmt.Sprintf("<</T (person) /FT /Tx /MaxLen 7 /Ff 1 /DV (none) /Kids [%s %s %s]>>", leaf, second, leaf)

	got := fieldsByName(t, f.read(t))
	for _, name := range []string{"person.first", "person.second"} {
		f := got[name]
		if f.Kind != KindText || f.MaxLength != 7 || !f.ReadOnly || f.Default.Text == nil || *f.Default.Text != "none" {
			t.Errorf("%s did not inherit: %+v", name, f)
		}
	}
	if len(got) != 2 {
		t.Errorf("fields are %v", got)
	}
	if n := len(got["person.second"].Widgets); n != 2 {
		t.Errorf("person.second has %d widgets", n)
	}
}

func TestFieldsFindOrphans(t *testing.T) {
	t.Parallel()
	f := newFixture()
	hidden := f.add("<</T (group) /FT /Tx>>")
	f.widget("/T (alone) /FT /Tx")
	f.widget("/T (child) /Parent " + hidden)
	f.widget("/Parent " + hidden)
	got := fieldsByName(t, f.read(t))
	for _, name := range []string{"alone", "group.child", "group"} {
		if got[name].Kind != KindText {
			t.Errorf("%s was not found: %v", name, got)
		}
	}
}

func TestFieldsSurviveCircles(t *testing.T) {
	t.Parallel()
	f := newFixture()
	self := len(f.objects) + 1
	f.fields = append(f.fields, f.add("<</T (a) /FT /Tx /Kids [%d 0 R %d 0 R] /Parent %d 0 R>>", self, self+1, self+1))
	f.add("<</T (b) /Kids [%d 0 R] /Parent %d 0 R>>", self, self)
	f.widget(fmt.Sprintf("/Parent %d 0 R", self))
	got := fieldsByName(t, f.read(t))
	if _, ok := got["a.b"]; !ok {
		t.Errorf("fields are %v", got)
	}
}

func TestFieldsOfNoForm(t *testing.T) {
	t.Parallel()
	fields, err := Fields(newFixture().read(t))
	if err != nil || len(fields) != 0 {
		t.Errorf("%v, %v", fields, err)
	}
}

func TestValuesInJSON(t *testing.T) {
	t.Parallel()
	in := `{"a":"text","b":true,"c":["x","y"],"d":null,"e":false,"f":[]}`
	var values map[string]Value
	if err := json.Unmarshal([]byte(in), &values); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(values)
	if err != nil || string(out) != in {
		t.Errorf("%s became %s (%v)", in, out, err)
	}
	for _, bad := range []string{`3`, `{"x":1}`, `[1]`} {
		if err := json.Unmarshal([]byte(bad), new(Value)); err == nil {
			t.Errorf("%s was read as a value", bad)
		}
	}
}
