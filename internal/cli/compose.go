package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/spf13/cobra"

	"quire/engine"
	"quire/internal/plan"
)

func composeCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "compose BOOK.json CUSTOMER.json -o OUT.pdf",
		Short: "Makes a booklet from a manifest and the files beside it",
		Long: "Makes a booklet without a server and without a database, from a book's manifest\n" +
			"and a customer's. The files that the book names lie beside BOOK.json.\n" +
			"The format is described in docs/manifest.md.",
		Args: Exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return compose(cmd.Context(), args[0], args[1], out, cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "the PDF to write")
	_ = cmd.MarkFlagRequired("output")
	return cmd
}

func compose(ctx context.Context, bookPath, customerPath, out string, notes io.Writer) error {
	book, err := os.ReadFile(bookPath)
	if err != nil {
		return err
	}
	customer, err := os.ReadFile(customerPath)
	if err != nil {
		return err
	}
	dir := filepath.Dir(bookPath)
	snapshot, err := plan.ReadManifest(book, customer, dir)
	if err != nil {
		return err
	}
	resolved, remarks, err := plan.Resolve(snapshot)
	if err != nil {
		return err
	}
	for _, r := range remarks {
		fmt.Fprintln(notes, "quire: note: "+r.Message)
	}
	return writePDF(ctx, resolved, engine.FileSources(dir), out, notes)
}

// writePDF composes a plan into a file and shows what a person should know.
func writePDF(ctx context.Context, p engine.Plan, sources engine.Sources, out string, notes io.Writer) error {
	collectLess()
	return writeFile(out, func(w io.Writer) error {
		result, err := engine.Compose(ctx, p, sources, w, nil)
		for _, warning := range result.Warnings {
			fmt.Fprintln(notes, "quire: warning: "+warning.Message)
		}
		return err
	})
}

// A process that makes one booklet and ends collects garbage less often, as long
// as it stays below the limit.
const (
	gcPercent   = 400
	memoryLimit = 256 << 20
)

// collectLess trades memory for time, unless the environment says otherwise.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}
