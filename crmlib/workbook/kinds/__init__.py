"""The kinds of question as the student sees them: what is asked, drawn and hinted, never the answer."""
