package jobs

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

	"quire/ent/ident"
	"quire/internal/problem"
)

// IdempotencyWindow is how long a client's key stands for the same order.
const IdempotencyWindow = 24 * time.Hour

// maxIdempotencyKey is what the column holds, in bytes.
const maxIdempotencyKey = 200

func checkIdempotencyKey(in *problem.Input, key string) {
	in.Check(len(key) <= maxIdempotencyKey, "idempotencyKey", "the key must have at most %d bytes", maxIdempotencyKey)
	in.Check(!strings.Contains(key, "\x00"), "idempotencyKey", "the key must not contain the character NUL")
}

// once gives the id of what order makes, or of what the same request with the
// same key has made within [IdempotencyWindow]; without a key it always orders.
// Another request with the key is a CONFLICT.
//
// It wants a transaction that sees one moment: of two that come together one is
// tried again, and finds the other's result.
func once(ctx context.Context, tx pgx.Tx, tenant, key, request string, order func() (string, error)) (string, error) {
	if key == "" {
		return order()
	}
	var hash, id string
	err := tx.QueryRow(ctx, "select request_hash, result_id from idempotency_keys where tenant_id = $1 and key = $2 and used_at > now() - $3::interval",
		tenant, key, IdempotencyWindow).Scan(&hash, &id)
	switch {
	case err == nil && hash == request:
		return id, nil
	case err == nil:
		return "", &problem.Error{Code: problem.Conflict, Field: "idempotencyKey",
			Message: "this key was used for another order within a day: send the same input again, or take a new key"}
	case !errors.Is(err, pgx.ErrNoRows):
		return "", fmt.Errorf("look for the idempotency key: %w", err)
	}
	if id, err = order(); err != nil {
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

// requestHash stands for an operation with its input.
func requestHash(operation string, input any) (string, error) {
	text, err := json.Marshal(input)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(operation+" "), text...))
	return hex.EncodeToString(sum[:]), nil
}
