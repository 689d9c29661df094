"""The kinds of question, one file each; `course.questions.kinds` lists them."""
