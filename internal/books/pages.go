package books

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/page"
	"quire/ent/pagecondition"
	"quire/internal/problem"
)

// MaxPages is the most pages of a book.
const MaxPages = 500

// NewPage is a page to add.
type NewPage struct {
	BookID string
	// Title is the page's entry in the booklet's outline.
	Title   string
	Options Options
	// Field is the input path of the options, such as "page.static".
	Field string
	// Position is the place in the book, from 1; nil, or past the end, means the
	// end.
	Position *int
}

// AddPage adds a page to a book and gives its id. Pages that follow move on.
func (s *Service) AddPage(ctx context.Context, n NewPage) (string, error) {
	var in problem.Input
	n.Title = checkTitle(&in, n.Title)
	checkPosition(&in, n.Position)
	if err := in.Err(); err != nil {
		return "", err
	}
	var id string
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		if err := lock(ctx, tx, n.BookID); err != nil {
			return err
		}
		if err := checkOptions(ctx, tx, n.Options, n.Field+"."); err != nil {
			return err
		}
		count, err := countPages(ctx, tx, n.BookID)
		if err != nil {
			return err
		}
		if count >= MaxPages {
			return problem.New(problem.Conflict, "the book has %d pages, and more are not allowed: begin another book", count)
		}
		place := count
		if n.Position != nil {
			place = min(*n.Position-1, count)
		}
		if err := shift(ctx, conn, n.BookID, place, count, +1); err != nil {
			return err
		}
		id, err = insert(ctx, tx, n, place)
		return err
	})
	return id, err
}

func insert(ctx context.Context, tx *ent.Client, n NewPage, place int) (string, error) {
	parts := n.Options.parts()
	config, err := parts.json()
	if err != nil {
		return "", err
	}
	p, err := tx.Page.Create().SetBookID(n.BookID).SetKind(n.Options.kind()).SetTitle(n.Title).SetPosition(place).
		SetConfig(config).SetNillableUploadID(parts.file).Save(ctx)
	if err != nil {
		return "", err
	}
	return p.ID, writeConditions(ctx, tx, p.ID, parts.conditions)
}

func writeConditions(ctx context.Context, tx *ent.Client, pageID string, conditions []Condition) error {
	rows := make([]*ent.PageConditionCreate, len(conditions))
	for i, c := range conditions {
		rows[i] = tx.PageCondition.Create().SetPageID(pageID).SetPosition(i).SetAttributeKey(strings.TrimSpace(c.Attribute)).
			SetOperator(pagecondition.Operator(c.Operator)).SetValue(strings.Join(c.Values, lineSeparator)).SetTargetUploadID(c.FileID)
	}
	return tx.PageCondition.CreateBulk(rows...).Exec(ctx)
}

// PageChange is what to change of a page; nil leaves a value as it is.
type PageChange struct {
	Title *string
	// Options replace the old ones as a whole; they must be of the page's kind.
	Options Options
	// Field is the input path of the options, such as "page.static".
	Field string
}

// UpdatePage changes a page.
func (s *Service) UpdatePage(ctx context.Context, id string, c PageChange) error {
	var in problem.Input
	if c.Title != nil {
		title := checkTitle(&in, *c.Title)
		c.Title = &title
	}
	if err := in.Err(); err != nil {
		return err
	}
	return s.withPage(ctx, id, func(ctx context.Context, tx *ent.Client, _ pgx.Tx, p *ent.Page) error {
		update := tx.Page.UpdateOneID(p.ID).SetNillableTitle(c.Title)
		if c.Options == nil {
			return update.Exec(ctx)
		}
		if kind := c.Options.kind(); kind != p.Kind {
			return &problem.Error{Code: problem.BadInput, Field: c.Field, Message: fmt.Sprintf(
				"the page is of the kind %s and cannot become %s: delete it and add another", p.Kind, kind)}
		}
		if err := checkOptions(ctx, tx, c.Options, c.Field+"."); err != nil {
			return err
		}
		return replaceOptions(ctx, tx, update, p.ID, c.Options.parts())
	})
}

