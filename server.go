// Quire makes personalised PDF booklets. This is the whole program: the server,
// the worker and the commands for people without either. The program quire/cmd/quire
// has the last alone, and starts faster.
package main

import (
	"os"

	"quire/internal/cli"
	"quire/internal/cli/server"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr, server.Commands()...)) }
