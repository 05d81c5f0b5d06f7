"""A real browser for the tests: Debian's chromium, which may ask no other machine for anything."""

import contextlib
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

# Milliseconds, more where more is going on: beside four busy loops, two cores once took 124 seconds.
WAIT = 120_000 * max(1, min(5, round(os.getloadavg()[0]))) if hasattr(os, "getloadavg") else 300_000
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ASKS_NOBODY = {"file", "data", "blob", "about"}
ROOT = Path(__file__).resolve().parent.parent
SCREENSHOTS = ROOT / "_build" / "screenshots"

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
FONTS_READY = "() => document.fonts.ready.then(() => true)"

# The contrast of WCAG 2.2 between an element's text and what lies behind it.
CONTRAST = """element => {
  // A mixed colour is given as "color(srgb 1 0.5 0)".
  const scale = colour => colour.startsWith("color(") ? [255, 255, 255, 1] : [1, 1, 1, 1];
  const channels = colour => colour.match(/[\\d.]+/g).map((part, i) => part * scale(colour)[i]);
  const alpha = colour => channels(colour)[3] ?? 1;
  const luminance = rgb => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = element;
  while (behind && alpha(getComputedStyle(behind).backgroundColor) < 0.99) behind = behind.parentElement;
  const back = behind ? channels(getComputedStyle(behind).backgroundColor).slice(0, 3) : [255, 255, 255];
  const colour = getComputedStyle(element).color, share = alpha(colour);
  const text = channels(colour).slice(0, 3).map((v, i) => share * v + (1 - share) * back[i]);
  const [dark, light] = [luminance(text), luminance(back)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}"""


@contextlib.contextmanager
def chromium():
    """Debian's chromium, driven by playwright; without it the test skips."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is missing: run `make system`")
    expect.set_options(timeout=WAIT)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Sheltered:
    """A browser context that refuses every other host and notes what it was asked for."""

    def __init__(self, browser, **options):
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(WAIT)
        self.foreign, self.hosts = [], set()
        self.context.route("**/*", self._let_through)
        self.context.on("request", self._note)

    def page(self):
        """A new page."""
        page = self.context.new_page()
        page.on("websocket", self._note)
        return page

    def close(self):
        """Close all pages."""
        self.context.close()

    def _note(self, request):
        address = urlsplit(request.url)
        if address.scheme in ASKS_NOBODY:
            return
        self.hosts.add(address.hostname)
        if address.hostname not in LOOPBACK:
            self.foreign.append(request.url)

    def _let_through(self, route):
        address = urlsplit(route.request.url)
        if address.scheme in ASKS_NOBODY or address.hostname in LOOPBACK:
            route.continue_()
        else:
            route.abort()


class Reader:
    """A reader's browser: it notes what a page complains of and which other machine it asks for something."""

    def __init__(self, browser, base, **options):
        self.sheltered, self.base, self.errors = Sheltered(browser, **options), base, []
        self.page = self.sheltered.page()
        self.opened = None
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, page):
        """Open a page, unless it is open, and wait until its letters are there."""
        if self.opened == page == self.page.url.removeprefix(self.base).removesuffix(".html"):
            return self.page
        self.opened = page
        self.errors.clear()
        self.page.goto(f"{self.base}{page}.html", wait_until="load")
        self.page.evaluate(FONTS_READY)
        return self.page

    def picture(self, kind, page):
        """A picture of the first page or a chapter, for those who look at the artefacts of `make pages`."""
        if os.environ.get("EVERY_PAGE") and ("/" not in page or page.startswith("chapters/")):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=SCREENSHOTS / f"{kind}-{page.replace('/', '-')}.png", full_page=True)

    def _note(self, message):
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")


def reading(browser, base, **options):
    """A reader for as long as a fixture lives."""
    reader = Reader(browser, base, **options)
    yield reader
    reader.sheltered.close()
