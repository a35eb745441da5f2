package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"quire/internal/app"
	"quire/internal/cli"
	"quire/internal/config"
	"quire/internal/demo"
)

func demoCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Makes a booklet from nothing, through the public API",
		Long: "Starts Quire with a database of its own, unless it runs already, sets up a sample\n" +
			"broker's office through the API, generates a booklet while its progress is shown,\n" +
			"and leaves the PDF in the output folder.",
		Args: cli.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDemo(cmd.Context(), out, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&out, "output", "output", "the folder for the booklet")
	return cmd
}

func runDemo(ctx context.Context, out string, stdout io.Writer) error {
	c, err := config.Load()
	if err != nil {
		return err
	}
	if c.Profile != config.Dev {
		return fmt.Errorf("the demonstration makes up users and data: it runs with PROFILE=dev only, not %s", c.Profile)
	}
	usual := "http://" + c.ListenAddr
	show := func(ctx context.Context, url string) error {
		return showDemo(ctx, c, url, usual, out, stdout)
	}
	if answers(ctx, usual) {
		fmt.Fprintf(stdout, "Quire runs already at %s\n", usual)
		return show(ctx, usual)
	}
	if free := freeAddress(ctx, c.ListenAddr); free != c.ListenAddr {
		c.ListenAddr, c.PublicURL = free, "" // links are paths then
	}
	logs, err := openLog(filepath.Join(c.DataDir, "demo.log"))
	if err != nil {
		return err
	}
	defer logs.Close()
	fmt.Fprintf(stdout, "Starting Quire with a database of its own in %s (log: %s)\n", c.DataDir, logs.Name())
	return withConfig(ctx, c, logs, func(ctx context.Context, a *app.App) error {
		return besides(ctx, a, show)
	})
}

// besides runs the server while show uses it.
func besides(ctx context.Context, a *app.App, show func(context.Context, string) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ready := make(chan string, 1)
	ended := make(chan error, 1)
	go func() {
		ended <- a.Run(ctx, app.Parts{API: true, Worker: true, Version: cli.Version, Ready: func(url string) { ready <- url }})
	}()
	select {
	case err := <-ended:
		return err
	case url := <-ready:
		err := show(ctx, url)
		stop()
		return errors.Join(<-ended, err) // when the server has ended by itself, that is why
	}
}

func showDemo(ctx context.Context, c config.Config, url, usual, out string, stdout io.Writer) error {
	began := time.Now()
	path, err := demo.Run(ctx, demo.Options{URL: url, OperatorEmail: c.AdminEmail, OperatorPassword: string(c.AdminPassword), OutDir: out, Out: stdout})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "\nThe booklet: %s (%.1f s)\nGraphiQL:    %s/playground while Quire runs (make run); sign in as %s / %s\n",
		path, time.Since(began).Seconds(), usual, demo.OfficeEmail, demo.OfficePassword)
	return err
}

// answers tells whether a Quire answers at the URL.
func answers(ctx context.Context, url string) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/healthz", nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	var live struct{ Status, Version string }
	err = json.NewDecoder(io.LimitReader(res.Body, 1<<10)).Decode(&live)
	return err == nil && res.StatusCode == http.StatusOK && live.Status == "alive" && live.Version != ""
}

// freeAddress is the address itself, or one with a free port when another
// program has it.
func freeAddress(ctx context.Context, addr string) string {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err == nil {
		_ = l.Close()
		return addr
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	return net.JoinHostPort(host, "0")
}

func openLog(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
}
