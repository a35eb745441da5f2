// Does a front end's day with urql: signing in, paging, its normalised cache,
// uploads with progress, an order and its subscription. Prints what it saw.
const { readFileSync } = require('node:fs');
const { Client, fetchExchange, subscriptionExchange, gql } = require('@urql/core');
const { cacheExchange } = require('@urql/exchange-graphcache');
const { relayPagination } = require('@urql/exchange-graphcache/extras');
const ws = require('graphql-ws');
const WebSocket = require('ws');

const [, , url, email, password, file] = process.argv;
// urql aborts each request after its answer; a stream that was sent with it hears so late.
for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.on(event, (problem) => {
    if (problem.name === 'AbortError') return;
    console.error(problem);
    process.exit(1);
  });
}

let token;
let requests = 0;
let progress = [];

// counting sends a form as a stream, and notes how far it is.
async function counting(target, options) {
  requests++;
  if (!(options.body instanceof FormData)) return fetch(target, options);
  const whole = new Response(options.body);
  const type = whole.headers.get('content-type');
  let sent = 0;
  const body = whole.body.pipeThrough(new TransformStream({
    transform(chunk, out) {
      sent += chunk.byteLength;
      progress.push(sent);
      out.enqueue(chunk);
    },
  }));
  return fetch(target, { ...options, headers: { ...options.headers, 'content-type': type }, body, duplex: 'half' });
}

const socket = ws.createClient({
  url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: () => ({ Authorization: `Bearer ${token}` }),
});
const client = new Client({
  url: `${url}/graphql`,
  fetch: counting,
  preferGetMethod: false,
  fetchOptions: () => ({ headers: { 'GraphQL-Preflight': '1', ...(token && { Authorization: `Bearer ${token}` }) } }),
  exchanges: [
    cacheExchange({ resolvers: { Query: { customers: relayPagination() } } }),
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
});

async function ask(operation, document, variables = {}, context = {}) {
  const { data, error } = await client[operation](gql(document), variables, context).toPromise();
  if (error) throw error;
  return data;
}
const query = (...args) => ask('query', ...args);
const mutate = (...args) => ask('mutation', ...args);

const LIST = `query($after: Cursor) { customers(first: 2, after: $after, orderBy: { field: NAME }) {
  edges { cursor node { id name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const names = (data) => data.customers.edges.map(({ node }) => node.name).join(' ');

async function pagesAndCache(seen) {
  for (const name of ['Ana', 'Bo', 'Cy']) await mutate('mutation($n: String!) { createCustomer(input: { name: $n }) { customer { id name } } }', { n: name });
  const first = await query(LIST, {});
  seen.first = names(first);
  seen.all = names(await query(LIST, { after: first.customers.pageInfo.endCursor })); // the cache joins the pages
  const { id } = first.customers.edges[0].node;
  await mutate('mutation($id: ID!) { updateCustomer(input: { id: $id, name: "Anna" }) { customer { id name } } }', { id });
  const before = requests;
  seen.renamed = names(await query(LIST, {}, { requestPolicy: 'cache-only' })); // found by the global id
  seen.asked = requests - before;
}

async function uploads(seen) {
  const content = readFileSync(file);
  const data = await mutate('mutation($f: Upload!) { uploadFile(input: { file: $f }) { file { id kind size } } }', { f: new File([content], 'plain.pdf') });
  seen.uploaded = [data.uploadFile.file.kind, data.uploadFile.file.size === content.length];
  seen.progress = progress.length > 2 && progress.at(-1) > content.length && progress.every((n, i) => i === 0 || n > progress[i - 1]);
  const { target } = (await mutate('mutation($n: Long!) { createUploadTarget(input: { size: $n }) { target { id url } } }', { n: content.length })).createUploadTarget;
  const put = await fetch(new URL(target.url, url), { method: 'PUT', body: content });
  const staged = await mutate('mutation($id: ID!) { completeUpload(input: { targetId: $id, name: "again" }) { file { id name } } }', { id: target.id });
  seen.staged = [put.status, staged.completeUpload.file.name];
  return data.uploadFile.file.id;
}

async function orderAndWatch(seen, fileId) {
  const { book } = (await mutate('mutation { createBook(input: { name: "Book" }) { book { id } } }')).createBook;
  await mutate('mutation($b: ID!, $f: ID!) { addPage(input: { bookId: $b, page: { static: { fileId: $f } } }) { page { id } } }', { b: book.id, f: fileId });
  const customer = (await query(LIST, {}, { requestPolicy: 'cache-only' })).customers.edges[0].node;
  const { job } = (await mutate('mutation($b: ID!, $c: ID!) { generateBook(input: { bookId: $b, customerId: $c, year: 2026, quarter: 1 }) { job { id status } } }', { b: book.id, c: customer.id })).generateBook;
  seen.watched = await new Promise((done, fail) => {
    const states = [];
    const watch = client.subscription(gql('subscription($id: ID!) { jobProgress(id: $id) { status sequence } }'), { id: job.id }).subscribe(({ data, error }) => {
      if (error) return fail(error);
      states.push(data.jobProgress.status);
      if (states.length === 1) mutate('mutation($id: ID!) { cancelJob(input: { id: $id }) { job { id status } } }', { id: job.id }).catch(fail);
      if (data.jobProgress.status === 'CANCELED') {
        watch.unsubscribe();
        done(states);
      }
    });
  });
}

(async () => {
  const seen = {};
  const { session } = (await mutate('mutation($e: String!, $p: String!) { login(input: { email: $e, password: $p }) { session { accessToken } } }', { e: email, p: password })).login;
  token = session.accessToken;
  await pagesAndCache(seen);
  await orderAndWatch(seen, await uploads(seen));
  console.log(JSON.stringify(seen));
  process.exit(0);
})().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
