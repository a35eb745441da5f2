package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"quire/engine"
	"quire/engine/form"
	"quire/engine/pdf"
)

func formCommand() *cobra.Command {
	return Group("form", "Lists, fills or flattens the fields of a PDF form",
		formFieldsCommand(), formFillCommand(), formFlattenCommand())
}

func formFieldsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fields FILE.pdf",
		Short: "Lists the fields of a form as JSON",
		Args:  Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := given(cmd.Context(), args[0]); err != nil {
				return err
			}
			data, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			doc, err := pdf.ReadBytes(cmd.Context(), data, filepath.Base(args[0]))
			if err != nil {
				return err
			}
			fields, err := form.Fields(doc)
			if err != nil {
				return err
			}
			if fields == nil {
				fields = []form.Field{}
			}
			out := json.NewEncoder(cmd.OutOrStdout())
			out.SetIndent("", "  ")
			out.SetEscapeHTML(false)
			return out.Encode(fields)
		},
	}
}

func formFillCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fill FILE.pdf VALUES.json OUT.pdf",
		Short: "Fills a form and flattens it",
		Long: "Fills a form and flattens it. VALUES.json is an object: the full field name, partial\n" +
			"names joined by dots, and its value. A text, combo box or radio button takes a string,\n" +
			"a check box true or false, a list box a list of strings; choices go by export value.",
		Args: Exactly(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := given(cmd.Context(), args[0]); err != nil {
				return err
			}
			values, err := readValues(args[1])
			if err != nil {
				return err
			}
			p := single(args[0], engine.Page{Kind: engine.KindPDFForm, Form: &engine.FormOptions{Values: values}})
			return plain(writePDF(cmd.Context(), p, paths{}, args[2], cmd.ErrOrStderr()))
		},
	}
}

func formFlattenCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "flatten FILE.pdf OUT.pdf",
		Short: "Makes the fields of a form part of its pages, as a viewer shows them",
		Args:  Exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := given(cmd.Context(), args[0]); err != nil {
				return err
			}
			p := single(args[0], engine.Page{Kind: engine.KindStatic})
			return plain(writePDF(cmd.Context(), p, paths{}, args[1], cmd.ErrOrStderr()))
		},
	}
}

// readValues reads the values of a form and reports every wrong one at once.
func readValues(path string) (map[string]engine.FieldValue, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var raw map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("%s is not a JSON object of field names and values: %w", path, err)
	}
	values := make(map[string]engine.FieldValue, len(raw))
	var wrong []string
	for name, v := range raw {
		value, ok := fieldValue(v)
		if !ok {
			wrong = append(wrong, name)
			continue
		}
		values[name] = value
	}
	if len(wrong) > 0 {
		slices.Sort(wrong)
		return nil, fmt.Errorf("%s: the value of %q must be a string, true, false, or a list of strings", path, wrong)
	}
	return values, nil
}

func fieldValue(v any) (engine.FieldValue, bool) {
	switch v := v.(type) {
	case string:
		return engine.FieldValue{Text: &v}, true
	case bool:
		return engine.FieldValue{On: &v}, true
	case []any:
		selected := make([]string, 0, len(v))
		for _, item := range v {
			s, ok := item.(string)
			if !ok {
				return engine.FieldValue{}, false
			}
			selected = append(selected, s)
		}
		return engine.FieldValue{Selected: selected}, true
	}
	return engine.FieldValue{}, false
}
