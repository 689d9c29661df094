"""Tests of course.exports."""
