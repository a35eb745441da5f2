package read

import (
	"testing"

	"quire/engine/sheet/model"
)

func TestAFontWithoutANameIsCambria(t *testing.T) {
	t.Parallel()
	n, err := parseTree([]byte(`<font><b/></font>`))
	must(t, err)
	st := &styleReader{normal: model.Font{Family: namelessFont, Size: 11}}
	if f := st.font(n); f.Family != "Cambria" || f.Size != 11 || !f.Bold {
		t.Errorf("font = %+v", f)
	}
}
