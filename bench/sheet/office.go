package main

import (
	"bufio"
	"context"
	_ "embed"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed resident.py
var residentScript string

// office is LibreOffice: started for each workbook, and once for all.
type office struct {
	// profile is the folder of its settings; empty where it is not installed.
	profile string
	script  *exec.Cmd
	in      io.WriteCloser
	answers *bufio.Scanner
}

// startOffice starts a LibreOffice that stays, where that can be done.
func startOffice(ctx context.Context, dir string) *office {
	o := &office{}
	if _, err := exec.LookPath("soffice"); err != nil {
		log.Print("LibreOffice is not installed: there is nothing to compare with")
		return o
	}
	o.profile = filepath.Join(dir, "profile")
	python := "/usr/bin/python3" // the one that the system's packages are for
	if exec.CommandContext(ctx, python, "-c", "import uno").Run() != nil {
		log.Print("python3-uno is not installed: a LibreOffice that stays cannot be measured")
		return o
	}
	o.script = exec.CommandContext(ctx, python, "-c", residentScript)
	o.script.Stderr = os.Stderr
	in, inErr := o.script.StdinPipe()
	out, outErr := o.script.StdoutPipe()
	if inErr != nil || outErr != nil || o.script.Start() != nil {
		o.script = nil
		return o
	}
	o.in, o.answers = in, bufio.NewScanner(out)
	return o
}

func (o *office) stop() {
	if o.script != nil {
		_ = o.in.Close()
		_ = o.script.Wait()
	}
}

// cold starts LibreOffice for one workbook, with settings that it has made at its
// first start.
func (o *office) cold(ctx context.Context, book string) (time.Duration, error) {
	args := []string{"soffice", "-env:UserInstallation=file://" + o.profile, "--headless", "--norestore", "--convert-to", "pdf",
		"--outdir", filepath.Dir(o.profile), book}
	if _, err := os.Stat(o.profile); err != nil {
		if _, err := cpu(ctx, args...); err != nil {
			return 0, err
		}
	}
	return cpu(ctx, args...)
}

// convert has the LibreOffice that stays print a workbook.
func (o *office) convert(book, out string) (time.Duration, error) {
	if o.script == nil {
		return 0, fmt.Errorf("no LibreOffice stays")
	}
	if _, err := fmt.Fprintf(o.in, "%s\t%s\n", book, out); err != nil {
		return 0, err
	}
	if !o.answers.Scan() {
		return 0, fmt.Errorf("LibreOffice has ended")
	}
	seconds, err := strconv.ParseFloat(strings.TrimSpace(o.answers.Text()), 64)
	return time.Duration(seconds * float64(time.Second)), err
}
