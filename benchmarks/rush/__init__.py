"""The hour at which enrolment opens: a real server, many buyers at once, fewer seats than buyers.

`make bench` measures it beside a plain Django view; `tests/stories/test_rush_live.py` asks of a
smaller one whether every seat was sold once.
"""
