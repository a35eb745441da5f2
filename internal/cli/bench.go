package cli

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"quire/engine"
	"quire/internal/benchbook"
)

// benchCommand composes the books of benchmarks; people have compose.
func benchCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "bench-compose BOOK.json CUSTOMER.json OUT.pdf",
		Short:  "Makes a booklet from a book of the format " + benchbook.Format,
		Hidden: true,
		Args:   Exactly(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			book, err := os.ReadFile(args[0])
			customer, err2 := os.ReadFile(args[1])
			if err := errors.Join(err, err2); err != nil {
				return err
			}
			p, err := benchbook.Plan(book, customer)
			if err != nil {
				return err
			}
			return writePDF(cmd.Context(), p, engine.FileSources(filepath.Dir(args[0])), args[2], cmd.ErrOrStderr())
		},
	}
}
