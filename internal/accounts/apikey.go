package accounts

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/apikey"
	"quire/ent/predicate"
	"quire/ent/tenancy"
	"quire/ent/user"
	"quire/internal/auth"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// maxKeys bounds the keys of a user that work.
const maxKeys = 100

// usedEvery is how exactly the last use of a key is known: a write for each
// request would be too dear.
const usedEvery = time.Minute

// NewKey is an API key to make.
type NewKey struct {
	Name   string
	Scopes []viewer.Scope
	// ExpiresAt is when the key ends; nil for never.
	ExpiresAt *time.Time
}

func (n *NewKey) check(now time.Time) error {
	n.Name = strings.TrimSpace(n.Name)
	slices.Sort(n.Scopes)
	n.Scopes = slices.Compact(n.Scopes)
	var in problem.Input
	in.Check(n.Name != "", "name", "the key needs a name, by which you will know it")
	checkName(&in, "name", n.Name)
	in.Check(len(n.Scopes) > 0, "scopes", "name at least one scope, or the key is good for nothing")
	in.Check(n.ExpiresAt == nil || n.ExpiresAt.After(now), "expiresAt", "this is past: choose a later moment, or none")
	return in.Err()
}

// CreateKey makes a key that acts in the viewer's name and gives its text, which
// is kept nowhere.
func (s *Service) CreateKey(ctx context.Context, n NewKey) (key string, made *ent.APIKey, err error) {
	if err := n.check(s.now()); err != nil {
		return "", nil, err
	}
	v, err := viewer.From(ctx)
	if err != nil {
		return "", nil, err
	}
	key, prefix, digest := auth.NewAPIKey()
	scopes := make([]string, len(n.Scopes))
	for i, scope := range n.Scopes {
		scopes[i] = string(scope)
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		if _, err := lockUser(ctx, tx, v.UserID); err != nil {
			return err
		}
		working, err := tx.APIKey.Query().Where(apikey.UserID(v.UserID), apikey.RevokedAtIsNil()).Count(ctx)
		if err != nil {
			return err
		}
		if working >= maxKeys {
			return problem.New(problem.Conflict, "you have %d API keys: revoke those that are not used any more", working)
		}
		made, err = tx.APIKey.Create().SetTenantID(v.OrganisationID).SetUserID(v.UserID).SetName(n.Name).SetPrefix(prefix).
			SetKeyHash(digest).SetScopes(scopes).SetNillableExpiresAt(n.ExpiresAt).SetCreatedAt(s.now()).Save(ctx)
		return err
	})
	if err != nil {
		return "", nil, err
	}
	made, err = s.db.Ent.APIKey.Get(ctx, made.ID)
	return key, made, err
}

// RevokeKey ends a key of the organisation of the context, at once and for ever.
// One that is revoked stays so.
func (s *Service) RevokeKey(ctx context.Context, id string) (*ent.APIKey, error) {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		k, err := tx.APIKey.Query().Where(apikey.ID(id)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return problem.Missing("API key", id)
		}
		if err != nil || k.RevokedAt != nil {
			return err
		}
		if err := tx.APIKey.UpdateOne(k).SetRevokedAt(s.now()).Exec(ctx); err != nil {
			return err
		}
		return announce(ctx, conn, k.UserID)
	})
	if err != nil {
		return nil, err
	}
	return s.db.Ent.APIKey.Get(ctx, id)
}

// keyViewer tells whom a key acts for.
func (s *Service) keyViewer(ctx context.Context, key string) (viewer.Viewer, time.Time, error) {
	ctx = tenancy.System(ctx)
	k, err := s.workingKey(ctx, apikey.KeyHash(auth.RefreshDigest(key)))
	if err != nil {
		return viewer.Viewer{}, time.Time{}, err
	}
	if now := s.now().Truncate(time.Microsecond); k.LastUsedAt == nil || now.Sub(*k.LastUsedAt) >= usedEvery {
		stale := apikey.Or(apikey.LastUsedAtIsNil(), apikey.LastUsedAtLTE(now.Add(-usedEvery)))
		if err := s.db.Ent.APIKey.Update().Where(apikey.ID(k.ID), stale).SetLastUsedAt(now).Exec(ctx); err != nil {
			return viewer.Viewer{}, time.Time{}, err
		}
	}
	var expires time.Time
	if k.ExpiresAt != nil {
		expires = *k.ExpiresAt
	}
	return asMachine(k), expires, nil
}

func (s *Service) recheckKey(ctx context.Context, v viewer.Viewer) (viewer.Viewer, error) {
	k, err := s.workingKey(tenancy.System(ctx), apikey.ID(v.KeyID))
	if err != nil {
		return viewer.Viewer{}, err
	}
	return asMachine(k), nil
}

// workingKey finds a key that is neither revoked nor over, and whose owner may
// sign in.
func (s *Service) workingKey(ctx context.Context, which predicate.APIKey) (*ent.APIKey, error) {
	k, err := s.db.Ent.APIKey.Query().
		Where(which, apikey.RevokedAtIsNil(), apikey.Or(apikey.ExpiresAtIsNil(), apikey.ExpiresAtGT(s.now())), apikey.HasOwnerWith(user.DisabledAtIsNil())).
		WithOwner().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, problem.New(problem.Unauthenticated, "the API key is unknown, revoked or has expired: ask an administrator of your organisation for another")
	}
	return k, err
}

// asMachine is what a key may do: as much as its owner, within its scopes, but
// never what is an operator's.
func asMachine(k *ent.APIKey) viewer.Viewer {
	owner := k.Edges.Owner
	return viewer.Viewer{
		UserID: owner.ID, OrganisationID: owner.TenantID, Role: viewer.Role(owner.Role), KeyID: k.ID, Scopes: viewer.ScopesOf(k.Scopes),
	}
}
