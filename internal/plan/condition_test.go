package plan

import "testing"

func TestConditions(t *testing.T) {
	t.Parallel()
	attributes := map[string]Attribute{
		"name": {Text: " Müller & Söhne "}, "amount": {Text: "$1,250.50"}, "share": {Text: "12%"},
		"zip": {Text: "01234"}, "blank": {Text: "  "}, "logo": {Image: &File{Key: "x"}}, "loss": {Text: "(3)"},
	}
	cases := []struct {
		attribute string
		op        Operator
		values    []string
		want      bool
	}{
		{"name", OperatorEquals, []string{"müller & söhne"}, true},
		{"name", OperatorEquals, []string{"MU\u0308LLER & SÖHNE"}, true},
		{"name", OperatorEquals, []string{"muller & sohne"}, false},
		{"name", OperatorNotEquals, []string{"x"}, true},
		{"name", OperatorNotEquals, []string{"Müller & Söhne"}, false},
		{"name", OperatorContains, []string{"LLER"}, true},
		{"name", OperatorContains, []string{" "}, false},
		{"name", OperatorStartsWith, []string{"MÜ"}, true},
		{"name", OperatorStartsWith, []string{"ller"}, false},
		{"name", OperatorOneOf, []string{"a", "Müller & Söhne"}, true},
		{"name", OperatorOneOf, []string{"a", "b"}, false},
		{"name", OperatorGreaterThan, []string{"1"}, false},
		{"amount", OperatorEquals, []string{"1250.5"}, true},
		{"amount", OperatorOneOf, []string{"1", "1250.500"}, true},
		{"amount", OperatorGreaterThan, []string{"1,250.49"}, true},
		{"amount", OperatorGreaterThan, []string{"1250.50"}, false},
		{"amount", OperatorLessThan, []string{"€ 2000"}, true},
		{"amount", OperatorLessThan, []string{"many"}, false},
		{"share", OperatorGreaterThan, []string{"10%"}, true},
		{"share", OperatorEquals, []string{"0.12"}, true},
		{"loss", OperatorLessThan, []string{"0"}, true},
		{"loss", OperatorEquals, []string{"-3"}, true},
		{"zip", OperatorEquals, []string{"1234"}, false},
		{"zip", OperatorEquals, []string{"01234"}, true},
		{"zip", OperatorGreaterThan, []string{"1233"}, true},
		{"blank", OperatorExists, nil, false},
		{"blank", OperatorMissing, nil, true},
		{"nothing", OperatorMissing, nil, true},
		{"nothing", OperatorEquals, []string{""}, true},
		{"nothing", OperatorNotEquals, []string{"x"}, true},
		{"logo", OperatorExists, nil, true},
		{"logo", OperatorMissing, nil, false},
		{"logo", OperatorEquals, []string{"x"}, false},
		{"name", "SOUNDS_LIKE", []string{"muller"}, false},
	}
	for _, c := range cases {
		got := Condition{Attribute: c.attribute, Operator: c.op, Values: c.values}.Holds(attributes)
		if got != c.want {
			t.Errorf("%s %s %q: %v", c.attribute, c.op, c.values, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1,250.50": "2501/2", "$ 1250.5": "2501/2", "-$3": "-3/1", "$-3": "-3/1", "(1,000)": "-1000/1", "12%": "3/25",
		"12 %": "3/25", ".5": "1/2", "5.": "5/1", "007": "7/1", "+1": "1/1", "− 2": "-2/1", "1,234,567": "1234567/1",
	} {
		if n, ok := number(text); !ok || n.String() != want {
			t.Errorf("%q: %v %v, want %s", text, n, ok, want)
		}
	}
	for _, text := range []string{"", " ", "$", "%", ".", "1e3", "1.250,50", "1,25", "1,2345", "12 kg", "1 250", "(3", "(-3)", "-$-3", "--3", "0x10", "1/2", "NaN", "1%%"} {
		if n, ok := number(text); ok {
			t.Errorf("%q was read as %v", text, n)
		}
	}
}
