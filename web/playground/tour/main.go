// Command tour makes GraphiQL's first tabs out of docs/operations: of the
// operations whose file names begin with a digit.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const variables = "# variables: "

type tab struct {
	Query     string `json:"query"`
	Variables string `json:"variables,omitempty"`
}

func main() {
	if err := write("../../docs/operations", "tour.js"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(from, to string) error {
	names, err := filepath.Glob(filepath.Join(from, "[0-9]*.graphql"))
	if err != nil {
		return err
	}
	var tabs []tab
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tabs = append(tabs, parse(string(text)))
	}
	var b bytes.Buffer
	b.WriteString("'use strict';\n\n// The tabs that a first visit opens with: a tour of the API.\n// Made from docs/operations by `make generate`.\nconst tour = ")
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(tabs); err != nil {
		return err
	}
	js := bytes.TrimRight(b.Bytes(), "\n")
	return os.WriteFile(to, append(js, ";\n"...), 0o644)
}

// parse takes the line with the variables out of an operation.
func parse(text string) tab {
	var t tab
	for line := range strings.Lines(text) {
		if v, ok := strings.CutPrefix(line, variables); ok {
			t.Variables = strings.TrimSpace(v)
		} else {
			t.Query += line
		}
	}
	return t
}
