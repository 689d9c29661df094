"""Attempts at quizzes: draw, answers, submission, grades, and what may be seen when.

Words: *attempt* (one sitting of one official), *drawn question* (a question pinned to an attempt with its
order of options), *answer* (one saved step; nothing is overwritten), *submission* (the act that ends it),
*grade* (appended; a regrade adds a row), *disclosure* (who sees what when; starts from nothing), *occasion*
(a quiz as an event arranges it: its key, or `pre-test`, `post-test`), *window* (when, where and with which
password it is open), *accommodation* (extra time or attempts), *settling* (the end nobody had to ask for).
May import: `learning`, `events`, `content`, `accounts`, `questions`, `web`, `base`, `config`.
"""
