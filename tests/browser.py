"""A headless Chromium for tests: pages at two widths, axe, screenshots, and what the console said.

The browser is the one found on the machine; without one the browser tier fails
and says what to install, it never skips.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tools import find_programs as programs

WIDTHS = {"phone": 320, "desktop": 1280}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


MARK_FOCUSABLE = """
() => document.querySelectorAll(
  'a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary, [tabindex="0"]'
).forEach((each, place) => {
  const box = each.getBoundingClientRect();
  const shut = each.closest('details:not([open])');
  const shown = each.checkVisibility() && box.width > 0;
  const inside = !shut || shut.querySelector('summary') === each;
  const name = (each.textContent || each.name || '').trim().slice(0, 40);
  if (shown && inside) each.dataset.step = `${place} ${each.tagName} ${name}`;
})
"""
"""Marks what a pointer can reach and Tab must reach too."""

WHERE = """
() => {
  const here = document.activeElement, style = getComputedStyle(here);
  const group = here.type === 'radio' ? [...document.getElementsByName(here.name)].map(each => each.dataset.step) : [];
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return {step: here.dataset.step || '', group, seen};
}
"""
"""Says where the focus is, of which radio buttons it is one, and whether it can be seen."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium and close it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(programs.chromium()), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """One page as one person sees it, with all that the console complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        """Run axe over the whole page; give its violations as `rule: place: what`."""
        self.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
        options = {"runOnly": {"type": "tag", "values": RULES}}
        answer: dict[str, Any] = self.page.evaluate("options => axe.run(document, options)", options)
        assert len(answer["passes"]) > 10, "axe looked at nothing"
        return [
            f"{rule['id']}: {node['target']}: {node['failureSummary']}"
            for rule in answer["violations"]
            for node in rule["nodes"]
        ]

    def walked_by_keyboard(self) -> list[str]:
        """Press Tab through the whole page; name what a pointer reaches and Tab does not, or reaches unseen."""
        self.page.wait_for_load_state("networkidle")  # what htmx replaces is replaced by then
        self.page.evaluate(MARK_FOCUSABLE)
        missed = set(self.page.evaluate("[...document.querySelectorAll('[data-step]')].map(each => each.dataset.step)"))
        unseen: list[str] = []
        self.page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        for _step in range(2 * len(missed) + 20):  # a browser also stops where it can scroll
            if not missed:
                break
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(WHERE)
            missed -= {here["step"], *here["group"]}
            if here["step"] and not here["seen"]:
                unseen.append(f"{here['step']}: focus is not seen")
        return sorted(missed) + unseen

    def overflow(self) -> int:
        """Say by how many pixels the page is wider than its window (0 on a page that reflows)."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def screenshot(self, path: Path) -> None:
        """Keep a picture of the whole page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path), full_page=True)


@contextmanager
def visit(
    browser: Browser,
    url: str,
    *,
    width: int = WIDTHS["desktop"],
    language: str = "es-cl",
    script: bool = True,
    cookies: Sequence[dict[str, Any]] = (),
) -> Iterator[Visit]:
    """Open an address in a fresh context: at a width, in a language as if chosen before, with or without JavaScript."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="es-CL" if language.startswith("es") else "en-GB",
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": urljoin(url, "/")}
    context.add_cookies([chosen, *cookies])  # type: ignore[list-item]
    page = context.new_page()
    seen = Visit(page)

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.complaints.append(message.text)

    page.on("console", complain)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(url, wait_until="load")
    try:
        yield seen
    finally:
        context.close()
