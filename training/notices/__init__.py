"""A message to a person, and the outbox it waits in until it is sent, once."""
