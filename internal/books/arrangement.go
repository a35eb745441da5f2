package books

import (
	"fmt"
	"strings"

	"quire/ent/upload"
	"quire/internal/plan"
	"quire/internal/problem"
)

// maxImages is the most images of a page.
const maxImages = 50

// Images are drawn on a page of any kind.
type Images []plan.ImageConfig

func (images Images) check(in *problem.Input, prefix, kind string) {
	if n := len(images); n > maxImages {
		in.Check(false, prefix+"images", "%d images are too many: place at most %d", n, maxImages)
		return
	}
	for i, image := range images {
		path := fmt.Sprintf("%simages.%d.", prefix, i)
		report(in, path, image.Faults(kind))
		if image.Attribute != nil {
			checkKey(in, path+"attribute", *image.Attribute)
		}
		in.Check(len(image.Field) <= maxFieldName, path+"field", "the field's name must have at most %d bytes", maxFieldName)
		checkText(in, path+"field", image.Field)
	}
}

// files are the images that the page has of itself.
func (images Images) files(prefix string) []reference {
	var list []reference
	for i, image := range images {
		if image.File != nil {
			list = append(list, reference{id: image.File.ID, path: fmt.Sprintf("%simages.%d.fileId", prefix, i), kind: upload.KindImage})
		}
	}
	return list
}

// checkSource checks how a page's PDF is taken.
func checkSource(in *problem.Input, prefix string, c plan.SourceConfig) {
	report(in, prefix+"pdf.", c.Faults())
	checkText(in, prefix+"pdf.pages", c.Pages)
}

// arranged is what is kept of both.
func arranged(config plan.Config, c plan.SourceConfig, images Images) plan.Config {
	if c != (plan.SourceConfig{}) {
		config.Source = &c
	}
	config.Images = images
	return config
}

// report records the faults of options whose fields' paths begin with this.
func report(in *problem.Input, prefix string, faults []plan.Fault) {
	for _, f := range faults {
		in.Check(false, strings.TrimSuffix(prefix+f.Key, "."), "%s", f.Why)
	}
}
