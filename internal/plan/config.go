package plan

// Config is what a page of a book is told besides its file: exactly the options
// of its kind. It is the JSON in the database and in a manifest.
type Config struct {
	Form  *FormConfig  `json:"form,omitempty"`
	Excel *ExcelConfig `json:"excel,omitempty"`
	// Source says how the page's PDF is taken; nil for whole and as it is.
	Source *SourceConfig `json:"source,omitempty"`
	// Images are drawn on the page.
	Images []ImageConfig `json:"images,omitempty"`
}

// FormConfig says how a PDF form is filled.
type FormConfig struct {
	Fields []FieldMapping `json:"fields,omitempty"`
	// FillByName lets a field that is not mapped take the attribute of the same
	// name.
	FillByName bool `json:"fillByName,omitempty"`
}

// FieldMapping says what is written into one field. Exactly one of Attribute,
// Property, Literal and Cell is set.
type FieldMapping struct {
	// Field is the full field name (ISO 32000-1, 12.7.3.2).
	Field     string    `json:"field"`
	Attribute *string   `json:"attribute,omitempty"`
	Property  *Property `json:"property,omitempty"`
	Literal   *string   `json:"literal,omitempty"`
	// Cell is a cell or range of the booklet's workbook, such as Sheet!B4 or
	// 'My sheet'!B4:B9.
	Cell *string `json:"cell,omitempty"`
	// Format is the number format code in which numbers and dates are shown
	// (ECMA-376 part 1, 18.8.31); empty for as they are.
	Format  string       `json:"format,omitempty"`
	Default string       `json:"default,omitempty"`
	Missing MissingValue `json:"missing,omitempty"`
}

// Property is something known besides the attributes.
type Property string

// The properties that a field can be filled with.
const (
	PropertyCustomerName     Property = "CUSTOMER_NAME"
	PropertyBookName         Property = "BOOK_NAME"
	PropertyOrganisationName Property = "ORGANISATION_NAME"
	PropertyYear             Property = "YEAR"
	PropertyQuarter          Property = "QUARTER"
	PropertyPeriod           Property = "PERIOD"
	PropertyDate             Property = "DATE"
)

// MissingValue says what happens when an attribute has no value. The zero value
// is MissingBlank.
type MissingValue string

// What can happen to a field whose attribute has no value.
const (
	MissingBlank   MissingValue = "BLANK"
	MissingDefault MissingValue = "DEFAULT"
	MissingFail    MissingValue = "FAIL"
)

// Operator compares an attribute's value with those of a condition.
type Operator string

// The operators of conditions.
const (
	OperatorEquals      Operator = "EQUALS"
	OperatorNotEquals   Operator = "NOT_EQUALS"
	OperatorOneOf       Operator = "ONE_OF"
	OperatorContains    Operator = "CONTAINS"
	OperatorStartsWith  Operator = "STARTS_WITH"
	OperatorGreaterThan Operator = "GREATER_THAN"
	OperatorLessThan    Operator = "LESS_THAN"
	OperatorExists      Operator = "EXISTS"
	OperatorMissing     Operator = "MISSING"
)
