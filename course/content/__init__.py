"""`modules/` and `quizzes/` as one immutable, content-hashed catalogue.

Words: a *module* holds *lessons*; a lesson has one *text* per language; a text is a row of *chunks*, prose
or the place of a practice question. A *quiz* draws from its *pool* of questions. A *figure* is a drawing
whose labels are set in each language. A *problem* is a mistake of an author, with its file and line.

A *passage* is what search can find: a name, a title, a heading, a key point or a sentence.

`catalogue` is what others read; `reading` makes it from a folder.
May import: `questions`, `web`, `base`, `config`.
"""
