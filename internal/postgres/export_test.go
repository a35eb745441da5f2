package postgres

// What the tests reach into.
var (
	MigrateFrom = migrateFrom
	PendingFrom = pendingFrom
)
