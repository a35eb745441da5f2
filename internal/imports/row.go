package imports

// Outcome is what comes of a row.
type Outcome string

// The outcomes.
const (
	// OutcomeNew rows make a customer.
	OutcomeNew Outcome = "NEW"
	// OutcomeChanged rows change a customer.
	OutcomeChanged Outcome = "CHANGED"
	// OutcomeUnchanged rows say what is known already.
	OutcomeUnchanged Outcome = "UNCHANGED"
	// OutcomeWrong rows change nothing.
	OutcomeWrong Outcome = "WRONG"
)

// Row is a row of the table and what comes of it.
type Row struct {
	// Number as spreadsheet programs count.
	Number  int
	Outcome Outcome
	// CustomerID is empty for customers that do not exist yet.
	CustomerID string
	// Name of the customer as it will be; of a wrong row, as far as it is known.
	Name string
	// Reference is empty for none.
	Reference string
	Changes   []Change
	// Same is how many attributes the row has that are known already.
	Same     int
	Problems []Problem

	target *customer
	period period
	values []value
}

// Target is what a change is about.
type Target string

// The targets.
const (
	OfName      Target = "NAME"
	OfReference Target = "REFERENCE"
	OfAttribute Target = "ATTRIBUTE"
)

// Change is one difference between the table and what is known. What is not
// there before or after it is nil.
type Change struct {
	Target Target
	// Key of the attribute; empty for others.
	Key string
	// Year and Quarter of the attribute; 0 when it has none.
	Year, Quarter int
	Before, After *string
	// BeforeImage tells that the value was an image.
	BeforeImage bool
}

// Problem is what is wrong with a row, or with a cell of it.
type Problem struct {
	Row int
	// Column is the heading; empty when the row as a whole is wrong.
	Column string
	// Cell such as D17; empty when the row as a whole is wrong.
	Cell string
	// Value is what the cell holds, cut to some length.
	Value   string
	Code    string
	Message string
}

// The codes of problems.
const (
	codeRowUnreadable     = "ROW_UNREADABLE"
	codeRowRepeated       = "ROW_REPEATED"
	codeNameMissing       = "NAME_MISSING"
	codeNameTooLong       = "NAME_TOO_LONG"
	codeReferenceMissing  = "REFERENCE_MISSING"
	codeReferenceTooLong  = "REFERENCE_TOO_LONG"
	codeReferenceTaken    = "REFERENCE_TAKEN"
	codeCustomerUnknown   = "CUSTOMER_UNKNOWN"
	codeCustomerAmbiguous = "CUSTOMER_AMBIGUOUS"
	codePeriodInvalid     = "PERIOD_INVALID"
	codeValueTooLong      = "VALUE_TOO_LONG"
	codeValueUnreadable   = "VALUE_UNREADABLE"
	codeCellError         = "CELL_ERROR"
)

// Counts say what an import does.
type Counts struct {
	// Rows that are not empty, below the headings.
	Rows      int
	WrongRows int
	// Customers that the table makes, changes and leaves as they are.
	NewCustomers, ChangedCustomers, UnchangedCustomers int
	// Attributes that it adds, changes, removes and leaves as they are.
	AddedAttributes, ChangedAttributes, RemovedAttributes, UnchangedAttributes int
}

// customer is one that is known, or that a row makes.
type customer struct {
	id, name, reference string
	fresh               bool
	// changed tells whether any row has changed it.
	changed, counted bool
}

type period struct{ year, quarter int }

// value is what a cell says of an attribute; remove for an empty one.
type value struct {
	key, text string
	remove    bool
}
