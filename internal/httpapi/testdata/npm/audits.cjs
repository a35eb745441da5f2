// Runs the audits of GraphQL over HTTP against a server and prints the results.
const { auditServer } = require('graphql-http');

auditServer({ url: process.argv[2], fetchFn: fetch }).then((results) => {
  console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
});
