package main

import (
	"fmt"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing/fstest"

	"github.com/99designs/gqlgen/codegen"
	"github.com/vektah/gqlparser/v2/ast"
)

// change is a text of a template and what is to stand in its place.
type change struct{ file, from, to string }

// changes make the executor lean. Each text must be there once: another version
// of gqlgen may need others.
var changes = []change{
	// A plain value is written as it is.
	{"field.gotpl", `
	{{- else}}
		return graphql.{{ $field.ResolveFieldFunc }}(`, `
	{{- else if plain $field }}
		return {{$.ECDot}}{{ $field.TypeReference.MarshalFunc }}(ctx, {{$.ECArg}}field.Selections, {{ $field.GoReceiverName }}.{{ $field.GoFieldName }}{{ if $field.IsMethod }}(){{ end }})
	{{- else}}
		return graphql.{{ $field.ResolveFieldFunc }}(`},
	// An object is a fieldSet, which knows no @defer: what is deferred comes at once.
	{"object.gotpl", `
	out := graphql.NewFieldSet(fields)
	deferred := graphql.NewDeferredGroup(ctx)
`, `
	out := {{ if $object.Root }}graphql.NewFieldSet{{ else }}newFieldSet{{ end }}(fields)
`},
	{"object.gotpl", `out.ResolveConcurrently(ec.OperationContext, &deferred, i,`, `out.resolve(ctx, ec.OperationContext, i,`},
	{"object.gotpl", `
	if n := len(deferred.Defers); n > 0 {
		atomic.AddInt32(&ec.Deferred, int32(min(n, math.MaxInt32)))
		ec.ProcessDeferredGroup(deferred)
	}
`, ``},
	// An event that many subscribers get is written once.
	{"object.gotpl", `
func {{$.FuncReceiver}}_{{$object.Name}}(ctx context.Context, {{$.ECFuncParam}}sel ast.SelectionSet{{ if not $object.Root }},obj {{$object.Reference | ref }}{{ end }}) graphql.Marshaler {
	fields :=`, `
{{ if shared $object.Name }}
func {{$.FuncReceiver}}_{{$object.Name}}(ctx context.Context, sel ast.SelectionSet, obj {{$object.Reference | ref }}) graphql.Marshaler {
	return writtenOnce(ctx, ec.OperationContext, obj, func() graphql.Marshaler { return ec.each{{$object.Name}}(ctx, sel, obj) })
}
{{ end }}
func {{$.FuncReceiver}}{{ if shared $object.Name }}each{{ else }}_{{ end }}{{$object.Name}}(ctx context.Context, {{$.ECFuncParam}}sel ast.SelectionSet{{ if not $object.Root }},obj {{$object.Reference | ref }}{{ end }}) graphql.Marshaler {
	fields :=`},
	// The rows of a list are made one after another unless they wait for something.
	{"type.gotpl", `graphql.MarshalSliceConcurrently(ctx, len(v), {{ $.Config.Exec.WorkerLimit }}, {{ $.Config.OmitPanicHandler }}, func(`,
		`marshalSlice(ctx, ec.OperationContext, len(v), func(`},
}

// shared tells the types of subscriptions' events.
func shared(object string) bool { return object == "BatchEvent" || object == "JobEvent" }

// changedTemplates gives gqlgen's templates with the changes made.
func changedTemplates() (fs.FS, error) {
	dir, err := templatesOf()
	if err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "*.gotpl"))
	if err != nil {
		return nil, err
	}
	changed := fstest.MapFS{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		changed[filepath.Base(path)] = &fstest.MapFile{Data: text}
	}
	for _, c := range changes {
		file := changed[c.file]
		if file == nil || strings.Count(string(file.Data), c.from) != 1 {
			return nil, fmt.Errorf("gqlgen's %s is not the one that is known here: look what has become of %q", c.file, c.from)
		}
		file.Data = []byte(strings.Replace(string(file.Data), c.from, c.to, 1))
	}
	return changed, nil
}

// plain tells a field whose value is there and can be written without failing: a
// text, a number, a truth value or one of an enum, of the Go value itself.
func plain(f *codegen.Field) bool {
	kind := f.TypeReference.Definition.Kind
	if f.Object.Root || f.IsResolver || f.IsBatch() || f.HasDirectives() || len(f.Args) > 0 || f.HasHaser || f.VOkFunc {
		return false
	}
	if f.TypeReference.GQL.Elem != nil || (kind != ast.Scalar && kind != ast.Enum) {
		return false
	}
	if f.IsMethod() && (f.MethodHasContext || !f.NoErr) || !f.IsMethod() && !f.IsVariable() {
		return false
	}
	t := f.TypeReference.GO
	if pointer, ok := t.(*types.Pointer); ok && !f.TypeReference.GQL.NonNull { // nil is null
		t = pointer.Elem()
	}
	_, basic := t.Underlying().(*types.Basic)
	return basic
}
