package plan

import (
	"encoding/json"
	"strconv"
)

// attributes takes both forms: {"key": value, …}, which hold always, and a list
// of {"key", "value" or "image", "year", "quarter"}.
func (r *reader) attributes(o *object) []Dated {
	switch v := o.members["attributes"].(type) {
	case *object:
		return r.undated(v)
	case []any:
		return r.dated(v)
	default:
		if _, given := o.members["attributes"]; given {
			r.wrong("attributes", "an object or a list is needed, not %s", kindOf(v))
		}
		return nil
	}
}

func (r *reader) undated(o *object) []Dated {
	var all []Dated
	for _, key := range o.keys {
		place := within("attributes", key)
		a := Dated{Key: key}
		if text, ok := scalar(o.members[key]); ok {
			a.Text = text
		} else if image, ok := o.members[key].(*object); ok {
			r.object(place, image, "image")
			a.Image = r.neededFile(image, place, "image")
		} else {
			r.wrong(place, `a text, a number, true, false or {"image": "FILE"} is needed, not %s`, kindOf(o.members[key]))
		}
		all = append(all, a)
	}
	return all
}

func (r *reader) dated(list []any) []Dated {
	var all []Dated
	type slot struct {
		key           string
		year, quarter int
	}
	seen := map[slot]bool{}
	for i, v := range list {
		place := at("attributes", i)
		a := r.datedOne(place, v)
		s := slot{a.Key, a.Year, a.Quarter}
		if seen[s] && a.Key != "" {
			r.wrong(place, "the attribute %q is given twice for the same time", a.Key)
		}
		seen[s] = true
		all = append(all, a)
	}
	return all
}

func (r *reader) datedOne(place string, v any) Dated {
	o := r.object(place, v, "key", "value", "image", "year", "quarter")
	a := Dated{Key: r.needed(o, place, "key")}
	value, hasValue := o.members["value"]
	_, hasImage := o.members["image"]
	if hasValue == hasImage {
		r.wrong(place, "exactly one of value and image is needed")
	}
	if hasValue {
		text, ok := scalar(value)
		if !ok {
			r.wrong(within(place, "value"), "a text, a number, true or false is needed, not %s", kindOf(value))
		}
		a.Text = text
	}
	a.Image = r.filePath(o, place, "image")
	a.Year = r.whole(o, place, "year", 0, 9999)
	a.Quarter = r.whole(o, place, "quarter", 0, 4)
	if a.Year == 0 && a.Quarter != 0 {
		r.wrong(place, "a quarter needs its year")
	}
	return a
}

// scalar gives a text, a number as it is written, or true and false.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
