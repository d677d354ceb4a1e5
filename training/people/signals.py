from django.dispatch import Signal

# Sent inside the transaction that erases a person, with ``person``: rooms above delete what they
# keep about them beside the training records, which the law decides about.
forgetting = Signal()
