package svg

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// node is an element. Those of other languages within the file are left out.
type node struct {
	name  string
	attrs map[string]string
	kids  []*node
	text  string
}

// parse reads the elements of a file.
func parse(data []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset.NewReaderLabel
	var open []*node
	var root *node
	left, foreign := maxNodes, 0
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, refused(err.Error())
		}
		switch t := t.(type) {
		case xml.StartElement:
			if left--; left < 0 || len(open)+foreign >= maxDepth || len(t.Attr) > maxAttrs {
				return nil, refused("it has too many elements")
			}
			if foreign > 0 || t.Name.Space != "" && t.Name.Space != "svg" {
				foreign++
				continue
			}
			n := &node{name: t.Name.Local, attrs: make(map[string]string, len(t.Attr))}
			for _, a := range t.Attr {
				if a.Name.Space == "" || a.Name.Local == "href" {
					n.attrs[a.Name.Local] = a.Value
				}
			}
			switch {
			case len(open) > 0:
				open[len(open)-1].kids = append(open[len(open)-1].kids, n)
			case root == nil:
				root = n
			default:
				return nil, refused("it has two roots")
			}
			open = append(open, n)
		case xml.EndElement:
			switch {
			case foreign > 0:
				foreign--
			case len(open) > 0 && open[len(open)-1].name == t.Name.Local:
				open = open[:len(open)-1]
			default:
				return nil, refused("its elements do not match")
			}
		case xml.CharData:
			if n := len(open); n > 0 && foreign == 0 && open[n-1].name == "style" {
				open[n-1].text += string(t)
			}
		}
	}
	if root == nil || len(open) > 0 {
		return nil, refused("it ends too soon")
	}
	return root, nil
}

// index notes the elements that have names, and the rules of styles.
func (d *drawer) index(n *node) error {
	if id := n.attrs["id"]; id != "" && d.ids[id] == nil {
		d.ids[id] = n
	}
	if n.name == "style" {
		if kind := n.attrs["type"]; kind != "" && kind != "text/css" {
			return refused("styles in another language")
		}
		if err := d.rules(n.text); err != nil {
			return err
		}
	}
	for _, k := range n.kids {
		if err := d.index(k); err != nil {
			return err
		}
	}
	return nil
}

// linked is the element that a reference within the file names; nil for others.
func (d *drawer) linked(ref string) *node {
	if name, ok := strings.CutPrefix(strings.TrimSpace(ref), "#"); ok {
		return d.ids[name]
	}
	return nil
}

// address is what url(…) names and what stands behind it.
func address(value string) (ref, rest string, ok bool) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(value), "url(")
	if !ok {
		return "", "", false
	}
	ref, rest, ok = strings.Cut(inner, ")")
	return strings.Trim(strings.TrimSpace(ref), `"'`), strings.TrimSpace(rest), ok
}
