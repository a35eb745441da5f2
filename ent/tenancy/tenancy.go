// Package tenancy confines the database client to one organisation: the scope
// travels in the context, and every query and change is filtered by it. Without
// a scope nothing is read and nothing is written.
package tenancy

import (
	"context"
	"errors"
)

// ErrNoScope is returned when the context says neither which tenant asks nor
// that the system itself does.
var ErrNoScope = errors.New("tenancy: the context names no tenant")

// ErrForeign is returned when a row is created for another tenant than the one
// that asks.
var ErrForeign = errors.New("tenancy: the row belongs to another tenant")

type key struct{}

type scope struct {
	tenant string
	system bool
}

// With confines the client to the tenant with this organisation id.
func With(ctx context.Context, tenant string) context.Context {
	return context.WithValue(ctx, key{}, scope{tenant: tenant})
}

// System lets the client see every tenant: for signing in, for the worker's
// housekeeping and for the operator's commands, never for a request's data.
func System(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, scope{system: true})
}

// Of gives the tenant of the context; system is true when the scope is
// [System]. It returns ErrNoScope when there is neither.
func Of(ctx context.Context) (tenant string, system bool, err error) {
	s, ok := ctx.Value(key{}).(scope)
	if !ok || (!s.system && s.tenant == "") {
		return "", false, ErrNoScope
	}
	return s.tenant, s.system, nil
}
