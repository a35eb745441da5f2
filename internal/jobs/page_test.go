package jobs_test

import (
	"slices"
	"testing"

	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/plan"
	"quire/internal/problem"
)

func (b bundle) page(number int) jobs.PageInput {
	return jobs.PageInput{PageID: b.PageIDs[number-1], CustomerID: b.CustomerID, Year: 2026, Quarter: 1, SpreadsheetID: b.SpreadsheetID}
}

func TestPageSnapshotIsThatOfAnOrder(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for number := 1; number <= 4; number++ {
		s, at, err := b.PageSnapshot(b.Ctx, b.page(number))
		if err != nil || at != number || s.Pages[at-1].ID != b.PageIDs[number-1] {
			t.Fatalf("page %d: %d, %v", number, at, err)
		}
		kinds := []string{s.Pages[0].Kind, s.Pages[1].Kind, s.Pages[2].Kind, s.Pages[3].Kind}
		if !slices.Equal(kinds, []string{plan.KindStatic, plan.KindPDFForm, plan.KindChoosable, plan.KindExcel}) || s.Spreadsheet == nil {
			t.Errorf("the snapshot is %+v", s)
		}
	}
	if n := b.count(t, "jobs"); n != 0 {
		t.Errorf("%d jobs were ordered", n)
	}
}

func TestPageSnapshotRefuses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	other := jobstest.New(t, b.DB)
	for name, c := range map[string]struct {
		change func(*jobs.PageInput)
		code   problem.Code
		field  string
	}{
		"no such page":            {func(in *jobs.PageInput) { in.PageID = "pag_0" }, problem.NotFound, "pageId"},
		"another's page":          {func(in *jobs.PageInput) { in.PageID = other.PageIDs[0] }, problem.NotFound, "pageId"},
		"another's customer":      {func(in *jobs.PageInput) { in.CustomerID = other.CustomerID }, problem.NotFound, "customerId"},
		"another's spreadsheet":   {func(in *jobs.PageInput) { in.SpreadsheetID = other.SpreadsheetID }, problem.NotFound, "spreadsheetId"},
		"no fifth quarter a year": {func(in *jobs.PageInput) { in.Quarter = 5 }, problem.BadInput, "quarter"},
	} {
		in := b.page(1)
		c.change(&in)
		_, _, err := b.PageSnapshot(b.Ctx, in)
		p, ok := problem.As(err)
		if !ok || p.Code != c.code || p.Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}
