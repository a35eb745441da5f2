package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/ent"
	"quire/internal/postgres"
	"quire/internal/problem"
	"quire/internal/telemetry"
)

// wentWrong is all that users read of a failure of ours.
const wentWrong = "something went wrong inside Quire; tell whoever runs it the requestId, by which the cause is found in the log"

// failure marks an error that a field gave, to tell it from gqlgen's own.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

// failures makes a field's error ready for [PresentError]: one for each wrong
// value of an input.
func failures(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	all := problem.All(err)
	if len(all) < 2 {
		return failure{err}
	}
	var list gqlerror.List
	for _, p := range all {
		e := gqlerror.WrapPath(graphql.GetPath(ctx), failure{p})
		if at := graphql.GetFieldContext(ctx).Field.Position; at != nil {
			e.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
		}
		list = append(list, e)
	}
	return list
}

// PresentError gives every error the form that the API documents: a code, the
// request's id and, for wrong input, the field. What is not meant for users is
// logged whole and shown as INTERNAL.
func PresentError(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	answer := &gqlerror.Error{Message: shown.Message, Path: shown.Path, Locations: shown.Locations, Extensions: map[string]any{}}
	for name, value := range shown.Extensions {
		answer.Extensions[name] = value
	}
	if _, coded := answer.Extensions["code"].(string); !coded {
		p := explain(ctx, shown, err)
		answer.Message = p.Message
		answer.Extensions["code"] = string(p.Code)
		if p.Field != "" {
			answer.Extensions["field"] = p.Field
		}
		if p.RetryAfter > 0 {
			answer.Extensions["retryAfter"] = int(math.Ceil(p.RetryAfter.Seconds()))
		}
		if fc := graphql.GetFieldContext(ctx); fc != nil && len(shown.Path) > 0 {
			answer.Path = fc.Path() // without the path into the input
		}
	}
	if id := telemetry.RequestID(ctx); id != "" {
		answer.Extensions["requestId"] = id
	}
	return answer
}

// explain finds what a user may know of an error that has no code yet.
func explain(ctx context.Context, shown *gqlerror.Error, err error) *problem.Error {
	if p, ok := problem.As(err); ok {
		switch p.Code {
		case problem.Internal:
			return internal(ctx, err)
		case problem.Unavailable:
			slog.WarnContext(ctx, "a part of the system cannot be reached", "error", err)
		}
		return p
	}
	var failed failure
	if !errors.As(err, &failed) {
		return explainArgument(ctx, shown, err)
	}
	var invalid *ent.ValidationError
	switch {
	case ent.IsNotFound(err):
		return problem.New(problem.NotFound, "there is no such thing, or it is not yours")
	case errors.As(err, &invalid):
		return &problem.Error{Code: problem.BadInput, Field: invalid.Name, Message: "the value of " + invalid.Name + " is not acceptable"}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return problem.New(problem.Timeout, "it took too long and was stopped: ask for less, or try again later")
	case errors.Is(err, context.Canceled), ctx.Err() != nil:
		return problem.New(problem.Timeout, "the request was given up")
	case postgres.Transient(err):
		slog.WarnContext(ctx, "the database cannot be reached", "error", err)
		return problem.New(problem.Unavailable, "a part of the system cannot be reached just now: try again in a moment")
	}
	return explainState(ctx, err)
}

// explainState looks at the database's SQLSTATE (PostgreSQL documentation,
// appendix A).
func explainState(ctx context.Context, err error) *problem.Error {
	var state interface{ SQLState() string }
	if errors.As(err, &state) && strings.HasPrefix(state.SQLState(), "22") { // data exception
		return problem.New(problem.BadInput, "a value of the input is not acceptable")
	}
	if ent.IsConstraintError(err) {
		slog.WarnContext(ctx, "a constraint of the database was violated", "error", err)
		return problem.New(problem.Conflict, "it contradicts what is there already: look at it anew and try again")
	}
	return internal(ctx, err)
}

// explainArgument is for errors that no field gave: gqlgen found that an
// argument does not fit, or that a field broke the schema's promise.
func explainArgument(ctx context.Context, shown *gqlerror.Error, err error) *problem.Error {
	fc := graphql.GetFieldContext(ctx)
	if errors.Is(err, graphql.ErrInvalidNull) || fc == nil || !fc.IsMethod {
		return internal(ctx, err)
	}
	into := inputPath(shown.Path[min(len(fc.Path()), len(shown.Path)):])
	if into == "after" || into == "before" {
		p, _ := problem.As(errCursor(into))
		return p
	}
	cause := error(shown)
	if shown.Err != nil {
		cause = shown.Err
	}
	return &problem.Error{Code: problem.BadInput, Field: into, Message: cause.Error()}
}

// inputPath writes a path into an input as extensions.field has it: without the
// argument's name when that is input.
func inputPath(path ast.Path) string {
	var parts []string
	for _, p := range path {
		parts = append(parts, fmt.Sprint(p))
	}
	if len(parts) > 1 && parts[0] == "input" {
		parts = parts[1:]
	}
	return strings.Join(parts, ".")
}

func internal(ctx context.Context, err error) *problem.Error {
	where := ""
	if fc := graphql.GetFieldContext(ctx); fc != nil {
		where = fc.Path().String()
	}
	slog.ErrorContext(ctx, "request failed", "field", where, "error", err)
	return problem.New(problem.Internal, wentWrong)
}

// Recover logs a panic with its stack and gives an error that tells nothing of
// it.
func Recover(ctx context.Context, panicked any) error {
	err := fmt.Errorf("panic: %v", panicked)
	slog.ErrorContext(ctx, "a resolver panicked", "error", err, "stack", string(debug.Stack()))
	return &gqlerror.Error{Message: wentWrong, Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": string(problem.Internal)}}
}
