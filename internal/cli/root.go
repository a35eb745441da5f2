// Package cli is Quire's command line: each command reads its arguments, calls
// the package that does the work, and says in one line what went wrong.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// Version is set when the program is built.
var Version = "development"

// Main runs the command that the arguments name and gives the exit code.
func Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks for a graceful end, a second one ends at once.
	context.AfterFunc(ctx, stop)
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return 130
	}
	fmt.Fprintln(stderr, "quire: "+oneLine(err))
	return 1
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "quire",
		Short:         "Makes personalised PDF booklets",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
	}
	root.AddCommand(
		composeCommand(), formCommand(), sheetCommand(), mergeCommand(),
		serveCommand(), workCommand(), migrateCommand(), userCommand(), demoCommand(), versionCommand(),
	)
	return root
}

// oneLine joins the lines of an error, for scripts read one line.
func oneLine(err error) string {
	lines := strings.FieldsFunc(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' })
	return strings.Join(lines, "; ")
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Prints the version",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "quire "+Version)
			return err
		},
	}
}
