"""A student's own file of purchases, read and checked: formats, headings, units, values, doubts."""
