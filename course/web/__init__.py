"""The only shared place that knows Flask: the unit of work, the guard, languages, headers, static files.

Words: *context* (what one request carries: session, actor, now), *guard* (the first layer of authority).
May import: `course.base`, `course.config`.
"""
