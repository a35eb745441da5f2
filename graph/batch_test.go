package graph_test

import (
	"slices"
	"testing"

	"quire/internal/jobs/jobstest"
)

const generateBooks = `mutation($in: GenerateBooksInput!) { generateBooks(input: $in) { batch {
	id status sequence year quarter book { name } creator { email } retryOf { id } progress { percent perMinute remainingSeconds counts { total waiting running done failed canceled } }
	jobs { totalCount } createdAt finishedAt } } }`

func (b *jobBundle) batchInput(change vars) vars {
	in := vars{"bookId": b.BookID, "customers": vars{"all": true}, "year": 2026, "quarter": 1, "spreadsheetId": b.SpreadsheetID}
	for k, v := range change {
		in[k] = v
	}
	return vars{"in": in}
}

func TestBatchOverTheAPI(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	odd := b.Customers(t, 3)[0]
	b.DB.Pool.Exec(t.Context(), "update customer_attributes set value = 'Nobody' where customer_id = $1", odd)
	a := b.do(generateBooks, b.batchInput(nil))
	id := a.str("generateBooks", "batch", "id")
	if len(a.Errors) > 0 || a.str("generateBooks", "batch", "status") != "RUNNING" || a.get("generateBooks", "batch", "progress", "counts", "waiting") != 4.0 {
		t.Fatalf("%+v", a)
	}
	b.work()
	all := b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { sequence status at progress { percent counts { total done failed } } batch { id status finishedAt } } }`, vars{"id": id})
	sequence := 0.0
	for _, a := range all {
		n, _ := a.get("batchProgress", "sequence").(float64)
		if n <= sequence || len(a.Errors) > 0 || a.str("batchProgress", "batch", "id") != id {
			t.Errorf("after %v: %+v", sequence, a)
		}
		sequence = n
	}
	last := all[len(all)-1]
	if last.str("batchProgress", "status") != "DONE" || last.get("batchProgress", "progress", "counts", "done") != 3.0 || last.get("batchProgress", "progress", "counts", "failed") != 1.0 || last.str("batchProgress", "batch", "status") != "DONE" {
		t.Errorf("at last: %+v", last)
	}
	polled := b.do(`query($id: ID!) { batch(id: $id) { sequence progress { percent counts { done } } jobs(where: {status: [ERROR], errorCode: "NO_CONDITION_HOLDS"}) { totalCount edges { node { customer { id } error { code } batch { id } } } } }
		batches(where: {status: [DONE]}) { totalCount edges { node { id progress { percent } } } } jobs(where: {batchId: $id}) { totalCount } node(id: $id) { ... on Batch { year } } }`, vars{"id": id})
	if len(polled.Errors) > 0 || polled.get("batch", "sequence") != sequence || polled.str("batch", "jobs", "edges", 0, "node", "customer", "id") != odd ||
		polled.get("jobs", "totalCount") != 4.0 || polled.str("batches", "edges", 0, "node", "id") != id || polled.get("node", "year") != 2026.0 {
		t.Errorf("polled: %+v", polled)
	}
	b.DB.Pool.Exec(t.Context(), "update customer_attributes set value = (select value from customer_attributes where customer_id <> $1 and key = 'Sales_Representative' order by id desc limit 1) where customer_id = $1", odd)
	a = b.do(`mutation($id: ID!) { retryBatch(input: {id: $id}) { batch { id retryOf { id } progress { counts { total } } } } }`, vars{"id": id})
	if a.str("retryBatch", "batch", "retryOf", "id") != id || a.get("retryBatch", "batch", "progress", "counts", "total") != 1.0 {
		t.Fatalf("tried again: %+v", a)
	}
	all = b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { status progress { percent counts { done } } } }`, vars{"id": a.str("retryBatch", "batch", "id")})
	if last := all[len(all)-1]; last.get("batchProgress", "progress", "counts", "done") != 1.0 {
		t.Errorf("the second time: %+v", last)
	}
}

func TestBatchChangesAndRefusals(t *testing.T) {
	t.Parallel()
	b := setupJobs(t)
	id := b.do(generateBooks, b.batchInput(vars{"customers": vars{"customerIds": []string{b.CustomerID}}})).str("generateBooks", "batch", "id")
	var seen []string
	for _, field := range []string{"pauseBatch", "resumeBatch", "cancelBatch", "retryBatch"} {
		a := b.do(`mutation($id: ID!) { `+field+`(input: {id: $id}) { batch { status } } }`, vars{"id": id})
		seen = append(seen, a.str(field, "batch", "status")+a.codes())
	}
	if want := []string{"PAUSED", "RUNNING", "CANCELING", "CONFLICT"}; !slices.Equal(seen, want) {
		t.Errorf("%v", seen)
	}
	for name, c := range map[string]struct {
		change vars
		codes  string
	}{
		"nobody":    {vars{"customers": vars{"customerIds": []string{}}}, "BAD_USER_INPUT customers"},
		"not all":   {vars{"customers": vars{"all": false}}, "BAD_USER_INPUT customers"},
		"no match":  {vars{"customers": vars{"where": vars{"nameContains": "zzz"}}}, "BAD_USER_INPUT customers"},
		"a quarter": {vars{"quarter": 5}, "BAD_USER_INPUT quarter"},
		"unknown":   {vars{"bookId": "book_x", "spreadsheets": []vars{{"customerId": b.CustomerID, "spreadsheetId": "upl_x"}}}, "NOT_FOUND bookId, NOT_FOUND spreadsheets"},
	} {
		if a := b.do(generateBooks, b.batchInput(c.change)); a.codes() != c.codes {
			t.Errorf("%s: %s", name, a.codes())
		}
	}
	b.as = jobstest.New(t, b.DB).Ctx
	if all := b.subscribe(`subscription($id: ID!) { batchProgress(id: $id) { status } }`, vars{"id": id}); len(all) != 1 || all[0].codes() != "NOT_FOUND" {
		t.Errorf("watched by another office: %+v", all)
	}
}
