package accounts

import (
	"context"
	"errors"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/ident"
	"quire/ent/invitation"
	"quire/ent/organisation"
	"quire/ent/user"
	"quire/internal/audit"
	"quire/internal/openid"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// guest is a person of the provider and what Quire knows of them.
type guest struct {
	openid.Person
	// user is whom the person is, or nil for a user to be made.
	user *ent.User
	// tenant and role are those of the user to be.
	tenant string
	role   user.Role
	// invitation is accepted by coming in.
	invitation *ent.Invitation
}

// welcome finds or makes the user of a person who has signed in at the provider.
// Once a user is joined to a person, only issuer and subject count: an email may
// go to somebody else.
func (s *Service) welcome(ctx context.Context, e External, p openid.Person) (*ent.User, error) {
	if !e.admits(p) {
		return nil, problem.New(problem.Forbidden, "your email is not of a domain that may sign in here, or the provider has not verified it: ask whoever runs this installation")
	}
	org, err := s.organisationOf(ctx, e, p)
	if err != nil {
		return nil, err
	}
	g, err := s.recognise(ctx, e, p, org)
	if err != nil {
		return nil, err
	}
	if g.user != nil && org != nil && g.user.TenantID != org.ID {
		return nil, problem.New(problem.Forbidden, "the provider names another organisation than the one you belong to here: ask whoever runs this installation")
	}
	if g.user != nil && g.user.DisabledAt != nil {
		return nil, s.refuseBarred(ctx, g.user)
	}
	return s.enter(ctx, g)
}

// admits tells whether a person's email is of a domain that is let in.
func (e External) admits(p openid.Person) bool {
	if len(e.Domains) == 0 {
		return true
	}
	_, domain, _ := strings.Cut(p.Email, "@")
	return domain != "" && slices.Contains(e.Domains, domain)
}

// organisationOf is the organisation that the policy names for the person; nil
// when it names none.
func (s *Service) organisationOf(ctx context.Context, e External, p openid.Person) (*ent.Organisation, error) {
	names := []string{e.Organisation}
	switch {
	case e.ByClaim:
		names = nil
		for _, value := range p.Organisations {
			if name, known := e.Organisations[value]; known {
				names = append(names, name)
			} else if len(e.Organisations) == 0 {
				names = append(names, value)
			}
		}
	case e.Organisation == "":
		return nil, nil
	}
	found, err := s.db.Ent.Organisation.Query().Where(organisation.NameIn(names...)).Limit(2).All(ctx)
	if err != nil {
		return nil, err
	}
	if len(found) != 1 {
		return nil, problem.New(problem.Forbidden, "the provider does not name one organisation that is known here: ask whoever runs this installation")
	}
	return found[0], nil
}

// recognise looks for the person: by the subject, by the verified email of a user of
// the organisation, by an invitation; and makes room for a new user if the policy says
// so.
func (s *Service) recognise(ctx context.Context, e External, p openid.Person, org *ent.Organisation) (guest, error) {
	g := guest{Person: p}
	var err error
	g.user, err = s.db.Ent.User.Query().Where(user.ProviderIssuer(p.Issuer), user.ProviderSubject(p.Subject)).Only(ctx)
	if err == nil || !ent.IsNotFound(err) {
		return g, err
	}
	if !validEmail(p.Email) {
		return g, problem.New(problem.Forbidden, "the provider does not tell a verified email of yours: ask whoever runs this installation")
	}
	query := s.db.Ent.User.Query().Where(user.Email(p.Email))
	if org != nil {
		query.Where(user.TenantID(org.ID))
	}
	known, err := query.Order(user.ByDisabledAt(sql.OrderNullsFirst())).Limit(2).All(ctx)
	if len(known) == 2 && known[1].DisabledAt != nil { // nobody is asked to choose one that is barred
		known = known[:1]
	}
	switch {
	case err != nil:
		return g, err
	case len(known) == 0:
		return s.newcomer(ctx, e, g, org)
	case len(known) > 1:
		return g, problem.New(problem.Forbidden, "several organisations have a user with your email, and the provider names none of them: sign in with a password, or ask whoever runs this installation")
	case known[0].ProviderSubject != nil:
		return g, problem.New(problem.Forbidden, "somebody else of the provider has this email here: ask an administrator of your organisation")
	}
	g.user = known[0]
	return g, nil
}

func (s *Service) newcomer(ctx context.Context, e External, g guest, org *ent.Organisation) (guest, error) {
	query := s.db.Ent.Invitation.Query().Where(invitation.Email(g.Email), invitation.PurposeEQ(invitation.PurposeJoin), open(s.now()),
		invitation.HasInvitedByWith(user.DisabledAtIsNil(), user.RoleEQ(user.RoleAdmin)))
	if org != nil {
		query.Where(invitation.TenantID(org.ID))
	}
	invited, err := query.Limit(2).All(ctx)
	switch {
	case err != nil:
		return g, err
	case len(invited) == 1:
		g.invitation = invited[0]
		g.tenant, g.role = g.invitation.TenantID, user.Role(g.invitation.Role)
		return g, nil
	case len(invited) > 1:
		return g, problem.New(problem.Forbidden, "several organisations have invited you: follow the link of the one that you want to join")
	case e.Create && org != nil:
		g.tenant, g.role = org.ID, user.RoleStandard
		return g, nil
	}
	return g, problem.New(problem.Forbidden, "you have no user here yet: ask an administrator of your organisation for an invitation")
}

// refuseBarred leaves a trace of somebody who is barred.
func (s *Service) refuseBarred(ctx context.Context, u *ent.User) error {
	err := s.db.InTx(ctx, func(ctx context.Context, _ *ent.Client, _ pgx.Tx) error {
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionSignInFailed, TenantID: u.TenantID, TargetID: u.ID})
	})
	return errors.Join(problem.New(problem.Forbidden, "you may not sign in any more: ask an administrator of your organisation"), err)
}

