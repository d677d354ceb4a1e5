"""Regions, bureaus, providers, employers and venues; who acts for whom, and how far they see."""
