package previews

import (
	"context"
	"errors"

	"quire/engine/preview"
)

// drawOnce draws the picture, together with all who want it now, and keeps it.
// The drawing goes on when this one leaves: the next look will want it.
func (s *Service) drawOnce(ctx context.Context, g grant) ([]byte, error) {
	name := g.name()
	drawn := s.drawing.DoChan(name, func() (any, error) {
		ctx := context.WithoutCancel(ctx)
		if !g.Image {
			if err := s.Renderer.Prepare(ctx); err != nil {
				return nil, err
			}
		}
		ctx, cancel := context.WithTimeout(ctx, drawTimeout)
		defer cancel()
		picture, err := s.draw(ctx, g)
		var file *preview.Error
		var image *imageError
		switch {
		case err == nil:
			s.pictures.put(name, picture)
		case errors.As(err, &file), errors.As(err, &image):
			s.failed.Add(name, failure{err, s.Now()})
			s.Log.InfoContext(ctx, "a file has no preview", "key", g.Key, "page", g.Page, "error", err, "cause", errors.Unwrap(err))
		}
		return picture, err
	})
	select {
	case result := <-drawn:
		picture, _ := result.Val.([]byte)
		return picture, result.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Service) draw(ctx context.Context, g grant) ([]byte, error) {
	object, err := s.Store.Open(ctx, g.Key)
	if err != nil {
		return nil, err
	}
	defer object.Close()
	if g.Image {
		if err := enter(ctx, s.reading); err != nil {
			return nil, err
		}
		defer func() { <-s.reading }()
		return scale(object, g.Width)
	}
	picture, err := s.Renderer.Render(ctx, newBlocks(object, object.Size()), object.Size(), g.Page, g.Width)
	return picture.PNG, err
}
