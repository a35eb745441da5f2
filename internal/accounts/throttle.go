package accounts

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"math"
	"time"

	"quire/internal/problem"
	"quire/internal/viewer"
)

// Throttle bounds attempts to sign in. Each attempt is spent before its password
// is looked at, and given back when it was the right one.
type Throttle struct {
	// PerAccount is how many attempts an email has, whether or not there is such
	// a user, and as many again at each address where it has signed in; 0 for any
	// number.
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
	// address comes first, so that it cannot spend the attempts of ever more
	// accounts.
	address, account bucket
	// place is the row that says whether the account is known at the address;
	// empty when there is no address.
	place string
}

// attemptOn says what an attempt to sign in with the email is spent of. Where the
// account has signed in before, it has attempts of its own, which strangers
// elsewhere cannot spend: they could keep somebody waiting otherwise.
func (s *Service) attemptOn(ctx context.Context, email string) (attempt, error) {
	a := attempt{account: bucket{bucketID("account", email), s.throttle.PerAccount}}
	site := viewer.OriginOf(ctx).Site
	if site == "" {
		return a, nil
	}
	a.address = bucket{bucketID("address", site), s.throttle.PerAddress}
	a.place = bucketID("place", site+" "+email)
	known := false
	err := s.db.SQL.QueryRowContext(ctx, `select exists (select from sign_in_throttles where id = $1 and spent_until > $2)`, a.place, s.now()).Scan(&known)
	if known {
		a.account.id = bucketID("account at a place", site+" "+email)
	}
	return a, err
}

func bucketID(kind, of string) string {
	sum := sha256.Sum256([]byte(kind + " " + of))
	return hex.EncodeToString(sum[:])
}

// spend takes an attempt of the address and of the account, or gives a
// RATE_LIMITED problem that says how long to wait.
func (s *Service) spend(ctx context.Context, email string) (attempt, error) {
	a, err := s.attemptOn(ctx, email)
	if err != nil {
		return a, err
	}
	for _, b := range []bucket{a.address, a.account} {
		wait, err := s.take(ctx, b)
		if err != nil {
			return a, err
		}
		if wait > 0 {
			return a, &problem.Error{Code: problem.RateLimited, RetryAfter: wait,
				Message: "too many attempts to sign in: wait, and try again"}
		}
	}
	return a, s.forgetThrottles(ctx)
}

// succeed gives the address its attempt back, and the account all of them, and
// remembers the place as long as a session may last.
func (s *Service) succeed(ctx context.Context, a attempt) error {
	if _, err := s.db.SQL.ExecContext(ctx, `delete from sign_in_throttles where id = $1`, a.account.id); err != nil {
		return err
	}
	if a.place != "" && a.account.most > 0 {
		_, err := s.db.SQL.ExecContext(ctx, `insert into sign_in_throttles (id, spent_until) values ($1, $2)
			on conflict (id) do update set spent_until = excluded.spent_until`, a.place, s.now().Add(s.refreshLifetime))
		if err != nil {
			return err
		}
	}
	if a.address.most == 0 {
		return nil
	}
	_, err := s.db.SQL.ExecContext(ctx, `update sign_in_throttles set spent_until = spent_until - make_interval(secs => $2) where id = $1`,
		a.address.id, a.address.each().Seconds())
	return err
}

// forgive gives an account all its attempts back.
func (s *Service) forgive(ctx context.Context, email string) error {
	a, err := s.attemptOn(ctx, email)
	if err != nil {
		return err
	}
	a.address.most = 0 // which has spent none
	return s.succeed(ctx, a)
}

// each is after how long one attempt comes back.
func (b bucket) each() time.Duration { return ThrottleWindow / time.Duration(b.most) }

// take spends an attempt, or tells how long to wait for one. The database does
// both at once, for any number of processes: one moment, at which all will have
// come back, is all there is to know (the generic cell rate algorithm of ITU-T
// I.371).
func (s *Service) take(ctx context.Context, b bucket) (wait time.Duration, err error) {
	if b.most == 0 {
		return 0, nil
	}
	now := s.now().Truncate(time.Microsecond) // as the database keeps it
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
const forgottenAtOnce = 10

// forgetThrottles removes rows that are worth nothing any more, so that the table
// holds no more than the attempts of one window.
func (s *Service) forgetThrottles(ctx context.Context) error {
	_, err := s.db.SQL.ExecContext(ctx, `delete from sign_in_throttles where id in
		(select id from sign_in_throttles where spent_until < $1 limit $2 for update skip locked)`, s.now(), forgottenAtOnce)
	return err
}
