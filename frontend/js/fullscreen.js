// The meeting room: data-fullscreen="id" shows that element alone on the screen.

export function startFullscreen() {
  const buttons = document.querySelectorAll("[data-fullscreen]");
  if (!document.fullscreenEnabled) {
    buttons.forEach((button) => (button.hidden = true));
    return;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fullscreen]");
    if (!button) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.getElementById(button.dataset.fullscreen)?.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    const isOn = Boolean(document.fullscreenElement);
    document.documentElement.classList.toggle("is-fullscreen", isOn);
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(isOn)));
  });
}
