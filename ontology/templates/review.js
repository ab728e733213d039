"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const dutch = data.lang === "nl";
const say = (nl, en) => (dutch ? nl : en);
const $ = (selector) => document.querySelector(selector);
const KINDS = {
  new_concept: say("nieuw begrip onder", "new concept below"), narrower: say("nieuw begrip, enger dan", "new concept, narrower than"), new_label: say("nieuw label van", "new label of"),
  split: say("splitsen", "split"), merge: say("samenvoegen", "merge"), decline: say("loopt terug", "declines"), noise: say("waarschijnlijk ruis", "probably noise"),
};
const DECISIONS = { accept: say("akkoord", "accepted"), change: say("gewijzigd", "changed"), reject: say("afgewezen", "rejected"), later: say("later", "later") };
const SIGNS = { accept: "✓", change: "✎", reject: "✗", later: "…" };
const FIELDS = {
  proposal: [say("wat het is", "what it is"), data.proposals], type: [say("soort", "type"), data.types], label: ["label"], label_en: [say("Engels label", "English label")],
  concept: [say("bestaand begrip", "existing concept")], broader: [say("ruimer begrip", "broader concept")], into: [say("vervangen door", "replaced by")],
  also: [say("ook (met | ertussen)", "also (with | between)")], definition: [say("definitie", "definition"), "long"], mappings: [say("koppelingen", "mappings")], reason: [say("reden", "reason"), "long"],
};
const storage = `skillstaal-review-${data.release}-${data.items.length}-${data.items.length ? data.items[0].row.candidate : ""}`;
let shown = [], current = 0;

