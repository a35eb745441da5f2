// Command generator writes the code that executes the API: gqlgen's, with its
// templates changed in a few places ([changes]), so that what takes no waiting is
// written without a goroutine, a context or a middleware for each value. The
// decision is told in docs/decisions.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/99designs/gqlgen/api"
	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
)

func main() {
	if err := generate(); err != nil {
		fmt.Fprintln(os.Stderr, "generator:", err)
		os.Exit(1)
	}
}

func generate() error {
	cfg, err := config.LoadConfigFromDefaultLocations()
	if err != nil {
		return err
	}
	cfg.SkipValidation = true // what is written here is not yet what stays
	var schema seen
	if err := api.Generate(cfg, api.AddPlugin(&schema)); err != nil {
		return err
	}
	changed, err := changedTemplates()
	if err != nil {
		return err
	}
	return templates.Render(templates.Options{
		PackageName: cfg.Exec.Package, Filename: cfg.Exec.Filename, Data: schema.data, RegionTags: true, GeneratedHeader: true,
		Packages: cfg.Packages, PruneOptions: cfg.GetPruneOptions(), TemplateFS: changed, Funcs: template.FuncMap{"plain": plain, "shared": shared},
	})
}

// seen is a plugin of gqlgen that keeps what gqlgen knows of the schema.
type seen struct{ data *codegen.Data }

// Name names the plugin.
func (*seen) Name() string { return "seen" }

// GenerateCode keeps the data and generates nothing.
func (s *seen) GenerateCode(data *codegen.Data) error {
	s.data = data
	return nil
}

// templatesOf finds gqlgen's own templates, of the version in go.mod.
func templatesOf() (string, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/99designs/gqlgen/codegen").Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("find gqlgen's templates: %s", failed.Stderr)
	}
	return filepath.Clean(strings.TrimSpace(string(out))), err
}
