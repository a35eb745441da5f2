package gqlhttp

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"quire/internal/problem"
)

// Multipart takes an operation with files, by the GraphQL multipart request
// specification. Files are kept on disk while the operation runs, not in memory.
type Multipart struct {
	// MaxUpload bounds a file, in bytes; 0 for 32 MiB.
	MaxUpload int64
	// MaxFiles bounds how many files one request may bring; 0 for 10.
	MaxFiles int
	// Dir is where files are kept; empty for the system's temporary directory.
	Dir string
}

const (
	defaultMaxUpload = 32 << 20
	defaultMaxFiles  = 10
	maxPlaces        = 20 // variables that the map may name
)

// Any of these headers shows that the request is no mere form of some web page:
// a page must ask by a CORS preflight before it may send them.
var preflightHeaders = []string{"GraphQL-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name"}

var _ graphql.Transport = Multipart{}

// Supports tells whether the request is a POST of a multipart form.
func (t Multipart) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && sends(r, "multipart/form-data")
}

// Do answers the request.
func (t Multipart) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	if t.MaxUpload == 0 {
		t.MaxUpload = defaultMaxUpload
	}
	if t.MaxFiles == 0 {
		t.MaxFiles = defaultMaxFiles
	}
	f := form{Multipart: t}
	defer f.remove()
	params, bad := f.read(w, r)
	if bad != nil {
		w.Header().Set("Connection", "close") // the rest of the body is not read
		reject(w, r, exec, bad)
		return
	}
	execute(w, r, exec, params)
}

// form is one request's files.
type form struct {
	Multipart
	open  []*os.File
	names []string
}

func (f *form) read(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *rejected) {
	if !hasAny(r.Header, preflightHeaders) {
		return nil, malformed("a multipart request needs the header «%s: 1», by which other web sites cannot send it in your name", preflightHeaders[0])
	}
	whole := f.MaxUpload + 2*defaultMaxBody
	if r.ContentLength > whole {
		return nil, tooBig(f.MaxUpload)
	}
	start := graphql.Now()
	r.Body = http.MaxBytesReader(w, r.Body, whole)
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, malformed("the request is no multipart form: send its boundary in Content-Type")
	}
	operations, bad := f.text(parts, "operations")
	if bad != nil {
		return nil, bad
	}
	params, bad := decode(operations)
	if bad != nil {
		return nil, bad
	}
	listed, bad := f.text(parts, "map")
	if bad != nil {
		return nil, bad
	}
	var places map[string][]string
	if json.Unmarshal(listed, &places) != nil {
		return nil, malformed("the part «map» must be a JSON object of lists of paths, such as {\"0\":[\"variables.file\"]}")
	}
	if bad := f.files(parts, places, params.Variables); bad != nil {
		return nil, bad
	}
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

// text reads the next part, which must have the given name.
func (f *form) text(parts *multipart.Reader, name string) ([]byte, *rejected) {
	part, err := parts.NextPart()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, readFailed(err)
	}
	if err != nil || part.FormName() != name {
		return nil, malformed("the form must begin with the parts «operations» and «map», in this order")
	}
	raw, err := io.ReadAll(io.LimitReader(part, defaultMaxBody+1))
	if err != nil {
		return nil, readFailed(err)
	}
	if len(raw) > defaultMaxBody {
		return nil, tooBig(defaultMaxBody)
	}
	return raw, nil
}

// files keeps each further part on disk and puts it where the map says.
func (f *form) files(parts *multipart.Reader, places map[string][]string, variables map[string]any) *rejected {
	if bad := f.check(places); bad != nil {
		return bad
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return readFailed(err)
		}
		paths, ok := places[part.FormName()]
		if !ok {
			return malformed("the form has a part that «map» does not name, or names once only")
		}
		delete(places, part.FormName())
		if bad := f.file(part, paths, variables); bad != nil {
			return bad
		}
	}
	if len(places) > 0 {
		return malformed("«map» names a file that the form does not have")
	}
	return nil
}

func (f *form) check(places map[string][]string) *rejected {
	count := 0
	for _, paths := range places {
		if len(paths) == 0 {
			return malformed("«map» has a file without a path: say which variable takes it")
		}
		count += len(paths)
	}
	if len(places) > f.MaxFiles || count > maxPlaces {
		return malformed("«map» names too many files: send at most %d", f.MaxFiles)
	}
	return nil
}

func (f *form) file(part *multipart.Part, paths []string, variables map[string]any) *rejected {
	name, size, bad := f.keep(part)
	if bad != nil {
		return bad
	}
	for _, path := range paths {
		file, err := os.Open(name)
		if err != nil {
			return cannotKeep(err)
		}
		f.open = append(f.open, file)
		upload := graphql.Upload{File: file, Filename: part.FileName(), Size: size, ContentType: part.Header.Get("Content-Type")}
		if !place(variables, path, upload) {
			return malformed("«map» has a path that does not lead to a variable that is null: such as variables.file")
		}
	}
	return nil
}

// keep writes a part to a temporary file.
func (f *form) keep(part *multipart.Part) (name string, size int64, _ *rejected) {
	file, err := os.CreateTemp(f.Dir, "quire-upload-")
	if err != nil {
		return "", 0, cannotKeep(err)
	}
	f.names = append(f.names, file.Name())
	defer file.Close()
	size, err = io.Copy(writeOnly{file}, io.LimitReader(part, f.MaxUpload+1))
	switch {
	case size > f.MaxUpload:
		return "", 0, tooBig(f.MaxUpload)
	case errors.As(err, new(*os.PathError)):
		return "", 0, cannotKeep(err)
	case err != nil:
		return "", 0, readFailed(err)
	}
	return file.Name(), size, nil
}

// writeOnly hides the file's other methods, so that an error of the disk can be
// told from one of the network.
type writeOnly struct{ io.Writer }

func cannotKeep(err error) *rejected {
	return &rejected{http.StatusServiceUnavailable, problem.Wrap(err, problem.Unavailable, "the file cannot be received just now: try again")}
}

func (f *form) remove() {
	for _, file := range f.open {
		_ = file.Close()
	}
	for _, name := range f.names {
		_ = os.Remove(name)
	}
}

// place puts a file into the variables in the place of a null.
func place(variables map[string]any, path string, upload graphql.Upload) bool {
	steps := strings.Split(path, ".")
	if len(steps) < 2 || steps[0] != "variables" {
		return false
	}
	var at any = variables
	for i, step := range steps[1:] {
		last := i == len(steps)-2
		var next any
		var put func()
		switch in := at.(type) {
		case map[string]any:
			var there bool
			if next, there = in[step]; !there {
				return false
			}
			put = func() { in[step] = upload }
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(in) {
				return false
			}
			next, put = in[n], func() { in[n] = upload }
		default:
			return false
		}
		if last {
			if next != nil {
				return false
			}
			put()
		}
		at = next
	}
	return true
}

func hasAny(h http.Header, names []string) bool {
	for _, name := range names {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}
