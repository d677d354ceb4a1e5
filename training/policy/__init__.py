"""The rules and numbers a region sets, each a dated row with its source. Nothing is typed in."""
