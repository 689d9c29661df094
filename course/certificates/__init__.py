"""Certificates: a record first, a picture second.

Words: *candidate* (an enrolment and the state of every rule), *reservation* (serial, code and snapshot,
not yet public), *issue* (the document's bytes stored, in one transaction), *revocation* (a row with a reason).
May import: `learning`, `events`, `content`, `accounts`, `messages`, `web`, `base`, `config`.
"""
