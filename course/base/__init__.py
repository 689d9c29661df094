"""Words that every slice shares: database units, access, audit, refusals, tables.

Knows no slice and no Flask. May import: nothing of ours but `course.config`'s neighbours in this folder.
"""
