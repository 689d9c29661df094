"""Tests of `course.questions`; `samples` holds one question of each kind."""
