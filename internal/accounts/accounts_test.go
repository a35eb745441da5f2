package accounts_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"quire/ent"
	"quire/ent/tenancy"
	"quire/internal/accounts"
	"quire/internal/auth"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
	"quire/internal/viewer"
)

const password = "correct horse battery"

type bundle struct {
	*accounts.Service
	db     *postgres.DB
	clock  *clock
	config accounts.Config
	// admin is the first administrator's context.
	admin context.Context
	first accounts.FirstAdministrator
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func setup(t *testing.T) bundle {
	t.Helper()
	b := bundle{db: pgtest.Open(t), clock: &clock{now: time.Now()}}
	tokens, err := auth.NewTokens(auth.TokenConfig{
		Secret: []byte("a secret of the tests that is long enough"), Lifetime: 15 * time.Minute, Now: b.clock.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	b.config = accounts.Config{
		Tokens: tokens, RefreshLifetime: 30 * 24 * time.Hour, Now: b.clock.Now,
		Passwords: auth.NewPasswords(auth.Parameters{Memory: 64, Passes: 1, Lanes: 1}),
	}
	b.Service = accounts.New(b.db, b.config)
	b.first, err = b.EnsureFirstAdministrator(t.Context(), "Ana@Example.com ", password, "Silva Brokers")
	if err != nil {
		t.Fatal(err)
	}
	b.admin = b.as(t, "ana@example.com")
	return b
}

// as signs in and gives the context of a request with the access token.
func (b bundle) as(t *testing.T, email string) context.Context {
	t.Helper()
	s, err := b.Login(t.Context(), email, password)
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := b.Viewer(t.Context(), s.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	return viewer.With(t.Context(), v)
}

func code(err error) problem.Code {
	if p, ok := problem.As(err); ok {
		return p.Code
	}
	return ""
}

func wantCode(t *testing.T, err error, want problem.Code) {
	t.Helper()
	if got := code(err); got != want {
		t.Errorf("the error %v has the code %q, want %q", err, got, want)
	}
}

func TestLoginKnowsThePassword(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s, err := b.Login(t.Context(), " ANA@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	v, expires, err := b.Viewer(t.Context(), s.AccessToken)
	if err != nil || v.UserID != b.first.UserID || v.OrganisationID != b.first.OrganisationID ||
		v.Role != viewer.Admin || !v.Operator || !expires.Equal(s.ExpiresAt) {
		t.Errorf("viewer %+v until %v, %v", v, expires, err)
	}
	_, wrong := b.Login(t.Context(), "ana@example.com", "wrong horse battery")
	_, unknown := b.Login(t.Context(), "nobody@example.com", password)
	wantCode(t, wrong, problem.Unauthenticated)
	if wrong == nil || unknown == nil || wrong.Error() != unknown.Error() {
		t.Errorf("a wrong password reads %v, an unknown email %v", wrong, unknown)
	}
}

func TestLoginRenewsAnOutdatedHash(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ctx := tenancy.System(t.Context())
	old, err := auth.NewPasswords(auth.Parameters{Memory: 32, Passes: 1, Lanes: 1}).Hash(ctx, password)
	if err != nil {
		t.Fatal(err)
	}
	b.db.Ent.User.UpdateOneID(b.first.UserID).SetPasswordHash(old).ExecX(ctx)
	for range 2 {
		if _, err := b.Login(ctx, "ana@example.com", password); err != nil {
			t.Fatal(err)
		}
	}
	if now := b.db.Ent.User.GetX(ctx, b.first.UserID).PasswordHash; now == old {
		t.Error("the hash is still of the old parameters")
	}
}

func TestARefreshTokenIsSpentOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	first, err := b.Login(t.Context(), "ana@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Refresh(t.Context(), first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Viewer(t.Context(), first.AccessToken); err != nil {
		t.Errorf("the first access token ended with the refresh: %v", err)
	}
	_, err = b.Refresh(t.Context(), first.RefreshToken)
	wantCode(t, err, problem.Unauthenticated)
	for _, token := range []string{first.AccessToken, second.AccessToken} {
		_, _, err := b.Viewer(t.Context(), token)
		wantCode(t, err, problem.Unauthenticated)
	}
	_, err = b.Refresh(t.Context(), second.RefreshToken)
	wantCode(t, err, problem.Unauthenticated)
}

func TestOneOfManyRefreshesAtOnceWins(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s, err := b.Login(t.Context(), "ana@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() { _, errs[i] = b.Refresh(t.Context(), s.RefreshToken) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantCode(t, err, problem.Unauthenticated)
		}
	}
	if won != 1 {
		t.Errorf("%d refreshes with one token succeeded: %v", won, errs)
	}
}

func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s, err := b.Login(t.Context(), "ana@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	b.clock.advance(16 * time.Minute)
	_, _, err = b.Viewer(t.Context(), s.AccessToken)
	wantCode(t, err, problem.Unauthenticated)
	b.clock.advance(31 * 24 * time.Hour)
	_, err = b.Refresh(t.Context(), s.RefreshToken)
	wantCode(t, err, problem.Unauthenticated)
	if _, err := b.Login(t.Context(), "ana@example.com", password); err != nil {
		t.Fatal(err)
	}
	if n := b.db.Ent.RefreshSession.Query().CountX(tenancy.System(t.Context())); n != 1 {
		t.Errorf("%d sessions are kept, want the new one only", n)
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	one, _ := b.Login(t.Context(), "ana@example.com", password)
	two, _ := b.Login(t.Context(), "ana@example.com", password)
	if n, err := b.Logout(b.admin, one.RefreshToken); n != 1 || err != nil {
		t.Errorf("Logout of one: %d, %v", n, err)
	}
	_, _, err := b.Viewer(t.Context(), one.AccessToken)
	wantCode(t, err, problem.Unauthenticated)
	if n, err := b.Logout(b.admin, "unknown"); n != 0 || err != nil {
		t.Errorf("Logout of an unknown token: %d, %v", n, err)
	}
	if _, err := b.CreateUser(b.admin, accounts.NewUser{Email: "bo@example.com", Password: password}, viewer.Standard); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Logout(b.as(t, "bo@example.com"), two.RefreshToken); n != 0 || err != nil {
		t.Errorf("Logout of another's token: %d, %v", n, err)
	}
	if n, err := b.LogoutAll(b.admin); n != 2 || err != nil {
		t.Errorf("Logout of all: %d, %v", n, err)
	}
	_, _, err = b.Viewer(t.Context(), two.AccessToken)
	wantCode(t, err, problem.Unauthenticated)
}

func TestTheFirstAdministratorIsMadeOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var wg sync.WaitGroup
	made := make([]accounts.FirstAdministrator, 4)
	for i := range made {
		wg.Go(func() {
			var err error
			made[i], err = b.EnsureFirstAdministrator(t.Context(), "new@example.com", password, "New Office")
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	created := 0
	for _, m := range made {
		if m.Created {
			created++
		}
		if m.UserID != made[0].UserID || m.OrganisationID != made[0].OrganisationID {
			t.Errorf("made %+v and %+v", m, made[0])
		}
	}
	if created != 1 {
		t.Errorf("created %d times", created)
	}
	again, err := b.EnsureFirstAdministrator(t.Context(), "ana@example.com", "another password", "Elsewhere")
	if err != nil || again.Created || again.UserID != b.first.UserID {
		t.Errorf("again: %+v, %v", again, err)
	}
	if _, err := b.Login(t.Context(), "ana@example.com", password); err != nil {
		t.Errorf("the password was changed: %v", err)
	}
	_, err = b.EnsureFirstAdministrator(t.Context(), "nonsense", "short", "")
	if n := len(problem.All(err)); n != 3 {
		t.Errorf("%d fields are reported wrong: %v", n, err)
	}
}

func TestCreateOrganisation(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org, admin, err := b.CreateOrganisation(b.admin, " Second ", accounts.NewUser{Email: "Eve@example.com", Password: password})
	if err != nil || org.Name != "Second" || admin.TenantID != org.ID || admin.Email != "eve@example.com" || admin.Operator {
		t.Fatalf("%+v, %+v, %v", org, admin, err)
	}
	eve := b.as(t, "eve@example.com")
	_, _, err = b.CreateOrganisation(eve, "Third", accounts.NewUser{Email: "x@example.com", Password: password})
	wantCode(t, err, problem.Forbidden)
	_, _, err = b.CreateOrganisation(b.admin, "Second", accounts.NewUser{Email: "x@example.com", Password: password})
	wantCode(t, err, problem.Conflict)
	if p, ok := problem.As(err); !ok || p.Field != "name" {
		t.Errorf("the conflict is about %v, want the name", p)
	}
	if n := b.db.Ent.Organisation.Query().CountX(tenancy.System(t.Context())); n != 2 {
		t.Errorf("there are %d organisations: a refused one stayed", n)
	}
}

func TestBarringAUserTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bo, err := b.CreateUser(b.admin, accounts.NewUser{Email: "bo@example.com", Name: " Bo ", Password: password}, viewer.Standard)
	if err != nil || bo.Name != "Bo" || bo.TenantID != b.first.OrganisationID {
		t.Fatalf("%+v, %v", bo, err)
	}
	s, err := b.Login(t.Context(), "bo@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	role, yes, no := viewer.Admin, true, false
	if _, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Role: &role}); err != nil {
		t.Fatal(err)
	}
	if v, _, err := b.Viewer(t.Context(), s.AccessToken); err != nil || v.Role != viewer.Admin {
		t.Errorf("the new role is not seen: %+v, %v", v, err)
	}
	if u, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Disabled: &yes}); err != nil || u.DisabledAt == nil {
		t.Fatalf("%+v, %v", u, err)
	}
	_, _, err = b.Viewer(t.Context(), s.AccessToken)
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.Refresh(t.Context(), s.RefreshToken)
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.Login(t.Context(), "bo@example.com", password)
	wantCode(t, err, problem.Unauthenticated)
	if _, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Disabled: &no}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Login(t.Context(), "bo@example.com", password); err != nil {
		t.Error(err)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	b := setup(t)
	standard, yes := viewer.Standard, true
	for _, c := range []accounts.UserChange{{Role: &standard}, {Disabled: &yes}} {
		_, err := b.UpdateUser(b.admin, b.first.UserID, c)
		wantCode(t, err, problem.Conflict)
	}
	bo, err := b.CreateUser(b.admin, accounts.NewUser{Email: "bo@example.com", Password: password}, viewer.Admin)
	if err != nil {
		t.Fatal(err)
	}
	// Each bars the other, at once: one must fail.
	other := b.as(t, "bo@example.com")
	var wg sync.WaitGroup
	errs := make([]error, 2)
	wg.Go(func() { _, errs[0] = b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Disabled: &yes}) })
	wg.Go(func() { _, errs[1] = b.UpdateUser(other, b.first.UserID, accounts.UserChange{Disabled: &yes}) })
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("both or none was barred: %v", errs)
	}
	wantCode(t, errors.Join(errs...), problem.Conflict)
}

func TestAnotherOrganisationsUserIsUnknown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	if _, _, err := b.CreateOrganisation(b.admin, "Second", accounts.NewUser{Email: "eve@example.com", Password: password}); err != nil {
		t.Fatal(err)
	}
	eve, name := b.as(t, "eve@example.com"), "Mallory"
	_, err := b.UpdateUser(eve, b.first.UserID, accounts.UserChange{Name: &name})
	wantCode(t, err, problem.NotFound)
	if _, err := b.db.Ent.User.Get(eve, b.first.UserID); !ent.IsNotFound(err) {
		t.Errorf("another organisation's user is read: %v", err)
	}
}
