// Package scalar reads the API's scalars more strictly than is usual: what the
// database cannot keep is refused at the door, whatever field it is for.
package scalar

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalString writes a text.
func MarshalString(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalString reads a text; it refuses what is no UTF-8 and the character
// NUL, which PostgreSQL keeps in no text.
func UnmarshalString(v any) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", fmt.Errorf("a text is expected, not %T", v)
	}
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("the text is not valid UTF-8: send it encoded so")
	}
	if strings.ContainsRune(s, 0) {
		return "", fmt.Errorf("the text contains the character NUL: leave it out")
	}
	return s, nil
}

// MarshalID writes an id.
func MarshalID(s string) graphql.Marshaler { return graphql.MarshalString(s) }

// UnmarshalID reads an id, which may come as a whole number too (GraphQL
// specification, October 2021, 3.5.5).
func UnmarshalID(v any) (string, error) {
	switch v := v.(type) {
	case json.Number:
		return v.String(), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case int:
		return strconv.Itoa(v), nil
	}
	return UnmarshalString(v)
}
