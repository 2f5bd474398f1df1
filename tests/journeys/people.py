"""People of a served demonstration, each in a browser context of their own, who read pages and send their forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: id="[^"]*")? value="([^"]*)"')


def words_of(html: str) -> str:
    """Give what a page says in its middle, without its markup, each run of blanks as one."""
    middle = html.partition("<main")[2].partition("</main>")[0] or html
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", middle, flags=re.DOTALL)
    return " ".join(unescape(bare).split())


@dataclass
class Someone:
    """One person who is signed in."""

    address: str
    context: BrowserContext
    said: str = field(default="", repr=False)
    """What the last page said."""
    path: str = ""
    """Where they are now, by the last page they opened or were led to."""

    def reads(self, path: str) -> str:
        """Open a page; give what it says."""
        return self._took(self.context.request.get(self.address + path), 200)

    def sends(self, path: str, to: str = "", *, expected: int = 200, **typed: Any) -> str:
        """Fill in the form of a page and send it; give what the next page says. A list ticks or picks several."""
        page = self.context.request.get(self.address + path)
        assert page.status == 200, (path, page.status)
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(page.text().partition("<main")[2])}
        files = any(isinstance(value, dict) for value in typed.values())
        sent = {**hidden, **typed}
        headers = {"Referer": self.address + path}
        url = self.address + (to or path.partition("?")[0])
        options: dict[str, Any] = {"multipart": sent} if files else {"form": sent}
        return self._took(self.context.request.post(url, headers=headers, **options), expected)

    def does(self, code: str, *, expected: int = 200, **typed: Any) -> str:
        """Do an act by its form, as the page's button opens it."""
        asked = next((f"?{name}={typed[name]}" for name in ("project", "review") if name in typed), "")
        return self.sends(f"/acts/{code}/{asked}", expected=expected, **typed)

    def opens(self, path: str) -> Page:
        """Open a page in a window."""
        page = self.context.new_page()
        page.goto(self.address + path)
        return page

    def _took(self, answer: APIResponse, expected: int) -> str:
        self.said, self.path = words_of(answer.text()), answer.url.removeprefix(self.address)
        assert answer.status == expected, (answer.status, self.path, self.said[:1500])
        return self.said


@dataclass
class People:
    """Those of a demonstration, signed in when they are first needed."""

    browser: Browser
    address: str
    password: str
    known: dict[str, Someone] = field(default_factory=dict)

    def __getitem__(self, seat: str) -> Someone:
        if seat not in self.known:
            self.known[seat] = self._signed_in(seat)
        return self.known[seat]

    def _signed_in(self, seat: str) -> Someone:
        context = self.browser.new_context(locale="es-CL", reduced_motion="reduce")
        context.set_default_timeout(60_000)
        someone = Someone(self.address, context)
        said = someone.sends(
            "/accounts/login/", login=f"{seat}@demostracion.example", password=self.password, remember=""
        )
        assert "Mi escritorio" in said, said[:500]
        return someone


def a_paper(name: str, words: str) -> dict[str, Any]:
    """Give a file to be sent with a form."""
    return {"name": name, "mimeType": "text/plain", "buffer": words.encode()}
