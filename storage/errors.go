package storage

import (
	"errors"
	"fmt"

	"github.com/aws/smithy-go"
	"gocloud.dev/gcerrors"
	"google.golang.org/api/googleapi"
)

// ErrNotFound says that there is no object under a key.
var ErrNotFound = errors.New("no such file in storage")

// TooLarge says that a stream went on beyond its limit.
type TooLarge struct {
	// Limit in bytes.
	Limit int64
}

// Error names the limit.
func (e *TooLarge) Error() string {
	return fmt.Sprintf("the file is larger than the limit of %s: send a smaller one", bytesText(e.Limit))
}

// SourceError says that what was to be stored could not be read: the fault
// lies with the sender or the connection to them, and not with the store.
type SourceError struct{ Err error }

// Error says that reading failed and why.
func (e *SourceError) Error() string {
	return fmt.Sprintf("read the file that is to be stored: %v", e.Err)
}

// Unwrap gives the reader's own error.
func (e *SourceError) Unwrap() error { return e.Err }

// Mismatch says that an object is not what it was when it was stored.
type Mismatch struct{ Key, Want, Got string }

// Error names both digests.
func (e *Mismatch) Error() string {
	return fmt.Sprintf("the stored file %s is not the one expected: its SHA-256 is %s instead of %s: it was changed or damaged; send it again", e.Key, e.Got, e.Want)
}

// Error is a failure of the store itself.
type Error struct {
	// Op is what was being done, such as "write".
	Op, Key   string
	Err       error
	temporary bool
}

// Error says what was being done, to which object, and what went wrong.
func (e *Error) Error() string {
	return fmt.Sprintf("storage could not %s %s: %v", e.Op, e.Key, e.Err)
}

// Unwrap gives the bucket's own error.
func (e *Error) Unwrap() error { return e.Err }

// Temporary tells whether the same call may succeed later.
func (e *Error) Temporary() bool { return e.temporary }

// opWrite is the one operation that no missing object can make fail.
const opWrite = "write"

// fail gives a bucket's error the form that this package promises.
func (s *Store) fail(op, key string, err error) error {
	switch {
	case err == nil:
		return nil
	case op != opWrite && s.missing(err):
		return fmt.Errorf("%w: %s", ErrNotFound, key)
	}
	return &Error{Op: op, Key: key, Err: err, temporary: temporary(err)}
}

// missing tells a missing object from two things that the drivers report in
// the same way: a missing bucket on S3, and a refusal of access on Google
// Cloud. Those are faults of the configuration, not of the key.
func (s *Store) missing(err error) bool {
	if gcerrors.Code(err) != gcerrors.NotFound {
		return false
	}
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() == "NoSuchBucket" {
		return false
	}
	var google *googleapi.Error
	return !errors.As(err, &google) || google.Code != 403
}

func bytesText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
