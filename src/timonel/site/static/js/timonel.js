// What the pages do a little better with JavaScript; each also works without it.
(function () {
  "use strict";

  // A dropped-down panel closes with Escape and on a click elsewhere.
  function openDrops() { return document.querySelectorAll("details.drop[open]"); }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    openDrops().forEach(function (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    openDrops().forEach(function (drop) {
      if (!drop.contains(event.target)) drop.open = false;
    });
  });

  // After a refused form the summary of faults takes the focus.
  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  // A form is sent once: a second press while the first is under way does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // On paper, what is folded is opened.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.why, details.chart__numbers").forEach(function (part) { part.open = true; });
  });
})();
