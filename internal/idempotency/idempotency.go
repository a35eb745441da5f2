// Package idempotency has what a client asks for done once, however often it is
// sent under the same key.
package idempotency

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/ident"
	"quire/internal/postgres"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// Window is how long a client's key stands for the same order.
const Window = 24 * time.Hour

// maxKey is what the column holds, in bytes.
const maxKey = 200

// lostRaces is how often an order is tried again when somebody changed the same
// rows meanwhile.
const lostRaces = 10

// Check records what is wrong with a client's key as a fault of the field
// idempotencyKey.
func Check(in *problem.Input, key string) {
	in.Check(len(key) <= maxKey, "idempotencyKey", "the key must have at most %d bytes", maxKey)
	in.Check(!strings.Contains(key, "\x00"), "idempotencyKey", "the key must not contain the character NUL")
}

// Order is what a client asks for.
type Order struct {
	// Operation tells orders of different kinds apart.
	Operation string
	// Key is the client's, empty for none.
	Key string
	// Input is the order itself; its JSON tells whether two are the same.
	Input any
}

// Make does what an order asks for, in the name of the viewer, and gives the id of
// what came of it.
type Make func(ctx context.Context, v viewer.Viewer, ec *ent.Client, tx pgx.Tx) (string, error)

// Once gives the id of what make makes, or of what the same order has made under
// its key within [Window]; without a key it always makes. Another order under the
// key is a CONFLICT.
//
// The transaction sees one moment: of two orders that come together one is tried
// again, and finds the other's result.
func Once(ctx context.Context, db *postgres.DB, o Order, do Make) (id string, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return "", err
	}
	request, err := o.hash()
	if err != nil {
		return "", err
	}
	err = db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		id, err = once(ctx, tx, v.OrganisationID, o.Key, request, func() (string, error) { return do(ctx, v, ec, tx) })
		return err
	}, postgres.Consistent(lostRaces))
	return id, err
}

// Known gives what an order has made under its key within [Window], or nothing:
// for whoever has to look at what the order names before it can be made, which may
// be gone by the second time. Another order under the key is a CONFLICT.
func Known(ctx context.Context, db *postgres.DB, o Order) (string, error) {
	v, err := viewer.From(ctx)
	if err != nil || o.Key == "" {
		return "", err
	}
	request, err := o.hash()
	if err != nil {
		return "", err
	}
	return known(ctx, db.Pool, v.OrganisationID, o.Key, request)
}

// known looks for a key; the id is empty when it is free.
func known(ctx context.Context, db querier, tenant, key, request string) (id string, err error) {
	var hash string
	err = db.QueryRow(ctx, "select request_hash, result_id from idempotency_keys where tenant_id = $1 and key = $2 and used_at > now() - $3::interval",
		tenant, key, Window).Scan(&hash, &id)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look for the idempotency key: %w", err)
	case hash != request:
		return "", &problem.Error{Code: problem.Conflict, Field: "idempotencyKey",
			Message: "this key was used for another order within a day: send the same input again, or take a new key"}
	}
	return id, nil
}

// querier is a transaction or none.
type querier interface {
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

func once(ctx context.Context, tx pgx.Tx, tenant, key, request string, do func() (string, error)) (string, error) {
	if key == "" {
		return do()
	}
	id, err := known(ctx, tx, tenant, key, request)
	if err != nil || id != "" {
		return id, err
	}
	if id, err = do(); err != nil {
		return "", err
	}
	_, err = tx.Exec(ctx, `insert into idempotency_keys (id, tenant_id, key, request_hash, result_id, used_at) values ($1, $2, $3, $4, $5, now())
		on conflict (tenant_id, key) do update set request_hash = excluded.request_hash, result_id = excluded.result_id, used_at = excluded.used_at`,
		ident.New(ident.IdempotencyKey), tenant, key, request, id)
	if err != nil {
		return "", fmt.Errorf("keep the idempotency key: %w", err)
	}
	return id, nil
}

// hash stands for an operation with its input.
func (o Order) hash() (string, error) {
	text, err := json.Marshal(o.Input)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(o.Operation+" "), text...))
	return hex.EncodeToString(sum[:]), nil
}
