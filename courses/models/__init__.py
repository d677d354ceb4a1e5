"""Courses: what can be learned. Knows nobody: no person, no class, no certificate."""

from .course import Course, Level, Occupation, Trade
from .pages import CataloguePage, CoursePage

__all__ = ["CataloguePage", "Course", "CoursePage", "Level", "Occupation", "Trade"]
