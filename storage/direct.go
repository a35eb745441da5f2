package storage

import (
	"context"
	"fmt"
	"net/url"

	gcs "cloud.google.com/go/storage"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"gocloud.dev/blob"
)

// signDirect signs a link to the bucket itself. The name and the media type
// travel in the link's signed parameters, since one object may be known by
// several names. The clouds' own clocks decide when it expires.
func (s *Store) signDirect(ctx context.Context, g grant) (string, error) {
	disposition := contentDisposition("attachment", g.FileName)
	return s.bucket.SignedURL(ctx, g.Key, &blob.SignedURLOptions{
		Expiry: s.ttl,
		BeforeSign: func(as func(any) bool) error {
			var get *s3.GetObjectInput
			if as(&get) {
				get.ResponseContentDisposition = aws.String(disposition)
				get.ResponseContentType = aws.String(g.MediaType)
				return nil
			}
			var google *gcs.SignedURLOptions
			if as(&google) {
				google.Scheme = gcs.SigningSchemeV4 // the older one leaves the parameters unsigned
				google.QueryParameters = url.Values{
					"response-content-disposition": {disposition},
					"response-content-type":        {g.MediaType},
				}
				return nil
			}
			return fmt.Errorf("a %s bucket cannot sign a file's name into a link", s.kind)
		},
	})
}
