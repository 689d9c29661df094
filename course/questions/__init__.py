"""Questions: what can be asked, how an answer is read, marked and explained.

Pure: no Flask, no database, no clock; randomness comes in as an argument.
Words: a *response* is what a person answered, in the author's keys; an *arrangement* is the order of the
options, decided once per attempt; a *presentation* is all that a page may know while the attempt runs;
an *opaque key* stands for an author's key in the browser; a *part* is what is right or wrong on its own.
May import: `course.base`.
"""
