// Package answer writes results of GraphQL operations as JSON.
package answer

import (
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
)

// Append appends a result to b. Its data is JSON already, and most of it:
// encoding/json would check it and copy it once more. The error is one of its
// errors' or extensions', which are of any type.
func Append(b []byte, r *graphql.Response) ([]byte, error) {
	b = append(b, '{')
	if len(r.Errors) > 0 {
		errs, err := json.Marshal(r.Errors)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, `"errors":`...), errs...), ',')
	}
	b = append(b, `"data":`...)
	if len(r.Data) == 0 {
		b = append(b, "null"...)
	}
	b = append(b, r.Data...)
	if len(r.Extensions) > 0 {
		extensions, err := json.Marshal(r.Extensions)
		if err != nil {
			return nil, err
		}
		b = append(append(b, `,"extensions":`...), extensions...)
	}
	return append(b, '}'), nil
}
