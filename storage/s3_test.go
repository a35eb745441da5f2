package storage

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
	s3User   = "quire-test"
	s3Secret = "quire-test-secret"
	s3Region = "us-east-1"
)

// s3Server is a real S3 server over a folder, one for all tests.
type s3Server struct {
	command *exec.Cmd
	dir     string
	address string
	client  *s3.Client
	buckets int
	mu      sync.Mutex
}

var gateway struct {
	once   sync.Once
	server *s3Server
	err    error
}

func TestMain(m *testing.M) {
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": s3User, "AWS_SECRET_ACCESS_KEY": s3Secret, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
	} {
		os.Setenv(name, value)
	}
	code := m.Run()
	gateway.server.stop()
	os.Exit(code)
}

// bucketURL makes a new empty bucket on the server.
func bucketURL(t *testing.T) string {
	t.Helper()
	gateway.once.Do(func() { gateway.server, gateway.err = startS3() })
	if gateway.err != nil {
		t.Fatal(gateway.err)
	}
	name := gateway.server.newBucket(t)
	return fmt.Sprintf("s3://%s?region=%s&endpoint=http://%s&use_path_style=true", name, s3Region, gateway.server.address)
}

func (s *s3Server) newBucket(t *testing.T) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buckets++
	name := fmt.Sprintf("bucket-%d", s.buckets)
	if _, err := s.client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(name)}); err != nil {
		t.Fatal(err)
	}
	return name
}

// versitygw finds the server's program, which "make tools" builds.
func versitygw() (string, error) {
	for _, dir := range []string{os.Getenv("QUIRE_TOOLS"), filepath.Join("..", ".tools")} {
		path := filepath.Join(dir, "versitygw")
		if info, err := os.Stat(path); dir != "" && err == nil && !info.IsDir() {
			return filepath.Abs(path)
		}
	}
	if path, err := exec.LookPath("versitygw"); err == nil {
		return path, nil
	}
	return "", fmt.Errorf("the S3 server for tests, versitygw, is not in $QUIRE_TOOLS, ../.tools or $PATH: run \"make tools\" first")
}

func startS3() (*s3Server, error) {
	program, err := versitygw()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "quire-s3-*")
	if err != nil {
		return nil, err
	}
	s := &s3Server{dir: dir}
	for _, sub := range []string{"data", "meta"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, err
		}
	}
	if s.address, err = freeAddress(); err != nil {
		return nil, err
	}
	s.command = exec.Command(program, "--quiet", "--port", s.address, "--region", s3Region,
		"posix", "--sidecar", filepath.Join(dir, "meta"), filepath.Join(dir, "data"))
	s.command.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+s3User, "ROOT_SECRET_KEY="+s3Secret)
	var output strings.Builder
	s.command.Stdout, s.command.Stderr = &output, &output
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	if err := s.awaitListening(); err != nil {
		s.stop()
		return nil, fmt.Errorf("start %s: %w\n%s", program, err, output.String())
	}
	s.client = s3.New(s3.Options{
		Region: s3Region, BaseEndpoint: aws.String("http://" + s.address), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(s3User, s3Secret, ""),
	})
	return s, nil
}

func (s *s3Server) awaitListening() error {
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

func (s *s3Server) stop() {
	if s == nil {
		return
	}
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
	_ = os.RemoveAll(s.dir)
}

// incompleteUploads counts what an abandoned multipart upload leaves.
func (s *s3Server) incompleteUploads(ctx context.Context, bucket string) (int, error) {
	out, err := s.client.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{Bucket: aws.String(bucket)})
	if err != nil {
		return 0, err
	}
	return len(out.Uploads), nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
