// Small comforts. Every page works without this file.

document.documentElement.classList.add("scripted");

/** Send a date as soon as it is whole. Typing a year passes through days such as 0002-09-30, so wait until the field is left. */
function sendsItself(form) {
  const day = form.elements.day;
  const before = day.value;
  let typing = false;
  const send = () => day.value && day.value !== before && day.validity.valid && form.requestSubmit();
  day.addEventListener("keydown", () => { typing = true; });
  day.addEventListener("change", () => typing || send());
  day.addEventListener("blur", send);
}

/** Turn the list of quarter ends into a slider; the list stays in the form and carries the answer. */
function slides(form) {
  const list = form.querySelector("select");
  const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, step: 1, id: `${list.id}-slider` });
  const told = document.createElement("output");
  const tell = (day) => {
    told.textContent = day;
    slider.setAttribute("aria-valuetext", day);
  };
  slider.max = list.options.length - 1;
  slider.value = list.selectedIndex;
  told.htmlFor = slider.id;
  form.querySelector("label").htmlFor = slider.id;
  list.hidden = true;
  list.after(slider, told);
  slider.addEventListener("input", () => tell(list.options[slider.value].text));
  slider.addEventListener("change", () => {
    list.selectedIndex = slider.value;
    form.requestSubmit();
  });
  tell(form.dataset.shown);
}

/** Close every open menu on Escape or on a click elsewhere. */
function closeMenus(event) {
  if (event.type === "keydown" && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "click" && menu.contains(event.target)) continue;
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (event.type === "keydown" && hadFocus) menu.querySelector("summary").focus();
  }
}

/** Read a cell for sorting: data-sort wins, then a figure in the page's way of writing, then the words. */
function sortKey(cell) {
  const text = (cell?.dataset.sort ?? cell?.textContent ?? "").trim();
  if (cell?.dataset.sort !== undefined) return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
  const plain = document.documentElement.lang === "en" ? text.replaceAll(",", "") : text.replaceAll(".", "").replace(",", ".");
  return /^-?\d+(\.\d+)?%?$/.test(plain) ? Number.parseFloat(plain) : text;
}

/** Figures before words; empty cells always last. */
function compare(one, other, direction) {
  if (one === "" || other === "") return (one === "") - (other === "");
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return direction * (typeof one === "number" ? one - other : one.localeCompare(other, "vi"));
}

/** Sort the first body of a table; rows marked data-fixed, such as totals, stay at its end. */
function sortBy(table, heading) {
  const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  const body = table.tBodies[0];
  const keyed = [...body.rows].filter((row) => !("fixed" in row.dataset)).map((row) => [sortKey(row.cells[heading.cellIndex]), row]);
  keyed.sort(([one], [other]) => compare(one, other, direction));
  body.prepend(...keyed.map(([, row]) => row));
}

/** Put a button into each heading of a table marked data-sortable, except those marked data-sort="no". */
function sorts(table) {
  for (const heading of [...table.tHead.rows].at(-1).cells) {
    if (heading.dataset.sort === "no" || heading.colSpan > 1) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sortBy(table, heading));
  }
}

/** Remember how far each table was scrolled, so that Back returns to the same place inside it too. */
function remembersPlaces() {
  const boxes = () => [...document.querySelectorAll(".table-box, .table-responsive")];
  const memory = `scrolled ${location.href}`;
  addEventListener("pagehide", () => {
    sessionStorage.setItem(memory, JSON.stringify(boxes().map((box) => [box.scrollLeft, box.scrollTop])));
  });
  if (performance.getEntriesByType("navigation")[0]?.type !== "back_forward") return;
  const places = JSON.parse(sessionStorage.getItem(memory) ?? "[]");
  boxes().forEach((box, number) => box.scrollTo(...(places[number] ?? [0, 0])));
}

/** Where a row of links is wider than the screen, bring the open one into view. */
function showsTheOpenOne(row) {
  const open = row.querySelector("[aria-current]");
  if (open && row.scrollWidth > row.clientWidth) row.scrollLeft = open.offsetLeft - row.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
}

document.querySelectorAll("form[data-sends-itself]").forEach(sendsItself);
document.querySelectorAll("form[data-slider]").forEach(slides);
document.querySelectorAll("table[data-sortable]").forEach(sorts);
for (const field of document.querySelectorAll("[data-submits]")) field.addEventListener("change", () => field.form.requestSubmit());
for (const button of document.querySelectorAll("[data-prints]")) button.addEventListener("click", () => print());
document.querySelectorAll(".topnav, .tabs").forEach(showsTheOpenOne);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
remembersPlaces();
