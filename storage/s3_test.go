package storage

import (
	"os"
	"sync"
	"testing"

	"quire/internal/s3test"
)

// gateway is a real S3 server, one for all tests.
var gateway struct {
	once   sync.Once
	server *s3test.Server
	err    error
}

func TestMain(m *testing.M) {
	s3test.Credentials()
	code := m.Run()
	gateway.server.Close()
	os.Exit(code)
}

// bucketURL makes a new empty bucket on the server.
func bucketURL(t *testing.T) string {
	t.Helper()
	gateway.once.Do(func() { gateway.server, gateway.err = s3test.New() })
	if gateway.err != nil {
		t.Fatal(gateway.err)
	}
	return gateway.server.Bucket(t)
}
