"""Valid calls of crmlib.datasets.own_file.header, which only other modules call."""

INTERNAL = {"find_header", "known_headings", "refuse_no_header", "skipped_lines"}
