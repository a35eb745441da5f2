package books

import (
	"context"
	"encoding/json"
	"fmt"

	"quire/ent"
	"quire/ent/page"
	"quire/ent/upload"
	"quire/internal/plan"
	"quire/internal/problem"
)

// Options are what a page of one kind is told: [*Static], [*Form], [*Choosable]
// or [*Excel].
type Options interface {
	// kind of the page.
	kind() page.Kind
	// check records all that is wrong and can be told without the database; the
	// fields' paths begin with the prefix.
	check(in *problem.Input, prefix string)
	// files that must be the tenant's and of the right kind.
	files(prefix string) []reference
	// parts is what is kept.
	parts() parts
}

// reference is a file that an input names, and what it has to be.
type reference struct {
	id, path string
	kind     upload.Kind
}

// pdfAt is a reference to a PDF.
func pdfAt(id, path string) reference { return reference{id, path, upload.KindPDF} }

// parts of a page's row that depend on its kind.
type parts struct {
	config plan.Config
	// file is the page's own file or fallback; nil for none.
	file       *string
	conditions []Condition
}

// checkOptions checks options with the help of the database.
func checkOptions(ctx context.Context, tx *ent.Client, o Options, prefix string) error {
	var in problem.Input
	o.check(&in, prefix)
	if err := checkFiles(ctx, tx, &in, o.files(prefix)); err != nil {
		return err
	}
	return in.Err()
}

func checkFiles(ctx context.Context, tx *ent.Client, in *problem.Input, references []reference) error {
	if len(references) == 0 {
		return nil
	}
	ids := make([]string, len(references))
	for i, r := range references {
		ids[i] = r.id
	}
	// Until the page is there, nobody may delete them.
	files, err := tx.Upload.Query().Where(upload.IDIn(ids...)).ForShare().All(ctx)
	if err != nil {
		return err
	}
	found := make(map[string]*ent.Upload, len(files))
	for _, f := range files {
		found[f.ID] = f
	}
	for _, r := range references {
		if f := found[r.id]; f == nil {
			p := problem.Missing("file", r.id)
			p.Field = r.path
			in.Add(p)
		} else {
			in.Check(f.Kind == r.kind, r.path, "the file «%s» is not %s: give one", f.Name, article[r.kind])
		}
	}
	return nil
}

// article names kinds of files in messages.
var article = map[upload.Kind]string{upload.KindPDF: "a PDF", upload.KindImage: "an image"}

// json is the configuration as the row keeps it.
func (p parts) json() (json.RawMessage, error) {
	config, err := json.Marshal(p.config)
	if err != nil {
		return nil, fmt.Errorf("write the page's options: %w", err)
	}
	return config, nil
}

// Config reads the options that are kept with a page.
func Config(p *ent.Page) (plan.Config, error) {
	var c plan.Config
	if err := json.Unmarshal(p.Config, &c); err != nil {
		return c, fmt.Errorf("the options of the page %s are damaged: %w", p.ID, err)
	}
	return c, nil
}
