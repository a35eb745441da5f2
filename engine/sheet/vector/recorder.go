package vector

// Limits of a picture.
const (
	// MaxItems bounds the outlines, texts and bitmaps of a picture, and MaxSteps the
	// points of its outlines and clips.
	MaxItems = 100_000
	MaxSteps = 1_000_000
	// maxMissed bounds what is named that is not drawn.
	maxMissed = 5
)

// Recorder takes down what a file draws, within bounds.
type Recorder struct {
	Picture Picture
	// Steps counts points that were drawn.
	Steps  int
	missed map[string]bool
}

// Full tells whether a file draws more than is allowed.
func (r *Recorder) Full() bool {
	if len(r.Picture.Items) < MaxItems && r.Steps <= MaxSteps {
		return false
	}
	r.Miss("what comes after a million points")
	return true
}

// Cost tells how much was shown.
func (r *Recorder) Cost() int { return r.Steps + costOfItem*len(r.Picture.Items) }

// cost is what an item takes besides its outline, in points: gradients, and more so those
// through which something shows, are objects of their own.
func (i *Item) cost() int {
	n := 0
	if i.Shade != nil {
		n += 100 + len(i.Shade.Stops) + len(i.Shade.Triangles)
		if i.Shade.Clear() {
			n += 400
		}
	}
	if i.Group != nil {
		n += 100
	}
	return n
}

// costOfItem is how many points take the time of an item.
const costOfItem = 8

// Confine changes a clip by another one, and counts what drawing both costs.
func (r *Recorder) Confine(now, to *Clip, how Mode) *Clip {
	r.Steps += to.Size()
	out, ok := Combined(now, to, how, r.All())
	if !ok {
		r.Miss("a clip")
	}
	r.Steps += out.Size()
	return out
}

// All is the picture with some room around it.
func (r *Recorder) All() *Clip {
	w, h := r.Picture.Width, r.Picture.Height
	return Boxed(-w, -h, 2*w, 2*h)
}

// Miss notes what is not drawn, once.
func (r *Recorder) Miss(what string) {
	if r.missed == nil {
		r.missed = map[string]bool{}
	}
	if !r.missed[what] && len(r.missed) < maxMissed {
		r.missed[what] = true
		r.Picture.Missing = append(r.Picture.Missing, what)
	}
}

// Show notes an item, as far as a clip lets it through. Items of one clip are
// drawn together; each change of it costs what drawing the clip does.
func (r *Recorder) Show(item Item, clip *Clip) {
	if clip.Empty() {
		return
	}
	item.Clip = clip
	r.Steps += item.cost()
	if n := len(r.Picture.Items); n == 0 || r.Picture.Items[n-1].Clip != clip {
		r.Steps += clip.Size()
	}
	r.Picture.Items = append(r.Picture.Items, item)
}
