"use strict";
/* Language switch and expandable lists. The chosen language travels in the address (?taal=en), so nothing is stored. */
(() => {
  const html = document.documentElement;
  const asked = new URLSearchParams(location.search).get("taal");
  const dutch = new Map();

  function show(english) {
    html.classList.toggle("english", english);
    html.lang = english ? "en" : "nl";
    for (const element of document.querySelectorAll("[data-en]")) {
      if (!dutch.has(element)) dutch.set(element, element.getAttribute("aria-label"));
      element.setAttribute("aria-label", english ? element.dataset.en : dutch.get(element));
    }
    html.dispatchEvent(new Event("language"));
  }

  /* Gives a link within these pages the chosen language, just before it is followed. */
  function carry(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.protocol !== location.protocol || link.host !== location.host || link.getAttribute("href").startsWith("#")) return;
    const url = new URL(link.href);
    if (html.lang === "en") url.searchParams.set("taal", "en");
    else url.searchParams.delete("taal");
    link.href = url.href;
  }

  document.addEventListener("click", carry, true);
  document.addEventListener("auxclick", carry, true);
  document.addEventListener("submit", (event) => {
    if (html.lang !== "en" || event.target.elements.taal) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "taal", value: "en" });
    event.target.append(field);
  }, true);

  const button = document.getElementById("other-language");
  button.hidden = false;
  button.addEventListener("click", () => show(html.lang !== "en"));
  show(asked === "en");

  const branches = document.querySelectorAll(".tree details");
  for (const [id, open] of [["open-all", true], ["close-all", false]]) {
    const control = document.getElementById(id);
    if (!control) continue;
    control.hidden = false;
    control.addEventListener("click", () => branches.forEach((branch) => { branch.open = open; }));
  }
  addEventListener("beforeprint", () => branches.forEach((branch) => { branch.open = true; }));
})();
