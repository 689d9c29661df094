"""Tests mirror `course/`; contracts loop over registries and folders, journeys drive a real browser."""
