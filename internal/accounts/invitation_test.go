package accounts_test

import (
	"sync"
	"testing"
	"time"

	"quire/ent"
	"quire/ent/tenancy"
	"quire/ent/user"
	"quire/internal/accounts"
	"quire/internal/problem"
	"quire/internal/viewer"
)

const chosen = "a passphrase of my own"

func (b bundle) invite(t *testing.T, email string, role viewer.Role) (string, *ent.Invitation) {
	t.Helper()
	token, made, err := b.Invite(b.admin, accounts.NewInvitation{Email: email, Name: "Invited", Role: role})
	if err != nil {
		t.Fatal(err)
	}
	return token, made
}

func (b bundle) user(t *testing.T, email string, role viewer.Role) *ent.User {
	t.Helper()
	u, err := b.CreateUser(b.admin, accounts.NewUser{Email: email, Password: password}, role)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAnInvitationMakesAUserOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token, made := b.invite(t, " Bo@Example.com", viewer.Admin)
	if made.Email != "bo@example.com" || !made.ExpiresAt.After(b.clock.Now().Add(6*24*time.Hour)) {
		t.Errorf("%+v", made)
	}
	_, err := b.AcceptInvitation(t.Context(), token, "", "short")
	wantCode(t, err, problem.BadInput) // and may be tried again
	s, err := b.AcceptInvitation(t.Context(), token, " Bo ", chosen)
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := b.Viewer(t.Context(), s.AccessToken)
	if err != nil || v.OrganisationID != b.first.OrganisationID || v.Role != viewer.Admin || v.Operator {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := b.Login(t.Context(), "bo@example.com", chosen); err != nil {
		t.Error(err)
	}
	if u := b.db.Ent.User.GetX(b.admin, v.UserID); u.Name != "Bo" {
		t.Errorf("the name is %q", u.Name)
	}
	_, err = b.AcceptInvitation(t.Context(), token, "", chosen)
	wantCode(t, err, problem.NotFound)
	_, err = b.RevokeInvitation(b.admin, made.ID)
	wantCode(t, err, problem.Conflict)
	_, _, err = b.Invite(b.admin, accounts.NewInvitation{Email: "bo@example.com", Role: viewer.Standard})
	wantCode(t, err, problem.Conflict)
}

func TestInvitationsThatAreWorthNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	expired, _ := b.invite(t, "a@example.com", viewer.Standard)
	b.clock.advance(accounts.InvitationLifetime)
	revoked, made := b.invite(t, "b@example.com", viewer.Standard)
	if _, err := b.RevokeInvitation(b.admin, made.ID); err != nil {
		t.Fatal(err)
	}
	replaced, _ := b.invite(t, "c@example.com", viewer.Standard)
	newer, _ := b.invite(t, "c@example.com", viewer.Standard)
	for name, token := range map[string]string{"expired": expired, "revoked": revoked, "replaced": replaced, "unknown": "qi_x", "empty": ""} {
		_, err := b.AcceptInvitation(t.Context(), token, "", chosen)
		if code(err) != problem.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.AcceptInvitation(t.Context(), newer, "", chosen); err != nil {
		t.Error(err)
	}
	for _, n := range []accounts.NewInvitation{{Email: "nonsense"}, {Email: "d@example.com", Lifetime: -1}, {Email: "d@example.com", Lifetime: accounts.MaxInvitationLifetime + 1}} {
		_, _, err := b.Invite(b.admin, n)
		wantCode(t, err, problem.BadInput)
	}
	_, err := b.RevokeInvitation(b.admin, "inv_unknown")
	wantCode(t, err, problem.NotFound)
}

func TestAnInvitationIsWorthAsMuchAsWhoGaveIt(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bo := b.user(t, "bo@example.com", viewer.Admin)
	other := b.as(t, "bo@example.com")
	token, _, err := b.Invite(other, accounts.NewInvitation{Email: "door@example.com", Role: viewer.Admin})
	if err != nil {
		t.Fatal(err)
	}
	yes, standard := true, viewer.Standard
	for _, c := range []accounts.UserChange{{Disabled: &yes}, {Role: &standard}} {
		if _, err := b.UpdateUser(b.admin, bo.ID, c); err != nil {
			t.Fatal(err)
		}
		_, err := b.AcceptInvitation(t.Context(), token, "", chosen)
		wantCode(t, err, problem.NotFound)
	}
}

func TestOneOfManyAcceptancesWins(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token, _ := b.invite(t, "bo@example.com", viewer.Standard)
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { _, errs[i] = b.AcceptInvitation(t.Context(), token, "", chosen) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantCode(t, err, problem.NotFound)
		}
	}
	if won != 1 {
		t.Errorf("%d acceptances succeeded: %v", won, errs)
	}
}

