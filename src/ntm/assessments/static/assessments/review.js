// The check of what came up: a decision opens its own fields, and the bar below counts the decisions.

const form = document.querySelector("[data-review]");
const decisions = [...(form?.querySelectorAll('select[name^="decision-"]') ?? [])];

function count() {
  for (const place of form.querySelectorAll("[data-count]")) {
    place.textContent = decisions.filter((one) => one.value === place.dataset.count).length;
  }
}

function decide(select) {
  const cell = select.closest(".decision");
  cell.dataset.decision = select.value;
  for (const field of cell.querySelectorAll("[data-for]")) {
    field.required = select.value !== "" && field.dataset.for.split(" ").includes(select.value);
  }
}

form?.addEventListener("change", (event) => {
  if (decisions.includes(event.target)) decide(event.target);
  count();
});
form?.querySelector("[data-agree-all]").addEventListener("click", () => {
  for (const select of decisions) {
    if (select.value || select.closest("tr").hasAttribute("data-look")) continue;
    select.value = "agree";
    decide(select);
  }
  count();
});
