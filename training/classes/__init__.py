"""A training class (培训班): one delivery of a course, its approval, its trainers and lessons."""
