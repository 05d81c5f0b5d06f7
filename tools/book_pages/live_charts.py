"""Live charts on a page: controls, a still picture until the chart runs, and Vega from the book's own host.

A notebook stores a chart as Vega-Lite (`crmlib.explore`). Here it becomes

- in a page: labelled sliders, the numbers beside the picture, the picture at the start, and the chart
  compiled to Vega for `live-charts.js`;
- in the PDF: the picture at the start, with the settings and the numbers above it.
"""

import base64
import copy
import html
import json
from pathlib import Path

import vl_convert
from markdown_it import MarkdownIt

VEGALITE = "application/vnd.vegalite.v5+json"
VERSION = "5.21"
WIDTH = 640
# What the axes, the legend and their titles take beside the picture.
AROUND = 80
FOLDER = "vendor/charts"
SCRIPT = Path(__file__).parent / "live-charts.js"
# Resolved inside vl-convert, which carries Vega; nothing is downloaded.
RUNTIME = (
    "import * as runtime from 'https://cdn.jsdelivr.net/npm/vega@{}/+esm';"
    "window.liveVega = {{parse: runtime.parse, View: runtime.View}};"
)


def with_charts(notebook_text, docname):
    """A notebook in which each stored chart is a piece of page, and a picture for the PDF."""
    if VEGALITE not in notebook_text:
        return notebook_text
    notebook, place = json.loads(notebook_text), 0
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if chart := output.get("data", {}).pop(VEGALITE, None):
                place += 1
                output["data"] |= {
                    "text/html": on_page(chart, f"chart-{place}") + (script(docname) if place == 1 else ""),
                    "application/pdf": base64.b64encode(on_paper(chart)).decode(),
                }
    return json.dumps(notebook)


def copy_runtime(app, exception):
    """Write the charts' script and Vega's runtime into the book."""
    if exception or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SCRIPT.name).write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    runtime = vl_convert.javascript_bundle(RUNTIME.format(vl_convert.get_vega_version()), vl_version=VERSION)
    # In a function of its own, its names do not meet those of other scripts.
    (folder / "vega.js").write_text(f"(() => {{{runtime}}})();\n", encoding="utf-8")


def script(docname):
    """The tag that loads the charts' script, once a page."""
    root = "../" * docname.count("/")
    return f'<script defer src="{root}_static/{FOLDER}/{SCRIPT.name}"></script>'


def on_paper(chart):
    """The picture at the start as PDF, with the settings and the numbers above it."""
    still, about = copy.deepcopy(chart), chart["usermeta"]["explore"]
    settings = [f"{one['label']} {one['text']}" for one in about["sliders"]]
    numbers = [f"{one['label']}: {one['text']}" for one in about["answers"]]
    still["title"]["subtitle"] = ["; ".join(settings), *numbers]
    return vl_convert.vegalite_to_pdf(still, vl_version=VERSION)


def on_page(chart, name):
    """A chart as a piece of page."""
    about, still = chart["usermeta"]["explore"], bare(chart)
    picture = vl_convert.vegalite_to_svg(still, vl_version=VERSION)
    compiled = vl_convert.vegalite_to_vega(still, vl_version=VERSION)
    locked = "data-locked" if "predict" in about else ""
    return (
        f'<figure class="live-chart" id="{name}" {locked} aria-labelledby="{name}-title">'
        f'<p class="live-chart-title" id="{name}-title">{html.escape(about["title"])}</p>'
        f"{prediction(about.get('predict'), name)}"
        f"{readouts(about['answers'])}"
        f'<div class="live-chart-picture" role="img" aria-label="{html.escape(about["alt"])}" '
        f'style="height: {still["height"]}px"><div aria-hidden="true">{picture}</div></div>'
        f"{controls(about['sliders'], name)}"
        f'<script type="application/json">{in_script(compiled)}</script>'
        "</figure>\n"
    )


def bare(chart):
    """The chart without title and sliders, which the page has itself, as wide as its column."""
    chart = copy.deepcopy(chart)
    for key in ("usermeta", "title", "description"):
        del chart[key]
    for parameter in chart["params"]:
        parameter.pop("bind", None)
    chart |= {
        "width": WIDTH,
        "height": chart["height"] + AROUND,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": "transparent",
    }
    chart["config"] |= {"aria": False}
    return chart


def readouts(answers):
    """The numbers beside the picture; a screen reader says them when they change."""
    items = "".join(
        f"<p><span>{html.escape(one['label'])}</span> "
        f'<data data-signal="{one["signal"]}" value="{one["value"]!r}">{html.escape(one["text"])}</data></p>'
        for one in answers
    )
    return f'<div class="live-chart-answers" role="status" aria-live="polite">{items}</div>'


def controls(sliders, name):
    """The sliders with their labels, and the button that puts them back; they wait for the script."""
    rows = "".join(slider(one, f"{name}-{place}") for place, one in enumerate(sliders))
    return (
        f'<fieldset class="live-chart-controls" disabled><legend>Move</legend>{rows}'
        '<button type="button" class="live-chart-reset">Reset</button></fieldset>'
        "<noscript><p>The sliders need JavaScript; the picture shows where they start.</p></noscript>"
    )


def slider(one, name):
    """A slider with its label and its value."""
    before, after = one["around"]
    return (
        f'<div class="live-chart-slider"><label for="{name}">{html.escape(one["label"])}</label>'
        f'<input type="range" id="{name}" data-signal="{one["signal"]}" min="{one["low"]}" '
        f'max="{one["high"]}" step="{one["step"]}" value="{one["value"]}" '
        f'autocomplete="off" data-digits="{one["digits"]}" '
        f'data-before="{html.escape(before)}" data-after="{html.escape(after)}" '
        f'aria-valuetext="{html.escape(one["text"])}">'
        f'<output for="{name}" aria-live="off">{html.escape(one["text"])}</output></div>'
    )


def prediction(asked, name):
    """The question that comes before the sliders."""
    if asked is None:
        return ""
    options = "".join(
        f'<label><input type="radio" name="{name}-option" value="{place}" data-then="{html.escape(then)}"> '
        f"{html.escape(option)}</label>"
        for place, (option, then) in enumerate(zip(asked["options"], asked["then"], strict=True))
    )
    prompt, after = (MarkdownIt().render(asked[part]) for part in ("prompt", "after"))
    return (
        '<form class="live-chart-predict"><fieldset><legend>Predict first</legend>'
        f'{prompt}{options}<button type="submit">Predict</button></fieldset>'
        '<p class="live-chart-told" role="status" aria-live="polite"></p>'
        f'<div class="live-chart-after" hidden>{after}</div></form>'
    )


def in_script(specification):
    """JSON that may stand in a script element."""
    return json.dumps(specification, separators=(",", ":")).replace("<", "\\u003c")
