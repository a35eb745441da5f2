package e2e

import (
	"fmt"
	"io"
	"testing"

	"quire/internal/config"
	"quire/internal/demo"
	"quire/internal/sample"
)

// setUpDemo runs the demonstration against a server, which leaves the sample
// office, and gives the path of the booklet.
func setUpDemo(t *testing.T, url string) string {
	t.Helper()
	path, err := demo.Run(t.Context(), demo.Options{
		URL: url, OperatorEmail: config.DevAdminEmail, OperatorPassword: config.DevAdminPassword,
		OutDir: t.TempDir(), Out: io.Discard,
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// sampleOrder finds what the demonstration orders.
func (c *client) sampleOrder() order {
	c.t.Helper()
	return order{
		BookID: c.find("books", "Renewal Book"), CustomerID: c.find("customers", "Łódź Fisheries, Inc."),
		Year: demo.Year, Quarter: demo.Quarter, SpreadsheetID: c.find("files", "Proposal 2026 Q1.xlsx"),
	}
}

// find gives the id of the one with that name.
func (c *client) find(list, name string) string {
	c.t.Helper()
	var out struct {
		List struct {
			Edges []struct{ Node struct{ ID, Name string } }
		}
	}
	c.do(`query($name: String!) { list: `+list+`(first: 10, where: {nameContains: $name}) { edges { node { id name } } } }`, vars{"name": name}, &out)
	for _, e := range out.List.Edges {
		if e.Node.Name == name {
			return e.Node.ID
		}
	}
	c.t.Fatalf("there is no %q among the %s", name, list)
	return ""
}

// longPages is how many pages a job of some seconds has.
func longPages() int {
	if raceDetector {
		return 10
	}
	return 40
}

// longRows is how many rows its worksheet has.
const longRows = 3000

// longOrder sets up a book whose making takes some seconds.
func (c *client) longOrder() order {
	c.t.Helper()
	var made struct {
		CreateCustomer struct{ Customer struct{ ID string } }
		CreateBook     struct{ Book struct{ ID string } }
	}
	c.do(`mutation { createCustomer(input: {name: "Long & Co."}) { customer { id } } createBook(input: {name: "Long Book"}) { book { id } } }`, nil, &made)
	for n := range longPages() { // none of which is printed like another: workers would keep it
		c.do(`mutation($book: ID!, $cells: String!) { addPage(input: {bookId: $book, title: "Census", page: {excel: {tab: "Census", print: {range: $cells}}}}) { page { id } } }`,
			vars{"book": made.CreateBook.Book.ID, "cells": fmt.Sprintf("A1:D%d", longRows-n)}, &struct{}{})
	}
	return order{
		BookID: made.CreateBook.Book.ID, CustomerID: made.CreateCustomer.Customer.ID, Year: 2026, Quarter: 1,
		SpreadsheetID: c.upload("census.xlsx", must(sample.Workbook("Long & Co.", "2026 Q1", longRows))(c.t)),
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// output is the booklet of a job.
type output struct {
	Name, SHA256, MediaType string
	Size                    int64
	Download                struct{ URL string }
}

// finished is a job that is over.
type finished struct {
	Status   string
	Attempts int
	Output   *output
	Error    *struct{ Code, Message string }
}

func (c *client) job(id string) finished {
	c.t.Helper()
	var out struct{ Job finished }
	c.do(`query($id: ID!) { job(id: $id) { status attempts error { code message } output { name sha256 mediaType size download { url } } } }`, vars{"id": id}, &out)
	return out.Job
}
