// Package app is the running program: it opens what the configuration names,
// joins the parts, and closes them in the opposite order.
package app

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"quire/ent/tenancy"
	"quire/internal/accounts"
	"quire/internal/auth"
	"quire/internal/config"
	"quire/internal/postgres"
	"quire/internal/postgres/devcluster"
	"quire/internal/uploads"
	"quire/storage"
	"quire/storage/scan"
)

// App is an opened program: its database, its files and its accounts.
type App struct {
	Config   config.Config
	Log      *slog.Logger
	DB       *postgres.DB
	Store    *storage.Store
	Accounts *accounts.Service

	dsn      string
	scanner  *scan.Scanner // nil for none
	headroom []byte        // see keepHeadroom
	closes   []func() error
}

// Open opens the database, the private one of development when no other is
// given, brings it to the schema that the program needs, and opens storage.
func Open(ctx context.Context, c config.Config, log *slog.Logger) (_ *App, err error) {
	a := &App{Config: c, Log: log}
	a.keepHeadroom()
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := a.openDatabase(ctx); err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	if err := a.openStorage(ctx); err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	if err := a.openAccounts(); err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return a, nil
}

// keepHeadroom makes the collector of garbage believe that more is in use, for it
// collects when as much garbage has gathered: a server with little in memory would
// collect after every few requests. The bytes are never touched, so the system
// gives no memory for them.
func (a *App) keepHeadroom() {
	if os.Getenv("GOGC") == "" {
		a.headroom = make([]byte, a.Config.Headroom)
	}
}

// Close closes what Open opened.
func (a *App) Close() error {
	var errs []error
	for i := len(a.closes) - 1; i >= 0; i-- {
		errs = append(errs, a.closes[i]())
	}
	a.closes = nil
	return errors.Join(errs...)
}

func (a *App) openDatabase(ctx context.Context) error {
	a.dsn = string(a.Config.DatabaseURL)
	if a.Config.PrivateDatabase() {
		dsn, release, err := devcluster.Use(ctx, devcluster.Options{Dir: filepath.Join(a.Config.DataDir, "postgres"), Durable: true})
		if err != nil {
			return err
		}
		a.dsn = dsn
		a.closes = append(a.closes, release)
	}
	db, err := postgres.Open(ctx, a.dsn, postgres.Options{PoolConns: 12 + a.Config.WorkerConcurrency, Trace: a.Config.TraceEndpoint != ""})
	if err != nil {
		return err
	}
	a.DB = db
	a.closes = append(a.closes, db.Close)
	applied, err := db.Migrate(ctx)
	if len(applied) > 0 {
		a.Log.InfoContext(ctx, "database migrated", "applied", len(applied), "newest", applied[len(applied)-1])
	}
	return err
}

func (a *App) openStorage(ctx context.Context) error {
	keys, err := a.keys("download links")
	if err != nil {
		return err
	}
	var scanner storage.Scanner
	if a.Config.ClamdAddr != "" {
		if a.scanner, err = scan.New(a.Config.ClamdAddr); err != nil {
			return err
		}
		scanner = a.scanner
	}
	a.Store, err = storage.Open(ctx, storage.Config{
		Scanner:            scanner,
		Bucket:             a.Config.StorageBucket,
		Prefix:             a.Config.StoragePrefix,
		PublicBaseURL:      a.Config.PublicURL,
		SigningKey:         keys[0],
		RetiredSigningKeys: keys[1:],
		SignedURLTTL:       a.Config.SignedURLTTL,
		SignDirect:         a.Config.StorageDirectLinks,
		Downloaded:         uploads.NewDownloads(a.DB, a.Log).Note,
		Log:                a.Log,
	})
	if err != nil {
		return err
	}
	a.closes = append(a.closes, a.Store.Close)
	return nil
}

// derive makes a key of its own for each purpose from a secret (RFC 5869).
func derive(secret config.Secret, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(secret.Reveal()), nil, "quire: "+purpose, 32)
}

// keys are those of a purpose: the first signs, the others, of secrets that are
// retired, are accepted.
func (a *App) keys(purpose string) (keys [][]byte, err error) {
	for _, secret := range append([]config.Secret{a.Config.JWTSecret}, a.Config.JWTSecretsRetired...) {
		key, err := derive(secret, purpose)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func (a *App) openAccounts() error {
	keys, err := a.keys("access tokens")
	if err != nil {
		return err
	}
	tokens, err := auth.NewTokens(auth.TokenConfig{
		Algorithm: auth.Algorithm(a.Config.JWTAlgorithm), Secret: keys[0], Retired: keys[1:], Lifetime: a.Config.JWTExpiresIn,
	})
	if err != nil {
		return err
	}
	provider, err := external(a.Config)
	if err != nil {
		return err
	}
	a.Accounts = accounts.New(a.DB, accounts.Config{
		Tokens:          tokens,
		Passwords:       auth.NewPasswords(auth.Recommended),
		RefreshLifetime: a.Config.RefreshExpiresIn,
		Throttle:        accounts.Throttle{PerAccount: a.Config.LoginAttemptsPerAccount, PerAddress: a.Config.LoginAttemptsPerAddress},
		External:        provider,
	})
	return nil
}

// ensureAdministrator makes the first administrator that the configuration
// names, unless there is a user already.
func (a *App) ensureAdministrator(ctx context.Context) error {
	if a.Config.AdminEmail == "" {
		return nil
	}
	first, err := a.Accounts.EnsureFirstAdministrator(tenancy.System(ctx), a.Config.AdminEmail, string(a.Config.AdminPassword), "Quire")
	if err == nil && first.Created {
		a.Log.InfoContext(ctx, "first administrator created", "email", a.Config.AdminEmail)
	}
	return err
}
