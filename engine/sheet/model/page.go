package model

// PageSetup says how a sheet is printed (ECMA-376 part 1, 18.3.1.62 to 64).
type PageSetup struct {
	// Width and Height of the paper as it lies, orientation applied.
	Width, Height            float64
	Left, Right, Top, Bottom float64
	// Header and Footer are the distances from the paper's edge.
	Header, Footer float64
	// Scale in percent, used unless Fit is set.
	Scale int
	// Fit shrinks the sheet to FitWidth by FitHeight pages; 0 means any number.
	Fit                 bool
	FitWidth, FitHeight int
	// OverThenDown numbers pages to the right before those below.
	OverThenDown bool
	// CentreX and CentreY centre the printed cells between the margins.
	CentreX, CentreY bool
	GridLines        bool
	Headings         bool
	// Areas are printed one after the other; empty for all that is used.
	Areas []Range
	// TitleRows and TitleCols repeat on each page; zero for none.
	TitleRows, TitleCols Span
	// RowBreaks and ColBreaks are the last rows and columns of pages, in order.
	RowBreaks, ColBreaks []int
	// FirstPage is the number of the first page.
	FirstPage int
	// BlackAndWhite prints black text and lines on white.
	BlackAndWhite bool
	// Errors says how error values are printed: "blank", "dash", "NA", or as
	// they are.
	Errors string
	Texts  HeaderFooter
}

// Span is a run of rows or columns; the zero value is none.
type Span struct{ First, Last int }

// HeaderFooter are the texts above and below, in the notation of ECMA-376
// part 1, 18.3.1.46. First and Even are used when their switch is set.
type HeaderFooter struct {
	Header, Footer           string
	FirstHeader, FirstFooter string
	EvenHeader, EvenFooter   string
	DifferentFirst           bool
	DifferentEven            bool
	// ScaleWithSheet shrinks the texts as the cells are shrunk.
	ScaleWithSheet bool
	// Pictures that "&G" stands for, by place: "LH" to "RF", followed by "FIRST" or
	// "EVEN" for those pages.
	Pictures map[string]HeadPicture
}

// HeadPicture is a picture of a header or footer, its size in points.
type HeadPicture struct {
	Data          []byte
	Width, Height float64
}
