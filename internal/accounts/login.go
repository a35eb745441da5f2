package accounts

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/organisation"
	"quire/ent/tenancy"
	"quire/ent/user"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/problem"
)

// maxTried is on how many accounts of an email a password is tried when no
// organisation is named. So many are tried in any case, so that the time of an answer
// does not tell how many there are.
const maxTried = 3

// Login is [Service.LoginAt] without an organisation.
func (s *Service) Login(ctx context.Context, email, password string) (Session, error) {
	return s.LoginAt(ctx, "", email, password)
}

// LoginAt signs a person in to the organisation with the name, or to the one where the
// email has the password when the name is empty. An unknown email, a wrong password,
// another organisation and a barred user are answered alike, in the same time; see
// [Throttle] for how often. Who has the password in several organisations is asked
// for one by a BAD_USER_INPUT problem of the field organisation.
func (s *Service) LoginAt(ctx context.Context, organisation, email, password string) (Session, error) {
	ctx = tenancy.System(ctx)
	email, organisation = normalEmail(email), strings.TrimSpace(organisation)
	try, err := s.spend(ctx, email)
	if err != nil {
		return Session{}, err
	}
	tried, err := s.candidates(ctx, try, organisation, email)
	if err != nil {
		return Session{}, err
	}
	var proven []candidate
	for _, c := range tried {
		ok, err := s.verify(ctx, c.user, password)
		if err != nil {
			return Session{}, err
		}
		if ok {
			proven = append(proven, c)
		}
	}
	switch len(proven) {
	case 0:
		if err := s.failed(ctx, tried, try); err != nil {
			return Session{}, err
		}
		return Session{}, errWrongPassword()
	case 1:
		return s.enterWith(ctx, proven[0], try)
	}
	var accounts []account
	for _, c := range proven {
		accounts = append(accounts, c.account)
	}
	if err := s.succeed(ctx, try, accounts...); err != nil {
		return Session{}, err
	}
	return Session{}, s.askForOrganisation(ctx, proven)
}

// candidate is an account that the password may be of.
type candidate struct {
	account account
	// user is nil when there is none, or when its attempts are spent.
	user *ent.User
}

// candidates are the accounts that the email may mean, each with an attempt spent:
// the one in the organisation, or those in all, as many as are tried.
func (s *Service) candidates(ctx context.Context, try attempt, organisationName, email string) ([]candidate, error) {
	if organisationName != "" {
		c, err := s.candidateOf(ctx, try, organisationName, email)
		return []candidate{c}, err
	}
	// Those that nobody can sign in to take no place from others.
	users, err := s.db.Ent.User.Query().Where(user.Email(email)).Order(func(q *sql.Selector) {
		q.OrderExpr(sql.Expr("disabled_at is not null or password_hash = ''"))
	}, user.ByCreatedAt(), user.ByID()).Limit(maxTried).All(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]candidate, maxTried)
	for i := range list {
		tenant := "nobody's " + strconv.Itoa(i)
		if i < len(users) {
			list[i].user, tenant = users[i], users[i].TenantID
		}
		a, wait, err := s.spendWithin(ctx, try, tenant, email)
		if err != nil {
			return nil, err
		}
		list[i].account = a
		if wait > 0 { // to say so would tell that there is this account
			list[i].user = nil
		}
	}
	return list, nil
}

// candidateOf is the account in the organisation with the name. Its attempts are
// counted whether or not it is there.
func (s *Service) candidateOf(ctx context.Context, try attempt, name, email string) (c candidate, err error) {
	tenant, err := s.db.Ent.Organisation.Query().Where(organisation.Name(name)).OnlyID(ctx)
	if ent.IsNotFound(err) {
		tenant, err = "none by the name "+name, nil
	}
	if err != nil {
		return c, err
	}
	a, wait, err := s.spendWithin(ctx, try, tenant, email)
	if err == nil {
		err = errWait(wait)
	}
	if err != nil {
		return c, err
	}
	c.account = a
	c.user, err = s.db.Ent.User.Query().Where(user.TenantID(tenant), user.Email(email)).Only(ctx)
	if ent.IsNotFound(err) {
		return c, nil
	}
	return c, err
}

// enterWith begins a session of the account that the password is of.
func (s *Service) enterWith(ctx context.Context, c candidate, try attempt) (session Session, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		u, err := lockUser(ctx, tx, c.user.ID)
		if err != nil {
			return err
		}
		if u.DisabledAt != nil {
			return errWrongPassword()
		}
		if err := s.forgetExpired(ctx, tx, u); err != nil {
			return err
		}
		if session, err = s.begin(ctx, tx, u, nil); err != nil {
			return err
		}
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionSignedIn, TenantID: u.TenantID, TargetID: u.ID, ActorID: u.ID})
	})
	if err != nil {
		return Session{}, err
	}
	return session, s.succeed(ctx, try, c.account)
}

// failed records that somebody failed to sign in, in the log of each organisation
// whose account it was tried on; nobody's takes as long, and a write of its own. Who
// signs in to one organisation leaves nothing in the logs of others.
func (s *Service) failed(ctx context.Context, tried []candidate, try attempt) error {
	return s.db.InTx(ctx, func(ctx context.Context, _ *ent.Client, conn pgx.Tx) error {
		if _, err := conn.Exec(ctx, `update sign_in_throttles set spent_until = spent_until where id = $1`, try.email.id); err != nil {
			return err
		}
		for _, c := range tried {
			if c.user == nil {
				continue
			}
			if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionSignInFailed, TenantID: c.user.TenantID, TargetID: c.user.ID}); err != nil {
				return err
			}
		}
		return nil
	})
}

// verify checks the password of a user, who may be nil or have none, and renews a hash that
// was made with parameters of former times.
func (s *Service) verify(ctx context.Context, u *ent.User, password string) (bool, error) {
	if len(password) > auth.MaxPasswordBytes {
		password = "" // nobody's, and not worth the time
	}
	if u == nil || u.PasswordHash == "" {
		return false, s.passwords.VerifyUnknown(ctx, password)
	}
	ok, outdated, err := s.passwords.Verify(ctx, u.PasswordHash, password)
	if err != nil || !ok || u.DisabledAt != nil {
		return false, err
	}
	if !outdated {
		return true, nil
	}
	hash, err := s.passwords.Hash(ctx, password)
	if err != nil {
		return false, err
	}
	return true, s.db.Ent.User.Update().
		Where(user.ID(u.ID), user.PasswordHash(u.PasswordHash)).SetPasswordHash(hash).Exec(ctx)
}

// askForOrganisation names the organisations to whoever has proved the password of
// an account in each.
func (s *Service) askForOrganisation(ctx context.Context, proven []candidate) error {
	var ids []string
	for _, c := range proven {
		ids = append(ids, c.user.TenantID)
	}
	names, err := s.db.Ent.Organisation.Query().Where(organisation.IDIn(ids...)).Select(organisation.FieldName).Strings(ctx)
	if err != nil {
		return err
	}
	slices.Sort(names)
	return &problem.Error{Code: problem.BadInput, Field: "organisation",
		Message: "this email and password are of several organisations: name the one to sign in to, «" + strings.Join(names, "» or «") + "»"}
}

func errWrongPassword() error {
	return problem.New(problem.Unauthenticated, "the email or the password is wrong")
}
