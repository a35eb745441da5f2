package graph

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"quire/ent"
	"quire/ent/customerimport"
	"quire/ent/job"
	"quire/graph/model"
	"quire/internal/imports"
	"quire/internal/progress"
)

// importColumns are all but how the table is read, which is not shown.
var importColumns = slices.DeleteFunc(slices.Clone(customerimport.Columns), func(c string) bool { return c == customerimport.FieldInput })

// importQuery asks for imports.
func (r *Resolver) importQuery() *ent.CustomerImportQuery {
	query := r.Ent.CustomerImport.Query()
	query.Select(importColumns...)
	return query
}

// importWith fetches an import with what the context asks of it.
func (r *Resolver) importWith(ctx context.Context, id string) (*ent.CustomerImport, error) {
	query, err := r.importQuery().Where(customerimport.ID(id)).CollectFields(ctx, "CustomerImport", "Node")
	if err != nil {
		return nil, err
	}
	return query.Only(ctx)
}

// importPayload is what every change of an import answers.
func (r *Resolver) importPayload(ctx context.Context, id string, err error) (*model.CustomerImportPayload, error) {
	if err != nil {
		return nil, err
	}
	ctx, asked := within(ctx, "import")
	if !asked {
		return &model.CustomerImportPayload{}, nil
	}
	row, err := r.importWith(ctx, id)
	return &model.CustomerImportPayload{Import: row}, err
}

// importCounts reads what an import has changed.
func importCounts(row *ent.CustomerImport) (*imports.Counts, error) {
	if len(row.Counts) == 0 {
		return nil, nil
	}
	c := &imports.Counts{}
	return c, json.Unmarshal(row.Counts, c)
}

// importRows gives a page of a plan's rows; the cursor of a row is its number.
func importRows(ctx context.Context, p *imports.Plan, first *int, after *ent.Cursor, outcomes []imports.Outcome) (*model.CustomerImportRowConnection, error) {
	begin := 0
	if after != nil {
		n, err := strconv.Atoi(after.ID)
		if err != nil || after.Value != nil {
			return nil, errCursor("after")
		}
		begin = n
	}
	rows, more, total, err := p.Rows(ctx, pageSize(first, nil), begin, outcomes)
	if err != nil {
		return nil, err
	}
	shown := &model.CustomerImportRowConnection{
		Edges: []*model.CustomerImportRowEdge{}, TotalCount: total, PageInfo: &ent.PageInfo{HasNextPage: more, HasPreviousPage: begin > 0},
	}
	for _, row := range rows {
		shown.Edges = append(shown.Edges, &model.CustomerImportRowEdge{Node: row, Cursor: ent.Cursor{ID: strconv.Itoa(row.Number)}})
	}
	if n := len(rows); n > 0 {
		shown.PageInfo.StartCursor, shown.PageInfo.EndCursor = &shown.Edges[0].Cursor, &shown.Edges[n-1].Cursor
	}
	return shown, nil
}

// importState is what an event would tell of an import.
func importState(row *ent.CustomerImport) *progress.ImportState {
	return &progress.ImportState{
		ImportID: row.ID, Sequence: row.Sequence, Status: job.Status(row.Status), Done: row.RowsDone, Total: row.RowsTotal,
		ErrorCode: text(row.ErrorCode), ErrorMessage: text(row.ErrorMessage),
	}
}

// importFailure shows why an import failed; nil when it has not.
func importFailure(s *progress.ImportState) *model.CustomerImportError {
	if s.ErrorCode == "" {
		return nil
	}
	return &model.CustomerImportError{Code: s.ErrorCode, Message: s.ErrorMessage}
}

// eventImport reads the import of an event afresh.
func (r *Resolver) eventImport(ctx context.Context, s *progress.ImportState) (*ent.CustomerImport, error) {
	ctx, err := prepareEvent(ctx)
	if err != nil {
		return nil, err
	}
	return r.importWith(ctx, s.ImportID)
}
