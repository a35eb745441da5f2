// Package cli is Quire's command line: each command reads its arguments, calls
// the package that does the work, and says in one line what went wrong. Here are
// the commands that need the engine alone; [quire/internal/cli/server] has those
// that need all of Quire.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"quire/engine/sheet/model"
)

// Version is set when the program is built.
var Version = "development"

// Whole replaces this program by the whole one, for what turns out to need it;
// it only returns when that fails. It is nil in the whole program.
var Whole func() error

// Main runs the command that the arguments name, one of the engine's or one of
// more, and gives the exit code.
func Main(args []string, stdout, stderr io.Writer, more ...*cobra.Command) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal asks for a graceful end, a second one ends at once.
	context.AfterFunc(ctx, stop)
	root := newRoot(more...)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if Whole != nil && errors.Is(err, model.ErrNoCalculator) {
		err = Whole()
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return 130
	}
	fmt.Fprintln(stderr, "quire: "+oneLine(err))
	return 1
}

func newRoot(more ...*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:           "quire",
		Short:         "Makes personalised PDF booklets",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(engineCommands()...)
	root.AddCommand(more...)
	return root
}

func engineCommands() []*cobra.Command {
	return []*cobra.Command{composeCommand(), formCommand(), sheetCommand(), mergeCommand(), benchCommand(), versionCommand()}
}

// Engine tells whether the arguments name a command that needs the engine alone.
func Engine(args []string) bool {
	return len(args) > 0 && slices.ContainsFunc(engineCommands(), func(c *cobra.Command) bool { return c.Name() == args[0] })
}

// oneLine joins the lines of an error, for scripts read one line.
func oneLine(err error) string {
	var b strings.Builder
	for line := range strings.FieldsFuncSeq(err.Error(), func(r rune) bool { return r == '\n' || r == '\r' }) {
		switch line = strings.TrimSpace(line); {
		case line == "":
			continue
		case strings.HasSuffix(b.String(), ":"):
			b.WriteString(" ")
		case b.Len() > 0:
			b.WriteString("; ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// Exactly refuses any other number of arguments than the usage line shows.
func Exactly(n int) cobra.PositionalArgs {
	return usage(func(args []string) bool { return len(args) == n })
}

// atLeast refuses fewer arguments than the usage line shows.
func atLeast(n int) cobra.PositionalArgs {
	return usage(func(args []string) bool { return len(args) >= n })
}

func usage(fits func(args []string) bool) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if fits(args) {
			return nil
		}
		return fmt.Errorf("usage: %s", strings.TrimSuffix(cmd.UseLine(), " [flags]"))
	}
}

// Group is a command that only holds others; alone, or with a name that none
// of them has, it is a mistake.
func Group(use, short string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short}
	cmd.AddCommand(commands...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var names []string
		for _, c := range cmd.Commands() {
			names = append(names, c.Name())
		}
		known := strings.Join(names, ", ")
		if len(args) == 0 {
			return fmt.Errorf("%s needs a command: %s", cmd.CommandPath(), known)
		}
		return fmt.Errorf("%s has no command %q; it has: %s", cmd.CommandPath(), args[0], known)
	}
	return cmd
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Prints the version",
		Args:  Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "quire "+Version)
			return err
		},
	}
}
