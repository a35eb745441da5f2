package storage

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/feature/s3/transfermanager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	// abortTimeout bounds the clearing away of a failed upload's parts.
	abortTimeout = 30 * time.Second
	// uploadConcurrency bounds the memory of one upload: a buffer of 8 MiB
	// for each part that is on its way.
	uploadConcurrency = 2
)

// prepareUpload readies a writer to an S3 bucket, and does nothing to others.
// Left alone, the upload manager tells S3 to drop a failed upload's parts with
// the very context whose end made it fail, so they would stay, and be paid for.
func (s *Store) prepareUpload(as func(any) bool) {
	var manager *transfermanager.Client
	var client *s3.Client
	if !as(&manager) || !s.bucket.As(&client) {
		return
	}
	*manager = *transfermanager.New(client, func(o *transfermanager.Options) {
		o.FailTimeout = abortTimeout
		o.Concurrency = uploadConcurrency
		o.RequestChecksumCalculation = client.Options().RequestChecksumCalculation
	})
}
