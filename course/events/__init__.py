"""Training events: when, where, for which delegations, with which trainers.

Words: *event* (one training; self-study is a standing one), *delegation* (one country's team at an event).
May import: `content`, `accounts`, `web`, `base`, `config`.
"""
