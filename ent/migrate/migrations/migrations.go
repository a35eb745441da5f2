// Package migrations holds the versioned SQL that brings a database from empty
// to the model in ent/schema. atlas.sum guards the files against later edits.
package migrations

import "embed"

// FS has the .sql files and atlas.sum at its root.
//
//go:embed *.sql atlas.sum
var FS embed.FS
