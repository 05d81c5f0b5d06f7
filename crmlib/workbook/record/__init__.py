"""A student's own folder: the record of answers, the exercise's copy, progress."""
