package cli

import (
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	"quire/engine"
)

func sheetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "sheet WORKBOOK TAB OUT.pdf",
		Short: "Prints a worksheet tab",
		Args:  Exactly(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := given(cmd.Context(), args[0]); err != nil {
				return err
			}
			p := single(args[0], engine.Page{Kind: engine.KindExcel, Excel: &engine.ExcelOptions{Tab: args[1]}})
			return plain(writePDF(cmd.Context(), p, paths{}, args[2], cmd.ErrOrStderr()))
		},
	}
}

// single is the plan of one page that is made from one file.
func single(path string, page engine.Page) engine.Plan {
	page.Source, page.SourceName = path, filepath.Base(path)
	return engine.Plan{Pages: []engine.Page{page}}
}

// plain leaves out the page number where there is no book.
func plain(err error) error {
	var e *engine.Error
	if errors.As(err, &e) {
		return errors.New(e.Message)
	}
	return err
}
