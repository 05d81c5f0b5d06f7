"""Whatever refuses input with a sentence: kinds of arguments, columns, tables."""
