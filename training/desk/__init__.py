"""The back office's own desk: pages that lay the work of several rooms side by side."""
