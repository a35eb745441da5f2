package storage

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"syscall"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"gocloud.dev/gcerrors"
	"google.golang.org/api/googleapi"
)

// temporary tells whether err may pass. What is not known to last is given
// another try: a needless retry costs little, a job given up over a hiccup
// of the network costs much.
func temporary(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	if status := httpStatus(err); status != 0 {
		return status >= 500 || status == http.StatusTooManyRequests || status == http.StatusRequestTimeout
	}
	switch gcerrors.Code(err) {
	case gcerrors.NotFound, gcerrors.AlreadyExists, gcerrors.InvalidArgument, gcerrors.Unimplemented,
		gcerrors.FailedPrecondition, gcerrors.PermissionDenied, gcerrors.Canceled:
		return false
	}
	return !lasting(err)
}

// lasting knows the answers of a file system that stay the same.
func lasting(err error) bool {
	if errors.Is(err, fs.ErrPermission) {
		return true
	}
	for _, e := range []syscall.Errno{syscall.ENOTDIR, syscall.EISDIR, syscall.EROFS, syscall.ENAMETOOLONG, syscall.ELOOP} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// httpStatus digs the status out of the errors of the three clouds; 0 when
// there was no answer at all.
func httpStatus(err error) int {
	var aws interface{ HTTPStatusCode() int }
	if errors.As(err, &aws) {
		return aws.HTTPStatusCode()
	}
	var google *googleapi.Error
	if errors.As(err, &google) {
		return google.Code
	}
	var azure *azcore.ResponseError
	if errors.As(err, &azure) {
		return azure.StatusCode
	}
	return 0
}
