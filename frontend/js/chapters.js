// A long report on a phone: its first chapter is open, the others are a list to open. On a desk and on paper all is open.
const NARROW = matchMedia("(max-width: 767px)");

function openTarget() {
  const anchor = decodeURIComponent(location.hash.slice(1));
  const chapter = anchor && document.getElementById(anchor)?.closest("[data-chapter]");
  if (!chapter) return false;
  chapter.open = true;
  document.getElementById(anchor).scrollIntoView();
  return true;
}

export function startChapters() {
  const chapters = [...document.querySelectorAll("[data-chapter]")];
  if (chapters.length === 0) return;
  if (NARROW.matches) for (const chapter of chapters.slice(1)) chapter.open = false;
  openTarget();
  addEventListener("hashchange", openTarget);
  // The same entry of the contents again changes no address, and still opens its chapter.
  document.querySelector(".report-contents")?.addEventListener("click", (event) => {
    const anchor = event.target.closest("a")?.getAttribute("href")?.slice(1);
    const chapter = anchor && document.getElementById(anchor)?.closest("[data-chapter]");
    if (chapter) chapter.open = true;
  });
  addEventListener("beforeprint", () => {
    for (const chapter of chapters) chapter.open = true;
  });
}
