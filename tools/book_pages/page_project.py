"""Sphinx, told that a chapter's notebook is the source of several pages; and what each says of its place."""

import json
import re
from pathlib import Path

from sphinx.project import Project

from book_pages import chapter_pages

ANCHOR = re.compile(r'<(?:section|span|dl|figure|div|form)\b[^>]*?\bid="([^"]+)"')
LEADS_ON = (
    "<script>(()=>{{const pages={},page=pages[decodeURIComponent(location.hash.slice(1))];"
    "if(page)location.replace(page+location.hash)}})()</script>"
)


class PagesOfChapters(Project):
    """A project in which a chapter's notebook is the source of each page that the table of contents names."""

    asked = frozenset()

    def discover(self, *arguments, **options):
        """Find the files, and name the pages of each chapter."""
        super().discover(*arguments, **options)
        for name in [name for name in self.docnames if name.startswith("chapters/")]:
            for page in chapter_pages.pages(name)[1:]:
                if page.docname in self.asked:
                    self.docnames.add(page.docname)
                    self._docname_to_path[page.docname] = self._docname_to_path[name]
        return self.docnames


def with_templates(app, config):
    """Let the theme find the template that says where a page stands."""
    config.templates_path.append(str(Path(__file__).parent / "templates"))


def start(app):
    """Let the project know the pages that the table of contents names."""
    app.project.__class__ = PagesOfChapters
    app.project.asked = frozenset(str(name) for name in app.config.external_site_map)


def say_where(app, pagename, templatename, context, doctree):
    """The page offers its chapter's file, and says which of the chapter's pages it is."""
    chapter = chapter_pages.chapter_of(pagename, app.env.found_docs)
    if chapter is None or doctree is None or chapter == pagename:
        return
    context["sourcename"], context["page_source_suffix"] = f"{chapter}.ipynb", ".ipynb"
    found = chapter_pages.pages(chapter)
    place = [page.docname for page in found].index(pagename)
    context["place"] = {
        "home": f"{chapter.removeprefix('chapters/')}.html",
        "chapter": _called(chapter),
        "place": place,
        "of": len(found) - 1,
        "minutes": found[place].minutes,
    }


def _called(chapter):
    name = chapter.removeprefix("chapters/")
    return f"{int(name[:2])}" + (", deeper" if name.endswith("-deeper") else "")


def lead_to_the_chapter(app, pagename, templatename, context, doctree):
    """The buttons of a page open its chapter's notebook, which is the file that there is."""
    chapter = chapter_pages.chapter_of(pagename, app.env.found_docs)
    if chapter is None or chapter == pagename:
        return
    for group in context.get("header_buttons", []):
        for button in [group, *group.get("buttons", [])]:
            if "url" in button:
                button["url"] = button["url"].replace(f"{pagename}.ipynb", f"{chapter}.ipynb")


def keep_old_addresses(app, exception):
    """An address of the time when a chapter was one page leads on to the page that has its anchor."""
    if exception or app.builder.format != "html":
        return
    html, known = Path(app.outdir), app.env.found_docs
    for chapter in sorted(name for name in known if chapter_pages.chapter_of(name, known) == name):
        opening = html / f"{chapter}.html"
        text = opening.read_text(encoding="utf-8")
        elsewhere = json.dumps(anchors_elsewhere(html, chapter, text), separators=(",", ":"))
        opening.write_text(text.replace("</head>", f"{LEADS_ON.format(elsewhere)}</head>", 1), "utf-8")


def anchors_elsewhere(html, chapter, opening):
    """The anchors that stand on the pages after the opening, each with its page."""
    own, found = set(ANCHOR.findall(opening)), {}
    for page in reversed(chapter_pages.pages(chapter)[1:]):
        name = f"{page.docname}.html"
        article = (html / name).read_text(encoding="utf-8").split("<article", 1)[1].split("</article", 1)[0]
        found |= {anchor: name.rpartition("/")[2] for anchor in ANCHOR.findall(article) if anchor not in own}
    return found
