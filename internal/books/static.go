package books

import (
	"quire/ent/page"
	"quire/internal/problem"
)

// Static is a PDF as it is.
type Static struct{ FileID string }

func (*Static) kind() page.Kind { return page.KindStatic }

func (*Static) check(*problem.Input, string) {}

func (o *Static) files(prefix string) []reference { return []reference{{o.FileID, prefix + "fileId"}} }

func (o *Static) parts() parts { return parts{file: &o.FileID} }
