package plan

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// reader takes a tree apart and collects what is wrong with it.
type reader struct {
	file     string
	problems []error
}

func (r *reader) wrong(place, format string, args ...any) {
	if len(r.problems) == maxProblems {
		r.problems = append(r.problems, fmt.Errorf("%s: and more", r.file))
	}
	if len(r.problems) > maxProblems {
		return
	}
	prefix := r.file + ": "
	if place != "" {
		prefix += place + ": "
	}
	r.problems = append(r.problems, errors.New(prefix+fmt.Sprintf(format, args...)))
}

// object takes a value for an object with no members but the known ones.
func (r *reader) object(place string, v any, known ...string) *object {
	o, ok := v.(*object)
	if !ok {
		r.wrong(place, "an object is needed, not %s", kindOf(v))
		return &object{}
	}
	for _, key := range o.keys {
		if !contained(known, key) {
			r.wrong(within(place, key), "this key is not known; known are %s", strings.Join(known, ", "))
		}
	}
	return o
}

// text takes a member for a string; "" without it.
func (r *reader) text(o *object, place, key string) string {
	v, given := o.members[key]
	if !given {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		r.wrong(within(place, key), "a text is needed, not %s", kindOf(v))
	}
	return s
}

// needed takes a member for a string that is not blank.
func (r *reader) needed(o *object, place, key string) string {
	s := r.text(o, place, key)
	if v, given := o.members[key]; !given {
		r.wrong(within(place, key), "this is missing")
	} else if _, isText := v.(string); isText && strings.TrimSpace(s) == "" {
		r.wrong(within(place, key), "this must not be blank")
	}
	return s
}

// optional takes a member for a string; nil without it.
func (r *reader) optional(o *object, place, key string) *string {
	if _, given := o.members[key]; !given {
		return nil
	}
	s := r.text(o, place, key)
	return &s
}

// flag takes a member for a boolean.
func (r *reader) flag(o *object, place, key string, otherwise bool) bool {
	v, given := o.members[key]
	if !given {
		return otherwise
	}
	b, ok := v.(bool)
	if !ok {
		r.wrong(within(place, key), "true or false is needed, not %s", kindOf(v))
	}
	return b
}

// whole takes a member for a whole number between two bounds; the least one
// without it.
func (r *reader) whole(o *object, place, key string, least, most int) int {
	v, given := o.members[key]
	if !given {
		return least
	}
	n, ok := v.(json.Number)
	if i, err := n.Int64(); ok && err == nil && i >= int64(least) && i <= int64(most) {
		return int(i)
	}
	r.wrong(within(place, key), "a whole number from %d to %d is needed", least, most)
	return least
}

// list takes a member for an array; empty without it.
func (r *reader) list(o *object, place, key string) []any {
	v, given := o.members[key]
	if !given {
		return nil
	}
	list, ok := v.([]any)
	if !ok {
		r.wrong(within(place, key), "a list is needed, not %s", kindOf(v))
	}
	return list
}

// oneOf takes a member for one of the given words, whatever its letter case.
func (r *reader) oneOf(o *object, place, key, otherwise string, words ...string) string {
	if _, given := o.members[key]; !given {
		return otherwise
	}
	s := r.text(o, place, key)
	for _, word := range words {
		if strings.EqualFold(word, s) {
			return word
		}
	}
	r.wrong(within(place, key), "%q is not known; known are %s", s, strings.Join(words, ", "))
	return otherwise
}

func contained(words []string, s string) bool {
	for _, w := range words {
		if w == s {
			return true
		}
	}
	return false
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "a text"
	case bool:
		return "true or false"
	case json.Number:
		return "a number"
	case []any:
		return "a list"
	}
	return "an object"
}
