/* Small comforts. Every page works without this file. */

/** Let the day control answer at once, and show the slider, which needs a script. */
function followDays(form) {
  const day = form.elements.day;
  const slider = form.querySelector("input[type=range]");
  const shown = form.querySelector("output");
  const stops = slider.dataset.stops.trim().split(" ");
  const written = (iso) => iso.split("-").reverse().join("/");

  form.classList.add("time-live");
  form.querySelector(".time-slide").hidden = false;
  slider.addEventListener("input", () => {
    shown.value = written(stops[slider.value]);
    slider.setAttribute("aria-valuetext", shown.value);
  });
  slider.addEventListener("change", () => {
    day.value = stops[slider.value];
    form.requestSubmit();
  });
  // Typing a year gives half-finished days such as 0002-09-30, so wait until the field is left.
  const before = day.value;
  day.addEventListener("blur", () => {
    if (day.value && day.value !== before && day.validity.valid) form.requestSubmit();
  });
}

/** Read a cell for sorting: data-sort wins, then a figure written the Vietnamese way, then the words. */
function sortKey(cell) {
  const text = (cell?.dataset.sort ?? cell?.textContent ?? "").trim();
  if (cell?.dataset.sort !== undefined) return Number.isNaN(Number(text)) || text === "" ? text : Number(text);
  const plain = document.documentElement.lang === "en" ? text.replaceAll(",", "") : text.replaceAll(".", "").replace(",", ".");
  return text !== "" && /^-?\d+(\.\d+)?%?$/.test(plain) ? Number.parseFloat(plain) : text;
}

/** Figures before words, empty cells always last. */
function compare(one, other, direction) {
  if (one === "" || other === "") return (one === "") - (other === "");
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  const order = typeof one === "number" ? one - other : one.localeCompare(other, "vi");
  return order * direction;
}

/** Make the headings of a table buttons that sort its rows; rows marked data-fixed (totals) stay where they are. */
function makeSortable(table) {
  const headings = [...table.tHead.rows].at(-1).cells;
  for (const heading of headings) {
    if (heading.dataset.sort === "no" || heading.colSpan > 1) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sortBy(table, heading));
  }
}

function sortBy(table, heading) {
  const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].filter((row) => !("fixed" in row.dataset));
  const keyed = rows.map((row) => [sortKey(row.cells[heading.cellIndex]), row]);
  keyed.sort(([one], [other]) => compare(one, other, direction));
  body.prepend(...keyed.map(([, row]) => row));
}

/** Close the user menu with Escape or a click elsewhere. */
function closeMenus(event) {
  if (event.type === "keydown" && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.top-user[open]")) {
    if (event.type === "keydown" || !menu.contains(event.target)) menu.open = false;
  }
}

for (const form of document.querySelectorAll("form[data-follows-day]")) followDays(form);
for (const table of document.querySelectorAll("table[data-sortable]")) makeSortable(table);
for (const select of document.querySelectorAll("[data-submits]")) select.addEventListener("change", () => select.form.requestSubmit());
for (const button of document.querySelectorAll("[data-prints]")) button.addEventListener("click", () => window.print());
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
