package postgres

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// Transient reports whether the database's error may pass when the same is
// tried again later: a lost or refused connection, a server that stops or
// starts, too many connections, a transaction that lost to another. It is meant
// for errors of this package, ent, River and the drivers.
func Transient(err error) bool {
	if err == nil {
		return false
	}
	if state, ok := sqlState(err); ok {
		return transientState(state)
	}
	for _, lost := range []error{driver.ErrBadConn, sql.ErrConnDone, net.ErrClosed} {
		if errors.Is(err, lost) {
			return true
		}
	}
	var refused *pgconn.ConnectError
	var network *net.OpError
	if errors.As(err, &refused) || errors.As(err, &network) || pgconn.SafeToRetry(err) {
		return true
	}
	return cutOff(err)
}

// cutOff reports whether a connection ended in the middle of an answer: pgx
// has no type for that, only these ends of sentences.
func cutOff(err error) bool {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	return strings.HasSuffix(err.Error(), "conn closed")
}

// sqlState is the SQLSTATE that the server gave, whichever driver carries it.
func sqlState(err error) (string, bool) {
	var e interface{ SQLState() string }
	if !errors.As(err, &e) {
		return "", false
	}
	return e.SQLState(), true
}

// transientState judges a SQLSTATE (PostgreSQL documentation, appendix A).
func transientState(state string) bool {
	switch state {
	case "57P01", "57P02", "57P03", // the server shuts down, crashed, or starts
		"55P03",          // a lock is taken
		"40001", "40P01", // the transaction lost to another
		"25P03", // it idled too long and was ended
		"58030": // input or output failed
		return true
	}
	return strings.HasPrefix(state, "08") || // connection
		strings.HasPrefix(state, "53") // connections, memory, disk
}

// lostRace reports whether the database gave the transaction up in favour of
// another, so that running it again is right.
func lostRace(err error) bool {
	state, _ := sqlState(err)
	return state == "40001" || state == "40P01"
}
