package plan

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
