package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"quire/ent/tenancy"
	"quire/internal/app"
	"quire/internal/cli"
)

func userCommand() *cobra.Command {
	return cli.Group("user", "Keeps users", userCreateCommand())
}

func userCreateCommand() *cobra.Command {
	var organisation string
	cmd := &cobra.Command{
		Use:   "create EMAIL",
		Short: "Creates an administrator who may open organisations",
		Long: "Creates an administrator of an organisation who also runs the installation. The password\n" +
			"is read from QUIRE_PASSWORD, or else from standard input, one line. A user of the\n" +
			"organisation who is there already stays as is, and so does somebody with the email who\n" +
			"runs the installation from another organisation.",
		Args: cli.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := readPassword(cmd.InOrStdin())
			if err != nil {
				return err
			}
			return withApp(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context, a *app.App) error {
				made, err := a.Accounts.EnsureFirstAdministrator(tenancy.System(ctx), args[0], password, organisation)
				if err != nil {
					return err
				}
				if !made.Created {
					return fmt.Errorf("there is a user %s of the organisation, or one who runs the installation, already", args[0])
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), made.UserID)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&organisation, "organisation", "Quire", "the organisation's name; it is opened when it is not there")
	return cmd
}

func readPassword(in io.Reader) (string, error) {
	if p := os.Getenv("QUIRE_PASSWORD"); p != "" {
		return p, nil
	}
	line, err := bufio.NewReader(in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.New("no password: set QUIRE_PASSWORD, or write it to standard input")
	}
	return line, nil
}
