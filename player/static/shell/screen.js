/** The page's own switches: outline in or out, full screen. */
const WIDE = window.matchMedia("(min-width: 64rem)");

/** @param {HTMLElement} root */
export function bindScreen(root) {
  const toggle = root.querySelector("[data-outline-toggle]");
  const full = root.querySelector("[data-full-screen]");

  function showOutline(shown) {
    root.dataset.outline = shown ? "shown" : "folded";
    toggle.setAttribute("aria-expanded", String(shown));
  }

  toggle.addEventListener("click", () => showOutline(root.dataset.outline !== "shown"));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !WIDE.matches && root.dataset.outline === "shown") {
      showOutline(false);
      toggle.focus();
    }
  });
  root.querySelector("[data-outline-list]").addEventListener("click", (event) => {
    if (event.target.closest("button") && !WIDE.matches) showOutline(false);
  });
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen().catch(() => {});
  });
  document.addEventListener("fullscreenchange", () => {
    full.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
  });

  let decided = false;
  return {
    /** The first time, show the outline where there is room and something to choose. */
    outlineFor(items) {
      if (decided) return;
      decided = true;
      const units = items.filter((item) => item.unit && !item.hidden);
      showOutline(WIDE.matches && units.length > 1);
    },
  };
}
