"""Fast pages: one style sheet, a small icon font, and no script that a page does not use.

It runs on the written pages, after Sphinx, and may run again on a page that was not written anew:

- the style sheets become one file, without the rules that no page can use;
- the theme's icon script (1.5 MB) gives way to a font with the icons that the pages show, cut out of the font
  that the theme ships (Font Awesome 6 Free, SIL OFL 1.1; `notices` puts its licence beside it);
- formulas are drawn (`mathematics`), so that no page loads MathJax;
- the search index, which grows with the book, is loaded by the search page alone, and it finds a
  Chinese word inside longer ones;
- screen readers find a name where the theme or a table has none;
- pictures have their size, so that the text does not jump, and are loaded when the reader comes near.
"""

import hashlib
import json
import re
import struct
from pathlib import Path
from urllib.parse import unquote

from book_pages import mathematics, style_rules

ICON_RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"([^"]*)"\}')
FONT_FACE = re.compile(r'@font-face\{[^}]*font-family:"?Font Awesome[^}]*\}')
ICON_CLASS = re.compile(r"\bfa-[a-z0-9-]+")
CODE = re.compile(r"\\(f[0-9a-f]{3}|e[0-9a-f]{3})\b|([\ue000-\uf8ff])")
STYLE_LINK = re.compile(r'\s*<link\b[^>]*\brel="(?:stylesheet)"[^>]*>')
HREF = re.compile(r'\bhref="([^"?]*)')
SCRIPT = re.compile(r'\s*<script\b([^>]*)\bsrc="([^"]+)"([^>]*)></script>')
IMAGE = re.compile(r"<img\b[^>]*>")
ICON = re.compile(r'<i class="([^"]*\bfa[\w -]*)"\s*(aria-hidden="true")?>')
RELATIVE = re.compile(r"""url\(\s*(["']?)(?!data:|#|/|[a-z]+:)([^"')]+)\1\s*\)""")
CSS_PIXELS_PER_INCH = 110  # the width at which a figure of one inch is shown

# The icon of a menu has no words, the corner of a table heads nothing, and an entry of a list is one.
FOR_SCREEN_READERS = {
    '<summary><span class="toctree-toggle"': '<summary aria-label="Pages below"><span class="toctree-toggle"',
    "<th></th>": "<td></td>",
    '<th class="head"><p></p></th>': '<td class="head"></td>',
    'role="doc-biblioentry"': 'role="listitem"',
}
# The theme knows light from dark only after its script has run: until then a dark page would be light.
THEME_LATE = 'localStorage.getItem("theme") || "auto"'
THEME_NOW = (
    'localStorage.getItem("theme") || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")'
)
# Without a script a page stays as it is written; "auto" has no colours.
THEME_UNKNOWN, THEME_WRITTEN = ' data-theme="auto"', ' data-theme="light"'
UNUSED = ("fontawesome.js", "thebe", "mathjax")
SEARCH = ("searchtools.js", "language_data.js", "searchindex.js")
# Sphinx looks for a word inside longer ones if it has three characters and stands nowhere alone.
INSIDE_OTHERS = {
    "if (word.length > 2) {": r"const han = /\p{Script=Han}/u.test(word); if (word.length > 2 || han) {",
    "if (!terms.hasOwnProperty(word)) {": "if (han || !terms.hasOwnProperty(word)) {",
    "if (!titleTerms.hasOwnProperty(word)) {": "if (han || !titleTerms.hasOwnProperty(word)) {",
}


