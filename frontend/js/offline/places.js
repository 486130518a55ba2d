// Where the server is asked; the addresses stand on the script element of the app.

export function addresses() {
  const { dataset } = document.getElementById("app-script");
  return {
    quick: dataset.quickUrl,
    drafts: dataset.draftsUrl,
    token: dataset.tokenUrl,
    held: dataset.heldUrl,
    suggestions: dataset.suggestionsUrl,
    people: dataset.peopleUrl,
    firms: dataset.firmsUrl,
    worker: dataset.workerUrl,
    scope: dataset.scope,
  };
}
