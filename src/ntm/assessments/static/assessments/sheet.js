// The sheet of a unit: what is typed is kept at once, first on this machine, then by the server, which judges it.

const box = document.querySelector("[data-sheet]");
const words = box.dataset;
const status = document.querySelector("[data-status]");
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
const rows = new Map([...box.querySelectorAll("[data-measure]")].map((row) => [row.dataset.measure, row]));
const values = [...box.querySelectorAll('[data-field="value"]')];

const waiting = new Set(); // measures typed and not yet kept by the server
let timer = 0;
let saving = null;
let pause = 1000; // before the next try while the line is down

const fieldsOf = (row) => [...row.querySelectorAll("[data-field]")];

function changeOf(measure) {
  const row = rows.get(measure);
  const said = Object.fromEntries(fieldsOf(row).map((field) => [field.dataset.field, field.value]));
  return { measure, version: Number(row.dataset.version), ...said };
}

function say(text, offline = false) {
  status.textContent = text;
  status.classList.toggle("is-offline", offline);
}

// What the server has not kept yet survives a closed page or a flat battery.
function keepHere() {
  const kept = Object.fromEntries([...waiting].map((measure) => [measure, changeOf(measure)]));
  if (waiting.size) localStorage.setItem(words.key, JSON.stringify(kept));
  else localStorage.removeItem(words.key);
}

function typed(row) {
  waiting.add(row.dataset.measure);
  keepHere();
  clearTimeout(timer);
  timer = setTimeout(save, 350);
}

async function save() {
  if (saving || !waiting.size) return saving;
  const sent = [...waiting].map(changeOf);
  say(words.wordsSaving);
  saving = post(sent);
  await saving;
  saving = null;
  if (waiting.size) timer = setTimeout(save, pause);
}

async function post(sent) {
  try {
    const answer = await fetch(words.save, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ changes: sent }),
    });
    const told = await answer.json();
    if (!answer.ok) return refused(told, sent);
    pause = 1000;
    kept(told, sent);
  } catch {
    pause = Math.min(pause * 2, 30000);
    say(words.wordsOffline, true);
  }
}

// A refusal is not cured by trying again: say it, keep the words on this machine.
function refused(told, sent) {
  for (const { measure } of sent) waiting.delete(measure);
  say(`${told.what} ${told.do}`, true);
}

function kept(told, sent) {
  for (const change of sent) {
    const row = rows.get(change.measure);
    const now = changeOf(change.measure);
    const theirs = told.conflicts[change.measure];
    const same = fieldsOf(row).every((field) => now[field.dataset.field] === change[field.dataset.field]);
    if (same) waiting.delete(change.measure);
    if (theirs) ask(row, theirs);
    else show(row, told.rows[change.measure]);
  }
  for (const [name, figure] of Object.entries(told.counts)) {
    for (const place of document.querySelectorAll(`[data-count="${name}"]`)) place.textContent = figure;
  }
  keepHere();
  say(`${words.wordsSaved} ${new Date().toLocaleTimeString("vi-VN")}`);
}

function show(row, { version, state }) {
  row.dataset.version = version;
  row.querySelector("[data-state]").innerHTML = state;
}

// Somebody else wrote meanwhile: both values are shown, and nothing is lost until one is chosen.
function ask(row, theirs) {
  const place = row.querySelector("[data-state]");
  const question = document.createElement("div");
  question.className = "conflict";
  question.append(`${theirs.by} ${words.wordsTheirs} ${theirs.value || "–"} `);
  question.append(
    button(words.wordsKeep, () => choose(row, theirs)),
    button(words.wordsTake, () => {
      row.querySelector('[data-field="value"]').value = theirs.value;
      choose(row, theirs);
    }),
  );
  place.replaceChildren(question);
}

function choose(row, theirs) {
  row.dataset.version = theirs.version;
  typed(row);
  row.querySelector('[data-field="value"]').focus();
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function take(row, value) {
  const field = row.querySelector('[data-field="value"]');
  if (!field) return;
  field.value = value;
  typed(row);
}

// Enter goes down the column, as in Excel; Shift+Enter goes up.
function move(event) {
  if (event.key !== "Enter" || event.target.dataset.field !== "value") return;
  event.preventDefault();
  const next = values[values.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
  if (next) {
    next.focus();
    if (next.select) next.select();
  }
}

// What was typed last goes to the server before the report is sent.
async function send(event) {
  const form = event.target.closest("[data-send]");
  if (!form || (!waiting.size && !saving)) return;
  event.preventDefault();
  clearTimeout(timer);
  await saving;
  await save();
  if (!waiting.size) setTimeout(() => form.requestSubmit());
}

async function attach(event) {
  const form = event.target.closest("[data-attach], [data-detach]");
  if (!form) return;
  event.preventDefault();
  const place = form.closest("[data-proofs]");
  const row = place.closest("[data-measure]");
  const said = place.querySelector(".proofs-said");
  said.textContent = words.wordsAttaching;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "X-Requested-With": "fetch", Accept: "application/json, text/html", "X-CSRFToken": token },
      body: new FormData(form),
    });
    if (!answer.ok) {
      const told = await answer.json();
      said.textContent = `${told.what} ${told.do}`;
      return;
    }
    place.outerHTML = await answer.text();
    const count = row.querySelectorAll("[data-detach]").length;
    row.querySelector("[data-proof-count]").textContent = `(${count})`;
    typed(row);
  } catch {
    said.textContent = words.wordsOffline;
  }
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(words.key) || "{}");
  for (const [measure, change] of Object.entries(kept)) {
    const row = rows.get(measure);
    if (!row || !row.querySelector('[data-field="value"]')) continue;
    for (const field of fieldsOf(row)) field.value = change[field.dataset.field] ?? field.value;
    typed(row);
  }
}

box.addEventListener("input", (event) => {
  if (event.target.dataset.field) typed(event.target.closest("[data-measure]"));
});
box.addEventListener("keydown", move);
box.addEventListener("submit", attach);
box.addEventListener("click", (event) => {
  if (event.target.dataset.copy !== undefined) take(event.target.closest("[data-measure]"), event.target.dataset.copy);
});
document.querySelector("[data-copy-all]").addEventListener("click", () => {
  for (const copy of box.querySelectorAll("[data-copy]")) {
    const row = copy.closest("[data-measure]");
    if (!row.querySelector('[data-field="value"]').value) take(row, copy.dataset.copy);
  }
});
document.addEventListener("submit", send);
window.addEventListener("online", save);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
restore();
