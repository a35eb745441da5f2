package server

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"quire/ent/organisation"
	"quire/ent/tenancy"
	"quire/internal/app"
	"quire/internal/cli"
	"quire/internal/jobs"
	"quire/worker"
)

func shareCommand() *cobra.Command {
	return cli.Group("share", "Keeps what organisations get of the workers", shareListCommand(), shareSetCommand())
}

func shareListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "Lists what organisations get of the workers, and what they have there now",
		Args:  cli.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context, a *app.App) error {
				service, err := shareService(a)
				if err != nil {
					return err
				}
				return listShares(tenancy.System(ctx), a, service, cmd.OutOrStdout())
			})
		},
	}
}

// shareService takes orders of work without working on them.
func shareService(a *app.App) (*jobs.Service, error) {
	queue, err := worker.NewQueue(a.DB.Pool, a.Log)
	if err != nil {
		return nil, err
	}
	return jobs.New(a.DB, queue), nil
}

func listShares(ctx context.Context, a *app.App, service *jobs.Service, out io.Writer) error {
	all, err := a.DB.Ent.Organisation.Query().Order(organisation.ByName()).All(ctx)
	if err != nil {
		return err
	}
	ids := make([]string, len(all))
	for i, o := range all {
		ids[i] = o.ID
	}
	shares, err := service.SharesLocally(ctx, ids...)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ORGANISATION\tNAME\tWEIGHT\tMAX RUNNING\tRUNNING\tWAITING")
	for _, o := range all {
		s, most := shares[o.ID], "any"
		if s.MaxRunning > 0 {
			most = strconv.Itoa(s.MaxRunning)
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%d\t%d\n", o.ID, o.Name, s.Weight, most, s.Running, s.Waiting)
	}
	return table.Flush()
}

func shareSetCommand() *cobra.Command {
	var weight, most int
	cmd := &cobra.Command{
		Use:   "set ORGANISATION",
		Short: "Says what an organisation gets of the workers",
		Long: "Says how many turns an organisation has to one of another, and how many of its jobs\n" +
			"the workers are given at a time. Both are set together, and hold from the next job on.",
		Args: cli.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := jobs.ShareInput{OrganisationID: args[0], Weight: weight}
			if cmd.Flags().Changed("max-running") {
				in.MaxRunning = &most
			}
			return withApp(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context, a *app.App) error {
				service, err := shareService(a)
				if err != nil {
					return err
				}
				return service.SetShareLocally(ctx, in)
			})
		},
	}
	cmd.Flags().IntVar(&weight, "weight", 1, "how many turns it has to one of an organisation whose weight is 1")
	cmd.Flags().IntVar(&most, "max-running", 0, "how many of its jobs the workers are given at a time; any number without it")
	return cmd
}
