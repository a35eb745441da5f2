package read

// Limits of what a workbook may ask of the machine.
const (
	// maxFile and maxUnzipped bound the file and its parts, in bytes.
	maxFile     = 100 << 20
	maxUnzipped = 256 << 20
	// maxPart bounds the parts that are held as trees, and maxEntries the parts.
	maxPart    = 16 << 20
	maxEntries = 20_000
	// maxNodes bounds the elements of a tree.
	maxNodes = 2_000_000
	// maxStrings bounds the shared texts, maxMerges and maxDrawings what their
	// names say.
	maxStrings  = 2_000_000
	maxMerges   = 100_000
	maxDrawings = 2_000
	maxLinks    = 50_000
	// maxText bounds the characters of a cell, as spreadsheet programs do.
	maxText = 32_767
	// mostCut bounds the cells that warnings name for that.
	mostCut = 10
	// maxCells bounds the cells of the printed sheet.
	maxCells = 2_000_000
	// maxCalculated bounds how many formulas without a stored value are
	// calculated.
	maxCalculated = 20_000
	// lastRow and lastCol are the format's own limits (ECMA-376 part 1, 18.3).
	lastRow = 1_048_576
	lastCol = 16_384
)
