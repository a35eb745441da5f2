// Command sdl prints the API's schema, or compares two printed schemas.
//
//	sdl FILE               writes the schema
//	sdl OLD NEW ALLOWED    tells what breaks clients of OLD, but for the lines of ALLOWED
package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"github.com/vektah/gqlparser/v2/formatter"

	"quire/graph"
	"quire/graph/sdl/breaks"
)

func main() {
	var err error
	switch args := os.Args[1:]; len(args) {
	case 1:
		err = write(args[0])
	case 3:
		err = compare(args[0], args[1], args[2])
	default:
		err = fmt.Errorf("usage: sdl FILE, or sdl OLD NEW ALLOWED")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(path string) error {
	var b bytes.Buffer
	b.WriteString("# The whole schema in one file, for tools and for review. `make generate` renews it.\n")
	formatter.NewFormatter(&b, formatter.WithIndent("  ")).FormatSchema(graph.NewSchema(&graph.Resolver{}).Schema())
	return os.WriteFile(path, b.Bytes(), 0o644)
}

func compare(older, newer, allowed string) error {
	var texts [3]string
	for i, path := range []string{older, newer, allowed} {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		texts[i] = string(text)
	}
	found, err := breaks.Between(texts[0], texts[1])
	if err != nil {
		return err
	}
	if found = breaks.Except(found, texts[2]); len(found) > 0 {
		return fmt.Errorf("the schema breaks its clients:\n  %s\nkeep what is there and deprecate it, or allow the line in %s and say so in the changelog", strings.Join(found, "\n  "), allowed)
	}
	return nil
}
