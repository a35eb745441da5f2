// Package ent is the generated database client; ent/schema is its source.
package ent

//go:generate go run entc.go
