"""Middleware and workers: limits, headers and threads."""