func TestInvitationsOfSeveralOrganisations(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, _, err := b.CreateOrganisation(b.admin, "Second", accounts.NewUser{Email: "eve@example.com", Password: password}); err != nil {
		t.Fatal(err)
	}
	eve := b.as(t, "eve@example.com")
	first, made := b.invite(t, "bo@example.com", viewer.Standard)
	second, _, err := b.Invite(eve, accounts.NewInvitation{Email: "bo@example.com", Role: viewer.Admin})
	if err != nil {
		t.Fatalf("the other's invitation is known: %v", err)
	}
	_, err = b.RevokeInvitation(eve, made.ID)
	wantCode(t, err, problem.NotFound)
	if _, err := b.AcceptInvitation(t.Context(), first, "", chosen); err != nil {
		t.Fatal(err)
	}
	session, err := b.AcceptInvitation(t.Context(), second, "", password)
	if err != nil || session.OrganisationID == b.first.OrganisationID {
		t.Errorf("%+v, %v", session, err)
	}
	// An email that the other organisation has is invited like any other.
	if _, _, err := b.Invite(eve, accounts.NewInvitation{Email: "ana@example.com", Role: viewer.Standard}); err != nil {
		t.Errorf("somebody of another organisation is known: %v", err)
	}
}

func TestResetTakesThePasswordAwayAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bo := b.user(t, "bo@example.com", viewer.Standard)
	s, err := b.Login(t.Context(), "bo@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	token, made, err := b.ResetUser(b.admin, bo.ID)
	if err != nil || made.UserID == nil || *made.UserID != bo.ID {
		t.Fatalf("%+v, %v", made, err)
	}
	_, _, err = b.Viewer(t.Context(), s.AccessToken)
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.Refresh(t.Context(), s.RefreshToken)
	wantCode(t, err, problem.Unauthenticated)
	for _, tried := range []string{password, ""} {
		_, err = b.Login(t.Context(), "bo@example.com", tried)
		wantCode(t, err, problem.Unauthenticated)
	}
	if _, err := b.AcceptInvitation(t.Context(), token, "ignored", chosen); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Login(t.Context(), "bo@example.com", chosen); err != nil {
		t.Error(err)
	}
	if n := b.db.Ent.User.Query().Where(user.Email("bo@example.com")).CountX(tenancy.System(t.Context())); n != 1 {
		t.Errorf("there are %d users", n)
	}
}

func TestWhoMayBeReset(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bo := b.user(t, "bo@example.com", viewer.Admin)
	cy := b.user(t, "cy@example.com", viewer.Standard)
	other := b.as(t, "bo@example.com")
	_, _, err := b.ResetUser(other, b.first.UserID) // an operator
	wantCode(t, err, problem.Forbidden)
	_, _, err = b.ResetUser(other, bo.ID)
	wantCode(t, err, problem.Conflict)
	_, _, err = b.ResetUser(other, "usr_unknown")
	wantCode(t, err, problem.NotFound)
	token, _, err := b.ResetUser(other, cy.ID)
	if err != nil {
		t.Fatal(err)
	}
	yes := true
	if _, err := b.UpdateUser(b.admin, cy.ID, accounts.UserChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	_, err = b.AcceptInvitation(t.Context(), token, "", chosen)
	wantCode(t, err, problem.NotFound)
	_, _, err = b.ResetUser(b.admin, cy.ID)
	wantCode(t, err, problem.Conflict)
}
