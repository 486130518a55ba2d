// The day plan and the matrix of talks. Both work without this: by arrows and by pages of their own.

/** Put into a dialog's form what the cell that opened it stands for. */
function fill(opener) {
  const form = document.getElementById(opener.dataset.dialogOpen)?.querySelector("form[data-filled]");
  if (!form) return;
  for (const [name, value] of Object.entries(JSON.parse(opener.dataset.fill))) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

const numbers = (list) => [...list.querySelectorAll("[data-stop]")].map((stop) => stop.dataset.stop);

/** Send a day's new order; the page comes back with the times that follow from it. */
async function send(list) {
  const body = new FormData();
  body.append("day", list.dataset.planDay);
  for (const number of numbers(list)) body.append("stop", number);
  const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  try {
    await fetch(list.dataset.planUrl, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } });
  } finally {
    location.reload();
  }
}

function startDragging() {
  let dragged = null;
  let before = "";
  document.addEventListener("dragstart", (event) => {
    const grip = event.target.closest?.(".plan-grip");
    if (!grip) return;
    dragged = grip.closest("[data-stop]");
    before = numbers(dragged.parentElement).join();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });
  document.addEventListener("dragover", (event) => {
    const stop = event.target.closest?.("[data-stop]");
    if (!dragged || stop?.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    if (stop === dragged) return;
    const { top, height } = stop.getBoundingClientRect();
    stop.parentElement.insertBefore(dragged, event.clientY > top + height / 2 ? stop.nextSibling : stop);
  });
  document.addEventListener("dragend", () => {
    const list = dragged?.parentElement;
    dragged = null;
    if (list && numbers(list).join() !== before) send(list);
  });
}

export function startDelegations() {
  document.addEventListener(
    "click",
    (event) => {
      const opener = event.target.closest("[data-fill]");
      if (opener) fill(opener);
    },
    true,
  );
  if (document.querySelector("[data-plan-day]")) startDragging();
}
