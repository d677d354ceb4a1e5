"""What trainees thought. An answer is added to counters; no row says who gave it."""
