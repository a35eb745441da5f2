package read

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxDepth bounds how deep elements may nest.
const maxDepth = 200

var (
	errDepth = errors.New("elements nest too deeply")
	errNodes = errors.New("a part has too many elements")
)

// node is an element of a small XML part; prefixes are dropped.
type node struct {
	name  string
	attrs []xml.Attr
	kids  []*node
	text  string
}

func newDecoder(part []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(part))
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// parseTree reads a whole part; an absent part gives an empty node.
func parseTree(part []byte) (*node, error) {
	d := newDecoder(part)
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return &node{}, nil
		}
		if err != nil {
			return nil, err
		}
		if s, ok := t.(xml.StartElement); ok {
			return subtree(d, s)
		}
	}
}

// subtree reads the element that s begins.
func subtree(d *xml.Decoder, s xml.StartElement) (*node, error) {
	left := maxNodes
	return grow(d, s, 0, &left)
}

func grow(d *xml.Decoder, s xml.StartElement, depth int, left *int) (*node, error) {
	if depth > maxDepth {
		return nil, errDepth
	}
	if *left--; *left < 0 {
		return nil, errNodes
	}
	n := &node{name: s.Name.Local, attrs: s.Copy().Attr}
	var text strings.Builder
	for {
		t, err := d.RawToken()
		if err != nil {
			return nil, unexpected(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			k, err := grow(d, t, depth+1, left)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, k)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			n.text = text.String()
			return n, nil
		}
	}
}

// unexpected makes the end of the input inside of an element an error.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// kid finds the element at a path of names; an empty node when there is none.
func (n *node) kid(path ...string) *node {
	for _, name := range path {
		var found *node
		for _, k := range n.kids {
			if k.name == name {
				found = k
				break
			}
		}
		if found == nil {
			return &node{}
		}
		n = found
	}
	return n
}

// has tells whether there is a direct child of that name.
func (n *node) has(name string) bool { return n.kid(name).name != "" }

// find looks for an element of that name at any depth, in document order.
func (n *node) find(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
		if f := k.find(name); f != nil {
			return f
		}
	}
	return nil
}

func (n *node) attr(name string) string { return attr(n.attrs, name) }

func (n *node) num(name string, otherwise float64) float64 {
	return number(n.attr(name), otherwise)
}

func (n *node) int(name string, otherwise int) int {
	return integer(n.attr(name), otherwise)
}

func (n *node) bool(name string, otherwise bool) bool {
	return boolean(n.attr(name), otherwise)
}

func attr(attrs []xml.Attr, name string) string {
	for i := range attrs {
		if attrs[i].Name.Local == name {
			return attrs[i].Value
		}
	}
	return ""
}

// number reads a finite number within what a sheet can mean.
func number(s string, otherwise float64) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || v != v || v > 1e15 || v < -1e15 {
		return otherwise
	}
	return v
}

func integer(s string, otherwise int) int {
	v, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32)
	if err != nil {
		return otherwise
	}
	return int(v)
}

func boolean(s string, otherwise bool) bool {
	switch s {
	case "1", "true", "on":
		return true
	case "0", "false", "off":
		return false
	}
	return otherwise
}
