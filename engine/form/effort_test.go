package form

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestFormsThatNeverEndAreRefused(t *testing.T) {
	t.Parallel()
	f := newFixture()
	values := f.add("[%s]", strings.Repeat("(x) ", 1000))
	for i := range 10 {
		f.fields = append(f.fields, f.add("<</FT /Ch /T (f%d) /V %s>>", i, values))
	}
	tr := grow(f.read(t))
	tr.effort = maxEffort - 5000*effortOfString
	var err *Error
	if _, got := tr.list(); !errors.As(got, &err) || err.Code() != "FORM_TOO_LARGE" {
		t.Errorf("listing gives %v", got)
	}
}

func TestLargeFormsAreFilled(t *testing.T) {
	t.Parallel()
	f := newFixture()
	var states strings.Builder
	for i := range 60 {
		fmt.Fprintf(&states, "[(%d) (State %d)]", i, i)
	}
	opt := f.add("[%s]", states.String())
	values := map[string]Value{}
	for i := range 300 {
		f.field(fmt.Sprintf("/FT /Ch /Ff 131072 /T (f%d) /Opt %s", i, opt))
		values[fmt.Sprintf("f%d", i)] = Text("7")
	}
	doc, _ := f.filled(t, values)
	if got := lookAt(t, doc, "f299").text; got != "State 7" {
		t.Errorf("the last field shows %q", got)
	}
	if tr := grow(doc); tr.effort > maxEffort/100 {
		t.Errorf("reading a large form takes %d", tr.effort)
	}
}
