// Quire makes personalised PDF booklets. This is its one program: the server,
// the worker and the commands for people without either.
package main

import (
	"os"

	"quire/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
