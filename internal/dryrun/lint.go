package dryrun

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/customer"
	"quire/ent/customerattribute"
	"quire/internal/customers"
	"quire/internal/jobs"
	"quire/internal/plan"
	"quire/internal/postgres"
	"quire/internal/problem"
)

const (
	// lintChunk is how many customers are looked at with two statements.
	lintChunk = 1000
	// lintMost bounds how many customers are looked at in all.
	lintMost = 50_000
	// namedMost is how many customers a group names.
	namedMost = 5
)

// Lint tells which customers a book does not fit.
type Lint struct {
	// Checked of Customers were looked at; more than 50,000 are not.
	Checked, Customers int
	// Unfit of them could not get a booklet.
	Unfit int
	// Problems are those of the book itself: without pages, or a page without
	// what its kind needs.
	Problems []plan.Note
	Groups   []LintGroup
}

// LintGroup is one gap that some customers have.
type LintGroup struct {
	plan.Gap
	Count int
	// CustomerIDs are the first few, by id.
	CustomerIDs []string
	// Message is a sentence: 17 customers have no …
	Message string
}

// LintInput says what is compared.
type LintInput struct {
	BookID string
	Year   int
	// Quarter is 1 to 4.
	Quarter int
	// SpreadsheetID is the workbook that excel pages are looked for in; empty
	// for none.
	SpreadsheetID string
	// Found is as in [jobs.Input].
	Found problem.Input
}

// Lint compares a book with all customers of the organisation as of a quarter,
// and with the files that it is made from. It reads two statements for each
// thousand customers, and each file once.
func (s *Service) Lint(ctx context.Context, in LintInput) (l Lint, err error) {
	var snapshot plan.Snapshot
	err = s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, _ pgx.Tx) error {
		snapshot, err = jobs.CommonSnapshot(ctx, ec, in.BookID, in.SpreadsheetID, plan.Period{Year: in.Year, Quarter: in.Quarter}, in.Found)
		return err
	}, postgres.Consistent(0))
	if err != nil {
		return Lint{}, err
	}
	sources, err := s.lintSources(ctx, snapshot)
	if err != nil {
		return Lint{}, err
	}
	defer sources.close()
	err = s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, _ pgx.Tx) (err error) {
		l, err = lint(ctx, ec, snapshot, sources)
		return err
	}, postgres.Consistent(0))
	if err != nil {
		return Lint{}, err
	}
	for _, page := range sources.Pages {
		l.Problems = append(l.Problems, page.Problems...)
	}
	return l, nil
}

// lintSources reads the files that a book's pages may be made from, and judges what is
// the same for all customers. Whoever calls it closes it.
func (s *Service) lintSources(ctx context.Context, snapshot plan.Snapshot) (Plan, error) {
	p := newPlan(plan.Explanation{})
	for i, page := range snapshot.Pages {
		for _, f := range snapshot.MayShow(page) {
			p.Pages = append(p.Pages, plan.Explained{Number: i + 1, Page: page, File: &f})
		}
	}
	if err := s.readSources(ctx, &p, snapshot.Spreadsheet); err != nil {
		p.close()
		return Plan{}, err
	}
	p.judgeCommonValues()
	return p, nil
}

func lint(ctx context.Context, ec *ent.Client, s plan.Snapshot, sources Plan) (l Lint, err error) {
	l.Problems = bookProblems(s)
	if l.Customers, err = ec.Customer.Query().Count(ctx); err != nil {
		return l, err
	}
	groups := map[plan.Gap]*LintGroup{}
	wanted := s.Wanted()
	for after := ""; l.Checked < lintMost; {
		rows, err := ec.Customer.Query().Where(customer.IDGT(after)).Order(customer.ByID()).Limit(lintChunk).Select(customer.FieldID, customer.FieldName).All(ctx)
		if err != nil || len(rows) == 0 {
			return l.finish(s, groups), err
		}
		ids := make([]string, len(rows))
		for i, c := range rows {
			ids[i] = c.ID
		}
		held, err := customers.AsOf(ctx, ec, ids, s.Period.Year, s.Period.Quarter, func(q *ent.CustomerAttributeQuery) {
			q.Where(customerattribute.KeyIn(wanted...))
		})
		if err != nil {
			return l, err
		}
		for _, c := range rows {
			s.Customer = plan.Customer{ID: c.ID, Name: c.Name}
			s.Attributes = texts(held[c.ID])
			l.note(groups, c.ID, append(s.Gaps(), sources.misfits(s)...))
		}
		l.Checked += len(ids)
		after = ids[len(ids)-1]
	}
	return l.finish(s, groups), nil
}

// bookProblems are those that no customer can change.
func bookProblems(s plan.Snapshot) (found []plan.Note) {
	s.Attributes = nil
	e := plan.Explain(s)
	found = append(found, e.Problems...)
	for _, page := range e.Pages {
		for _, p := range page.Problems {
			if p.Code == plan.CodePageInvalid {
				found = append(found, p)
			}
		}
	}
	return found
}

// texts are attributes for judging only: of an image it matters that it is there.
func texts(rows []*ent.CustomerAttribute) map[string]plan.Attribute {
	all := make(map[string]plan.Attribute, len(rows))
	for _, a := range rows {
		value := plan.Attribute{Text: a.Value}
		if a.UploadID != nil {
			value.Image = &plan.File{ID: *a.UploadID}
		}
		all[a.Key] = value
	}
	return all
}

func (l *Lint) note(groups map[plan.Gap]*LintGroup, id string, gaps []plan.Gap) {
	unfit := false
	for _, g := range gaps {
		group := groups[g]
		if group == nil {
			group = &LintGroup{Gap: g}
			groups[g] = group
		}
		group.Count++
		if len(group.CustomerIDs) < namedMost {
			group.CustomerIDs = append(group.CustomerIDs, id)
		}
		unfit = unfit || g.Fatal
	}
	if unfit {
		l.Unfit++
	}
}

// finish puts the groups in order: what keeps booklets from being made first,
// then the largest.
func (l Lint) finish(s plan.Snapshot, groups map[plan.Gap]*LintGroup) Lint {
	for _, g := range groups {
		g.Message = sentence(s, *g)
		l.Groups = append(l.Groups, *g)
	}
	slices.SortFunc(l.Groups, func(a, b LintGroup) int {
		if a.Fatal != b.Fatal {
			if a.Fatal {
				return -1
			}
			return 1
		}
		return cmp.Or(b.Count-a.Count, a.Page-b.Page, cmp.Compare(a.Attribute, b.Attribute))
	})
	return l
}

func sentence(s plan.Snapshot, g LintGroup) string {
	who, have := fmt.Sprintf("%d customers", g.Count), "have"
	if g.Count == 1 {
		who, have = "1 customer", "has"
	}
	where := "the cover"
	if g.Page > 0 {
		where = s.Label(g.Page)
	}
	switch g.Code {
	case plan.CodeNoCondition:
		return fmt.Sprintf("no condition of %s holds for %s in %s", where, who, s.Period)
	case plan.NoteLogoUnusable:
		return fmt.Sprintf("%s %s a text instead of an image for %s in %s", who, have, g.Attribute, s.Period)
	}
	if g.Field != "" {
		return misfit(g, who, have, where, s.Period)
	}
	return fmt.Sprintf("%s %s no %s in %s, which %s needs", who, have, g.Attribute, s.Period, where)
}
