"""One person, one case: needs, services, contact attempts, the next step."""
