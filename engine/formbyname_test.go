package engine_test

import (
	"bytes"
	"testing"

	"quire/engine"
)

func TestFieldsFilledByName(t *testing.T) {
	t.Parallel()
	compose := func(page engine.Page) string {
		t.Helper()
		var b bytes.Buffer
		got, err := engine.Compose(t.Context(), engine.Plan{Pages: []engine.Page{page}}, allSources(t), &b, nil)
		if err != nil {
			t.Fatal(err)
		}
		return got.SHA256
	}
	named, both, none := filled("Ona"), filled("Ona"), filled("Ona")
	named.Form = &engine.FormOptions{ByName: map[string]string{"client.name": "Ona", "no such field": "x"}}
	both.Form.ByName = map[string]string{"client.name": "not this"}
	none.Form = &engine.FormOptions{ByName: map[string]string{"no such field": "x"}}
	want := compose(filled("Ona"))
	if compose(named) != want {
		t.Error("a field was not filled by its name")
	}
	if compose(both) != want {
		t.Error("a name won over a value")
	}
	if compose(none) == want {
		t.Error("filled without a value")
	}
}
