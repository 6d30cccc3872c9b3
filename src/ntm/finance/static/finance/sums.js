// The sums of a budget as one types, in whole đồng. The server counts again; without this file the form works as well.

const MILLION = 1_000_000n;

/** Read an amount of million đồng into đồng, as the server does; undefined for what it would ask about or refuse. */
function dong(typed) {
  const text = typed.trim();
  if (text === "") return 0n;
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return undefined; // thousands, or decimals?
  const grouped = /^(\d{1,3})((?:([., ])\d{3})(?:\3\d{3})*)(?:(?!\3)[.,](\d+))?$/.exec(text);
  const plain = /^(\d+)(?:[.,](\d+))?$/.exec(text);
  if (!grouped && !plain) return undefined;
  const whole = grouped ? (grouped[1] + grouped[2]).replace(/\D/g, "") : plain[1];
  const part = (grouped ? grouped[4] : plain[2]) ?? "";
  if (/[1-9]/.test(part.slice(6))) return undefined;
  return BigInt(whole) * MILLION + BigInt(part.slice(0, 6).padEnd(6, "0"));
}

/** Write đồng as million đồng in the page's way: 1.743.406,5. */
function written(amount) {
  const english = document.documentElement.lang === "en";
  const size = amount < 0n ? -amount : amount;
  const whole = String(size / MILLION).replace(/\B(?=(\d{3})+$)/g, english ? "," : ".");
  const part = String(size % MILLION).padStart(6, "0").replace(/0+$/, "");
  return (amount < 0n ? "−" : "") + whole + (part ? (english ? "." : ",") + part : "");
}

function sums(form) {
  const lines = [...form.querySelectorAll("input[name^='line-']")];
  const total = form.elements.total;
  const told = form.querySelector("[data-agrees]");
  const under = (code) => lines.filter((line) => `${line.name.slice(5)}.`.startsWith(`${code.replaceAll("/", ".")}.`));
  const sum = (some) => some.reduce((all, line) => (all === undefined || dong(line.value) === undefined ? undefined : all + dong(line.value)), 0n);
  const show = () => {
    for (const output of form.querySelectorAll("[data-sum-of]")) {
      const amount = sum(under(output.dataset.sumOf));
      output.textContent = amount === undefined ? "?" : written(amount);
    }
    const programme = sum(under("programme"));
    const stated = dong(total.value);
    const silent = total.value.trim() === "" || programme === undefined || stated === undefined;
    told.classList.toggle("differs", !silent && programme !== stated);
    if (silent) told.textContent = "";
    else if (programme === stated) told.textContent = told.dataset.agrees;
    else told.textContent = `${told.dataset.differs} ${written(programme > stated ? programme - stated : stated - programme)}`;
  };
  form.addEventListener("input", show);
  show();
}

document.querySelectorAll("form[data-sums]").forEach(sums);
