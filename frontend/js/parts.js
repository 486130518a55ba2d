// The heavy parts (charts, enhanced fields) come only to pages that use them.

const loading = new Map();

/** Load a built part once; its address and hash stand on the script element of the app. */
export function loadPart(name) {
  if (!loading.has(name)) {
    const { dataset } = document.getElementById("app-script");
    loading.set(
      name,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = dataset[`${name}Url`];
        script.integrity = dataset[`${name}Integrity`];
        script.addEventListener("load", () => resolve(window.crmParts[name]));
        script.addEventListener("error", reject);
        document.head.append(script);
      }),
    );
  }
  return loading.get(name);
}

const FIELDS = "select[data-enhance], input[data-date]";

// Charts far down the page wait until somebody scrolls there.
const watcher = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      loadPart("charts").then((part) => part.draw(target));
    }
  },
  { rootMargin: "200px" },
);

// Paper shows the whole page: what nobody scrolled to is drawn just before.
addEventListener("beforeprint", () => {
  const part = window.crmParts?.charts;
  if (part) document.querySelectorAll("[data-chart]:empty").forEach((place) => part.draw(place, false));
});

/** Wake what needs a part inside `root`: the document, or what htmx has just put in. */
export function wake(root) {
  root.querySelectorAll("[data-chart]").forEach((place) => watcher.observe(place));
  if (root.querySelector(FIELDS)) loadPart("fields").then((part) => part.enhance(root, FIELDS));
}
