// The few words that scripts say, in the page's language (templates/layouts/_words.html).

let words;

export function say(key) {
  words ??= JSON.parse(document.body.dataset.words ?? "{}");
  return words[key] ?? key;
}

/** Read out to those who can't see the change. */
export function announce(text) {
  const place = document.getElementById("announcements");
  if (place) place.textContent = text;
}
