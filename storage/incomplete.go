package storage

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
)

// unasked are S3's answers of buckets in which uploads cannot be listed: Quire has no right
// to, or the server has no such call.
var unasked = []string{"AccessDenied", "NotImplemented", "MethodNotAllowed"}

// endUploads ends the uploads to an S3 bucket that began before a time and were never
// completed, and does nothing to other stores. A part that was on its way when its upload
// was given up may keep it alive (Amazon S3 API, AbortMultipartUpload).
func (s *Store) endUploads(ctx context.Context, before time.Time) (Swept, error) {
	var client *s3.Client
	if !s.bucket.As(&client) {
		return Swept{}, nil
	}
	var removed Swept
	pages := s3.NewListMultipartUploadsPaginator(client, &s3.ListMultipartUploadsInput{Bucket: aws.String(s.name), Prefix: aws.String(s.prefix)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		var answer smithy.APIError
		if errors.As(err, &answer) && slices.Contains(unasked, answer.ErrorCode()) {
			return removed, nil
		}
		if err != nil {
			return removed, s.fail("list incomplete uploads of", s.prefix, err)
		}
		for _, u := range page.Uploads {
			if u.Initiated == nil || u.Initiated.After(before) {
				continue
			}
			_, err := client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: aws.String(s.name), Key: u.Key, UploadId: u.UploadId})
			if errors.As(err, &answer) && answer.ErrorCode() == "NoSuchUpload" { // it ended meanwhile
				continue
			}
			if err != nil {
				return removed, s.fail("end the upload of", aws.ToString(u.Key), err)
			}
			removed.Objects++
		}
	}
	return removed, nil
}
