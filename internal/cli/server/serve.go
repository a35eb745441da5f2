package server

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"quire/internal/app"
	"quire/internal/cli"
	"quire/internal/config"
	"quire/internal/telemetry"
)

func serveCommand() *cobra.Command {
	var noWorker bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serves the API and works on jobs",
		Long: "Serves GraphQL, downloads and GraphiQL, and works on jobs, until it is asked to stop.\n" +
			"Settings come from the environment; .env.example lists them.",
		Args: cli.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context, a *app.App) error {
				return a.Run(ctx, app.Parts{API: true, Worker: !noWorker, Version: cli.Version, Ready: func(url string) {
					if a.Config.Playground {
						fmt.Fprintf(cmd.OutOrStdout(), "Quire is at %s; GraphiQL at %s/playground\n", url, url)
					}
				}})
			})
		},
	}
	cmd.Flags().BoolVar(&noWorker, "no-worker", false, "leave jobs to other processes (quire work)")
	return cmd
}

func workCommand() *cobra.Command {
	var health string
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Works on jobs, without an API",
		Args:  cli.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context, a *app.App) error {
				return a.Run(ctx, app.Parts{Worker: true, Version: cli.Version, HealthAddr: health})
			})
		},
	}
	cmd.Flags().StringVar(&health, "health", "", "an address, such as 127.0.0.1:9090, for /healthz, /readyz and /metrics")
	return cmd
}

func migrateCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Brings the database to the schema of this version",
		Args:  cli.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withApp(cmd.Context(), cmd.ErrOrStderr(), func(ctx context.Context, a *app.App) error {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), "the database is up to date")
				return err
			})
		},
	}
}

// withApp reads the configuration, opens the program, runs it and closes it.
func withApp(ctx context.Context, logs io.Writer, run func(context.Context, *app.App) error) (err error) {
	c, err := config.Load()
	if err != nil {
		return err
	}
	return withConfig(ctx, c, logs, run)
}

func withConfig(ctx context.Context, c config.Config, logs io.Writer, run func(context.Context, *app.App) error) (err error) {
	log, err := telemetry.NewLogger(logs, c.LogLevel, c.LogFormat)
	if err != nil {
		return err
	}
	slog.SetDefault(log) // for the libraries that ask for no logger
	a, err := app.Open(ctx, c, log)
	if err != nil {
		return err
	}
	defer func() {
		if closing := a.Close(); err == nil {
			err = closing
		}
	}()
	return run(ctx, a)
}
