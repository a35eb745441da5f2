package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent/job"
	"quire/internal/problem"
)

// manifestName is the archive's table of contents.
const manifestName = "manifest.json"

// manifest is what the archive says about itself.
type manifest struct {
	Batch   string    `json:"batch"`
	Book    string    `json:"book"`
	Year    int       `json:"year"`
	Quarter int       `json:"quarter"`
	Until   time.Time `json:"until"`
	Files   []listed  `json:"files"`
	// Missing are the booklets that were ordered and are not there.
	Missing []missing `json:"missing"`
}

type listed struct {
	Name       string `json:"name"`
	Customer   string `json:"customer"`
	CustomerID string `json:"customerId,omitempty"`
	Job        string `json:"job"`
	Size       int64  `json:"size"`
	SHA256     string `json:"sha256"`
}

type missing struct {
	Customer   string `json:"customer"`
	CustomerID string `json:"customerId,omitempty"`
	Job        string `json:"job"`
	Status     string `json:"status"`
	Code       string `json:"code,omitempty"`
	Message    string `json:"message,omitempty"`
}

// archived is an archive that can be read.
type archived struct {
	*layout
	name string // the file's
	tag  string
}

// row is a job of the batch.
type row struct {
	id, status, customer string
	customerID           *string
	code, message        *string
	key, sha256          *string
	size, crc32          *int64
	finished             *time.Time
	attributes           []*string // in the order of the pattern
}

// rows asks for the jobs of a batch as they were at a moment, by customer.
const rows = `select j.id, case when j.finished_at <= $3 then j.status else 'RUNNING' end, coalesce(j.input_json->'customer'->>'name', ''), j.customer_id,
		j.error_code, j.error_message, u.storage_key, u.sha256, u.size, u.crc32, j.finished_at,
		array(select j.input_json->'attributes'->k.key->>'text' from unnest($4::text[]) with ordinality k (key, n) order by k.n)
	from jobs j left join uploads u on u.id = j.output_id and j.finished_at <= $3
	where j.tenant_id = $1 and j.batch_id = $2 order by coalesce(j.input_json->'customer'->>'name', '') collate "C", j.id`

// read lays out the archive of a grant.
func (s *Service) read(ctx context.Context, g grant) (*archived, error) {
	m := manifest{Batch: g.Batch, Until: time.UnixMicro(g.Until).UTC(), Files: []listed{}, Missing: []missing{}}
	err := s.DB.Pool.QueryRow(ctx, `select coalesce(input_json->'snapshot'->'book'->>'name', ''), year, quarter from batches where tenant_id = $1 and id = $2`,
		g.Tenant, g.Batch).Scan(&m.Book, &m.Year, &m.Quarter)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, problem.Missing("batch", g.Batch)
	}
	if err != nil {
		return nil, err
	}
	files, err := s.list(ctx, g, &m)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	l, err := arrange(text, crc32.ChecksumIEEE(text), files)
	if err != nil {
		return nil, fmt.Errorf("lay out the archive of %s: %w", g.Batch, err)
	}
	tag := sha256.Sum256(text) // names, sizes and hashes of all
	return &archived{layout: l, tag: `"` + hex.EncodeToString(tag[:]) + `"`, name: safe(fmt.Sprintf("%s %d Q%d", m.Book, m.Year, m.Quarter)) + ".zip"}, nil
}

// list reads the jobs, names the files and notes all in the manifest.
func (s *Service) list(ctx context.Context, g grant, m *manifest) ([]stored, error) {
	found, err := s.DB.Pool.Query(ctx, rows, g.Tenant, g.Batch, m.Until, g.Pattern.attributes())
	if err != nil {
		return nil, err
	}
	var r row
	var files []stored
	names := taken{fold(manifestName): true}
	_, err = pgx.ForEachRow(found, []any{&r.id, &r.status, &r.customer, &r.customerID, &r.code, &r.message, &r.key, &r.sha256, &r.size, &r.crc32, &r.finished, &r.attributes}, func() error {
		if r.key == nil {
			m.Missing = append(m.Missing, missing{Customer: r.customer, CustomerID: text(r.customerID), Job: r.id, Status: r.gone(), Code: text(r.code), Message: text(r.message)})
			return nil
		}
		name := names.unique(g.Pattern.path(func(what string) string { return r.value(g.Pattern, what, m) }), ".pdf")
		m.Files = append(m.Files, listed{Name: name, Customer: r.customer, CustomerID: text(r.customerID), Job: r.id, Size: *r.size, SHA256: *r.sha256})
		f := stored{key: *r.key, name: name, size: *r.size, made: *r.finished}
		if r.crc32 != nil {
			f.crc32 = uint32(*r.crc32) //nolint:gosec // it was one
		} else if f.crc32, err = s.sum(ctx, f.key); err != nil {
			return err
		}
		files = append(files, f)
		return nil
	})
	return files, err
}

// gone is the status of a booklet that is not there: one that was deleted since
// has none.
func (r row) gone() string {
	if r.status == string(job.StatusDone) {
		return "DELETED"
	}
	return r.status
}

// value is what stands for a placeholder.
func (r row) value(p pattern, what string, m *manifest) string {
	switch what {
	case "customer":
		return r.customer
	case "customerId":
		return text(r.customerID)
	case "book":
		return m.Book
	case "year":
		return strconv.Itoa(m.Year)
	case "quarter":
		return strconv.Itoa(m.Quarter)
	case "number":
		return fmt.Sprintf("%05d", len(m.Files)+1)
	}
	for k, key := range p.attributes() {
		if attributePrefix+key == what && r.attributes[k] != nil {
			return *r.attributes[k]
		}
	}
	return ""
}

// sum reads a booklet that was stored without its checksum.
func (s *Service) sum(ctx context.Context, key string) (uint32, error) {
	object, err := s.Store.Open(ctx, key)
	if err != nil {
		return 0, err
	}
	defer object.Close()
	h := crc32.NewIEEE()
	_, err = io.Copy(h, object)
	return h.Sum32(), err
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
