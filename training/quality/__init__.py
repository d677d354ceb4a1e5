"""Quality: a question asked about a set of enrolments. This room reads and never writes."""
