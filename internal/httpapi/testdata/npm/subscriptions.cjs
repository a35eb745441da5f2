// Subscribes with the reference client of graphql-transport-ws and prints what
// it saw.
const { createClient } = require('graphql-ws');
const WebSocket = require('ws');

const [, , url, token] = process.argv;
const connect = (connectionParams) => createClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });

async function collect(client, query) {
  const seen = [];
  try {
    for await (const { data, errors } of client.iterate({ query })) seen.push(errors ?? data);
  } catch (problem) {
    seen.push(problem.code ?? (Array.isArray(problem) ? problem.map((e) => e.extensions.code) : String(problem)));
  }
  return seen;
}

async function stopEarly(client) {
  for await (const { data } of client.iterate({ query: 'subscription { forever }' })) return data; // return sends complete
}

(async () => {
  const signedIn = connect({ Authorization: `Bearer ${token}` });
  const seen = {
    together: await Promise.all([
      collect(signedIn, 'subscription { count(to: 3) }'),
      collect(signedIn, 'subscription { whoami }'),
      collect(signedIn, '{ hello }'),
      collect(signedIn, '{ nothing }'),
      collect(signedIn, 'subscription { refused }'),
    ]),
    stopped: await stopEarly(signedIn),
    again: await collect(signedIn, 'subscription { count(to: 1) }'),
    anonymous: await collect(connect(), 'subscription { whoami }'),
    badToken: await collect(connect({ authorization: 'Bearer nonsense' }), 'subscription { whoami }'),
  };
  await signedIn.dispose();
  console.log(JSON.stringify(seen));
  process.exit(0);
})();
