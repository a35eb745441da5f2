'use strict';

// The tabs that a first visit opens with: a tour of the API.
const tour = [
  {
    query: `# Signing in: the bar above does the same, and sends the token with every
# request from then on. By hand, put it into the tab «Headers»:
#   {"Authorization": "Bearer …"}
mutation SignIn($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    session { accessToken expiresAt viewer { user { name role } } }
  }
}
`,
    variables: '{"email": "", "password": ""}',
  },
  {
    query: `# Who is signed in?
query Viewer {
  viewer { user { email name role } organisation { name } }
}
`,
  },
  {
    query: `# Customers, and what holds for each of them in a quarter.
query Customers($year: Int!, $quarter: Int!) {
  customers(first: 10, orderBy: { field: NAME, direction: ASC }) {
    totalCount
    edges {
      node {
        id
        name
        attributesAsOf(year: $year, quarter: $quarter) { key value year quarter image { name } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: '{"year": 2026, "quarter": 1}',
  },
  {
    query: `# Books and their pages, each kind with its own options.
query Books {
  books(first: 10) {
    edges {
      node {
        id
        name
        pages {
          __typename
          id
          position
          title
          ... on StaticPage { file { name } }
          ... on PdfFormPage { file { name } }
          ... on ChoosablePage { conditions { attribute operator values file { name } } }
          ... on ExcelPage { tab }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# The progress of a job, live. Take an id from jobs(first: 5), or order a
# booklet with generateBook.
subscription Progress($id: ID!) {
  jobProgress(id: $id) {
    sequence
    status
    progress { stage percent pagesDone pagesTotal remainingSeconds }
    error { code message }
  }
}
`,
    variables: '{"id": "job_"}',
  },
];
