"""What people could do before and after: paired tests in theory and practice."""
