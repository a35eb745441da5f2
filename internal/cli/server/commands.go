// Package server is the part of the command line that needs all of Quire: its
// database, its API and its workers.
package server

import "github.com/spf13/cobra"

// Commands are the commands that serve, work, and keep what both need.
func Commands() []*cobra.Command {
	return []*cobra.Command{serveCommand(), workCommand(), migrateCommand(), userCommand(), shareCommand(), demoCommand(), doctorCommand()}
}
