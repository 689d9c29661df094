"""Screens that join slices: home, modules, progress, and the front pages of review and management.

Queries and views only: no rows, no actions. May import every slice.
"""
