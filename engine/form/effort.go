package form

// maxEffort bounds the work on one form. Ordinary forms stay far below it; a
// file made to keep a program busy, in which everything refers to everything,
// does not. A unit is about one look at an object or a byte.
const maxEffort = 30_000_000

// effortOfString is the work of reading a string and keeping it.
const effortOfString = 8

// spend counts work and tells whether any more may be done.
func (t *tree) spend(units int) bool {
	t.effort += units
	return t.effort <= maxEffort
}

// exhausted is the error for a form that takes too much work; nil otherwise.
func (t *tree) exhausted() error {
	if t.effort <= maxEffort {
		return nil
	}
	return &Error{Reason: FormTooLarge, Detail: "the form is too large or damaged to be filled; print it to a new PDF and use that"}
}
