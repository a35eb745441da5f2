'use strict';

// The tabs that a first visit opens with: a tour of the API.
// Made from docs/operations by `make generate`.
const tour = [
  {
    "query": "# Signing in: the bar above does the same, and sends the token with every\n# request from then on. By hand, put it into the tab «Headers»:\n#   {\"Authorization\": \"Bearer …\"}\nmutation SignIn($email: String!, $password: String!) {\n  login(input: { email: $email, password: $password }) {\n    session { accessToken expiresAt refreshToken viewer { user { name role } } }\n  }\n}\n",
    "variables": "{\"email\": \"\", \"password\": \"\"}"
  },
  {
    "query": "# Who is signed in?\nquery Viewer {\n  viewer { user { email name role } organisation { name } }\n}\n"
  },
  {
    "query": "# Customers, and what holds for each of them in a quarter.\nquery Customers($year: Int!, $quarter: Int!, $after: Cursor) {\n  customers(first: 10, after: $after, orderBy: { field: NAME, direction: ASC }) {\n    totalCount\n    edges {\n      node {\n        id\n        name\n        attributesAsOf(year: $year, quarter: $quarter) { key value year quarter image { name } }\n      }\n    }\n    pageInfo { hasNextPage endCursor }\n  }\n}\n",
    "variables": "{\"year\": 2026, \"quarter\": 1}"
  },
  {
    "query": "# Books and their pages, each kind with its own options.\nquery Books {\n  books(first: 10) {\n    edges {\n      node {\n        id\n        name\n        pages {\n          __typename\n          id\n          position\n          title\n          ... on StaticPage { file { name } }\n          ... on PdfFormPage { form: file { name } fields { field attribute property literal missing } }\n          ... on ChoosablePage { fallback { name } conditions { attribute operator values file { name } } }\n          ... on ExcelPage { tab }\n        }\n      }\n    }\n  }\n}\n"
  },
  {
    "query": "# Orders a booklet and answers at once with the job.\nmutation Order($bookId: ID!, $customerId: ID!, $year: Int!, $quarter: Int!, $spreadsheetId: ID) {\n  generateBook(input: { bookId: $bookId, customerId: $customerId, year: $year, quarter: $quarter, spreadsheetId: $spreadsheetId }) {\n    job { id status sequence }\n  }\n}\n",
    "variables": "{\"bookId\": \"book_\", \"customerId\": \"cus_\", \"year\": 2026, \"quarter\": 1, \"spreadsheetId\": \"upl_\"}"
  },
  {
    "query": "# The progress of a job, live. Take an id from jobs(first: 5), or order a\n# booklet with generateBook.\nsubscription Progress($id: ID!) {\n  jobProgress(id: $id) {\n    sequence\n    status\n    progress { stage percent pagesDone pagesTotal remainingSeconds }\n    error { code message }\n  }\n}\n",
    "variables": "{\"id\": \"job_\"}"
  },
  {
    "query": "# The newest jobs, and the links to what is done.\nquery Jobs {\n  jobs(first: 20) {\n    totalCount\n    edges {\n      node {\n        id\n        status\n        createdAt\n        progress { stage percent }\n        error { code message }\n        warnings { page message }\n        book { name }\n        customer { name }\n        output { name size download { url expiresAt } }\n      }\n    }\n  }\n}\n"
  }
];