func replaceOptions(ctx context.Context, tx *ent.Client, update *ent.PageUpdateOne, pageID string, parts parts) error {
	config, err := parts.json()
	if err != nil {
		return err
	}
	update.SetConfig(config)
	if parts.file == nil {
		update.ClearUploadID()
	} else {
		update.SetUploadID(*parts.file)
	}
	if err := update.Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.PageCondition.Delete().Where(pagecondition.PageID(pageID)).Exec(ctx); err != nil {
		return err
	}
	return writeConditions(ctx, tx, pageID, parts.conditions)
}

// MovePage gives a page another place in its book, from 1; past the end means
// the end. It gives the book's id.
func (s *Service) MovePage(ctx context.Context, id string, position int) (bookID string, err error) {
	var in problem.Input
	checkPosition(&in, &position)
	if err := in.Err(); err != nil {
		return "", err
	}
	err = s.withPage(ctx, id, func(ctx context.Context, tx *ent.Client, conn pgx.Tx, p *ent.Page) error {
		bookID = p.BookID
		count, err := countPages(ctx, tx, p.BookID)
		if err != nil {
			return err
		}
		place := min(position-1, count-1)
		if place < p.Position {
			err = shift(ctx, conn, p.BookID, place, p.Position, +1)
		} else {
			err = shift(ctx, conn, p.BookID, p.Position+1, place+1, -1)
		}
		if err != nil {
			return err
		}
		return tx.Page.UpdateOneID(p.ID).SetPosition(place).Exec(ctx)
	})
	return bookID, err
}

// DeletePage removes a page; those that follow move up. It gives the book's id.
func (s *Service) DeletePage(ctx context.Context, id string) (bookID string, err error) {
	err = s.withPage(ctx, id, func(ctx context.Context, tx *ent.Client, conn pgx.Tx, p *ent.Page) error {
		bookID = p.BookID
		if err := tx.Page.DeleteOneID(p.ID).Exec(ctx); err != nil {
			return err
		}
		return shift(ctx, conn, p.BookID, p.Position+1, MaxPages, -1)
	})
	return bookID, err
}

// withPage runs do in a transaction with the page's book locked.
func (s *Service) withPage(ctx context.Context, id string, do func(context.Context, *ent.Client, pgx.Tx, *ent.Page) error) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		found, err := tx.Page.Get(ctx, id)
		if err == nil {
			err = lock(ctx, tx, found.BookID)
		}
		if err == nil {
			found, err = tx.Page.Get(ctx, id) // it may have moved meanwhile
		}
		if p, ok := problem.As(err); ent.IsNotFound(err) || (ok && p.Code == problem.NotFound) {
			return problem.Missing("page", id)
		}
		if err != nil {
			return err
		}
		return do(ctx, tx, conn, found)
	})
}

func countPages(ctx context.Context, tx *ent.Client, bookID string) (int, error) {
	return tx.Page.Query().Where(page.BookID(bookID)).Count(ctx)
}

// shift moves the pages with positions from ≤ p < to. The book must be locked,
// which has shown that it is the tenant's. It is no change of the pages
// themselves, so that their time of change stays.
func shift(ctx context.Context, conn pgx.Tx, bookID string, from, to, by int) error {
	_, err := conn.Exec(ctx, `update pages set position = position + $1 where book_id = $2 and position >= $3 and position < $4`,
		by, bookID, from, to)
	return err
}

func checkTitle(in *problem.Input, title string) string {
	title = strings.TrimSpace(title)
	in.Check(len(title) <= maxName, "title", "the title must have at most %d bytes", maxName)
	return title
}

func checkPosition(in *problem.Input, position *int) {
	in.Check(position == nil || *position >= 1, "position", "positions begin with 1")
}
