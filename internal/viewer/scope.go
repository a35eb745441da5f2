package viewer

// Scope is a kind of operation that an API key may be good for.
type Scope string

// The scopes. None contains another.
const (
	// Read is for queries and subscriptions.
	Read Scope = "READ"
	// Generate is for what a standard user changes: customers, files, orders.
	Generate Scope = "GENERATE"
	// Administer is for what needs the role of an administrator.
	Administer Scope = "ADMIN"
	// Users is for who may sign in, which outlasts the key.
	Users Scope = "USERS"
)

// Scopes are a set.
type Scopes uint8

// bits of the set, one for each scope.
var bits = map[Scope]Scopes{Read: 1, Generate: 2, Administer: 4, Users: 8}

// ScopesOf makes the set of the scopes with these names; what is no scope is left
// out.
func ScopesOf(names []string) (set Scopes) {
	for _, n := range names {
		set |= bits[Scope(n)]
	}
	return set
}

// Has tells whether the set has the scope.
func (s Scopes) Has(scope Scope) bool { return s&bits[scope] != 0 }
