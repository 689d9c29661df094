"""The outbox: what is written to which address, in which language. Works with no mail server.

A message is a row in the transaction of the act that causes it; sending is a job of its own.
Knows plain values only. May import: `web`, `base`, `config`.
"""
