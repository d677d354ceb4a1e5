"""In and out: one module per format."""
