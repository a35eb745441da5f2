package dryrun

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"quire/engine"
	"quire/engine/form"
	"quire/engine/pdf"
	"quire/engine/sheet"
	"quire/internal/plan"
	"quire/storage"
)

// finding codes that only a dry run gives; they are stable.
const (
	// codeTabMissing: as the engine names it.
	codeTabMissing = "TAB_MISSING"
	// codeFieldUnknown: a mapping names a field that the form has not.
	codeFieldUnknown = string(form.FieldUnknown)
	// codeFieldsUnmapped: nothing is written into some fields of the form.
	codeFieldsUnmapped = "FIELDS_UNMAPPED"
)

// content is what was learned of a file by reading it.
type content struct {
	fields []string
	tabs   []sheet.Tab
	// code and message say why it cannot be read; empty when it can.
	code, message string
}

// readSources reads each file once and adds what it finds to the pages.
func (s *Service) readSources(ctx context.Context, p *Plan, dir string) error {
	known := map[string]content{}
	for i := range p.Pages {
		page := &p.Pages[i]
		if page.File == nil {
			continue
		}
		role := page.Page.Kind + " " + page.File.Key
		c, read := known[role]
		if !read {
			var err error
			if c, err = s.read(ctx, *page.File, page.Page.Kind, dir); err != nil {
				return err
			}
			known[role] = c
		}
		p.judge(page, c)
	}
	return nil
}

// read learns what a file holds; its error is ours, not the file's.
func (s *Service) read(ctx context.Context, f plan.File, kind, dir string) (content, error) {
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return content{}, ctx.Err()
	}
	file, err := s.store.Fetch(ctx, f.Key, f.SHA256, dir)
	if err != nil {
		return unfetched(f, err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	c, err := contentOf(ctx, file, f, kind)
	if err != nil && ctx.Err() != nil {
		return content{}, ctx.Err()
	}
	if err != nil {
		c.code, c.message = spoken(err), fmt.Sprintf("«%s» cannot be read: %s", f.Name, err)
	}
	return c, nil
}

// unfetched tells a file that is gone or damaged from storage that is away.
func unfetched(f plan.File, err error) (content, error) {
	var changed *storage.Mismatch
	switch {
	case errors.Is(err, storage.ErrNotFound):
		return content{code: engine.CodeMissing, message: fmt.Sprintf("the file «%s» is not in storage any more; upload it again", f.Name)}, nil
	case errors.As(err, &changed):
		return content{code: "SOURCE_CHANGED", message: fmt.Sprintf("the file «%s» in storage is not the one that was uploaded; upload it again", f.Name)}, nil
	}
	return content{}, err
}

func contentOf(ctx context.Context, file *os.File, f plan.File, kind string) (c content, err error) {
	defer func() {
		if v := recover(); v != nil { // a foreign file must not end the process
			err = fmt.Errorf("it is damaged in an unforeseen way (%v)", v)
		}
	}()
	switch kind {
	case plan.KindCover:
		return c, nil // images were decoded when they were uploaded
	case plan.KindExcel:
		c.tabs, err = sheet.Tabs(file, f.Size)
		return c, err
	}
	doc, err := pdf.Read(ctx, file, f.Size, f.Name)
	if err != nil || kind != plan.KindPDFForm {
		return c, err
	}
	fields, err := form.Fields(doc)
	for _, f := range fields {
		if f.Kind != form.KindPush && f.Kind != form.KindSignature {
			c.fields = append(c.fields, f.Name)
		}
	}
	return c, err
}

func spoken(err error) string {
	var coded interface{ Code() string }
	if errors.As(err, &coded) {
		return coded.Code()
	}
	return engine.CodeUnreadable
}

// mostListed bounds how many names a message lists.
const mostListed = 12

// judge compares what a page wants with what its file has.
func (p *Plan) judge(page *plan.Explained, c content) {
	switch {
	case c.code != "":
		page.Problems = append(page.Problems, plan.Note{Page: page.Number, Code: c.code, Message: c.message})
	case page.Page.Kind == plan.KindExcel:
		p.judgeTabs(page, c.tabs)
	case page.Page.Kind == plan.KindPDFForm:
		p.judgeFields(page, c.fields)
	}
}

// judgeTabs finds the tabs that would be printed.
func (p *Plan) judgeTabs(page *plan.Explained, tabs []sheet.Tab) {
	chosen, err := page.Page.Config.Excel.Choose(tabs)
	if err != nil {
		page.Problems = append(page.Problems, plan.Note{
			Page: page.Number, Code: codeTabMissing, Message: fmt.Sprintf("«%s»: %s", page.File.Name, err)})
		return
	}
	p.Tabs[page.Number] = chosen
}

// judgeFields finds mappings without a field and fields without a mapping.
func (p *Plan) judgeFields(page *plan.Explained, fields []string) {
	there, mapped := map[string]bool{}, map[string]bool{}
	for _, name := range fields {
		there[name] = true
	}
	config := page.Page.Config.Form
	if config == nil {
		config = &plan.FormConfig{}
	}
	var unknown, unmapped []string
	for _, m := range config.Fields {
		mapped[m.Field] = true
		if !there[m.Field] {
			unknown = append(unknown, m.Field)
		}
	}
	for _, name := range fields {
		if named := config.FillByName && p.attributes[name]; !mapped[name] && !named {
			unmapped = append(unmapped, name)
		}
	}
	if len(unknown) > 0 {
		page.Problems = append(page.Problems, plan.Note{Page: page.Number, Code: codeFieldUnknown, Message: fmt.Sprintf(
			"«%s» has no field %s; correct the mapping", page.File.Name, listed(unknown))})
	}
	if len(unmapped) > 0 {
		p.Unmapped[page.Number] = unmapped
		page.Notes = append(page.Notes, plan.Note{Page: page.Number, Code: codeFieldsUnmapped, Message: fmt.Sprintf(
			"nothing is written into %d of %d fields of «%s»", len(unmapped), len(fields), page.File.Name)})
	}
}

func listed(names []string) string {
	var quoted []string
	for _, n := range names[:min(len(names), mostListed)] {
		quoted = append(quoted, "«"+n+"»")
	}
	if rest := len(names) - mostListed; rest > 0 {
		quoted = append(quoted, fmt.Sprintf("%d more", rest))
	}
	if len(quoted) == 0 {
		return "none"
	}
	return strings.Join(quoted, ", ")
}
