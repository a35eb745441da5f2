package imports

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"quire/ent"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/storage"
	"quire/storage/inspect"
)

// maxReport bounds a report, in bytes: a table may be wrong in every cell.
const maxReport = 64 << 20

// report lists what is wrong with the rows of a table, as a CSV that spreadsheet
// programs open.
type report struct {
	file *os.File
	out  *bufio.Writer
	csv  *csv.Writer
	n    int
	size int
}

// newReport begins a report in a file that has no name.
func newReport() (*report, error) {
	file, err := os.CreateTemp("", "import-report-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	out := bufio.NewWriter(file)
	r := &report{file: file, out: out, csv: csv.NewWriter(out)}
	_, err = out.WriteString("\ufeff") // by which Excel knows UTF-8
	r.csv.UseCRLF = true
	return r, errors.Join(err, r.csv.Write([]string{"Row", "Cell", "Column", "Value", "Code", "Message"}))
}

func (r *report) add(rows []*Row) error {
	for _, row := range rows {
		for _, p := range row.Problems {
			line := []string{strconv.Itoa(p.Row), p.Cell, harmless(p.Column), harmless(p.Value), p.Code, harmless(p.Message)}
			if r.size += len(strings.Join(line, ",")) + 16; r.size > maxReport {
				return nil
			}
			r.n++
			if err := r.csv.Write(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// harmless keeps spreadsheet programs from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsAny(text[:1], "=+-@\t\r") {
		return "'" + text
	}
	return text
}

// keep stores the report and makes its row; empty when nothing is wrong. The key
// belongs to the import alone, so that another attempt writes over it.
func (r *report) keep(ctx context.Context, ec *ent.Client, store Store, o order) (id string, err error) {
	if r.n == 0 {
		return "", nil
	}
	r.csv.Flush()
	if err := errors.Join(r.csv.Error(), r.out.Flush()); err != nil {
		return "", err
	}
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	key, err := reportKey(o.tenant, o.id)
	if err != nil {
		return "", err
	}
	stored, err := store.Put(ctx, key, r.file, 2*maxReport)
	if err != nil {
		return "", err
	}
	row, err := ec.Upload.Create().SetTenantID(o.tenant).SetStorageKey(key).SetName(inspect.CleanName("Import errors – "+o.fileName, ".csv")).
		SetKind(upload.KindCSV).SetOrigin(upload.OriginGenerated).SetMediaType("text/csv").SetSize(stored.Size).SetSha256(stored.SHA256).
		SetNillableUploadedBy(o.createdBy).Save(tenancy.With(ctx, o.tenant))
	if err != nil {
		return "", err
	}
	return row.ID, nil
}

func reportKey(tenant, importID string) (string, error) {
	return storage.Key(tenant, storage.Outputs, importID)
}

func (r *report) close() { _ = r.file.Close() }
