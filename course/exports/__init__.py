"""The course taken away: one module of the catalogue as a file in a format that others read.

Words: a *format* is a line of the table in `formats`. A *handbook* is a module gathered for reading outside
the site: lessons, practice with its answers at the end, glossary, sources. *Paper* is a lesson's prose set
for it. An *exercise* is a practice question with its answer, an *edition* the day it was made and the
content it was made from.
May import: `content`, `questions`, `web`, `base`, `config`.
"""
