//go:build ignore

// Writes the SQL migration between the files at hand and ent/schema:
//
//	go run ent/migrate/diff.go NAME
//
// or, with -sum for the name, only renews atlas.sum after a file was written by
// hand.
//
// SCRATCH_DATABASE_URL names a database that may be emptied; the files are
// replayed in it. Objects named x_… are written by hand and stay.
package main

import (
	"context"
	"log"
	"os"
	"slices"
	"strings"

	atlas "ariga.io/atlas/sql/migrate"
	aschema "ariga.io/atlas/sql/schema"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
	_ "github.com/lib/pq"

	"quire/ent/migrate"
)

func main() {
	if len(os.Args) != 2 || os.Getenv("SCRATCH_DATABASE_URL") == "" {
		log.Fatal("usage: SCRATCH_DATABASE_URL=postgres://… go run ent/migrate/diff.go NAME")
	}
	dir, err := atlas.NewLocalDir("ent/migrate/migrations")
	if err != nil {
		log.Fatal(err)
	}
	if os.Args[1] == "-sum" {
		sum, err := dir.Checksum()
		if err == nil {
			err = atlas.WriteSumFile(dir, sum)
		}
		if err != nil {
			log.Fatal(err)
		}
		return
	}
	err = migrate.NamedDiff(context.Background(), os.Getenv("SCRATCH_DATABASE_URL"), os.Args[1],
		schema.WithDir(dir),
		schema.WithMigrationMode(schema.ModeReplay),
		schema.WithDialect(dialect.Postgres),
		schema.WithFormatter(atlas.DefaultFormatter),
		schema.WithForeignKeys(false),
		schema.WithDropColumn(true),
		schema.WithDropIndex(true),
		schema.WithDiffHook(keepHandWritten))
	if err != nil {
		log.Fatal(err)
	}
}

// keepHandWritten leaves out the removal of what the ent schema cannot say.
func keepHandWritten(next schema.Differ) schema.Differ {
	return schema.DiffFunc(func(current, desired *aschema.Schema) ([]aschema.Change, error) {
		changes, err := next.Diff(current, desired)
		if err != nil {
			return nil, err
		}
		return slices.DeleteFunc(changes, func(c aschema.Change) bool {
			table, ok := c.(*aschema.ModifyTable)
			if !ok {
				return false
			}
			table.Changes = slices.DeleteFunc(table.Changes, removesHandWritten)
			return len(table.Changes) == 0
		}), nil
	})
}

func removesHandWritten(c aschema.Change) bool {
	var name string
	switch c := c.(type) {
	case *aschema.DropIndex:
		name = c.I.Name
	case *aschema.DropForeignKey:
		name = c.F.Symbol
	case *aschema.DropCheck:
		name = c.C.Name
	}
	return strings.HasPrefix(name, "x_")
}