def finish(app, exception):
    """Make the written pages fast."""
    if exception or app.builder.format != "html":
        return
    html = Path(app.outdir)
    pages = [page for page in sorted(html.rglob("*.html")) if "_static" not in page.relative_to(html).parts]
    texts = {page: mathematics.with_formulas(page.read_text(encoding="utf-8")) for page in pages}
    sheets = style_sheets(html, texts)
    style, icons = bundle(html, sheets, texts.values())
    scripts = [path.read_text(encoding="utf-8") for path in own_scripts(html)]
    style = style_rules.needed(style, style_rules.words([*texts.values(), *scripts]))
    style += mathematics.style(texts.values())
    write_icon_font(html, icons)
    mathematics.write_fonts(style, html / "_static" / "mathematics")
    search_chinese(html / "_static" / "searchtools.js")
    name = f"book.{hashlib.sha256(style.encode()).hexdigest()[:10]}.css"
    for old in (html / "_static").glob("book.*.css"):
        old.unlink()
    (html / "_static" / name).write_text(style, encoding="utf-8")
    for page, text in texts.items():
        page.write_text(fast(text, page, html, name), encoding="utf-8")


def search_chinese(script):
    """Let the search look for every Chinese word inside longer ones: Chinese puts no spaces between words."""
    text = script.read_text(encoding="utf-8")
    for old, new in INSIDE_OTHERS.items():
        text = text.replace(old, new)
    script.write_text(text, encoding="utf-8")


def own_scripts(html):
    """The scripts of theme and book, which put classes into a page; vendored ones bring their own style."""
    found = (html / "_static").rglob("*.js")
    others = {"vendor", "exercises"}  # those of the exercises hold data
    return [path for path in found if not others & set(path.parts) and "fontawesome" not in path.name]


def style_sheets(html, texts):
    """The style sheets that the pages name, in their order; kept, because a page names them once."""
    kept = html / "_static" / "style-sheets.json"
    found = [name for page, text in texts.items() for name in linked(html, page, text)]
    if not found and kept.exists():
        return json.loads(kept.read_text(encoding="utf-8"))
    earlier = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else []
    sheets = list(dict.fromkeys(found or earlier))
    kept.write_text(json.dumps(sheets), encoding="utf-8")
    return sheets


def linked(html, page, text):
    """The book's own style sheets that a page links to, as paths below the book's folder."""
    for link in STYLE_LINK.findall(text):
        path = (page.parent / unquote(HREF.search(link)[1])).resolve()
        ours = path.is_file() and path.is_relative_to(html)
        if ours and not re.match(r"book\.|sphinx-thebe", path.name):
            yield path.relative_to(html).as_posix()


def bundle(html, sheets, texts):
    """All style sheets as one text, and the code points of the icons that pages and styles show."""
    parts = [with_imports(html / sheet, html / "_static") for sheet in sheets]
    style = "\n".join(part.removeprefix('@charset "UTF-8";') for part in parts)
    used = {name for text in texts for name in ICON_CLASS.findall(text)}
    shown = {name: code for names, code in ICON_RULE.findall(style) for name in ICON_CLASS.findall(names)}
    style = FONT_FACE.sub("", ICON_RULE.sub(lambda rule: needed_rule(rule, used), style))
    face = (
        '@font-face{font-display:block;font-family:"Font Awesome 6 Free";font-style:normal;font-weight:900;'
        'src:url(icons/icons.woff) format("woff")}\n'
    )
    codes = {code_point(code) for name, code in shown.items() if name in used}
    return f'@charset "UTF-8";\n{face}{style}', codes | {code_point(m[0]) for m in CODE.finditer(style)}


def needed_rule(rule, used):
    """The rule of an icon, reduced to the names that the pages use."""
    names = [name for name in ICON_CLASS.findall(rule[1]) if name in used]
    return ",".join(f".{name}:before" for name in names) + f'{{content:"{rule[2]}"}}' if names else ""


def code_point(text):
    """The number of a character written as itself or as a CSS escape."""
    text = text.strip()
    return int(text.lstrip("\\"), 16) if text.startswith("\\") and len(text) > 2 else ord(text[-1])


