"""The course package: an e-learning system for border and immigration officials."""