// enter makes the user or brings it up to date, in the user's own name.
func (s *Service) enter(ctx context.Context, g guest) (u *ent.User, err error) {
	id, tenant := ident.New(ident.User), g.tenant
	if g.user != nil {
		id, tenant = g.user.ID, g.user.TenantID
	}
	ctx = viewer.With(ctx, viewer.Viewer{UserID: id, OrganisationID: tenant})
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		if g.user != nil {
			u, err = s.update(ctx, tx, g)
		} else {
			u, err = s.join(ctx, tx, g, id)
		}
		if err != nil {
			return err
		}
		return announce(ctx, conn, id)
	})
	return u, taken(err, "", "")
}

// join makes the user.
func (s *Service) join(ctx context.Context, tx *ent.Client, g guest, id string) (*ent.User, error) {
	n := NewUser{Email: g.Email, Name: cut(g.Name, maxName)}.normal()
	role := g.role
	if g.Admin != nil {
		role = roleOf(*g.Admin)
	}
	if g.invitation != nil {
		if _, err := s.lockInvitation(ctx, tx, g.invitation.ID); err != nil {
			return nil, err
		}
		if n.Name == "" {
			n.Name = g.invitation.Name
		}
	}
	u, err := add(tx, g.tenant, n, "").SetID(id).SetRole(role).SetProviderIssuer(g.Issuer).SetProviderSubject(g.Subject).Save(ctx)
	if err != nil || g.invitation == nil {
		return u, err
	}
	return u, s.spendInvitation(ctx, tx, g.invitation, id)
}

// update joins the user to the person, and gives the role that the provider says.
func (s *Service) update(ctx context.Context, tx *ent.Client, g guest) (*ent.User, error) {
	if _, err := tx.Organisation.Query().Where(organisation.ID(g.user.TenantID)).ForUpdate().Only(ctx); err != nil {
		return nil, err
	}
	u, err := lockUser(ctx, tx, g.user.ID)
	if err != nil {
		return nil, err
	}
	if u.DisabledAt != nil || (u.ProviderSubject != nil && *u.ProviderSubject != g.Subject) {
		return nil, errSignIn()
	}
	change := tx.User.UpdateOne(u)
	if u.ProviderSubject == nil {
		change.SetProviderIssuer(g.Issuer).SetProviderSubject(g.Subject)
	}
	if g.Admin != nil && u.Role != roleOf(*g.Admin) {
		role := viewer.Role(roleOf(*g.Admin))
		// The last administrator stays one, whatever the provider says.
		switch err := (UserChange{Role: &role}).keepsAdministrator(ctx, tx, u); {
		case err == nil:
			change.SetRole(roleOf(*g.Admin))
		case !isProblem(err):
			return nil, err
		}
	}
	if len(change.Mutation().Fields()) == 0 {
		return u, nil
	}
	return change.Save(ctx)
}

func isProblem(err error) bool { _, ok := problem.As(err); return ok }

func roleOf(admin bool) user.Role {
	if admin {
		return user.RoleAdmin
	}
	return user.RoleStandard
}

// cut shortens a foreign text to what may be stored.
func cut(text string, most int) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}
