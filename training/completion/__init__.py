"""Is this trainee done, and if not why; what is attested goes to `certificates`."""
