// Quire, as people type it, to be built with the tag front. What needs the engine alone is done here, so that a
// command of a few hundredths of a second does not first set up database drivers,
// cloud stores and a GraphQL schema. Everything else is done by the whole program,
// quire-server, which lies beside this one and takes its place.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"quire/internal/cli"
)

// whole is the name of the whole program's file.
const whole = "quire-server"

func main() {
	cli.Whole = becomeWhole
	if cli.Engine(os.Args[1:]) {
		os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	fmt.Fprintln(os.Stderr, "quire: "+becomeWhole().Error())
	os.Exit(1)
}

// becomeWhole replaces this process by the whole program; it only returns when
// that fails. The process keeps its id, its files and who waits for it.
func becomeWhole() error {
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	if err != nil {
		return fmt.Errorf("where is this program? %w", err)
	}
	path := filepath.Join(filepath.Dir(self), whole)
	err = syscall.Exec(path, append([]string{path}, os.Args[1:]...), os.Environ())
	return fmt.Errorf("this command is done by %s, which cannot be run: %w. Keep it in the same folder; make build makes both", path, err)
}
