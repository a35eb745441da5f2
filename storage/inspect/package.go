package inspect

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxPartBytes bounds the two small parts that say what a package is.
const maxPartBytes = 4 << 20

// mainParts maps the content type of a package's main part, in lower case, to
// what the package is (ECMA-376 part 1, 11.3, 12.3 and 13.3 for the media types).
var mainParts = map[string]struct {
	accept Result
	refuse *Rejected
}{
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": {accept: typeXLSX},
	"application/vnd.ms-excel.sheet.macroenabled.main+xml":                       {accept: typeXLSM},
	"application/vnd.ms-excel.sheet.binary.macroenabled.main": {refuse: reject(Unsupported,
		"this is a binary Excel workbook (.xlsb); %s: open it in Excel and save it as .xlsx", accepted)},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": {refuse: rejectTemplate},
	"application/vnd.ms-excel.template.macroenabled.main+xml":                       {refuse: rejectTemplate},
}

var rejectTemplate = reject(Unsupported, "this is an Excel template; %s: open it in Excel and save it as .xlsx", accepted)

// packageType tells what an archive is by the content type of its main part,
// the one that the package's relationships name (ECMA-376 part 2, 8.3 and 9.3).
func packageType(archive *zip.Reader) (Result, error) {
	parts := make(map[string]*zip.File, len(archive.File))
	for _, f := range archive.File {
		name := partName(f.Name)
		if parts[name] == nil {
			parts[name] = f
		}
	}
	types := parts["[content_types].xml"]
	if types == nil {
		return Result{}, rejectType(describeArchive(parts))
	}
	name, err := mainPart(parts["_rels/.rels"])
	if err != nil {
		return Result{}, err
	}
	contentType, err := contentTypeOf(types, name)
	if err != nil {
		return Result{}, err
	}
	known, ok := mainParts[strings.ToLower(contentType)]
	switch {
	case !ok:
		return Result{}, rejectType(describePackage(contentType))
	case known.refuse != nil:
		return Result{}, known.refuse
	case parts[name] == nil:
		return Result{}, reject(Damaged, "this workbook lacks its main part %q: open it in Excel, save it and send it again", name)
	}
	return known.accept, nil
}

// partName brings names to the form in which they are compared: without the
// leading slash and without regard to case (ECMA-376 part 2, 7.2.3.5); some
// writers put backslashes.
func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(s, `\`, "/")), "/"))
}

// mainPart reads the package's relationships for the office document: its
// type ends the same in the transitional and in the strict form.
func mainPart(rels *zip.File) (string, error) {
	if rels == nil {
		return "", reject(Damaged, "this Office file lacks the part _rels/.rels: open it, save it and send it again")
	}
	target := ""
	err := eachElement(rels, func(e xml.StartElement) {
		if target == "" && e.Name.Local == "Relationship" && strings.HasSuffix(attribute(e, "Type"), "/officeDocument") {
			target = attribute(e, "Target")
		}
	})
	if err != nil {
		return "", rejectPart(rels, err)
	}
	if target == "" {
		return "", rejectType("an Office package without a document")
	}
	return partName(target), nil
}

// contentTypeOf looks a part's content type up: an override by its name, or
// else the default for its extension.
func contentTypeOf(types *zip.File, name string) (string, error) {
	extension := strings.TrimPrefix(path.Ext(name), ".")
	override, byExtension := "", ""
	err := eachElement(types, func(e xml.StartElement) {
		switch {
		case e.Name.Local == "Override" && partName(attribute(e, "PartName")) == name:
			override = attribute(e, "ContentType")
		case e.Name.Local == "Default" && strings.EqualFold(attribute(e, "Extension"), extension):
			byExtension = attribute(e, "ContentType")
		}
	})
	if err != nil {
		return "", rejectPart(types, err)
	}
	if override != "" {
		return override, nil
	}
	return byExtension, nil
}

// eachElement shows every start tag of a small XML part.
func eachElement(f *zip.File, visit func(xml.StartElement)) error {
	part, err := f.Open()
	if err != nil {
		return err
	}
	defer part.Close()
	decoder := xml.NewDecoder(io.LimitReader(part, maxPartBytes))
	decoder.CharsetReader = charset.NewReaderLabel
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			visit(start)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func describePackage(contentType string) string {
	switch lower := strings.ToLower(contentType); {
	case strings.Contains(lower, "wordprocessingml"), strings.Contains(lower, "ms-word"):
		return "a Word document"
	case strings.Contains(lower, "presentationml"), strings.Contains(lower, "ms-powerpoint"):
		return "a PowerPoint presentation"
	case strings.Contains(lower, "spreadsheetml"), strings.Contains(lower, "ms-excel"):
		return "an Excel file other than a workbook"
	case strings.Contains(lower, "visio"):
		return "a Visio drawing"
	}
	return "an Office package that is no workbook"
}

func describeArchive(parts map[string]*zip.File) string {
	switch {
	case parts["content.xml"] != nil && parts["mimetype"] != nil:
		return "an OpenDocument file (.ods, .odt)"
	case parts["index/document.iwa"] != nil:
		return "an Apple iWork file (Numbers, Pages)"
	case parts["meta-inf/manifest.mf"] != nil:
		return "a Java archive"
	}
	return "a ZIP archive"
}
