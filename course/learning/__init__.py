"""Enrolment, completion of lessons, and the ledger of outcomes; progress and its explanation.

Words: *enrolment* (person × package × event), *completion* (a lesson read, once per person), *outcome*
(a result recorded by another slice: it calls down, the ledger never asks up).
May import: `events`, `content`, `accounts`, `questions`, `web`, `base`, `config`.
"""
