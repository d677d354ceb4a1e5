"""Marks in lessons, and the ways of taking them (methods/)."""