function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem(storage) || "{}");
    $("#reviewer").value = kept.reviewer || "";
    for (const item of data.items) if (kept.rows && kept.rows[item.row.candidate]) item.row = kept.rows[item.row.candidate];
  } catch { /* no storage for pages opened from disk: nothing to restore */ }
}
function remember() {
  const rows = Object.fromEntries(data.items.filter((item) => item.row.decision).map((item) => [item.row.candidate, item.row]));
  try { localStorage.setItem(storage, JSON.stringify({ reviewer: $("#reviewer").value, rows })); } catch { /* the table that is saved is what counts */ }
}
function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
function filter(keep) {
  const search = $("#search").value.toLowerCase(), kind = $("#kind").value, state = $("#state").value, least = Number($("#least").value) || 1, order = $("#order").value;
  shown = data.items.filter((item) =>
    (!kind || item.kind === kind) && (!state || (state === "open" ? !item.row.decision : item.row.decision === state)) && item.documents >= least &&
    (!search || [item.row.label, item.about, ...item.forms.map((form) => form[0])].join(" ").toLowerCase().includes(search)));
  if (order !== "doubt") shown = [...shown].sort((one, other) => other[order] - one[order]);
  const at = keep ? shown.indexOf(keep) : 0;
  current = Math.max(0, at);
  list();
  show();
}
function list() {
  $("#list").replaceChildren(...shown.map((item, place) => {
    const button = element("button", undefined, { type: "button" });
    button.append(element("span", SIGNS[item.row.decision] || "", { class: "state", title: DECISIONS[item.row.decision] || "" }), element("span", item.row.label), element("span", String(item.documents), { class: "n" }));
    if (place === current) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => { current = place; mark(); show(); });
    const line = element("li");
    line.append(button);
    return line;
  }));
  const decided = data.items.filter((item) => item.row.decision).length;
  $("#progress").textContent = say(`${decided} van ${data.items.length} beslist, ${shown.length} in beeld`, `${decided} of ${data.items.length} decided, ${shown.length} shown`);
}
function mark() {
  document.querySelectorAll("#list button").forEach((button, place) => place === current ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current"));
  const button = document.querySelectorAll("#list button")[current];
  if (button) button.scrollIntoView({ block: "nearest" });
}
function highlighted(sentence, forms) {
  const line = element("li"), low = sentence.toLowerCase();
  const form = forms.map((found) => found[0].toLowerCase()).sort((one, other) => other.length - one.length).find((text) => low.includes(text));
  if (!form) { line.textContent = sentence; return line; }
  const at = low.indexOf(form);
  line.append(sentence.slice(0, at), element("mark", sentence.slice(at, at + form.length)), sentence.slice(at + form.length));
  return line;
}
function bars(periods) {
  const most = Math.max(...periods.map((period) => period[1])), made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const label = periods.map((period) => `${period[0]}: ${period[1]}`).join(", ");
  for (const [name, value] of Object.entries({ width: periods.length * 9, height: 24, role: "img", "aria-label": label })) made.setAttribute(name, value);
  periods.forEach((period, place) => {
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect"), height = Math.max(2, 24 * period[1] / most);
    for (const [name, value] of Object.entries({ x: place * 9, y: 24 - height, width: 7, height })) bar.setAttribute(name, value);
    made.append(bar);
  });
  return made;
}
function show() {
  const item = shown[current];
  $("#card").hidden = !item;
  $("#message").textContent = "";
  if (!item) return;
  $(".kind").textContent = `${KINDS[item.kind]}${item.about && item.kind !== "noise" && item.kind !== "decline" ? ` “${item.about}”` : ""} · ${say("kans", "probability")} ${Math.round(item.score * 100)} %`;
  $("h2").textContent = item.row.label;
  const facts = [[item.documents, say("documenten", "documents")], [item.employers ?? say("onbekend", "unknown"), say("werkgevers", "employers")], [item.growth === null ? say("onbekend", "unknown") : `× ${item.growth}`, say("groei", "growth")]];
  $(".facts").replaceChildren(...facts.map(([figure, name]) => { const line = element("li", `${name}: `); line.append(element("strong", String(figure))); return line; }));
  if (item.sectors.length) $(".facts").append(element("li", item.sectors.map((sector) => `${sector[0]} ${sector[1]}`).join(", ")));
  if (item.periods.length > 1) { const line = element("li"); line.append(bars(item.periods)); $(".facts").append(line); }
  fill(".sentences", item.examples.map((sentence) => highlighted(sentence, item.forms)));
  fill(".forms", item.forms.map((form) => { const line = element("li", form[0] + " "); line.append(element("span", String(form[1]))); return line; }));
  fill(".mappings", item.mappings.map((mapping) => element("li", `${mapping[0]}: ${mapping[2]} (${mapping[1]})`)));
  fill(".near", item.near.map(([id, label, chance]) => {
    const button = element("button", `${label} ${Math.round(chance * 100)} %`, { type: "button", title: id });
    button.addEventListener("click", () => { const name = item.row.proposal === "new_label" ? "concept" : "broader"; item.row[name] = id; form(item); });
    return button;
  }));
  form(item);
  document.querySelectorAll(".decide button").forEach((button) => button.setAttribute("aria-pressed", String(Boolean(item.row.decision) && button.dataset.decision === item.row.decision)));
}
function fill(selector, children) {
  $(selector).replaceChildren(...children);
  $(selector).closest("section").hidden = !children.length;
}
function form(item) {
  $(".edit").replaceChildren(...Object.entries(FIELDS).map(([name, [title, kind]]) => {
    const label = element("label", title, kind === "long" ? { class: "wide" } : {});
    const input = Array.isArray(kind) ? element("select", undefined, { name }) : kind === "long" ? element("textarea", undefined, { name, rows: 2 }) : element("input", undefined, { name });
    if (Array.isArray(kind)) for (const value of kind) input.append(element("option", KINDS[value] || value, { value }));
    input.value = item.row[name];
    const known = element("small", nameOf(item, input.value));
    input.addEventListener("input", () => { item.row[name] = input.value; known.textContent = nameOf(item, input.value); if (name === "label") $("h2").textContent = input.value; });
    label.append(input, known);
    return label;
  }));
}
function nameOf(item, id) {
  const found = item.near.find((near) => near[0] === id);
  return found ? found[1] : "";
}
function problem(item, decision) {
  const row = item.row, needs = (name, text) => { $(`.edit [name=${name}]`).setAttribute("aria-invalid", "true"); $(`.edit [name=${name}]`).focus(); return text; };
  if (!$("#reviewer").value.trim()) { $("#reviewer").focus(); return say("Vul eerst in wie beoordeelt.", "First fill in who reviews."); }
  if (decision !== "accept" && decision !== "change") return "";
  if (row.proposal === "noise") return needs("proposal", say("Kies eerst wat het is, of wijs het af.", "First choose what it is, or reject it."));
  if (row.proposal === "new_label" && !row.concept) return needs("concept", say("Van welk begrip is dit een label?", "Which concept is this a label of?"));
  if (row.proposal === "merge" && !row.into) return needs("into", say("Welk begrip neemt het over?", "Which concept takes over?"));
  if (row.proposal === "new_concept" || row.proposal === "narrower") {
    if (!row.broader) return needs("broader", say("Een nieuw begrip heeft een ruimer begrip nodig.", "A new concept needs a broader one."));
    if (!row.definition || row.definition.startsWith("[concepttekst]")) return needs("definition", say("Schrijf zelf een definitie van één zin; de tekst die er staat is een opzet.", "Write a definition of one sentence; the text that stands there is a draft."));
  }
  return "";
}
function decide(decision) {
  const item = shown[current];
  if (!item) return;
  const wrong = decision && problem(item, decision);
  $("#message").textContent = wrong;
  if (wrong) return;
  item.row.decision = decision;
  item.row.reviewer = decision ? $("#reviewer").value.trim() : "";
  const day = new Date();
  item.row.date = decision ? `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, "0")}-${String(day.getDate()).padStart(2, "0")}` : "";
  remember();
  const next = decision ? shown[current + 1] : item;
  if ($("#state").value) filter(next); else { if (decision && next) current += 1; list(); mark(); show(); }
}
function move(step) { current = Math.min(Math.max(0, current + step), Math.max(0, shown.length - 1)); mark(); show(); }
function cell(text) {
  const flat = String(text).replace(/\s+/g, " ").trim(), safe = /^[=+@-]/.test(flat) ? `'${flat}` : flat;
  return /["\t]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
function save() {
  const rows = [data.columns, ...data.items.filter((item) => item.row.decision).map((item) => data.columns.map((name) => item.row[name]))];
  const link = element("a", undefined, { download: "decisions.tsv", href: URL.createObjectURL(new Blob([rows.map((row) => row.map(cell).join("\t") + "\n").join("")], { type: "text/tab-separated-values" })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
for (const kind of data.proposals) $("#kind").append(element("option", KINDS[kind], { value: kind }));
for (const decision of data.decisions) $("#state").append(element("option", DECISIONS[decision], { value: decision }));
for (const name of ["search", "kind", "state", "order", "least"]) $(`#${name}`).addEventListener("input", () => filter());
document.querySelectorAll(".decide button").forEach((button) => button.addEventListener("click", () => decide(button.dataset.decision)));
$("#save").addEventListener("click", save);
$("#reviewer").addEventListener("change", remember);
document.addEventListener("keydown", (event) => {
  const inside = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape" && inside) { event.target.blur(); return; }
  if (inside || event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = { a: () => decide("accept"), c: () => decide("change"), r: () => decide("reject"), l: () => decide("later"), u: () => decide(""), j: () => move(1), k: () => move(-1), s: save, e: () => $(".edit [name=label]").focus(), "/": () => $("#search").focus() };
  if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
});
restore();
filter();
