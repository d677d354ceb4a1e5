"""What was attested: certificates as frozen facts, their paper and their public verification.

Knows nobody: callers hand over names and facts as plain text and an opaque subject key.
"""
