"""What `make bench` runs: our work beside a named reference, both in one run, as a ratio."""
