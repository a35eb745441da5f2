package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"quire/engine"
)

func mergeCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "merge OUT.pdf FILE.pdf…",
		Short: "Joins PDF files into one",
		Args:  atLeast(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := given(cmd.Context(), args[1:]...); err != nil {
				return err
			}
			return writeFile(args[0], func(w io.Writer) error {
				result, err := engine.Merge(cmd.Context(), w, args[1:], paths{}, nil)
				for _, warning := range result.Warnings {
					fmt.Fprintln(cmd.ErrOrStderr(), "quire: warning: "+warning.Message)
				}
				return err
			})
		},
	}
}
