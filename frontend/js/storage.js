// Web storage that may be closed by policy or full: then nothing is remembered, and nothing breaks.

function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}

export const session = {
  read: (key) => attempt(() => JSON.parse(sessionStorage.getItem(key))),
  write: (key, value) => attempt(() => sessionStorage.setItem(key, JSON.stringify(value))),
  remove: (key) => attempt(() => sessionStorage.removeItem(key)),
  keys: () => attempt(() => Object.keys(sessionStorage)) ?? [],
};

export const local = {
  read: (key) => attempt(() => localStorage.getItem(key)),
  write: (key, value) => attempt(() => localStorage.setItem(key, value)),
  remove: (key) => attempt(() => localStorage.removeItem(key)),
};
