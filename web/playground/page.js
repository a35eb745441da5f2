'use strict';

(() => {
  const url = new URL(document.body.dataset.endpoint, location.href);
  const socketURL = new URL(url);
  socketURL.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

  const form = document.getElementById('sign-in');
  const accept = document.getElementById('accept');
  const provider = document.getElementById('provider');
  const signOut = document.getElementById('sign-out');
  const message = document.getElementById('message');

  // The session lives in this page only: a reload forgets it.
  let session = null;
  const issued = new Set(); // header values that the bar has filled in

  const bearer = () => (session ? `Bearer ${session.accessToken}` : '');
  const sessionFields = 'session { accessToken expiresAt refreshToken viewer { user { email } } }';
  const margin = 30_000; // before the token's end, for clocks that differ

  // withToken gives a request's headers the token, unless the user has written
  // another into the headers editor. A value that the bar once filled in is
  // replaced by today's.
  function withToken(headers = {}) {
    const name = Object.keys(headers).find((key) => key.toLowerCase() === 'authorization');
    if (name && !issued.has(headers[name])) return headers;
    const others = Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
    return session ? { ...others, Authorization: bearer() } : others;
  }

  // GraphiQL's fetcher sends headers with requests, and as the payload of
  // connection_init with subscriptions.
  const send = GraphiQL.createFetcher({ url: url.href, subscriptionUrl: socketURL.href });
  async function fetcher(operation, options = {}) {
    await refreshed();
    return send(operation, { ...options, headers: withToken(options.headers) });
  }

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
    form.hidden = Boolean(session) || !accept.hidden;
    signOut.hidden = !session;
    provider.hidden = Boolean(session) || provider.textContent === '';
  }

  async function ask(query, input) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, variables: input ? { input } : undefined }),
    });
    const answer = await response.json();
    if (answer.errors) {
      const [{ message: text, extensions }] = answer.errors;
      throw Object.assign(new Error(text), { field: extensions?.field });
    }
    return answer.data;
  }

  // open keeps the session that a mutation gives.
  async function open(mutation, type, input) {
    const data = await ask(`mutation ${type.replace('Input', '')}($input: ${type}!) { ${mutation}(input: $input) { ${sessionFields} } }`, input);
    session = data[mutation].session;
    issued.add(bearer());
  }

  async function signIn(mutation, type, input) {
    try {
      await open(mutation, type, input);
    } catch (problem) {
      // One password in several organisations: the person says which.
      if (problem.field === 'organisation') form.elements.organisation.hidden = false;
      show(problem.message, true);
      return;
    }
    accept.hidden = true;
    for (const field of document.querySelectorAll('#bar input[type=password]')) field.value = '';
    show(`Signed in as ${session.viewer.user.email}.`);
    render();
  }

  // refreshed exchanges a token that is about to end; several requests at once
  // wait for one exchange, since a refresh token works once.
  let refreshing = null;
  async function refreshed() {
    if (!session || Date.parse(session.expiresAt) - Date.now() > margin) return;
    refreshing ??= open('refresh', 'RefreshInput', { refreshToken: session.refreshToken })
      .catch((problem) => {
        session = null;
        show(problem.message, true);
      })
      .finally(() => {
        refreshing = null;
        render();
      });
    await refreshing;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { email, password, organisation } = form.elements;
    signIn('login', 'LoginInput', { email: email.value, password: password.value, ...(organisation.value && { organisation: organisation.value }) });
  });

  const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');

  // At the provider: the verifier stays in this tab, so that what comes back is of
  // use here and nowhere else.
  const kept = 'quire-sign-in-verifier';
  provider.addEventListener('click', async () => {
    const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
    sessionStorage.setItem(kept, verifier);
    try {
      const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
      const data = await ask('mutation Begin($input: BeginProviderSignInInput!) { beginProviderSignIn(input: $input) { url } }', { challenge });
      location.assign(data.beginProviderSignIn.url);
    } catch (problem) {
      show(problem.message, true);
    }
  });

  async function offerProvider() {
    try {
      const { signInOptions } = await ask('{ signInOptions { provider { name } } }');
      if (!signInOptions.provider) return;
      provider.textContent = signInOptions.provider.name;
      provider.hidden = false;
    } catch {
      // Passwords are all that there is.
    }
  }

  // What a link or the provider has left behind «#» is used once, and leaves the
  // address bar at once.
  function arrive() {
    const brought = new URLSearchParams(location.hash.slice(1));
    if (location.hash) history.replaceState(null, '', location.pathname + location.search);
    if (brought.has('signIn')) {
      const verifier = sessionStorage.getItem(kept) ?? '';
      sessionStorage.removeItem(kept);
      signIn('finishProviderSignIn', 'FinishProviderSignInInput', { code: brought.get('signIn'), verifier });
    } else if (brought.has('signInError')) {
      show(`The provider's sign-in was refused: ${brought.get('signInError')}, request ${brought.get('requestId')}.`, true);
    } else if (brought.has('invitation')) {
      const token = brought.get('invitation');
      accept.hidden = false;
      show('You are invited: choose a password of at least 10 characters.');
      accept.addEventListener('submit', (event) => {
        event.preventDefault();
        signIn('acceptInvitation', 'AcceptInvitationInput', { token, password: accept.elements.password.value });
      });
    }
  }

  signOut.addEventListener('click', () => {
    session = null;
    show('Signed out: the token is forgotten here. The mutation logout ends the session itself.');
    render();
  });

  render();
  offerProvider();
  arrive();
})();
