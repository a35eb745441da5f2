package graph

import (
	"context"
	"slices"

	"quire/ent"
	"quire/ent/customerattribute"
	"quire/ent/upload"
	"quire/graph/model"
	"quire/internal/accounts"
	"quire/internal/customers"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// session gives the tokens of somebody who has just signed in, and who it is.
func (r *Resolver) session(ctx context.Context, s accounts.Session) (*model.Session, error) {
	ctx = viewer.With(ctx, viewer.Viewer{UserID: s.UserID, OrganisationID: s.OrganisationID})
	v, err := r.viewer(ctx, s.UserID, s.OrganisationID)
	return &model.Session{
		AccessToken: s.AccessToken, ExpiresAt: s.ExpiresAt,
		RefreshToken: s.RefreshToken, RefreshExpiresAt: s.RefreshExpiresAt, Viewer: v,
	}, err
}

func (r *Resolver) viewer(ctx context.Context, userID, organisationID string) (*model.Viewer, error) {
	u, err := r.Ent.User.Get(ctx, userID)
	if err != nil {
		return nil, err
	}
	org, err := r.Ent.Organisation.Get(ctx, organisationID)
	return &model.Viewer{User: u, Organisation: org}, err
}

// logout ends the session that the input names, or all.
func (r *Resolver) logout(ctx context.Context, input model.LogoutInput) (ended int, err error) {
	switch {
	case input.RefreshToken != nil && input.SessionID != nil:
		return 0, &problem.Error{Code: problem.BadInput, Field: "sessionId", Message: "give refreshToken or sessionId, not both"}
	case input.RefreshToken != nil:
		return r.Accounts.Logout(ctx, *input.RefreshToken)
	case input.SessionID != nil:
		return r.Accounts.EndSession(ctx, *input.SessionID)
	}
	return r.Accounts.LogoutAll(ctx)
}

func newKey(input model.CreateAPIKeyInput) accounts.NewKey {
	n := accounts.NewKey{Name: input.Name, ExpiresAt: input.ExpiresAt}
	for _, s := range input.Scopes {
		n.Scopes = append(n.Scopes, viewer.Scope(s))
	}
	return n
}

func keyScopes(k *ent.APIKey) []model.APIKeyScope {
	scopes := make([]model.APIKeyScope, len(k.Scopes))
	for i, s := range k.Scopes {
		scopes[i] = model.APIKeyScope(s)
	}
	return scopes
}

// positive gives a part of a period; nil stands for a part that is not limited.
func positive(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}

func attributeSet(input model.SetCustomerAttributesInput) customers.Set {
	set := customers.Set{CustomerID: input.CustomerID, Year: input.Year, Quarter: input.Quarter}
	for _, a := range input.Attributes {
		set.Attributes = append(set.Attributes, customers.Attribute{Key: a.Key, Value: a.Value, ImageID: a.ImageID})
	}
	return set
}

// attributesFor fetches the attributes of a payload in the order of their ids.
func (r *Resolver) attributesFor(ctx context.Context, ids []string) ([]*ent.CustomerAttribute, error) {
	ctx, asked := within(ctx, "attributes")
	if !asked {
		return nil, nil
	}
	query, err := r.Ent.CustomerAttribute.Query().Where(customerattribute.IDIn(ids...)).CollectFields(ctx, "CustomerAttribute", "Node")
	if err != nil {
		return nil, err
	}
	rows, err := query.All(ctx)
	slices.SortFunc(rows, func(a, b *ent.CustomerAttribute) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return rows, err
}

// pages gives a book's pages in order, from those that were fetched with it.
func (r *Resolver) pages(ctx context.Context, b *ent.Book) ([]model.Page, error) {
	rows, err := b.Pages(ctx)
	if err != nil {
		return nil, err
	}
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b *ent.Page) int { return a.Position - b.Position })
	pages := make([]model.Page, len(rows))
	for i, row := range rows {
		if pages[i], err = model.NewPage(row); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// conditions gives a page's conditions in the order in which they are tried.
func (r *Resolver) conditions(ctx context.Context, p *ent.Page) ([]*ent.PageCondition, error) {
	rows, err := p.Conditions(ctx)
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b *ent.PageCondition) int { return a.Position - b.Position })
	return rows, err
}

// uploadedUnlessSaid leaves out what Quire made, unless the query asks for it.
func uploadedUnlessSaid(where *ent.FileWhereInput) *ent.FileWhereInput {
	var w ent.FileWhereInput
	if where != nil {
		w = *where
	}
	if w.Origin == nil {
		origin := upload.OriginUploaded
		w.Origin = &origin
	}
	return &w
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// optional keeps the difference between none and an empty list.
func optional[T any](list []T) []*T {
	if list == nil {
		return nil
	}
	return pointers(list)
}

// given is a text that may be left out.
func given(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func values[T any](list []*T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = *v
	}
	return out
}
