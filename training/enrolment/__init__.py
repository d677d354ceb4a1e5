"""The spine: a person's seat in a class, and the scope every figure is asked in."""
