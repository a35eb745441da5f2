'use strict';

(() => {
  const url = new URL(document.body.dataset.endpoint, location.href);
  const socketURL = new URL(url);
  socketURL.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

  const form = document.getElementById('sign-in');
  const signOut = document.getElementById('sign-out');
  const message = document.getElementById('message');

  // The token lives in this page only: a reload forgets it.
  let token = '';
  const issued = new Set(); // header values that the bar has filled in

  const bearer = () => (token ? `Bearer ${token}` : '');

  // withToken gives a request's headers the token, unless the user has written
  // another into the headers editor. A value that the bar once filled in is
  // replaced by today's.
  function withToken(headers = {}) {
    const name = Object.keys(headers).find((key) => key.toLowerCase() === 'authorization');
    if (name && !issued.has(headers[name])) return headers;
    const others = Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
    return token ? { ...others, Authorization: bearer() } : others;
  }

  // GraphiQL's fetcher sends headers with requests, and as the payload of
  // connection_init with subscriptions.
  const send = GraphiQL.createFetcher({ url: url.href, subscriptionUrl: socketURL.href });
  const fetcher = (operation, options = {}) => send(operation, { ...options, headers: withToken(options.headers) });

  const root = ReactDOM.createRoot(document.getElementById('graphiql'));

  function render() {
    const headers = bearer() ? JSON.stringify({ Authorization: bearer() }, null, 2) : '';
    root.render(React.createElement(GraphiQL, {
      fetcher,
      headers,
      defaultHeaders: headers,
      defaultTabs: tour,
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
      inputValueDeprecation: true,
    }));
  }

  function show(text, isProblem = false) {
    message.textContent = text;
    message.classList.toggle('problem', isProblem);
    form.hidden = Boolean(token);
    signOut.hidden = !token;
  }

  async function login(email, password) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation SignIn($input: LoginInput!) { login(input: $input) { session { accessToken } } }',
        variables: { input: { email, password } },
      }),
    });
    const answer = await response.json();
    if (answer.errors) throw new Error(answer.errors[0].message);
    return answer.data.login.session.accessToken;
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const email = form.elements.email.value;
    try {
      token = await login(email, form.elements.password.value);
    } catch (problem) {
      show(problem.message, true);
      return;
    }
    issued.add(bearer());
    form.elements.password.value = '';
    show(`Signed in as ${email}.`);
    render();
  });

  signOut.addEventListener('click', () => {
    token = '';
    show('Signed out: the token is forgotten here. The mutation logout ends the session itself.');
    render();
  });

  render();
})();
