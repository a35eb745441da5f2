package accounts

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/oauth2"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/providersignin"
	"quire/ent/tenancy"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/openid"
	"quire/internal/problem"
)

// External says how people sign in at a provider, and who of them comes in.
type External struct {
	Provider *openid.Provider
	// Create lets in people who have neither a user nor an invitation: they get a
	// user in the organisation that the policy names.
	Create bool
	// Domains are those of the emails that are let in; none for all.
	Domains []string
	// Organisation is the name of the organisation of everybody who signs in at
	// the provider; empty when a claim says it, or nothing does.
	Organisation string
	// ByClaim tells that the provider's claim names the organisation, by its name
	// or by a word for it in Organisations.
	ByClaim       bool
	Organisations map[string]string
}

// How long the halves of a sign-in are remembered: for a person who looks for a
// password, and for a page that loads.
const (
	atProvider = 10 * time.Minute
	codeWaits  = time.Minute
)

// challengeForm is what a SHA-256 looks like in base64url (RFC 7636, 4.2).
var challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

func (s *Service) external() (External, error) {
	if s.provider.Provider == nil {
		return External{}, problem.New(problem.Conflict, "no sign-in provider is set up here: sign in with email and password")
	}
	return s.provider, nil
}

// BeginProviderSignIn gives the address at the provider where a browser signs in,
// and until when it must be back. The challenge is the SHA-256 of a secret of the
// front end, in base64url: who brings the secret to [Service.FinishProviderSignIn]
// is who has begun, so that nobody can be signed in as somebody else by a link.
func (s *Service) BeginProviderSignIn(ctx context.Context, challenge string) (url string, until time.Time, err error) {
	e, err := s.external()
	if err != nil {
		return "", until, err
	}
	if !challengeForm.MatchString(challenge) {
		return "", until, &problem.Error{Code: problem.BadInput, Field: "challenge",
			Message: "the challenge must be the SHA-256 of your verifier in base64url, 43 characters"}
	}
	state, id := auth.NewRefreshToken()
	nonce, _ := auth.NewRefreshToken()
	secrets := openid.Secrets{State: state, Nonce: nonce, Verifier: oauth2.GenerateVerifier()}
	if url, err = e.Provider.SignInURL(ctx, secrets); err != nil {
		return "", until, err
	}
	until = s.now().Add(atProvider).UTC()
	ctx = tenancy.System(ctx)
	if err := s.forgetSignIns(ctx); err != nil {
		return "", until, err
	}
	return url, until, s.db.Ent.ProviderSignIn.Create().SetID(id).SetChallenge(challenge).SetNonce(secrets.Nonce).
		SetVerifier(secrets.Verifier).SetExpiresAt(until).Exec(ctx)
}

// CompleteProviderSignIn takes what the provider sent back with the browser, and
// gives the code with which the front end fetches the session, once and soon.
func (s *Service) CompleteProviderSignIn(ctx context.Context, state string, answer openid.Answer) (code string, err error) {
	e, err := s.external()
	if err != nil {
		return "", err
	}
	ctx = tenancy.System(ctx)
	begun, err := s.takeSignIn(ctx, state)
	if err != nil {
		return "", err
	}
	if begun.UserID != nil { // it is the code of the other half
		return "", errSignIn()
	}
	person, err := e.Provider.Exchange(ctx, answer, openid.Secrets{State: state, Nonce: begun.Nonce, Verifier: begun.Verifier})
	if err != nil {
		return "", err
	}
	u, err := s.welcome(ctx, e, person)
	if err != nil {
		return "", err
	}
	code, id := auth.NewRefreshToken()
	return code, s.db.Ent.ProviderSignIn.Create().SetID(id).SetChallenge(begun.Challenge).SetUserID(u.ID).
		SetExpiresAt(s.now().Add(codeWaits)).Exec(ctx)
}

// FinishProviderSignIn exchanges the code for a session, if the verifier is the
// secret of the front end that began.
func (s *Service) FinishProviderSignIn(ctx context.Context, code, verifier string) (session Session, err error) {
	ctx = tenancy.System(ctx)
	half, err := s.takeSignIn(ctx, code)
	if err != nil {
		return Session{}, err
	}
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	if half.UserID == nil || subtle.ConstantTimeCompare([]byte(challenge), []byte(half.Challenge)) != 1 {
		return Session{}, errSignIn()
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		u, err := lockUser(ctx, tx, *half.UserID)
		if ent.IsNotFound(err) || (err == nil && u.DisabledAt != nil) {
			return errSignIn()
		}
		if err != nil {
			return err
		}
		if err := s.forgetExpired(ctx, tx, u); err != nil {
			return err
		}
		if session, err = s.begin(ctx, tx, u, nil); err != nil {
			return err
		}
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionSignedIn, TenantID: u.TenantID, TargetID: u.ID, ActorID: u.ID})
	})
	return session, err
}

// takeSignIn finds a half by the secret that travelled, and deletes it: nothing of
// it works twice.
func (s *Service) takeSignIn(ctx context.Context, secret string) (*ent.ProviderSignIn, error) {
	var half *ent.ProviderSignIn
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) (err error) {
		half, err = tx.ProviderSignIn.Query().Where(providersignin.ID(auth.RefreshDigest(secret))).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		return tx.ProviderSignIn.DeleteOne(half).Exec(ctx)
	})
	if ent.IsNotFound(err) || (err == nil && !s.now().Before(half.ExpiresAt)) {
		return nil, errSignIn()
	}
	return half, err
}

// forgetSignIns removes what nobody came back to, more than a sign-in adds.
func (s *Service) forgetSignIns(ctx context.Context) error {
	_, err := s.db.SQL.ExecContext(ctx, `delete from provider_sign_ins where id in
		(select id from provider_sign_ins where expires_at < $1 limit $2 for update skip locked)`, s.now(), forgottenAtOnce)
	return err
}

// ProviderSignOutURL is where a browser ends its session at the provider, and
// comes back to the page given; empty without a provider, or when it has none.
func (s *Service) ProviderSignOutURL(ctx context.Context, then string) (string, error) {
	if s.provider.Provider == nil {
		return "", nil
	}
	return s.provider.Provider.SignOutURL(ctx, then)
}

// HasProvider tells whether people can sign in at a provider.
func (s *Service) HasProvider() bool { return s.provider.Provider != nil }

func errSignIn() error {
	return problem.New(problem.Unauthenticated, "the sign-in is unknown, was used already, or took too long: begin again")
}
