"""The course in an evening as a booklet: the built pages, printed by Chromium on A5.

Run by `make booklets` after the book was built; the pages then link their booklets.
"""

import shutil
import sys

from build_book import BOOKLETS, HTML, OFFERS, offer_files
from playwright.sync_api import sync_playwright

# The page without what leads elsewhere, and a chapter on pages of its own.
STYLE = """
.bd-header-article, .prev-next-footer, .bd-sidebar-secondary, .headerlink, #jb-print-toc h2,
.bd-article p:has(> a[href$="/evening.html"]),
.bd-article p:has(> a[href$=".pdf"]) { display: none !important; }
:lang(en) { --pst-font-family-base: "Liberation Sans", "DejaVu Sans", sans-serif !important; }
.bd-article > section > section { break-before: page; }
.bd-article h2 { margin-top: 0 !important; font-size: 15pt; }
.bd-article p, .bd-article li { font-size: 9.2pt; line-height: 1.4; margin-bottom: 0.6em; }
.bd-article img { max-height: 60mm; width: auto !important; }
.bd-article .admonition { break-inside: avoid; box-shadow: none; margin: 0.8em 0; }
.bd-article .admonition p { margin-bottom: 0.3em; }
"""
NUMBER = '<div style="font-size:8px;width:100%;text-align:center"><span class="pageNumber"></span></div>'
PAPER = {
    "format": "A5",
    "margin": {"top": "14mm", "bottom": "16mm", "left": "13mm", "right": "13mm"},
    "display_header_footer": True,
    "header_template": "<span></span>",
    "footer_template": NUMBER,
}


def main():
    """Print each page that has a booklet, and link it."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is missing: run make system.")
    BOOKLETS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for page, (path, _) in OFFERS.items():
            if path.parent == BOOKLETS:
                print_page(browser, HTML / f"{page}.html", path)
        browser.close()
    offer_files()


def print_page(browser, source, target):
    """Print a built page in light colours."""
    page = browser.new_page(color_scheme="light")
    page.goto(source.as_uri())
    page.add_style_tag(content=STYLE)
    page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    page.wait_for_function("[...document.images].every(image => image.complete)")
    page.pdf(path=target, **PAPER)
    page.close()
    print(f"The booklet: {target}")


if __name__ == "__main__":
    main()
