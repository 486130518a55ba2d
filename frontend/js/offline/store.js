// The database on the phone: drafts with their photos, and the names held for the road. Every row belongs to a user.

const NAME = "xiangtai";
const VERSION = 1;

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "key" }).createIndex("user", "user");
      asked.result.createObjectStore("held", { keyPath: "user" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function on(name, mode, act) {
  const database = await open();
  const transaction = database.transaction(name, mode);
  const result = await done(act(transaction.objectStore(name)));
  if (mode === "readwrite" && transaction.error) throw transaction.error;
  return result;
}

export const put = (name, row) => on(name, "readwrite", (store) => store.put(row));
export const get = (name, key) => on(name, "readonly", (store) => store.get(key));
export const remove = (name, key) => on(name, "readwrite", (store) => store.delete(key));
export const listOf = (name, user) => on(name, "readonly", (store) => store.index("user").getAll(user));

/** Whether this browser keeps anything: a private window or a policy may forbid it. */
export async function isThere() {
  try {
    await open();
    return true;
  } catch {
    return false;
  }
}
