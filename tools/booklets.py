"""The course in an evening as a booklet: the built pages, printed by Chromium on A5.

Run by `make booklets` after the book was built; the pages then link their booklets.
"""

import shutil
import sys

from build_book import BOOKLETS, HTML, OFFERS, offer_files
from playwright.sync_api import sync_playwright

# The page without what leads elsewhere, and a chapter on a page of its own.
STYLE = """
.bd-header-article, .prev-next-footer, .bd-sidebar-secondary, .headerlink { display: none !important; }
.bd-article > section > section { break-before: page; }
.bd-article p, .bd-article li { font-size: 10pt; line-height: 1.45; }
.bd-article figure, .bd-article img, .admonition { break-inside: avoid; }
.bd-article img { max-height: 75mm; width: auto !important; }
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
    page.pdf(
        path=target,
        **PAPER,
        display_header_footer=True,
        header_template="<span></span>",
        footer_template=NUMBER,
    )
    page.close()
    print(f"The booklet: {target}")


if __name__ == "__main__":
    main()
