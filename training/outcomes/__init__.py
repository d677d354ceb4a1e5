"""What became of people after the class: contact made or not, work found or not."""
