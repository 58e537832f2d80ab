/* One box that ticks a column of boxes; without script the boxes are there, ticked one by one. */

for (const all of document.querySelectorAll("[data-tick-all]")) {
  const boxes = [...all.form.querySelectorAll(`input[name="${all.dataset.tickAll}"]`)];
  const agree = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", agree);
  agree();
}
