/** Draws the figures of challenges as SVG: a form, a colour, a turn. */
const SVG = "http://www.w3.org/2000/svg";

/** @param {object} figure  FIGURE of the protocol @returns {SVGElement} */
export function drawn(figure) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-50 -50 100 100");
  svg.setAttribute("aria-hidden", "true");
  const shape = figure.form === "circle" ? circle() : polygon(corners(figure.form));
  shape.setAttribute("fill", figure.colour);
  shape.setAttribute("transform", `rotate(${figure.turn ?? 0})`);
  svg.append(shape);
  return svg;
}

function circle() {
  const shape = document.createElementNS(SVG, "circle");
  shape.setAttribute("r", "42");
  return shape;
}

function polygon(points) {
  const shape = document.createElementNS(SVG, "polygon");
  shape.setAttribute("points", points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "));
  shape.setAttribute("stroke-linejoin", "round");
  return shape;
}

function corners(form) {
  if (form === "square") return regular(4, 52, 45);
  if (form === "diamond") return [[0, -46], [30, 0], [0, 46], [-30, 0]];
  if (form === "triangle") return regular(3, 48, 0);
  if (form === "hexagon") return regular(6, 46, 30);
  if (form === "star") return star();
  return regular(5, 46, 0);
}

function regular(count, radius, turn) {
  return Array.from({ length: count }, (_, corner) => at(radius, (360 / count) * corner + turn));
}

function star() {
  return Array.from({ length: 10 }, (_, corner) => at(corner % 2 ? 20 : 47, 36 * corner));
}

function at(radius, degrees) {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
