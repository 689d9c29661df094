"""Trainers' review: who stands where, one attempt read as a whole, tables to take away.

Reads the ledger and attempts of the people the actor may see; changes nothing.
May import: `assessment`, `learning`, `events`, `content`, `accounts`, `questions`, `web`, `base`, `config`.
"""
