"""A headless Chromium for tests: pages at two widths, axe, screenshots, and what the console said.

The browser is the one found on the machine; without one the browser tier fails
and says what to install, it never skips.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

WIDTHS = {"phone": 320, "desktop": 1280}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class NoBrowser(RuntimeError):
    """No Chromium on this machine: `apt-get install chromium`."""


def chromium_path() -> str:
    """Find the browser, or say what to install."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise NoBrowser("no Chromium found: apt-get install chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium and close it at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """One page as one person sees it, with all that the console complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def faults(self, exclude: list[str] | None = None) -> list[str]:
        """Run axe; return its violations as `rule: place: what`."""
        source = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate(source)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        where = {"exclude": [[selector] for selector in exclude or []]}
        answer: dict[str, Any] = self.page.evaluate(
            "([where, options]) => axe.run(where.exclude.length ? where : document, options)", [where, options]
        )
        return [
            f"{rule['id']}: {node['target']}: {node['failureSummary']}"
            for rule in answer["violations"]
            for node in rule["nodes"]
        ]

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
    language: str = "es-CL",
    script: bool = True,
    cookies: list[dict[str, Any]] | None = None,
) -> Iterator[Visit]:
    """Open an address in a fresh context, at a width, in a language, with or without JavaScript."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900},
        locale=language,
        java_script_enabled=script,
        bypass_csp=False,
        reduced_motion="reduce",
    )
    if cookies:
        context.add_cookies(cookies)  # type: ignore[arg-type]
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
