"""The book's own Sphinx extension: pages made from code, data and questions, and no request to another host.

A generated page is written anew at every build, so it is never stale:

- `reference/formula-index` and `reference/formulas` from the docstrings of `crmlib` and from its tests,
- `reference/data-dictionary` from `datasets/datapackage.json`,
- `reference/own-transactions` from the headings that `crmlib.datasets.own_file.headings` knows,
- `reference/syllabus` from `reference/syllabus.toml`,
- `reference/claim-checks` and the tables of `reference/instructor-guide` from the chapters and exercises,
- `reference/evening` and `zh/evening` from the short ways of the chapters,
- the exercise pages, where each question that a cell asks is shown with its hints folded.
"""

import functools

import topics

from book_pages import (
    chapter_pages,
    claim_checks,
    code_switch,
    data_dictionary,
    exercise_pages,
    fast_pages,
    formula_index,
    instructor_guide,
    live_charts,
    notices,
    own_headings,
    page_project,
    print_pages,
    questions,
    quizzes,
    short_ways,
    syllabus,
    without_solutions,
)

MARK = "<!-- generated -->"
MAKERS = {
    "reference/formula-index": formula_index.overview,
    **{
        f"reference/formulas/{topic}": functools.partial(formula_index.topic_page, topic)
        for topic in topics.pages()
    },
    "reference/claim-checks": claim_checks.page,
    "reference/data-dictionary": data_dictionary.page,
    "reference/own-transactions": own_headings.page,
    "reference/syllabus": syllabus.page,
}


def setup(app):
    """Register with Sphinx."""
    app.connect("config-inited", page_project.with_templates)
    app.connect("builder-inited", page_project.start)
    app.connect("env-before-read-docs", lambda app, env, names: exercise_pages.start(app))
    app.connect("env-get-outdated", always_read)
    app.connect("source-read", fill_page)
    app.connect("html-page-context", drop_thebe, priority=900)
    app.connect("html-page-context", say_language)
    app.connect("html-page-context", code_switch.start)
    app.connect("html-page-context", page_project.say_where)
    app.connect("html-page-context", page_project.lead_to_the_chapter, priority=950)
    app.connect("build-finished", live_charts.copy_runtime)
    app.connect("build-finished", quizzes.copy_script)
    app.connect("build-finished", exercise_pages.finish)
    app.connect("build-finished", without_solutions.clean_sources)
    app.add_post_transform(print_pages.DrawnAsPdf)
    app.connect("config-inited", print_pages.configure, priority=900)
    app.connect("doctree-resolved", print_pages.adapt, priority=900)
    app.connect("build-finished", page_project.keep_old_addresses, priority=800)
    app.connect("build-finished", fast_pages.finish, priority=900)
    app.connect("build-finished", notices.write, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def always_read(app, env, added, changed, removed):
    """Read the generated pages at every build: Sphinx does not watch their sources."""
    made = {*MAKERS, *short_ways.PAGES, instructor_guide.PAGE}
    return [name for name in env.found_docs if name in made or name.startswith("exercises/")]


def fill_page(app, docname, source):
    """Put the generated part into the text of a page, before it is parsed."""
    source[0] = chapter_pages.page_text(source[0], docname, app.env.found_docs)
    if without_solutions.is_chosen(app.env):
        source[0] = without_solutions.as_text(without_solutions.without_answers(source[0]))
    if docname in MAKERS:
        source[0] = source[0].replace(MARK, MAKERS[docname]())
    elif docname == instructor_guide.PAGE:
        source[0] = instructor_guide.filled(source[0], not without_solutions.is_chosen(app.env))
    elif docname.startswith("exercises/"):
        source[0] = questions.as_exercise(source[0], docname)
    elif docname.startswith("solutions/"):
        source[0] = questions.as_solution(source[0])
    source[0] = short_ways.gathered(source[0], docname)
    source[0] = live_charts.with_charts(source[0], docname)
    source[0] = quizzes.with_quizzes(source[0], docname, app.builder.format)


def drop_thebe(app, pagename, templatename, context, doctree):
    """Leave out the scripts of sphinx-thebe, which name another host and are not used."""
    context["script_files"] = [
        script
        for script in context.get("script_files", [])
        if "thebe" not in f"{script} {getattr(script, 'attributes', '')}".lower()
    ]


def say_language(app, pagename, templatename, context, doctree):
    """Say that a page is in Chinese, which a screen reader then reads as such."""
    if pagename.startswith("zh/"):
        context["language"] = "zh-CN"
