package graph

import (
	"context"

	"quire/ent"
	"quire/ent/book"
	"quire/ent/upload"
	"quire/graph/model"
	"quire/internal/books"
	"quire/internal/plan"
)

// pageOptions gives the options of the one kind that the input has, and their
// path in the input.
func pageOptions(input *model.PageInput) (books.Options, string) {
	switch {
	case input.Static != nil:
		o := input.Static
		return &books.Static{FileID: o.FileID, PDF: sourceConfig(o.PDF), Images: imageConfigs(o.Images)}, "page.static"
	case input.PDFForm != nil:
		o := input.PDFForm
		return &books.Form{
			FileID: o.FileID, Fields: values(o.Fields), FillByName: o.FillByName,
			PDF: sourceConfig(o.PDF), Images: imageConfigs(o.Images),
		}, "page.pdfForm"
	case input.Choosable != nil:
		o := &books.Choosable{
			FallbackID: input.Choosable.FallbackID,
			PDF:        sourceConfig(input.Choosable.PDF), Images: imageConfigs(input.Choosable.Images),
		}
		for _, c := range input.Choosable.Conditions {
			o.Conditions = append(o.Conditions, books.Condition{
				Attribute: c.Attribute, Operator: plan.Operator(c.Operator), Values: c.Values, FileID: c.FileID,
			})
		}
		return o, "page.choosable"
	}
	return &books.Excel{ExcelConfig: excelConfig(input.Excel), Images: imageConfigs(input.Excel.Images)}, "page.excel"
}

func excelConfig(input *model.ExcelPageInput) plan.ExcelConfig {
	p := input.Print
	c := plan.ExcelConfig{
		Tab: input.Tab, Index: ordinal(input.Index), Pattern: input.Pattern, AllTabs: input.AllTabs,
		Print: plan.PrintConfig{Range: p.Range, FitWidth: ordinal(p.FitWidth), FitHeight: ordinal(p.FitHeight), NoHeaderFooter: !p.HeaderFooter, TableStyles: p.TableStyles},
	}
	if p.Orientation != nil {
		c.Print.Orientation = *p.Orientation
	}
	if p.Paper != nil {
		c.Print.Paper = string(*p.Paper)
	}
	return c
}

// ordinal is an option that counts from 1; 0 is one that is not given, and what
// is given and not possible becomes negative.
func ordinal(given *int) int {
	switch {
	case given == nil:
		return 0
	case *given == 0:
		return -1
	}
	return *given
}

// excelOptions tells which worksheets a page shows and how.
func excelOptions(p *ent.Page) (plan.ExcelConfig, error) {
	c, err := books.Config(p)
	if err != nil || c.Excel == nil {
		return plan.ExcelConfig{}, err
	}
	return *c.Excel, nil
}

// printOptions shows what differs from the page setup.
func printOptions(c plan.PrintConfig) *model.PrintOptions {
	shown := &model.PrintOptions{Range: c.Range, HeaderFooter: !c.NoHeaderFooter, TableStyles: c.TableStyles, FitWidth: counted(c.FitWidth), FitHeight: counted(c.FitHeight)}
	if c.Orientation != "" {
		shown.Orientation = &c.Orientation
	}
	if paper := book.Paper(c.Paper); paper != "" {
		shown.Paper = &paper
	}
	return shown
}

// counted is a number from 1; nil for none.
func counted(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func sourceConfig(input *model.PDFOptionsInput) plan.SourceConfig {
	return plan.SourceConfig{
		Pages: input.Pages, Rotate: input.Rotate, FitPaper: input.FitPaper,
		KeepForm: !input.Flatten, AsPrinted: input.AsPrinted,
	}
}

func imageConfigs(inputs []*model.PageImageInput) books.Images {
	var all books.Images
	for _, in := range inputs {
		c := plan.ImageConfig{
			Attribute: in.Attribute, Field: in.Field, Missing: in.Missing,
			X: in.X, Y: in.Y, Width: in.Width, Height: in.Height,
		}
		if in.FileID != nil {
			c.File = &plan.File{ID: *in.FileID}
		}
		if in.Field == "" {
			c.Sheet = 1
		}
		if in.Page != nil {
			c.Sheet = *in.Page
		}
		all = append(all, c)
	}
	return all
}

// pdfOptions tells how a page's PDF is taken.
func pdfOptions(p *ent.Page) (*plan.SourceConfig, error) {
	c, err := books.Config(p)
	if err != nil || c.Source == nil {
		return &plan.SourceConfig{}, err
	}
	return c.Source, nil
}

// images gives the images of a page with the rows of those that are files.
func (r *Resolver) images(ctx context.Context, p *ent.Page) ([]*model.PageImage, error) {
	c, err := books.Config(p)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, i := range c.Images {
		if i.File != nil {
			ids = append(ids, i.File.ID)
		}
	}
	files := map[string]*ent.Upload{}
	if len(ids) > 0 {
		rows, err := r.Ent.Upload.Query().Where(upload.IDIn(ids...)).All(ctx)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			files[row.ID] = row
		}
	}
	all := make([]*model.PageImage, len(c.Images))
	for i, image := range c.Images {
		all[i] = &model.PageImage{ImageConfig: image}
		if image.File != nil {
			all[i].Upload = files[image.File.ID]
		}
	}
	return all, nil
}
