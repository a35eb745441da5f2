package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"quire/internal/accounts"
)

const (
	signInTo = `mutation($p: String!, $o: String) { login(input: {email: "Cy@silva.example", password: $p, organisation: $o}) { session { viewer { user { id } organisation { name } } } } }`
	addUser  = `mutation($e: String!, $p: String!) { createUser(input: {email: $e, password: $p}) { user { id email } } }`
)

// TestAnEmailInTwoOrganisations_R4: neither office learns of the person's account in the
// other, and the person signs in to both.
func TestAnEmailInTwoOrganisations_R4(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.accounts.Throttle = accounts.Throttle{PerAccount: 4}
	b.resolver.Accounts = accounts.New(b.db, b.accounts)
	ana, eve := b.as("ana@silva.example"), b.as("eve@other.example")
	cy := eve.must(addUser, vars{"e": "cy@silva.example", "p": password}).str("createUser", "user", "id")
	if a := eve.do(addUser, vars{"e": "CY@silva.example", "p": password}); a.codes() != "CONFLICT email" {
		t.Errorf("a second time: %s", a.codes())
	}
	invited := eve.must(`mutation { inviteUser(input: {email: "bo@silva.example"}) { token } }`, nil).str("inviteUser", "token")
	bo := b.anonymous().must(`mutation($t: String!) { acceptInvitation(input: {token: $t, password: "a horse of another colour"}) { session { viewer { organisation { name } } } } }`, vars{"t": invited})
	if got := bo.str("acceptInvitation", "session", "viewer", "organisation", "name"); got != "Other" {
		t.Errorf("the invitation was of Other, and accepted in %q", got)
	}

	a := b.anonymous().do(signInTo, vars{"p": password})
	if a.codes() != "BAD_USER_INPUT organisation" || !strings.Contains(a.Errors[0].Message, "«Other» or «Silva»") {
		t.Errorf("one password in both: %+v", a.Errors)
	}
	for _, name := range []string{"Other", "Silva"} {
		if got := b.anonymous().must(signInTo, vars{"p": password, "o": name}).str("login", "session", "viewer", "organisation", "name"); got != name {
			t.Errorf("signed in to %q, want %q", got, name)
		}
	}

	token := eve.must(`mutation($id: ID!) { resetUser(input: {id: $id}) { token } }`, vars{"id": cy}).str("resetUser", "token")
	if got := b.anonymous().must(signInTo, vars{"p": password}).str("login", "session", "viewer", "organisation", "name"); got != "Silva" {
		t.Errorf("after the reset in Other, signed in to %q", got)
	}
	b.anonymous().must(`mutation($t: String!) { acceptInvitation(input: {token: $t, password: "a horse of another colour"}) { session { expiresAt } } }`, vars{"t": token})
	if got := b.anonymous().must(signInTo, vars{"p": "a horse of another colour"}).str("login", "session", "viewer", "user", "id"); got != cy {
		t.Errorf("the new password is of %q", got)
	}

	const failures = `{ auditEvents(where: {action: [SIGN_IN_FAILED]}) { totalCount } }`
	for range 3 {
		if a := b.anonymous().do(signInTo, vars{"p": "wrong horse battery", "o": "Other"}); a.codes() != "UNAUTHENTICATED" {
			t.Errorf("a wrong password: %s", a.codes())
		}
	}
	for name, c := range map[string]struct {
		client
		want float64
	}{"Silva": {ana, 0}, "Other": {eve, 3}} {
		if got := c.must(failures, nil).get("auditEvents", "totalCount"); got != c.want {
			t.Errorf("%s's log has %v failures, want %v", name, got, c.want)
		}
	}
	b.anonymous().do(signInTo, vars{"p": "wrong horse battery", "o": "Other"})
	a = b.anonymous().do(signInTo, vars{"p": "a horse of another colour", "o": "Other"})
	if a.codes() != "RATE_LIMITED" || !strings.Contains(fmt.Sprint(a.Errors[0].Extensions), "retryAfter") {
		t.Errorf("after four: %+v", a.Errors)
	}
	for _, log := range []string{b.logOf(ana), b.logOf(eve)} {
		if !strings.Contains(log, "SIGNED_IN") || (strings.Contains(log, "ana@") && strings.Contains(log, "eve@")) {
			t.Errorf("a log tells of both offices: %s", log)
		}
	}
}

// logOf is the log of an administrator's organisation.
func (b bundle) logOf(c client) string {
	return fmt.Sprint(c.must(`{ auditEvents(first: 100) { edges { node { action targetId actor { email } } } } }`, nil).Data)
}
