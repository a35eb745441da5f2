package engine

import (
	"quire/engine/form"
	"quire/engine/pdf"
)

// fillByName adds the texts that are meant for fields of their name, where the
// form has such fields and values does not name them. Fields that nobody fills
// in, such as signatures, are passed over.
func fillByName(doc *pdf.Document, texts map[string]string, values map[string]form.Value) error {
	if len(texts) == 0 {
		return nil
	}
	fields, err := form.Fields(doc)
	if err != nil {
		return err
	}
	for _, f := range fields {
		text, wanted := texts[f.Name]
		if _, named := values[f.Name]; wanted && !named && fillable(f.Kind) {
			values[f.Name] = form.Text(text)
		}
	}
	return nil
}

func fillable(k form.Kind) bool {
	switch k {
	case form.KindText, form.KindCheckbox, form.KindRadio, form.KindCombo, form.KindList:
		return true
	}
	return false
}
