package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
)

// Problems are all that is wrong with the settings, each with the name of the
// variable to change.
type Problems []error

// Error lists the problems, one a line.
func (p Problems) Error() string {
	lines := []string{"the settings cannot be used:"}
	for _, err := range p {
		lines = append(lines, "  "+err.Error())
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives the single problems.
func (p Problems) Unwrap() []error { return p }

// Load reads the settings of this process: the environment, and in dev what
// .env of the working folder adds to it. In dev it makes DATA_DIR and the secret
// that is kept there. An error is [Problems].
func Load() (Config, error) { return load(os.Environ(), ".env") }

func load(environ []string, dotenv string) (Config, error) {
	vars := env.ToMap(environ)
	maps.DeleteFunc(vars, func(_, v string) bool { return v == "" }) // empty is unset
	profile := Profile(vars["PROFILE"])
	if profile == "" {
		profile = Dev
	}
	var problems Problems
	if profile == Dev {
		problems = append(problems, addDotenv(vars, dotenv)...)
	}
	for name, value := range defaults(profile) {
		if _, set := vars[name]; !set {
			vars[name] = value
		}
	}
	var c Config
	wrong := parseProblems(env.ParseWithOptions(&c, env.Options{Environment: vars}))
	c.derive()
	problems = append(problems, wrong...)
	problems = append(problems, c.check(wrong)...)
	if len(problems) == 0 && c.Profile == Dev && c.JWTSecret == "" {
		var err error
		if c.JWTSecret, err = devSecret(c.DataDir); err != nil {
			problems = append(problems, fmt.Errorf("DATA_DIR: %w", err))
		}
	}
	if len(problems) > 0 {
		return Config{}, problems
	}
	return c, nil
}

// addDotenv adds the settings of a file that the environment does not have.
func addDotenv(vars map[string]string, path string) Problems {
	added, err := godotenv.Read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return Problems{fmt.Errorf("%s: it is not a list of NAME=value lines, or cannot be read", path)} // the cause may quote a secret
	}
	if p := added["PROFILE"]; p != "" && p != string(Dev) {
		return Problems{fmt.Errorf("PROFILE: %s is read in dev only and cannot say %q: set it in the environment", path, p)}
	}
	for name, value := range added {
		if _, set := vars[name]; !set && value != "" {
			vars[name] = value
		}
	}
	return nil
}

// parseProblem is a value that is not of its setting's kind.
type parseProblem struct {
	name  string
	cause error
}

func (p parseProblem) Error() string { return fmt.Sprintf("%s: %v", p.name, p.cause) }

// parseProblems names the variables that could not be read.
func parseProblems(err error) Problems {
	if err == nil {
		return nil
	}
	var many env.AggregateError
	if !errors.As(err, &many) {
		return Problems{err}
	}
	var problems Problems
	for _, e := range many.Errors {
		var p env.ParseError
		if errors.As(e, &p) {
			e = parseProblem{name: variableOf(p.Name), cause: p.Err}
		}
		problems = append(problems, e)
	}
	return problems
}

// variableOf is the variable that sets a field of [Config].
func variableOf(field string) string {
	f, ok := reflect.TypeFor[Config]().FieldByName(field)
	if !ok {
		return field
	}
	return f.Tag.Get("env")
}

// derive fills in what follows from other settings.
func (c *Config) derive() {
	if abs, err := filepath.Abs(c.DataDir); err == nil {
		c.DataDir = abs
	}
	if c.StorageBucket == "" {
		files := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(c.DataDir, "files"))}
		c.StorageBucket = files.String()
	}
	if c.PublicURL == "" && c.Profile == Dev {
		c.PublicURL = localURL(c.ListenAddr)
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	if c.FrontEndURL == "" && c.Playground && c.PublicURL != "" {
		c.FrontEndURL = c.PublicURL + "/playground"
	}
	for i, o := range c.CORSOrigins {
		c.CORSOrigins[i] = strings.TrimRight(strings.TrimSpace(o), "/")
	}
	c.CORSOrigins = slices.DeleteFunc(c.CORSOrigins, func(o string) bool { return o == "" })
}

// localURL is how a browser on this machine reaches a server at addr.
func localURL(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port == "0" {
		return ""
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
