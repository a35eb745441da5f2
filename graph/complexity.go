package graph

import (
	"quire/ent"
	"quire/internal/imports"
)

// What lists without a length of their own are reckoned to hold: rather what
// they usually hold than what they may.
const (
	usualPages      = 4
	usualConditions = 2
	usualAttributes = 10
	// back is what the way from a part to its whole costs: whoever goes there and
	// back again multiplies answers that the database gives once.
	back          = 10
	usualNamed    = 5
	countedJobs   = 10 // to count the jobs of a batch
	ranksJobs     = 5  // to rank those that wait, once for a list
	usualAttempts = 1
	usualSessions = 3
	usualFields   = 20
)

// What fields cost for which a file is read, a table is compared, or a page of a book is made.
const (
	readsFile  = 5
	readsTable = 250
	makesPage  = 250
)

// Complexity says what fields cost: a list costs its length times what one of
// its rows does, every other field one and what is asked of it.
func Complexity() ComplexityRoot {
	var c ComplexityRoot
	c.File.PageCount = func(int) int { return readsFile }
	c.Query.PreviewPage = func(child int, _, _ string, _, _ int, _ *string, _ int) int { return makesPage + child }
	c.Query.Nodes = func(child int, ids []string) int { return times(len(ids), child) }
	c.Query.Users = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.UserOrder) int {
		return times(pageSize(first, last), child)
	}
	c.Query.APIKeys = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.ApiKeyOrder) int {
		return times(pageSize(first, last), child)
	}
	c.Query.AuditEvents = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.AuditEventOrder, _ *ent.AuditEventWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Query.Invitations = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.InvitationOrder) int {
		return times(pageSize(first, last), child)
	}
	c.Organisation.WorkShare = func(child int) int { return ranksJobs + child }
	c.Query.Organisations = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.OrganisationOrder, _ *ent.OrganisationWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Query.Sessions = func(child int) int { return times(usualSessions, child) }
	c.Query.Books = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.BookOrder, _ *ent.BookWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Query.Customers = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.CustomerOrder, _ *ent.CustomerWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Query.Files = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.FileOrder, _ *ent.FileWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Query.Jobs = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.JobOrder, _ *ent.JobWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Job.Place = func(child int) int { return ranksJobs + child }
	c.Job.History = func(child int) int { return times(usualAttempts, child) }
	c.Job.Input = func(child int) int { return readsFile + child }
	c.JobInput.Pages = func(child int) int { return times(usualPages, child) }
	c.JobInput.Attributes = func(child int) int { return times(usualAttributes, child) }
	c.Batch.Archive = func(child int, _ string) int { return countedJobs + child }
	c.Query.DescribeTable = func(child int, _ imports.Source) int { return readsTable + child }
	c.Query.PlanImport = func(child int, _ imports.Input) int { return 2*readsTable + child }
	c.CustomerImportPlan.Rows = func(child int, first *int, _ *ent.Cursor, _ []imports.Outcome) int {
		return times(pageSize(first, nil), child)
	}
	c.Query.CustomerImports = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.CustomerImportOrder) int {
		return times(pageSize(first, last), child)
	}
	c.Batch.Progress = func(child int) int { return countedJobs + child }
	c.Query.Batches = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.BatchOrder, _ *ent.BatchWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Batch.Jobs = func(child int, first *int, _ *ent.Cursor, last *int, _ *ent.Cursor, _ *ent.JobOrder, _ *ent.JobWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Customer.Attributes = func(child int, _ *ent.Cursor, first *int, _ *ent.Cursor, last *int, _ *ent.CustomerAttributeOrder, _ *ent.CustomerAttributeWhereInput) int {
		return times(pageSize(first, last), child)
	}
	c.Customer.AttributesAsOf = func(child, _, _ int) int { return times(usualAttributes, child) }
	c.SetCustomerAttributesPayload.Attributes = func(child int) int { return times(usualAttributes, child) }
	c.Book.Pages = func(child int) int { return times(usualPages, child) }
	c.LintGroup.Customers = func(child int) int { return times(usualNamed, child) }
	c.BookLint.Groups = func(child int) int { return times(usualConditions, child) }
	c.BookPlan.Pages = func(child int) int { return times(usualPages, child) }
	c.File.FormFields = func(child int) int { return times(usualFields, child) }
	c.File.Sheets = func(child int) int { return times(usualFields, child) }
	c.ChoosablePage.Conditions = func(child int) int { return times(usualConditions, child) }
	again := func(child int) int { return times(back, child) }
	c.StaticPage.Book, c.PdfFormPage.Book, c.ChoosablePage.Book, c.ExcelPage.Book = again, again, again, again
	c.CustomerAttribute.Customer = again
	return c
}

// times stays within bounds that add up without overflow.
func times(n, child int) int {
	const most = 1 << 30
	if child > 0 && n > most/child {
		return most
	}
	return 1 + n*child
}
