package read

// actions are the buttons that stand for an action (ECMA-376 part 1, 20.1.10.56):
// a plain rectangle with a sign on it, the sign on a grid over the square in its
// middle, whose side is three quarters of the shorter side.
var actions = map[string]definition{
	"actionButtonBlank":        action(""),
	"actionButtonBackPrevious": action("8", "M 0 4 L 8 0 L 8 8 Z"),
	"actionButtonForwardNext":  action("8", "M 8 4 L 0 0 L 0 8 Z"),
	"actionButtonBeginning":    action("8", "M 2 4 L 8 0 L 8 8 Z M 1 0 L 0 0 L 0 8 L 1 8 Z"),
	"actionButtonEnd":          action("8", "M 6 4 L 0 0 L 0 8 Z M 7 0 L 8 0 L 8 8 L 7 8 Z"),
	"actionButtonReturn":       action("8", "M 8 2 L 6 0 L 4 2 L 5 2 L 5 5 A 1 1 0 cd4 L 3 6 A 1 1 cd4 cd4 L 2 2 L 0 2 L 0 5 A 3 3 cd2 -5400000 L 4 8 A 3 3 cd4 -5400000 L 7 2 Z"),
	"actionButtonHelp":         action("28", "M 6 8 A 8 8 cd2 cd2 A 4 6 0 cd4 A 2 3 3cd4 -5400000 L 16 21 L 12 21 L 12 17 A 4 6 cd2 cd4 A 2 3 cd4 -5400000 A 4 4 0 -10800000 Z M 14 22 A 3 3 3cd4 21600000 Z"),
	"actionButtonInformation":  action("32", "M 16 0 A 16 16 3cd4 21600000 Z", "+60 M 16 1 A 3 3 3cd4 21600000 Z M 10 10 L 10 12 L 13 12 L 13 26 L 10 26 L 10 28 L 22 28 L 22 26 L 19 26 L 19 10 Z"),
	"actionButtonHome":         action("16", "-40 M 8 0 L 0 8 L 16 8 Z M 7 12 L 9 12 L 9 16 L 7 16 Z", "-20 M 13 5 L 13 1 L 11 1 L 11 3 Z M 2 8 L 2 16 L 7 16 L 7 12 L 9 12 L 9 16 L 14 16 L 14 8 Z"),
	"actionButtonDocument":     action("16", "-20 M 2 0 L 10 0 L 14 4 L 14 16 L 2 16 Z", "-40 M 10 0 L 10 4 L 14 4 Z"),
	"actionButtonSound":        action("16", "M 0 5 L 5 5 L 10 0 L 10 16 L 5 11 L 0 11 Z", "f M 11 5 L 16 2 M 11 8 L 16 8 M 11 11 L 16 14"),
	"actionButtonMovie": action("21600", "M 0 5280 L 0 9555 L 1455 9555 L 1905 9067 L 2325 9067 L 2325 15592 L 17010 15592 L 17010 13342 L 19335 13342 "+
		"L 20595 14580 L 21600 14580 L 21600 6630 L 20595 6630 L 19725 7492 L 17010 7492 L 17010 6630 L 16155 5730 L 1905 5730 L 1455 5280 Z"),
}

// action is a button with a sign of several parts, each dark unless it says else.
func action(grid string, sign ...string) definition {
	d := definition{text: "l t r b", paths: []string{"M l t L r t L r b L l b Z"}}
	for _, part := range sign {
		if part[0] == 'M' {
			part = "-40 " + part
		}
		d.paths = append(d.paths, "sign "+grid+" "+part)
	}
	return d
}
