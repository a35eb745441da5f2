package postgres_test

import (
	"io/fs"
	"testing"

	"quire/ent/migrate/migrations"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
)

// emailsOfOrganisations is the migration after which emails are unique within an
// organisation only.
const emailsOfOrganisations = "20261126134812_emails_of_organisations.sql"

func TestAnOlderDatabaseKeepsItsUsers(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Empty(t))
	older := map[string]string{}
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if name >= emailsOfOrganisations {
			continue
		}
		text, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		older[name] = string(text)
	}
	if _, err := postgres.MigrateFrom(t.Context(), db.Pool, files(t, older)); err != nil {
		t.Fatal(err)
	}
	add := func(id, tenant, email string) error {
		_, err := db.Pool.Exec(t.Context(), `insert into users (id, tenant_id, created_at, updated_at, email, name, role, operator, password_hash)
			values ($1, $2, now(), now(), $3, '', 'ADMIN', false, '')`, id, tenant, email)
		return err
	}
	if _, err := db.Pool.Exec(t.Context(), `insert into organisations (id, created_at, name) values ('org_1', now(), 'One'), ('org_2', now(), 'Two')`); err != nil {
		t.Fatal(err)
	}
	if err := add("usr_1", "org_1", "ana@example.com"); err != nil {
		t.Fatal(err)
	}
	if err := add("usr_2", "org_2", "ana@example.com"); err == nil {
		t.Fatal("the older schema took an email twice")
	}
	if applied, err := db.Migrate(t.Context()); err != nil || len(applied) == 0 || applied[0] != emailsOfOrganisations {
		t.Fatalf("%v, %v", applied, err)
	}
	if err := add("usr_2", "org_2", "ana@example.com"); err != nil {
		t.Errorf("in another organisation: %v", err)
	}
	for _, email := range []string{"ana@example.com", "Ana@example.com"} {
		if err := add("usr_3", "org_1", email); err == nil {
			t.Errorf("%s is there twice in one organisation", email)
		}
	}
}
