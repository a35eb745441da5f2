package cli

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"quire/engine"
)

func sheetCommand() *cobra.Command {
	o := engine.ExcelOptions{}
	cmd := &cobra.Command{
		Use:   "sheet WORKBOOK [TAB] OUT.pdf",
		Short: "Prints worksheets",
		Long: "Prints the worksheet TAB, or with * or ? in it, all visible worksheets with such\n" +
			"names; without TAB all visible worksheets, or the one with the number --index.",
		Args: usage(func(args []string) bool { return len(args) == 2 || len(args) == 3 && o.Index == 0 }),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := given(cmd.Context(), args[0]); err != nil {
				return err
			}
			choose(&o, args[1:len(args)-1])
			o.Orientation, o.Paper = strings.ToUpper(o.Orientation), strings.ToUpper(o.Paper)
			p := single(args[0], engine.Page{Kind: engine.KindExcel, Excel: &o})
			return plain(writePDF(cmd.Context(), p, paths{}, args[len(args)-1], cmd.ErrOrStderr()))
		},
	}
	f := cmd.Flags()
	f.IntVar(&o.Index, "index", 0, "the number of the worksheet, from 1")
	f.StringVar(&o.Range, "range", "", "cells such as B2:H40, or a defined name, instead of the print area")
	f.IntVar(&o.FitWidth, "fit-width", 0, "shrink to so many pages in width")
	f.IntVar(&o.FitHeight, "fit-height", 0, "shrink to so many pages in height")
	f.StringVar(&o.Orientation, "orientation", "", "portrait or landscape")
	f.StringVar(&o.Paper, "paper", "", "a4 or letter")
	f.BoolVar(&o.TableStyles, "table-styles", false, "draw the colours and lines that tables give their cells")
	f.BoolVar(&o.NoHeaderFooter, "no-header-footer", false, "leave out headers and footers")
	return cmd
}

// choose says which worksheets are printed, by the name that was given or not.
func choose(o *engine.ExcelOptions, tab []string) {
	switch {
	case len(tab) == 0:
		o.AllTabs = o.Index == 0
	case strings.ContainsAny(tab[0], "*?"): // which no worksheet's name contains
		o.Pattern = tab[0]
	default:
		o.Tab = tab[0]
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
		return bookless{e.Message, e}
	}
	return err
}

// bookless is an error of the engine that leaves out the page.
type bookless struct {
	message string
	cause   error
}

// Error is what happened to the file.
func (e bookless) Error() string { return e.message }

// Unwrap gives the error itself.
func (e bookless) Unwrap() error { return e.cause }