def with_imports(path, folder):
    """A style sheet with its imports put in and its addresses said from another folder."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r'@import\s+(?:url\()?["\']([^"\']+)["\']\)?\s*;',
        lambda found: with_imports(path.parent / found[1], folder),
        text,
    )
    return RELATIVE.sub(lambda found: f"url({address(path.parent / found[2], folder)})", text)


def address(path, folder):
    """A file as the style sheets of a folder name it."""
    return Path(path).resolve().relative_to(folder.resolve()).as_posix()


def write_icon_font(html, codes):
    """The icon font, cut down to some code points, under a name that its licence does not reserve."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    folder = html / "_static" / "icons"
    folder.mkdir(exist_ok=True)
    source = html / "_static" / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.ttf"
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(layout_features=[], name_IDs=[0, 13, 14], hinting=False))
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    for number in (1, 4, 6):
        font["name"].setName("BookIcons", number, 3, 1, 0x409)
    font.flavor = "woff"
    font.save(folder / "icons.woff")


def fast(text, page, html, style):
    """The text of a page with one style sheet, its own scripts only, and pictures that know their size."""
    root = "../" * (len(page.relative_to(html).parts) - 1)
    text = replace_style_links(text, page, html, f"{root}_static/{style}")
    text = re.sub(r'\s*<link rel="preload" as="script"[^>]*>', "", text)
    text = SCRIPT.sub(lambda found: script(found, page, html), text)
    text = re.sub(r"\s*<script>window\.MathJax = .*?</script>", "", text)
    text = ICON.sub(r'<i class="\1" aria-hidden="true">', text)
    text = text.replace(THEME_LATE, THEME_NOW).replace(THEME_UNKNOWN, THEME_WRITTEN, 1)
    for old, new in FOR_SCREEN_READERS.items():
        text = text.replace(old, new)
    return IMAGE.sub(lambda found: sized(found[0], page), text)


def replace_style_links(text, page, html, target):
    """The first link to a style sheet becomes the link to all, the others go."""
    ours = [link for link in STYLE_LINK.findall(text) if "_static/" in link]
    for place, link in enumerate(ours):
        new = f'\n    <link rel="stylesheet" type="text/css" href="{target}" />' if place == 0 else ""
        text = text.replace(link, new, 1)
    return text


def script(found, page, html):
    """A script as the page needs it: left out, put in, or loaded without holding up the page."""
    before, source, after = found.groups()
    path = source.split("?")[0]
    if any(name in path for name in UNUSED) or (path.endswith(SEARCH) and page.name != "search.html"):
        return ""
    if path.endswith("documentation_options.js"):
        return f"\n    <script>{(page.parent / path).read_text(encoding='utf-8').strip()}</script>"
    known = "_static/" in path and not re.search(r"\b(defer|async|type)\b", before + after)
    if known and page.name != "search.html":
        return f'\n    <script{before}defer src="{source}"{after}></script>'
    return found[0]


def sized(tag, page):
    """An image tag with width, height and late loading."""
    source = re.search(r'\bsrc="([^"]+)"', tag)
    size = source and picture_size(page.parent / unquote(source[1].split("?")[0]))
    # The cover is what a reader waits for; all other pictures wait for the reader.
    loading = ' fetchpriority="high"' if re.search(r'class="[^"]*\bcover\b', tag) else ' loading="lazy"'
    extra = "" if "decoding=" in tag else f'{loading} decoding="async"'
    if size and "width=" not in tag:
        extra += f' width="{size[0]}" height="{size[1]}"'
    return tag.replace("<img", f"<img{extra}", 1)


def picture_size(path):
    """Width and height at which a PNG or SVG is shown, in CSS pixels; None of other files."""
    if not path.is_file():
        return None
    if path.suffix == ".png":
        return png_size(path.read_bytes()[:4096])
    if path.suffix == ".svg":
        box = re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', path.read_text(encoding="utf-8")[:4096])
        return box and (round(float(box[1])), round(float(box[2])))
    return None


def png_size(data):
    """Width and height of a PNG at the book's scale, from its pixels and its resolution."""
    width, height = struct.unpack(">II", data[16:24])
    place = data.find(b"pHYs")
    per_metre = struct.unpack(">I", data[place + 4 : place + 8])[0] if place > 0 else 0
    scale = min(1, CSS_PIXELS_PER_INCH / (per_metre * 0.0254)) if per_metre else 1
    return round(width * scale), round(height * scale)
