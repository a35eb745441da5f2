// Package form reads, fills and flattens interactive forms (AcroForms,
// ISO 32000-1, 12.7).
//
// [Fields] lists what can be filled, [Fill] sets values and draws them, and
// [Flatten] turns the fields into ordinary page content, as a viewer shows
// them on screen.
package form
