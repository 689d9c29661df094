"""Keeping the site well: health, installation of rows, the simulated event for trials.

May import every slice but `desk`.
"""
