// Package s3test runs a real S3 server over a folder, for tests.
package s3test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	user   = "quire-test"
	secret = "quire-test-secret"
	region = "us-east-1"
)

// Credentials gives the process the account of all servers, for stores that take
// it from the environment.
func Credentials() {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": user, "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		if err := os.Setenv(name, value); err != nil { // the names are those above
			panic(err)
		}
	}
}

// Server is an S3 server.
type Server struct {
	command *exec.Cmd
	output  strings.Builder
	program string
	dir     string
	address string
	client  *s3.Client
	buckets int
	mu      sync.Mutex
}

// New starts a server on a folder of its own; whoever has it closes it.
func New() (*Server, error) {
	program, err := versitygw()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "quire-s3-*")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, program: program}
	for _, sub := range []string{"data", "meta"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	if s.address, err = FreeAddress(); err != nil {
		return nil, err
	}
	s.client = s3.New(s3.Options{
		Region: region, BaseEndpoint: aws.String("http://" + s.address), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(user, secret, ""),
	})
	if err := s.Start(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Start starts a server that was stopped, on the same address and folder.
func (s *Server) Start() error {
	s.output.Reset()
	s.command = exec.Command(s.program, "--quiet", "--port", s.address, "--region", region,
		"posix", "--sidecar", filepath.Join(s.dir, "meta"), filepath.Join(s.dir, "data"))
	s.command.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+user, "ROOT_SECRET_KEY="+secret)
	s.command.Stdout, s.command.Stderr = &s.output, &s.output
	if err := s.command.Start(); err != nil {
		return err
	}
	if err := s.awaitListening(); err != nil {
		s.Stop()
		return fmt.Errorf("start %s: %w\n%s", s.program, err, s.output.String())
	}
	return nil
}

// Stop kills the server; what it holds stays.
func (s *Server) Stop() {
	if s.command != nil && s.command.Process != nil {
		_ = s.command.Process.Kill()
		_ = s.command.Wait()
	}
	s.command = nil
}

// Close ends the server and removes what it holds.
func (s *Server) Close() {
	if s == nil {
		return
	}
	s.Stop()
	_ = os.RemoveAll(s.dir)
}

// Bucket makes a new empty bucket and gives the URL by which a store opens it.
func (s *Server) Bucket(t testing.TB) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buckets++
	name := fmt.Sprintf("bucket-%d", s.buckets)
	if _, err := s.client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(name)}); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("s3://%s?region=%s&endpoint=http://%s&use_path_style=true", name, region, s.address)
}

// IncompleteUploads counts what abandoned multipart uploads have left in a bucket.
func (s *Server) IncompleteUploads(ctx context.Context, bucket string) (int, error) {
	out, err := s.client.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{Bucket: aws.String(bucket)})
	if err != nil {
		return 0, err
	}
	return len(out.Uploads), nil
}

// versitygw finds the server's program, which "make tools" builds.
func versitygw() (string, error) {
	dirs := []string{os.Getenv("QUIRE_TOOLS")}
	if here, err := os.Getwd(); err == nil {
		for ; filepath.Dir(here) != here; here = filepath.Dir(here) {
			dirs = append(dirs, filepath.Join(here, ".tools"))
		}
	}
	for _, dir := range dirs {
		path := filepath.Join(dir, "versitygw")
		if info, err := os.Stat(path); dir != "" && err == nil && !info.IsDir() {
			return filepath.Abs(path)
		}
	}
	if path, err := exec.LookPath("versitygw"); err == nil {
		return path, nil
	}
	return "", fmt.Errorf("the S3 server for tests, versitygw, is not in $QUIRE_TOOLS, .tools or $PATH: run \"make tools\" first")
}

func (s *Server) awaitListening() error {
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if conn, err := net.Dial("tcp", s.address); err == nil {
			return conn.Close()
		}
		select {
		case <-tick.C:
		case <-deadline:
			return fmt.Errorf("nothing listens on %s after 30 s", s.address)
		}
	}
}

// FreeAddress is an address on loopback where nothing listens.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
