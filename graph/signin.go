package graph

import (
	"context"
	"log/slog"
	"time"

	"quire/ent"
	"quire/graph/model"
	"quire/internal/accounts"
	"quire/internal/viewer"
)

// SignIn is where people sign in.
type SignIn struct {
	// FrontEnd is the page that takes invitations and sign-ins; empty when there
	// is none.
	FrontEnd string
	// Provider is what the operator calls the provider.
	Provider string
}

// invitationURL is the front end's page with the token of an invitation where no
// server sees it; nil when there is no page.
func (s SignIn) invitationURL(token string) *string {
	if s.FrontEnd == "" || token == "" {
		return nil
	}
	url := s.FrontEnd + "#invitation=" + token
	return &url
}

func (r *Resolver) signInOptions(ctx context.Context) *model.SignInOptions {
	if !r.Accounts.HasProvider() {
		return &model.SignInOptions{}
	}
	p := &model.SignInProvider{Name: r.SignIn.Provider}
	url, err := r.Accounts.ProviderSignOutURL(ctx, r.SignIn.FrontEnd)
	if err != nil { // a page that signs in with a password can do without
		slog.WarnContext(ctx, "the sign-in provider cannot be reached", "error", err)
	}
	if url != "" {
		p.SignOutURL = &url
	}
	return &model.SignInOptions{Provider: p}
}

func newInvitation(input model.InviteUserInput) accounts.NewInvitation {
	hours := min(input.ExpiresInHours, 10_000) // more than any invitation lasts
	if hours <= 0 {
		hours = -1 // as long as none does
	}
	return accounts.NewInvitation{
		Email: input.Email, Name: input.Name, Role: viewer.Role(input.Role), Lifetime: time.Duration(hours) * time.Hour,
	}
}

func invitationStatus(i *ent.Invitation) model.InvitationStatus {
	switch {
	case i.AcceptedAt != nil:
		return model.InvitationStatusAccepted
	case i.RevokedAt != nil:
		return model.InvitationStatusRevoked
	case !time.Now().Before(i.ExpiresAt):
		return model.InvitationStatusExpired
	}
	return model.InvitationStatusOpen
}
