package progress

import (
	"testing"

	"quire/ent/job"
)

func TestAWatcherHoldsTheNewestOnly_W11(t *testing.T) {
	t.Parallel()
	var all topics[*State]
	first := func() (*State, error) { return &State{Sequence: 2}, nil }
	woken := 0
	read, err := all.watch(t.Context(), "job", first, []func(){func() { woken++ }})
	if err != nil {
		t.Fatal(err)
	}
	wokenUnread := 0
	unread, err := all.watch(t.Context(), "job", first, []func(){func() { wokenUnread++ }})
	if err != nil {
		t.Fatal(err)
	}
	if s := <-read; s.Sequence != 2 {
		t.Errorf("first came %d", s.Sequence)
	}
	all.publish("job", &State{Sequence: 4})
	all.publish("job", &State{Sequence: 3})
	if s := <-read; s.Sequence != 4 {
		t.Errorf("then came %d", s.Sequence)
	}
	all.publish("job", &State{Sequence: 7, Status: job.StatusDone})
	all.publish("job", &State{Sequence: 8})
	for name, states := range map[string]<-chan *State{"who reads": read, "who does not": unread} {
		if s, open := <-states; !open || s.Sequence != 7 {
			t.Errorf("%s has %+v, %v", name, s, open)
		}
		if s, open := <-states; open {
			t.Errorf("%s has %+v after the last", name, s)
		}
	}
	if n := all.count(); n != 0 {
		t.Errorf("%d watchers are left", n)
	}
	if woken != 4 { // for three states, and the end
		t.Errorf("who reads is woken %d times", woken)
	}
	if wokenUnread != 2 { // for the one state that is there, and the end
		t.Errorf("who does not read is woken %d times", wokenUnread)
	}
}

// TestTheSnapshotMayComeLast is a state that is published while it is read.
func TestTheSnapshotMayComeLast(t *testing.T) {
	t.Parallel()
	var all topics[*State]
	states, err := all.watch(t.Context(), "job", func() (*State, error) {
		all.publish("job", &State{Sequence: 5, Status: job.StatusDone})
		return &State{Sequence: 4}, nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := <-states; s.Sequence != 5 {
		t.Errorf("%d came", s.Sequence)
	}
	if s, open := <-states; open {
		t.Errorf("then %d", s.Sequence)
	}
}
