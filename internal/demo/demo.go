// Package demo shows Quire at work: a client that uses nothing but the public
// API sets up a sample office, generates a booklet and watches its progress.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// Options say where Quire is, who opens the sample office, and where the
// booklet goes.
type Options struct {
	// URL is Quire's base URL, such as http://127.0.0.1:8080.
	URL string
	// OperatorEmail and OperatorPassword are the first administrator's.
	OperatorEmail, OperatorPassword string
	// OutDir is created when it is not there.
	OutDir string
	// Out shows what is being done.
	Out io.Writer
}

// Run sets up the office, generates the sample customer's Renewal Book and
// gives the path of the PDF.
func Run(ctx context.Context, opts Options) (string, error) {
	o := &office{Client: &Client{Endpoint: opts.URL + "/graphql", HTTP: &http.Client{Timeout: time.Minute}}}
	say := func(format string, args ...any) { fmt.Fprintf(opts.Out, format+"\n", args...) }
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"Signing in to the sample office", func(ctx context.Context) error { return o.open(ctx, opts.OperatorEmail, opts.OperatorPassword) }},
		{"Customers and their attributes", o.addCustomers},
		{"The Renewal Book: a static page, a chosen page, a form, a worksheet tab", o.addBook},
		{"The account manager's workbook", o.addSpreadsheet},
	} {
		say("  %s", step.what)
		if err := step.do(ctx); err != nil {
			return "", err
		}
	}
	job, err := o.generate(ctx)
	if err != nil {
		return "", err
	}
	say("  Generating the book for %s, %d Q%d (%s)", customers[0].name, Year, Quarter, job)
	if err := o.watch(ctx, job, opts.Out); err != nil {
		return "", err
	}
	return o.fetch(ctx, job, opts.OutDir)
}

func (o *office) generate(ctx context.Context) (string, error) {
	var out struct {
		GenerateBook struct{ Job struct{ ID string } }
	}
	err := o.Do(ctx, `mutation Generate($input: GenerateBookInput!) { generateBook(input: $input) { job { id } } }`,
		map[string]any{"input": map[string]any{"bookId": o.bookID, "customerId": o.customerID, "year": Year, "quarter": Quarter, "spreadsheetId": o.spreadsheetID}}, &out)
	return out.GenerateBook.Job.ID, err
}

// fetch downloads the booklet by its signed URL; what it leaves is whole or
// nothing.
func (o *office) fetch(ctx context.Context, job, dir string) (path string, err error) {
	var out struct {
		Job struct {
			Output struct {
				Name     string
				Size     int64
				Download struct{ URL string }
			}
		}
	}
	err = o.Do(ctx, `query Output($id: ID!) { job(id: $id) { output { name size download { url } } } }`, map[string]any{"id": job}, &out)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	tmp, err := os.CreateTemp(dir, ".download-*")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	n, err := o.Download(ctx, out.Job.Output.Download.URL, tmp)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return "", err
	}
	if n != out.Job.Output.Size {
		return "", fmt.Errorf("the download has %d bytes where %d were promised", n, out.Job.Output.Size)
	}
	path = filepath.Join(dir, filepath.Base(out.Job.Output.Name))
	return path, os.Rename(tmp.Name(), path)
}
