/* What is wrong with the page that is open, after WCAG 2.2; an empty list where nothing is. */
() => {
  const faults = [];
  const shown = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  const say = (what, e) => faults.push(`${what}: ${e.outerHTML.slice(0, 120)}`);
  const words = (e) => (e.getAttribute("aria-label")
    || (e.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join(" ")
    || e.textContent || e.getAttribute("title") || "").trim();

  if (!document.documentElement.lang) faults.push("no language");
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  const heads = [...document.querySelectorAll("h1")].filter(shown);
  if (heads.length !== 1) faults.push(`${heads.length} h1`);
  let level = 0;
  for (const head of [...document.querySelectorAll("h1,h2,h3,h4")].filter(shown)) {
    const now = Number(head.tagName[1]);
    if (level && now > level + 1) say("a level of headings is skipped", head);
    level = now;
  }
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids)) if (ids.filter((other) => other === id).length > 1) faults.push(`id twice: ${id}`);
  for (const e of document.querySelectorAll("a[href], button, summary")) if (shown(e) && !words(e)) say("no name", e);
  for (const e of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (shown(e) && !e.labels?.length && !words(e)) say("no label", e);
  for (const e of document.querySelectorAll("img:not([alt])")) say("no alternative", e);
  for (const e of document.querySelectorAll("svg")) if (!e.closest("[aria-hidden=true]") && !words(e)) say("a picture without a name", e);
  for (const e of document.querySelectorAll("[style]")) if (!e.closest("svg")) say("inline style", e);
  for (const e of document.querySelectorAll("th:not([scope])")) say("a header cell without scope", e);

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const ground = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const found = rgba(getComputedStyle(at).backgroundColor);
      if (found[3] > 250) return found;
    }
    return [255, 255, 255, 255];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (seen.has(e) || !walker.currentNode.data.trim() || !shown(e) || e.closest("svg, option, [disabled], .visually-hidden, .skip")) continue;
    seen.add(e);
    const style = getComputedStyle(e);
    const [a, b] = [light(rgba(style.color)), light(ground(e))].sort((p, q) => q - p);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, e);
  }
  return faults;
}
