package scalar_test

import (
	"encoding/json"
	"testing"

	"quire/graph/scalar"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"", "é\n«»", "🦆"} {
		if s, err := scalar.UnmarshalString(good); err != nil || s != good {
			t.Errorf("%q is read as %q, %v", good, s, err)
		}
	}
	for _, bad := range []any{"a\x00b", "\xff", 1, true, nil, []any{"a"}} {
		if s, err := scalar.UnmarshalString(bad); err == nil {
			t.Errorf("%#v is read as %q", bad, s)
		}
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for _, good := range []any{"7", json.Number("7"), int64(7), 7} {
		if s, err := scalar.UnmarshalID(good); err != nil || s != "7" {
			t.Errorf("%#v is read as %q, %v", good, s, err)
		}
	}
	for _, bad := range []any{"a\x00", 7.5, nil, true} {
		if s, err := scalar.UnmarshalID(bad); err == nil {
			t.Errorf("%#v is read as %q", bad, s)
		}
	}
}
