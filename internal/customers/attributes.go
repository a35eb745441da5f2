package customers

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/customer"
	"quire/ent/customerattribute"
	"quire/ent/upload"
	"quire/internal/problem"
)

// Limits of attributes.
const (
	// MaxAttributes is how many attributes are set or deleted at once.
	MaxAttributes = 500
	// MaxValueBytes bounds a text.
	MaxValueBytes = 64 << 10
	// MaxKeyBytes bounds a key.
	MaxKeyBytes = 200
)

// Attribute is a value to set: a text or an image, exactly one.
type Attribute struct {
	Key string
	// Value is the text.
	Value *string
	// ImageID is the id of an uploaded PNG or JPEG.
	ImageID *string
}

// Set is the attributes of one customer for one period.
type Set struct {
	CustomerID string
	// Year is nil for undated attributes.
	Year *int
	// Quarter, 1 to 4, is nil for those of the whole year.
	Quarter    *int
	Attributes []Attribute
}

// SetAttributes sets all attributes of the input, or none when one is wrong, and
// gives their ids in the order given. A key that is there in this period gets
// the new value; others stay.
func (s *Service) SetAttributes(ctx context.Context, set Set) ([]string, error) {
	p, err := set.check()
	if err != nil {
		return nil, err
	}
	var ids []string
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		if err := lock(ctx, tx, set.CustomerID); err != nil {
			return err
		}
		if err := set.checkImages(ctx, tx); err != nil {
			return err
		}
		if err := set.write(ctx, tx, p); err != nil {
			return err
		}
		ids, err = set.written(ctx, tx, p)
		return err
	})
	return ids, err
}

// lock keeps others from changing the customer's attributes meanwhile: two that
// set the same keys in another order would wait for each other for ever.
func lock(ctx context.Context, tx *ent.Client, customerID string) error {
	_, err := tx.Customer.Query().Where(customer.ID(customerID)).ForUpdate().OnlyID(ctx)
	return missing(err, customerID)
}

// check puts keys into their normal form and tells all that is wrong.
func (set Set) check() (period, error) {
	var in problem.Input
	p := newPeriod(&in, set.Year, set.Quarter)
	in.Check(len(set.Attributes) > 0, "attributes", "give at least one attribute")
	if len(set.Attributes) > MaxAttributes {
		in.Check(false, "attributes", "%d attributes are too many: set at most %d at once", len(set.Attributes), MaxAttributes)
		return p, in.Err()
	}
	seen := make(map[string]int, len(set.Attributes))
	for i := range set.Attributes {
		a, path := &set.Attributes[i], fmt.Sprintf("attributes.%d.", i)
		a.Key = strings.TrimSpace(a.Key)
		a.check(&in, path)
		if first, again := seen[a.Key]; again {
			in.Check(false, path+"key", "the key «%s» is given already, as attributes.%d", a.Key, first)
		} else {
			seen[a.Key] = i
		}
	}
	return p, in.Err()
}

func (a Attribute) check(in *problem.Input, path string) {
	in.Check(a.Key != "", path+"key", "an attribute needs a key")
	in.Check(len(a.Key) <= MaxKeyBytes, path+"key", "the key must have at most %d bytes", MaxKeyBytes)
	in.Check((a.Value == nil) != (a.ImageID == nil), path+"value", "give exactly one of value and imageId")
	if a.Value != nil {
		in.Check(len(*a.Value) <= MaxValueBytes, path+"value", "the text has %d bytes; at most %d are kept", len(*a.Value), MaxValueBytes)
		in.Check(!strings.Contains(*a.Value, "\x00"), path+"value", "the text must not contain the character NUL")
	}
}

// checkImages looks up all images at once.
func (set Set) checkImages(ctx context.Context, tx *ent.Client) error {
	var wanted []string
	for _, a := range set.Attributes {
		if a.ImageID != nil {
			wanted = append(wanted, *a.ImageID)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	files, err := tx.Upload.Query().Where(upload.IDIn(wanted...)).Select(upload.FieldKind, upload.FieldName).All(ctx)
	if err != nil {
		return err
	}
	found := make(map[string]*ent.Upload, len(files))
	for _, f := range files {
		found[f.ID] = f
	}
	var in problem.Input
	for i, a := range set.Attributes {
		if a.ImageID == nil {
			continue
		}
		path := fmt.Sprintf("attributes.%d.imageId", i)
		if f := found[*a.ImageID]; f == nil {
			p := problem.Missing("file", *a.ImageID)
			p.Field = path
			in.Add(p)
		} else {
			in.Check(f.Kind == upload.KindImage, path, "the file «%s» is not an image: give a PNG or JPEG", f.Name)
		}
	}
	return in.Err()
}

func (set Set) write(ctx context.Context, tx *ent.Client, p period) error {
	rows := make([]*ent.CustomerAttributeCreate, len(set.Attributes))
	for i, a := range set.Attributes {
		value := ""
		if a.Value != nil {
			value = *a.Value
		}
		rows[i] = tx.CustomerAttribute.Create().SetCustomerID(set.CustomerID).SetKey(a.Key).SetValue(value).
			SetNillableUploadID(a.ImageID).SetYear(p.year).SetQuarter(p.quarter)
	}
	return tx.CustomerAttribute.CreateBulk(rows...).
		OnConflictColumns(customerattribute.FieldCustomerID, customerattribute.FieldKey, customerattribute.FieldYear, customerattribute.FieldQuarter).
		Update(func(row *ent.CustomerAttributeUpsert) {
			row.UpdateValue().UpdateUploadID().UpdateUpdatedAt()
		}).Exec(ctx)
}

// written gives the ids in the order of the input: rows that were there keep
// theirs.
func (set Set) written(ctx context.Context, tx *ent.Client, p period) ([]string, error) {
	keys := make([]string, len(set.Attributes))
	for i, a := range set.Attributes {
		keys[i] = a.Key
	}
	rows, err := tx.CustomerAttribute.Query().
		Where(customerattribute.CustomerID(set.CustomerID), holdsFor(p.year, p.quarter), customerattribute.KeyIn(keys...)).
		Select(customerattribute.FieldKey).All(ctx)
	if err != nil {
		return nil, err
	}
	byKey := make(map[string]string, len(rows))
	for _, row := range rows {
		byKey[row.Key] = row.ID
	}
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = byKey[key]
	}
	return ids, nil
}

// DeleteAttributes removes attributes of one customer: all of them, or none when
// one is not there.
func (s *Service) DeleteAttributes(ctx context.Context, customerID string, ids []string) error {
	if len(ids) > MaxAttributes {
		return &problem.Error{Code: problem.BadInput, Field: "ids",
			Message: fmt.Sprintf("%d attributes are too many: delete at most %d at once", len(ids), MaxAttributes)}
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		if err := lock(ctx, tx, customerID); err != nil {
			return err
		}
		theirs := tx.CustomerAttribute.Query().Where(customerattribute.CustomerID(customerID), customerattribute.IDIn(ids...))
		found, err := theirs.IDs(ctx)
		if err != nil {
			return err
		}
		if err := allFound(ids, found); err != nil {
			return err
		}
		_, err = tx.CustomerAttribute.Delete().Where(customerattribute.IDIn(found...)).Exec(ctx)
		return err
	})
}

func allFound(ids, found []string) error {
	there := make(map[string]bool, len(found))
	for _, id := range found {
		there[id] = true
	}
	var in problem.Input
	for i, id := range ids {
		if !there[id] {
			p := problem.Missing("attribute of this customer", id)
			p.Field = fmt.Sprintf("ids.%d", i)
			in.Add(p)
		}
	}
	return in.Err()
}
