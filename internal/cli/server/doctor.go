package server

import (
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"quire/engine/font"
	"quire/internal/app"
	"quire/internal/cli"
	"quire/internal/config"
)

// errUnwell is the end of a command that found something that Quire needs amiss.
var errUnwell = errors.New("something that Quire needs is amiss, as told above")

func doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Tells what Quire finds: fonts, database, storage, tools",
		Long: "Tells which fonts are used for what, and whether database and storage of the\n" +
			"configuration can be used. It fails when something is amiss that Quire needs.",
		Args: cli.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "Quire %s\n", cli.Version)
			reportFonts(out, font.Default())
			c, err := config.Load()
			if err != nil {
				return fmt.Errorf("configuration: %w", err)
			}
			fmt.Fprintf(out, "Configuration (%s)\n", c.Profile)
			well := true
			for _, check := range app.Diagnose(cmd.Context(), c, slog.New(slog.DiscardHandler)) {
				fmt.Fprintln(out, check)
				well = well && (check.OK || !check.Needed)
			}
			if !well {
				return errUnwell
			}
			return nil
		},
	}
}

// reportFonts tells which fonts are used for what.
func reportFonts(out io.Writer, l *font.Library) {
	families, scripts := l.Report()
	fmt.Fprintln(out, "Fonts of workbooks and forms")
	for _, u := range families {
		state, note := "ok", ""
		if !u.Same {
			state, note = "-", "; its letters have other widths: make setup build, or put the font into FONT_PATH"
		}
		fmt.Fprintf(out, "  %-6s %-16s %s (%s)%s\n", state, u.For, u.Family, u.Source, note)
	}
	fmt.Fprintln(out, "Letters that a font itself lacks")
	for _, u := range scripts {
		if u.Family == "" {
			fmt.Fprintf(out, "  %-6s %-16s no font: boxes and a warning; put one into FONT_PATH\n", "-", u.For)
			continue
		}
		fmt.Fprintf(out, "  %-6s %-16s %s (%s)\n", "ok", u.For, u.Family, u.Source)
	}
}
