package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"quire/internal/sample"
)

// OfficeEmail and OfficePassword are the sample office's administrator. The password is no secret: a demonstration
// runs on one's own machine with data that anyone may see.
const (
	OfficeEmail    = "office@harbour.example"
	OfficePassword = "harbour-demo-office"
)

// Year and Quarter are the period for which the sample book is generated.
const (
	Year    = 2026
	Quarter = 1
)

// office sets up the sample broker's office. Each step looks first whether its
// result is there already, so that a second run reuses the first one's.
type office struct {
	*Client
	bookID, customerID, spreadsheetID string
}

const login = `mutation Login($email: String!, $password: String!) {
  login(input: {email: $email, password: $password}) { session { accessToken } }
}`

func (o *office) signIn(ctx context.Context, email, password string) error {
	var out struct {
		Login struct{ Session struct{ AccessToken string } }
	}
	err := o.Do(ctx, login, map[string]any{"email": email, "password": password}, &out)
	o.Token = out.Login.Session.AccessToken
	return err
}

// open signs in as the office's administrator; the operator opens the office
// when it is not there yet.
func (o *office) open(ctx context.Context, operatorEmail, operatorPassword string) error {
	err := o.signIn(ctx, OfficeEmail, OfficePassword)
	if !IsCode(err, "UNAUTHENTICATED") {
		return err
	}
	if err := o.signIn(ctx, operatorEmail, operatorPassword); err != nil {
		return fmt.Errorf("sign in as %s: %w", operatorEmail, err)
	}
	err = o.Do(ctx, `mutation Open($name: String!, $email: String!, $password: String!) {
		createOrganisation(input: {name: $name, administrator: {email: $email, password: $password, name: "Office manager"}}) { organisation { id } }
	}`, map[string]any{"name": sample.Office, "email": OfficeEmail, "password": OfficePassword}, &struct{}{})
	if err != nil {
		return fmt.Errorf("open the sample office: %w", err)
	}
	return o.signIn(ctx, OfficeEmail, OfficePassword)
}

// file uploads a document unless one with the same content is there.
func (o *office) file(ctx context.Context, name string, data []byte, err error) (string, error) {
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	var out struct {
		Files struct {
			Edges []struct{ Node struct{ ID string } }
		}
	}
	err = o.Do(ctx, `query Find($sha256: String!) { files(first: 1, where: {sha256: $sha256}) { edges { node { id } } } }`,
		map[string]any{"sha256": hex.EncodeToString(sum[:])}, &out)
	if err != nil {
		return "", err
	}
	if len(out.Files.Edges) > 0 {
		return out.Files.Edges[0].Node.ID, nil
	}
	return o.Upload(ctx, name, data)
}

// found is the answer of a list that is searched by name.
type found struct {
	List struct {
		Edges []struct{ Node struct{ ID, Name string } }
	}
}

func (f found) id(name string) string {
	for _, e := range f.List.Edges {
		if e.Node.Name == name {
			return e.Node.ID
		}
	}
	return ""
}

// customer is one of the sample office's.
type customer struct {
	name           string
	representative int
	plan, pfl      string
	billing        string
	lives          int
	street, city   string
}

var customers = []customer{
	{"Łódź Fisheries, Inc.", 2, "ENR60", "yes", "quarterly", 48, "88 Quay Street", "Brooklyn, NY 11231"},
	{"Café Señor & Söhne LLC", 0, "ENR50", "yes", "monthly", 31, "204 Front Street", "New York, NY 10038"},
	{"Ελληνικά Ναυπηγεία Corp.", 1, "STAT", "no", "quarterly", 112, "7 Dry Dock Road", "Bayonne, NJ 07002"},
	{"North Pier Storage", 1, "STAT", "no", "monthly", 27, "1 North Pier", "Hoboken, NJ 07030"},
}

// addCustomers creates the customers with attributes over several quarters; the
// first of them is the one whose book is generated.
func (o *office) addCustomers(ctx context.Context) error {
	for i, c := range customers {
		id, err := o.customer(ctx, c.name)
		if err != nil {
			return err
		}
		if i == 0 {
			o.customerID = id
		}
		png, err := sample.Logo(i)
		logo, err := o.file(ctx, fmt.Sprintf("logo-%d.png", i+1), png, err)
		if err != nil {
			return err
		}
		if err := o.describe(ctx, id, i, c, logo); err != nil {
			return fmt.Errorf("attributes of %s: %w", c.name, err)
		}
	}
	return nil
}

func (o *office) customer(ctx context.Context, name string) (string, error) {
	var f found
	err := o.Do(ctx, `query Find($name: String!) { list: customers(first: 10, where: {nameContains: $name}) { edges { node { id name } } } }`, map[string]any{"name": name}, &f)
	if id := f.id(name); err != nil || id != "" {
		return id, err
	}
	var out struct {
		CreateCustomer struct{ Customer struct{ ID string } }
	}
	err = o.Do(ctx, `mutation Add($name: String!) { createCustomer(input: {name: $name}) { customer { id } } }`, map[string]any{"name": name}, &out)
	return out.CreateCustomer.Customer.ID, err
}

type attributes []map[string]any

func texts(pairs ...string) attributes {
	var list attributes
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, map[string]any{"key": pairs[i], "value": pairs[i+1]})
	}
	return list
}

// describe sets a customer's attributes: some for good, some for a year, some
// for a quarter.
func (o *office) describe(ctx context.Context, id string, n int, c customer, logo string) error {
	before := (c.representative + 1) % len(sample.Representatives)
	for _, period := range []struct {
		year, quarter any
		list          attributes
	}{
		{nil, nil, append(texts("FEIN", sample.FEIN(n), "Street", c.street, "City", c.city), map[string]any{"key": "Logo", "imageId": logo})},
		{2025, nil, texts("Plan", "STAT", "Sales_Representative", sample.Representatives[before])},
		{2025, 4, texts("Billing", "monthly", "Paid_Family_Leave", "no")},
		{Year, nil, texts("Plan", c.plan, "Billing", c.billing, "Paid_Family_Leave", c.pfl)},
		{Year, Quarter, texts("Sales_Representative", sample.Representatives[c.representative],
			"Remarks", fmt.Sprintf("Renewal of %d insured lives, as discussed with %s.\nPlease confirm before the quarter begins.", c.lives, sample.Representatives[c.representative]))},
	} {
		err := o.Do(ctx, `mutation Describe($id: ID!, $year: Int, $quarter: Int, $attributes: [AttributeInput!]!) {
			setCustomerAttributes(input: {customerId: $id, year: $year, quarter: $quarter, attributes: $attributes}) { attributes { id } }
		}`, map[string]any{"id": id, "year": period.year, "quarter": period.quarter, "attributes": period.list}, &struct{}{})
		if err != nil {
			return err
		}
	}
	return nil
}
