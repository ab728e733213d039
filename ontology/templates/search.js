"use strict";
/* Search over all labels: [page, type, Dutch, English, other labels, hidden labels] a concept, in LABELS. */
(() => {
  const PAGE = 30;
  const html = document.documentElement;
  const [field, results, browse, status, hits, more] = ["q", "results", "browse", "status", "hits", "more"].map((id) => document.getElementById(id));
  const filters = [...document.querySelectorAll(".filters button")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const entries = LABELS.map((row) => ({ row, names: [row[2], row[3]].filter(Boolean).map(plain), others: row[4].map(plain), hidden: row[5].map(plain) }));
  let type = "";
  let found = [];
  let shown = PAGE;

  /* How well a label fits what was typed: 0 not at all, 4 the same. */
  function fit(label, query) {
    if (label === query) return 4;
    if (label.startsWith(query)) return 3;
    const at = label.indexOf(query);
    if (at < 0) return 0;
    return /[\s\-/(]/.test(label[at - 1]) ? 2 : 1;
  }

  function best(labels, query) {
    let score = 0, place = -1;
    labels.forEach((label, index) => { const value = fit(label, query); if (value > score) [score, place] = [value, index]; });
    return [score, place];
  }

  function search(query) {
    const scored = [];
    for (const entry of entries) {
      const [name, which] = best(entry.names, query), [other, place] = best(entry.others, query), [hidden] = best(entry.hidden, query);
      const score = Math.max(name * 3 + (name ? 2 : 0), other * 3 + (other ? 1 : 0), hidden * 3);
      if (score) scored.push({ entry, score, because: other > name ? entry.row[4][place] : name ? entry.row[2 + which] : "" });
    }
    return scored.sort((a, b) => b.score - a.score || a.entry.row[2].length - b.entry.row[2].length);
  }

  function item({ entry, because }) {
    const [page, kind, dutch, english] = entry.row;
    const line = document.createElement("li"), link = document.createElement("a"), mark = document.createElement("span");
    const inEnglish = html.lang === "en" && english;
    link.href = page;
    link.textContent = inEnglish ? english : dutch;
    link.lang = inEnglish ? "en" : "nl";
    const button = filters[kind + 1];
    mark.className = "kind";
    mark.textContent = html.lang === "en" ? button.dataset.english : button.dataset.nl;
    line.append(link, " ", mark);
    if (because && because !== link.textContent) {
      const why = document.createElement("span");
      why.className = "why";
      why.textContent = (html.lang === "en" ? "also: " : "ook: ") + because;
      line.append(why);
    }
    return line;
  }

  function render() {
    const chosen = type === "" ? found : found.filter(({ entry }) => entry.row[1] === Number(type));
    hits.replaceChildren(...chosen.slice(0, shown).map(item));
    more.hidden = chosen.length <= shown;
    const english = html.lang === "en";
    if (!chosen.length) status.textContent = english ? "Nothing found. Try a shorter or another word." : "Niets gevonden. Probeer een korter of ander woord.";
    else if (chosen.length === 1) status.textContent = english ? "1 concept" : "1 begrip";
    else status.textContent = `${chosen.length} ${english ? "concepts" : "begrippen"}`;
  }

  function update() {
    const query = plain(field.value.trim());
    results.hidden = query.length < 2;
    browse.hidden = !results.hidden;
    if (results.hidden) return;
    found = search(query);
    shown = PAGE;
    render();
  }

  filters.forEach((button) => button.addEventListener("click", () => {
    type = button.dataset.type;
    filters.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    shown = PAGE;
    render();
  }));
  more.addEventListener("click", () => {
    const first = shown;
    shown += PAGE;
    render();
    hits.children[first]?.querySelector("a").focus();
  });
  field.addEventListener("input", update);
  field.form.addEventListener("submit", (event) => { event.preventDefault(); update(); });
  html.addEventListener("language", update);
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  update();
})();
