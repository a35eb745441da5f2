package e2e

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/internal/demo"
	"quire/internal/postgres/pgtest"
	"quire/internal/sample"
)

// TestTheWholePath is the demonstration with two API processes and a worker:
// what is ordered through one can be watched and fetched through the other.
func TestTheWholePath(t *testing.T) {
	t.Parallel()
	i := install(t, pgtest.New(t))
	first, second := i.api(), i.api()
	i.worker()
	path := setUpDemo(t, first.url)
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	orders, watches := first.signIn(demo.OfficeEmail, demo.OfficePassword), second.signIn(demo.OfficeEmail, demo.OfficePassword)
	o := orders.sampleOrder()
	job := orders.generate(o)
	s := watches.watch(job)
	if last := s.completed(); last.Status != "DONE" || last.Progress.Percent != 100 || last.Progress.PagesDone != last.Progress.PagesTotal {
		t.Errorf("it ended as %+v", last)
	}
	late := watches.watch(job)
	if last := late.completed(); len(late.seen) != 1 || last.Status != "DONE" {
		t.Errorf("a late subscriber has seen %+v", late.seen)
	}
	t.Run("both answer the same", func(t *testing.T) {
		const everything = `query($id: ID!) { job(id: $id) { id type status sequence attempts year quarter createdAt startedAt finishedAt
			progress { stage pagesDone pagesTotal percent remainingSeconds } error { code message } warnings { page code message }
			output { id name size sha256 mediaType kind origin } book { id name } customer { id name } spreadsheet { id } creator { email } } }`
		one, two := orders.raw(everything, vars{"id": job}), watches.raw(everything, vars{"id": job})
		if one != two || !strings.Contains(one, `"status":"DONE"`) {
			t.Errorf("one says %s, the other %s", one, two)
		}
	})
	t.Run("the booklet", func(t *testing.T) {
		done := watches.job(job)
		if done.Output == nil {
			t.Fatalf("there is none: %+v", done)
		}
		checkDownload(t, watches, done.Output)
	})
	t.Run("a missing tab", func(t *testing.T) { checkMissingTab(t, orders, watches, o) })
	t.Run("a missing workbook is refused at once", func(t *testing.T) { checkMissingWorkbook(t, orders, o) })
}

func checkDownload(t *testing.T, c *client, out *output) {
	res, body := c.get(out.Download.URL, nil)
	sum := sha256.Sum256(body)
	if res.StatusCode != http.StatusOK || int64(len(body)) != out.Size || hex.EncodeToString(sum[:]) != out.SHA256 {
		t.Fatalf("%s, %d bytes, not those of %+v", res.Status, len(body), out)
	}
	if got := res.Header.Get("Content-Type"); got != "application/pdf" {
		t.Errorf("the type is %q", got)
	}
	res, part := c.get(out.Download.URL, http.Header{"Range": {"bytes=1000-1999"}})
	if res.StatusCode != http.StatusPartialContent || !bytes.Equal(part, body[1000:2000]) {
		t.Errorf("a range: %s, %d bytes", res.Status, len(part))
	}
	if got := res.Header.Get("Content-Range"); got != fmt.Sprintf("bytes 1000-1999/%d", len(body)) {
		t.Errorf("the range is %q", got)
	}
	res, part = c.get(out.Download.URL, http.Header{"Range": {"bytes=-10"}})
	if res.StatusCode != http.StatusPartialContent || !bytes.Equal(part, body[len(body)-10:]) {
		t.Errorf("the last bytes: %s, %q", res.Status, part)
	}
	res, _ = c.get(out.Download.URL[:len(out.Download.URL)-4]+"AAAA", nil)
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("a forged link: %s", res.Status)
	}
	checkSampleBooklet(t, body)
}

// checkSampleBooklet reads the sample customer's booklet page by page.
func checkSampleBooklet(t *testing.T, data []byte) {
	t.Helper()
	pages := pageTexts(t, data)
	if len(pages) != 6 {
		t.Fatalf("%d pages", len(pages))
	}
	wantText(t, pages[0], "Renewal Book", "Łódź Fisheries, Inc.", sample.Office, "2026")
	wantText(t, pages[1], "Who we are", "Founded", "1994")
	wantText(t, pages[2], "How a renewal works")
	wantText(t, pages[3], "Łucja Żółkowska", "Your sales representative")
	wantText(t, pages[4], "Application for group coverage", "Łódź Fisheries, Inc.", sample.FEIN(0), "2026 Q1", "88 Quay Street", "Brooklyn, NY 11231",
		"Enriched, 60 % of salary", "Renewal of 48 insured lives, as discussed with Łucja Żółkowska.")
	wantText(t, pages[5], "Statutory Disability and Paid Family Leave: Proposal", "Łódź Fisheries, Inc.", "Zürich & Łódź Re", "$2,951,064", "Page 1 of 1")
	titles := outlineTitles(t, data)
	for _, want := range []string{"About us", "Your representative", "Application", "Proposal"} {
		if !strings.Contains(strings.Join(titles, "\n"), want) {
			t.Errorf("the outline has %q, not %q", titles, want)
		}
	}
}

func checkMissingTab(t *testing.T, orders, watches *client, o order) {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", "Figures"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	o.SpreadsheetID = orders.upload("other.xlsx", b.Bytes())
	last := watches.watch(orders.generate(o)).completed()
	if last.Status != "ERROR" || last.Error == nil || last.Error.Code != "TAB_MISSING" {
		t.Fatalf("it ended as %+v", last)
	}
	for _, want := range []string{"page 4", "no tab «DBL PROPOSAL»", "«Figures»"} {
		if !strings.Contains(last.Error.Message, want) {
			t.Errorf("%q does not say %q", last.Error.Message, want)
		}
	}
}

func checkMissingWorkbook(t *testing.T, c *client, o order) {
	const count = `{ jobs(first: 1) { totalCount } }`
	before := c.raw(count, nil)
	o.SpreadsheetID = ""
	err := c.Do(t.Context(), generateBook, vars{"input": o}, &struct{}{})
	if !demo.IsCode(err, "BAD_USER_INPUT") {
		t.Errorf("it answers %v", err)
	}
	if after := c.raw(count, nil); after != before {
		t.Errorf("there were %s jobs, now %s", before, after)
	}
}
