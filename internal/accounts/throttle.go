package accounts

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"time"

	"quire/internal/problem"
	"quire/internal/viewer"
)

// Throttle bounds attempts to sign in. Each attempt is spent before its password
// is looked at, and given back when it was the right one.
type Throttle struct {
	// PerAccount is how many attempts an email has, whether or not there is such
	// a user, and as many again at each address where it has signed in; within each
	// organisation it has no more than that either; 0 for any number.
	PerAccount int
	// PerAddress is how many attempts a client's address has; 0 for any number.
	PerAddress int
}

// ThrottleWindow is in which time all attempts come back, one after the other.
const ThrottleWindow = 15 * time.Minute

// bucket holds the attempts of one account or address.
type bucket struct {
	id   string
	most int
}

// attempt is one try to sign in, and what it is spent of.
type attempt struct {
	at time.Time
	// address comes first, so that it cannot spend the attempts of ever more
	// accounts.
	address bucket
	// email is what a person is told of: it says nothing of the accounts there are.
	email account
}

// account holds the attempts of an email, or of an email within an organisation.
type account struct {
	bucket
	// place is the row that says whether the account is known at the address;
	// empty when there is no address.
	place string
}

// accountOf says what an attempt on an account is spent of, which is an email, or
// an email and an organisation. Where the account has signed in before, it has
// attempts of its own, which strangers elsewhere cannot spend: they could keep
// somebody waiting otherwise.
func (s *Service) accountOf(ctx context.Context, named ...string) (account, error) {
	a := account{bucket: bucket{bucketID("account", named...), s.throttle.PerAccount}}
	site := viewer.OriginOf(ctx).Site
	if site == "" || a.most == 0 {
		return a, nil
	}
	named = append([]string{site}, named...)
	a.place = bucketID("place", named...)
	known := false
	err := s.db.SQL.QueryRowContext(ctx, `select exists (select from sign_in_throttles where id = $1 and spent_until > $2)`, a.place, s.now()).Scan(&known)
	if known {
		a.id = bucketID("account at a place", named...)
	}
	return a, err
}

// bucketID is a digest of words that cannot be confused with others, whatever
// somebody has typed into one of them.
func bucketID(kind string, of ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %q", kind, of))
	return hex.EncodeToString(sum[:])
}

// spend takes an attempt of the address and of the email, or gives a
// RATE_LIMITED problem that says how long to wait.
func (s *Service) spend(ctx context.Context, email string) (attempt, error) {
	a := attempt{at: s.now().Truncate(time.Microsecond)} // as the database keeps it
	if site := viewer.OriginOf(ctx).Site; site != "" {
		a.address = bucket{bucketID("address", site), s.throttle.PerAddress}
	}
	var err error
	if a.email, err = s.accountOf(ctx, email); err != nil {
		return a, err
	}
	for _, b := range []bucket{a.address, a.email.bucket} {
		if wait, err := s.take(ctx, b, a.at); err != nil || wait > 0 {
			return a, errors.Join(err, errWait(wait))
		}
	}
	return a, s.forgetThrottles(ctx)
}

// spendWithin takes an attempt of the email within an organisation too: whoever
// signs in to one organisation gets back no attempts on the accounts that the email
// has in others.
func (s *Service) spendWithin(ctx context.Context, try attempt, tenant, email string) (a account, wait time.Duration, err error) {
	if a, err = s.accountOf(ctx, email, tenant); err == nil {
		wait, err = s.take(ctx, a.bucket, try.at)
	}
	return a, wait, err
}

// errWait is a RATE_LIMITED problem, or nil when there is nothing to wait for.
func errWait(wait time.Duration) error {
	if wait <= 0 {
		return nil
	}
	return &problem.Error{Code: problem.RateLimited, RetryAfter: wait,
		Message: "too many attempts to sign in: wait, and try again"}
}

// succeed gives the address its attempt back, and the email all of them, and so
// the accounts whose password it was; it remembers the place as long as a session
// may last.
func (s *Service) succeed(ctx context.Context, try attempt, proven ...account) error {
	for _, a := range append(proven, try.email) {
		if err := s.recall(ctx, a); err != nil {
			return err
		}
	}
	if try.address.most == 0 {
		return nil
	}
	_, err := s.db.SQL.ExecContext(ctx, `update sign_in_throttles set spent_until = spent_until - make_interval(secs => $2) where id = $1`,
		try.address.id, try.address.each().Seconds())
	return err
}

// recall gives an account its attempts back, and remembers the place.
func (s *Service) recall(ctx context.Context, a account) error {
	if _, err := s.db.SQL.ExecContext(ctx, `delete from sign_in_throttles where id = $1`, a.id); err != nil || a.place == "" {
		return err
	}
	_, err := s.db.SQL.ExecContext(ctx, `insert into sign_in_throttles (id, spent_until) values ($1, $2)
		on conflict (id) do update set spent_until = excluded.spent_until`, a.place, s.now().Add(s.refreshLifetime))
	return err
}

// forgive gives the account of an email in an organisation all its attempts back.
func (s *Service) forgive(ctx context.Context, tenant, email string) error {
	for _, named := range [][]string{{email}, {email, tenant}} {
		a, err := s.accountOf(ctx, named...)
		if err != nil {
			return err
		}
		if err := s.recall(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// each is after how long one attempt comes back.
func (b bucket) each() time.Duration { return ThrottleWindow / time.Duration(b.most) }

// take spends an attempt, or tells how long to wait for one. The database does
// both at once, for any number of processes: one moment, at which all will have
// come back, is all there is to know (the generic cell rate algorithm of ITU-T
// I.371).
func (s *Service) take(ctx context.Context, b bucket, now time.Time) (wait time.Duration, err error) {
	if b.most == 0 {
		return 0, nil
	}
	end := now.Add(ThrottleWindow)
	result, err := s.db.SQL.ExecContext(ctx, `insert into sign_in_throttles as t (id, spent_until)
		values ($1, $2::timestamptz + make_interval(secs => $3))
		on conflict (id) do update set spent_until = greatest(t.spent_until, $2) + make_interval(secs => $3)
		where greatest(t.spent_until, $2) + make_interval(secs => $3) <= $4`, b.id, now, b.each().Seconds(), end)
	if err != nil {
		return 0, err
	}
	if taken, err := result.RowsAffected(); err != nil || taken > 0 {
		return 0, err
	}
	var until time.Time
	err = s.db.SQL.QueryRowContext(ctx, `select spent_until from sign_in_throttles where id = $1`, b.id).Scan(&until)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Second, nil // somebody has just signed in
	}
	seconds := math.Ceil(until.Add(b.each()).Sub(end).Seconds())
	return time.Duration(max(seconds, 1)) * time.Second, err
}

// forgottenAtOnce bounds what one attempt cleans up: more than it can add.
const forgottenAtOnce = 20

// forgetThrottles removes rows that are worth nothing any more, so that the table
// holds no more than the attempts of one window.
func (s *Service) forgetThrottles(ctx context.Context) error {
	_, err := s.db.SQL.ExecContext(ctx, `delete from sign_in_throttles where id in
		(select id from sign_in_throttles where spent_until < $1 limit $2 for update skip locked)`, s.now(), forgottenAtOnce)
	return err
}
