"""The command line: ``python -m crmlib start 04-rfm`` and ``python -m crmlib progress``."""

import argparse
import sys
import warnings


def main(arguments=None):
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    with warnings.catch_warnings():
        warnings.showwarning = lambda message, *_: print(f"crmlib: {message}", file=sys.stderr)
        try:
            print(options.run(options))
        except (ValueError, OSError) as problem:
            print(f"crmlib: {problem}", file=sys.stderr)
            return 1
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="python -m crmlib", description="The customer value workbook.")
    commands = parser.add_subparsers(required=True, metavar="command")
    start = commands.add_parser("start", help="copy an exercise into work/, never over what is there")
    start.add_argument("exercise", help="such as 04-rfm")
    start.add_argument("--student", default="", type=_utf8, help="your id, which gives you your own numbers")
    start.add_argument("--fresh", action="store_true", help="write a numbered copy beside one that is there")
    start.set_defaults(run=_start)
    progress = commands.add_parser("progress", help="what is solved, at which attempt, with how many hints")
    progress.set_defaults(run=_progress)
    take_in = commands.add_parser("take-in", help="bring what you answered on a page into work/")
    take_in.add_argument("file", help="record.jsonl, as the page of an exercise has saved it")
    take_in.set_defaults(run=_take_in)
    unnamed = commands.add_parser("unnamed", help="the wrong answers in records that no message names")
    unnamed.add_argument("records", nargs="+", help="record.jsonl of students, or folders with such files")
    unnamed.set_defaults(run=_unnamed)
    database = commands.add_parser("database", help="build the customer database from raw files")
    database.add_argument("folder", help="with shop*.csv, service_desk*.jsonl and survey*.xlsx")
    database.add_argument("path", help="the database file, such as customers.duckdb")
    database.set_defaults(run=_database)
    return parser


def _utf8(text):
    """An argument as it was typed, where the locale (C, say) knows ASCII only."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _start(options):
    from crmlib.workbook.record.start import start

    return start(options.exercise, options.student, options.fresh)


def _take_in(options):
    from crmlib.workbook.record.taking_in import take_in

    return take_in(options.file)


def _progress(options):
    from crmlib.workbook.record.progress import all_progress

    return all_progress()


def _unnamed(options):
    from crmlib.workbook.record.unnamed import unnamed

    return unnamed(options.records)


def _database(options):
    from crmlib.database import build

    return build(options.folder, options.path).to_string(index=False)


if __name__ == "__main__":
    sys.exit(main())
