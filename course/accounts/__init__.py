"""People, their agencies, roles and sign-ins.

Words: *person* (anyone with an account), *role grant* (who gave whom which role, when), *sign-in* (one
living session of one person), *one-time link* (single use, bound to one purpose).
May import: `messages`, `web`, `base`, `config`.
"""
