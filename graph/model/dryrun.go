package model

import (
	"quire/ent/pagecondition"
	"quire/internal/dryrun"
	"quire/internal/plan"
)

// LintGroup is one lack that some customers share; they are read when they are
// asked for.
type LintGroup struct {
	Gap         *PlanGap
	Count       int
	Message     string
	CustomerIDs []string
}

// NewBookPlan shows what would come of an order.
func NewBookPlan(p dryrun.Plan) *BookPlan {
	shown := &BookPlan{Title: p.Title, Possible: p.Possible(), Problems: findings(p.Problems), Gaps: []*PlanGap{}, Pages: []*PlannedPage{}}
	for _, page := range p.Pages {
		shown.Pages = append(shown.Pages, plannedPage(page, p))
	}
	for _, g := range p.Gaps {
		shown.Gaps = append(shown.Gaps, planGap(g))
	}
	return shown
}

// NewBookLint shows how a book fits all customers.
func NewBookLint(l dryrun.Lint) *BookLint {
	shown := &BookLint{Customers: l.Customers, Checked: l.Checked, Unfit: l.Unfit, Problems: findings(l.Problems), Groups: []*LintGroup{}}
	for _, g := range l.Groups {
		shown.Groups = append(shown.Groups, &LintGroup{Gap: planGap(g.Gap), Count: g.Count, Message: g.Message, CustomerIDs: g.CustomerIDs})
	}
	return shown
}

func plannedPage(x plan.Explained, p dryrun.Plan) *PlannedPage {
	shown := &PlannedPage{
		Number: x.Number, Kind: PageKind(x.Page.Kind), Title: x.Page.Title, PageID: given(x.Page.ID), Reason: x.Reason,
		Comparisons: []*PlannedComparison{}, UnmappedFields: append([]string{}, p.Unmapped[x.Number]...), Tabs: append([]string{}, p.Tabs[x.Number]...),
		Problems: findings(x.Problems), Warnings: findings(x.Notes),
	}
	if x.File != nil {
		shown.FileID, shown.FileName = given(x.File.ID), given(x.File.Name)
	}
	if x.Page.Config.Excel != nil {
		shown.Tab = given(x.Page.Config.Excel.Tab)
	}
	for _, c := range x.Comparisons {
		shown.Comparisons = append(shown.Comparisons, &PlannedComparison{
			Attribute: c.Attribute, Operator: pagecondition.Operator(c.Operator), Values: append([]string{}, c.Values...),
			Actual: c.Actual, Holds: c.Holds, Chosen: c.Chosen,
		})
	}
	return shown
}

func planGap(g plan.Gap) *PlanGap {
	return &PlanGap{Page: g.Page, Code: g.Code, Field: given(g.Field), Attribute: given(g.Attribute), Fatal: g.Fatal}
}

func findings(notes []plan.Note) []*PlanFinding {
	shown := []*PlanFinding{}
	for _, n := range notes {
		shown = append(shown, &PlanFinding{Page: n.Page, Code: n.Code, Message: n.Message})
	}
	return shown
}

// given is nil for an empty text.
func given(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
