package previews

import "quire/engine/preview"

// SharedRenderer is one for all tests.
func SharedRenderer() *preview.Renderer { return renderer }
