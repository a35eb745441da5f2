package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxDepth    = 20
	maxProblems = 50
)

// object is a JSON object whose members are known with their order.
type object struct {
	keys    []string
	members map[string]any
}

// tree reads one JSON value and nothing after it. Objects become *object,
// arrays []any, numbers json.Number. Unlike json.Unmarshal it refuses an object
// that has the same key twice, for one of the two would be lost silently.
func tree(data []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := value(d, "", 0)
	if err == nil {
		if _, after := d.Token(); !errors.Is(after, io.EOF) {
			err = errors.New("there is something after the end of the JSON value")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("line %d: %w", 1+bytes.Count(data[:d.InputOffset()], []byte("\n")), endless(err))
	}
	return v, nil
}

// endless says plainly what an end of file in the middle is.
func endless(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the JSON ends too early")
	}
	return err
}

func value(d *json.Decoder, place string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%s lies deeper than %d levels", place, maxDepth)
	}
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t {
	case json.Delim('{'):
		return members(d, place, depth)
	case json.Delim('['):
		return elements(d, place, depth)
	}
	return t, nil
}

func members(d *json.Decoder, place string, depth int) (*object, error) {
	o := &object{members: map[string]any{}}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		key := t.(string) // the decoder takes nothing else here
		if _, twice := o.members[key]; twice {
			return nil, fmt.Errorf("%s is given twice", within(place, key))
		}
		v, err := value(d, within(place, key), depth+1)
		if err != nil {
			return nil, err
		}
		o.keys = append(o.keys, key)
		o.members[key] = v
	}
	_, err := d.Token()
	return o, err
}

func elements(d *json.Decoder, place string, depth int) ([]any, error) {
	list := []any{}
	for d.More() {
		v, err := value(d, at(place, len(list)), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	return list, err
}

func within(place, key string) string {
	if place == "" {
		return key
	}
	return place + "." + key
}

func at(place string, i int) string { return fmt.Sprintf("%s[%d]", place, i) }

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
