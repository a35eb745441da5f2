package answer

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// TestAsEncodingJSONWritesIt compares with the encoding that gqlgen means.
func TestAsEncodingJSONWritesIt(t *testing.T) {
	t.Parallel()
	errs := gqlerror.List{{Message: `"data":null`, Extensions: map[string]any{"code": "NOT_FOUND"}}}
	for _, r := range []*graphql.Response{
		{}, {Data: json.RawMessage(`{"a":[1,null]}`)}, {Errors: errs}, {Data: json.RawMessage("null"), Errors: errs},
		{Data: json.RawMessage(`{}`), Errors: errs, Extensions: map[string]any{"rateLimit": map[string]int{"cost": 1}}},
	} {
		want, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Append([]byte("before "), r)
		if err != nil || string(got) != "before "+string(want) {
			t.Errorf("got  %s, %v\nwant before %s", got, err, want)
		}
	}
	if _, err := Append(nil, &graphql.Response{Extensions: map[string]any{"x": math.NaN()}}); err == nil {
		t.Error("what JSON cannot say was written")
	}
}
