"""Names for wrong answers that nobody foresaw: the formula of the answer, edited in one place.

- `formulas` has sums and products of any length, and their values;
- `tracing` writes down how an answer is computed;
- `edits` changes one place;
- `weighing` says which edits give a number, and whether one of them can be named;
- `finder` puts it into a sentence;
- `agreement` compares two columns row by row;
- `relations` says how a wrong column is related to the right ones and to the data;
- `data_edits` changes a student's tables and numbers in one place;
- `edited_tables` keeps what errors in one place give;
- `tables` says which of them explains a wrong table;
- `rules` looks for the cut in one column that makes a list;
- `mutants` changes one place of the source of a plain function;
- `functions` says which change gives a wrong one, or how its results differ.
"""
