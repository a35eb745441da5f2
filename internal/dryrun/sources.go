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
	// codeFieldUnknown: a mapping names a field that the form has not.
	codeFieldUnknown = string(form.FieldUnknown)
	// codeCellBlank: as the engine names it.
	codeCellBlank = "CELL_BLANK"
	// codeFieldsUnmapped: nothing is written into some fields of the form.
	codeFieldsUnmapped = "FIELDS_UNMAPPED"
)

// content is what was learned of a file by reading it.
type content struct {
	form     *form.Form
	fields   []string // that people fill
	workbook *sheet.Workbook
	file     *os.File // that the others read from; nil when none does
	// code and message say why it cannot be read; empty when it can.
	code, message string
}

// use is what some pages make of a file.
type use struct {
	kind string
	file plan.File
}

// close gives the file back.
func (c content) close() {
	if c.workbook != nil {
		_ = c.workbook.Close()
	}
	if c.file != nil {
		_ = c.file.Close() // it was only read
	}
}

// readSources reads each file once for each use of it and adds what it finds to
// the pages. Fields of forms may be filled from the spreadsheet, if there is one.
func (s *Service) readSources(ctx context.Context, p *Plan, spreadsheet *plan.File) error {
	pages := map[use][]*plan.Explained{}
	var uses []use
	note := func(u use, page *plan.Explained) {
		if pages[u] == nil {
			uses = append(uses, u)
		}
		pages[u] = append(pages[u], page)
	}
	for i := range p.Pages {
		page := &p.Pages[i]
		if page.File != nil {
			note(use{page.Page.Kind, *page.File}, page)
		}
		if page.Page.Kind == plan.KindPDFForm && page.Page.NeedsSpreadsheet() && spreadsheet != nil {
			note(use{plan.KindExcel, *spreadsheet}, page)
		}
	}
	for _, u := range uses {
		if err := s.readSource(ctx, p, u, pages[u]); err != nil {
			return err
		}
	}
	return nil
}

// readSource reads a file and judges the pages that use it. Its error is ours, not
// the file's.
func (s *Service) readSource(ctx context.Context, p *Plan, u use, pages []*plan.Explained) error {
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return ctx.Err()
	}
	c, err := s.read(ctx, u.file, u.kind)
	if err != nil {
		return err
	}
	if c.form != nil {
		p.forms[u.file.Key] = c
	} else {
		defer c.close()
	}
	for _, page := range pages {
		if err := p.judge(ctx, page, u, c); err != nil {
			return err
		}
	}
	return nil
}

// read learns what a file holds.
func (s *Service) read(ctx context.Context, f plan.File, kind string) (content, error) {
	file, err := s.store.Fetch(ctx, f.Key, f.SHA256, "")
	if err != nil {
		return unfetched(f, err)
	}
	if err := os.Remove(file.Name()); err != nil { // it goes with the process, however that ends
		_ = file.Close()
		return content{}, err
	}
	c, err := contentOf(ctx, file, f, kind)
	if err == nil {
		c.file = file
		return c, nil
	}
	content{workbook: c.workbook, file: file}.close()
	if ctx.Err() != nil {
		return content{}, ctx.Err()
	}
	return content{code: spoken(err), message: fmt.Sprintf("«%s» cannot be read: %s", f.Name, err)}, nil
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
		c.workbook, err = sheet.Open(file, f.Size, f.Name)
		return c, err
	}
	doc, err := pdf.Read(ctx, file, f.Size, f.Name)
	if err != nil || kind != plan.KindPDFForm {
		return c, err
	}
	if c.form, err = form.Of(doc); err != nil {
		return c, err
	}
	fields, err := c.form.Fields()
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

// judge compares what a page wants with what a file has.
func (p *Plan) judge(ctx context.Context, page *plan.Explained, u use, c content) error {
	switch {
	case c.code != "":
		page.Problems = append(page.Problems, plan.Note{Page: page.Number, Code: c.code, Message: c.message})
	case u.kind == plan.KindExcel && page.Page.Kind == plan.KindPDFForm:
		return p.judgeCells(ctx, page, u.file, c.workbook)
	case u.kind == plan.KindExcel:
		p.judgeTabs(page, c.workbook)
	case u.kind == plan.KindPDFForm:
		p.judgeFields(page, c.fields)
	}
	return nil
}

// judgeCells finds fields that cannot be filled from the workbook, or that need a
// cell that shows nothing.
func (p *Plan) judgeCells(ctx context.Context, page *plan.Explained, f plan.File, w *sheet.Workbook) error {
	for _, m := range page.Page.Config.Form.Fields {
		if m.Cell == nil {
			continue
		}
		var texts []sheet.CellText
		cells, err := sheet.ParseReference(*m.Cell)
		if err == nil {
			texts, err = w.Cells(ctx, []sheet.CellQuery{{Cells: cells, Format: m.Format}})
		}
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			page.Problems = append(page.Problems, plan.Note{
				Page: page.Number, Code: spoken(err), Message: fmt.Sprintf("the field «%s» takes %s of «%s»: %s", m.Field, *m.Cell, f.Name, err)})
		case m.Missing == plan.MissingFail && (texts[0].Text == "" || texts[0].Fault != ""):
			page.Problems = append(page.Problems, plan.Note{
				Page: page.Number, Code: codeCellBlank, Message: fmt.Sprintf("the field «%s» needs %s of «%s», which has no value; complete the workbook", m.Field, *m.Cell, f.Name)})
		default:
			p.cell(page.Number, m, texts[0])
		}
	}
	return nil
}

// judgeTabs finds the tabs that would be printed, and on each what is to be
// printed of it.
func (p *Plan) judgeTabs(page *plan.Explained, w *sheet.Workbook) {
	chosen, err := page.Page.Config.Excel.Choose(w.Tabs())
	for i := 0; err == nil && i < len(chosen); i++ {
		err = w.CheckRange(chosen[i], page.Page.Config.Excel.Print.Range)
	}
	if err != nil {
		page.Problems = append(page.Problems, plan.Note{
			Page: page.Number, Code: spoken(err), Message: fmt.Sprintf("«%s»: %s", page.File.Name, err)})
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
