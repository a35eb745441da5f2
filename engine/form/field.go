package form

// Kind is what a field is for people (ISO 32000-1, 12.7.4).
type Kind string

// The kinds of fields.
const (
	KindText      Kind = "text"
	KindCheckbox  Kind = "checkbox"
	KindRadio     Kind = "radio"
	KindCombo     Kind = "combo"
	KindList      Kind = "list"
	KindPush      Kind = "push"
	KindSignature Kind = "signature"
	// KindUnknown is a field whose type is missing or not of the standard.
	KindUnknown Kind = "unknown"
)

// Field describes one field of a form.
type Field struct {
	// Name is the full name: the partial names from the root, joined with
	// full stops (ISO 32000-1, 12.7.3.2).
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Page is that of the first widget, from 1; 0 when the field is on no page.
	Page    int      `json:"page"`
	Widgets []Widget `json:"widgets,omitempty"`
	// Options of combo and list boxes, and the export values of check boxes
	// and radio buttons.
	Options []Option `json:"options,omitempty"`
	// MaxLength of a text in characters; 0 for any.
	MaxLength int  `json:"maxLength,omitempty"`
	Multiline bool `json:"multiline,omitempty"`
	// Comb: each character stands in a cell of its own, MaxLength of them.
	Comb     bool `json:"comb,omitempty"`
	Password bool `json:"password,omitempty"`
	// Editable combo boxes take any text beside their options.
	Editable bool `json:"editable,omitempty"`
	// MultiSelect list boxes take several values.
	MultiSelect bool   `json:"multiSelect,omitempty"`
	Required    bool   `json:"required,omitempty"`
	ReadOnly    bool   `json:"readOnly,omitempty"`
	Value       Value  `json:"value,omitzero"`
	Default     Value  `json:"default,omitzero"`
	Tooltip     string `json:"tooltip,omitempty"`
	// Signed tells that a signature field holds a signature.
	Signed bool `json:"signed,omitempty"`
}

// Widget is one place on a page where a field is shown.
type Widget struct {
	// Page from 1; 0 when the widget is on no page.
	Page int `json:"page"`
	// Rect is left, bottom, right and top in the page's own coordinates.
	Rect [4]float64 `json:"rect"`
	// Export is the value that this button stands for.
	Export string `json:"export,omitempty"`
	// Hidden widgets are not shown on screen.
	Hidden bool `json:"hidden,omitempty"`
}

// Option is one choice.
type Option struct {
	Export  string `json:"export"`
	Display string `json:"display"`
}
