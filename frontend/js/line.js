// Asking the server for what waits on a device: whether there is a line, and whose session answers at its other end.

export class LineDownError extends Error {}
export class SignedOutError extends Error {}

/** Who wrote what waits: the person for whom this page was made. */
export const owner = () => document.documentElement.dataset.user ?? "";

/** The reply, good or not. Within `patience` ms there is one, or the line is down. */
export async function ask(address, { patience, ...options }) {
  let reply;
  try {
    reply = await fetch(address, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
      ...options,
    });
  } catch (error) {
    throw new LineDownError(error.message);
  }
  // Who isn't signed in is sent to sign in; behind a failing or crowded server the line is as good as down.
  if (reply.type === "opaqueredirect" || reply.status === 401 || reply.status === 403) throw new SignedOutError();
  if (reply.status >= 500 || reply.status === 429) throw new LineDownError(String(reply.status));
  return reply;
}

/** A fresh token of this person's session: the page may be older than it. Somebody else's session sends nothing. */
export async function freshToken(address, patience) {
  const told = await (await ask(address, { patience })).json();
  if (String(told.user) !== owner()) throw new SignedOutError();
  return told;
}
