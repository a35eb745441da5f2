// Package vector is what pictures amount to that are drawn step by step: outlines, texts
// and bitmaps in order. Lengths are points from the picture's top left corner.
package vector

import (
	"quire/engine/canvas"
	"quire/engine/sheet/model"
)

// Picture is what a file draws.
type Picture struct {
	// Width and Height in points.
	Width, Height float64
	Items         []Item
	// Missing names what is not drawn: kinds of records and objects.
	Missing []string
	// Cost tells how much was read and is drawn, in points of outlines or so.
	Cost int
}

// Item is an outline, a text or a picture, in the order of drawing.
type Item struct {
	// Path is filled and drawn along as Look says.
	Path *canvas.Path
	Look model.Look
	// Shade fills the path in place of Look's fill; nil for none.
	Shade *canvas.Shading
	// Pen gives the line of Look the ends and corners that it has; its colour, width and
	// dashes are not used.
	Pen canvas.Pen
	// Matrix is where the item stands whose own places are before it; nil for where they say.
	Matrix *Matrix
	// Box is the extent of a path or the place of a picture.
	X, Y, W, H float64
	// Clip confines what is drawn; nil for all of the picture.
	Clip *Clip
	// Bitmap is a BMP, PNG or JPEG file, and Clear how transparent it is, from 0 to 1. It
	// shows in Frame alone, where that is set.
	Bitmap []byte
	Clear  float64
	Frame  *Rectangle
	// Text is set for texts: the baseline begins at X, Y and rises by Angle
	// degrees; a Width over 0 is how long the text is to be.
	Text         string
	Font         model.Font
	Angle, Width float64
	// Block is a text in lines in the rectangle of X, Y, W and H; nil for none.
	Block *model.Shape
	// Group is drawn as one, through which the share Clear of what is below shows; nil
	// for none.
	Group []Item
}

// Rectangle is a part of the picture, in points from its top left corner.
type Rectangle struct{ X, Y, W, H float64 }
