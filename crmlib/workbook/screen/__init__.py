"""Questions as one meets them: widgets, labs, quizzes, the page."""
