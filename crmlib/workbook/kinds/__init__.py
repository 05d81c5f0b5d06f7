"""The kinds of question: what each asks, how an answer is read and marked."""
