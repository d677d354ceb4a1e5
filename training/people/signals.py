from django.dispatch import Signal

# Sent inside the transaction that erases a person, with ``person``: rooms above delete what they
# keep about them beside the training records, which the law decides about.
forgetting = Signal()
# A sign-in code is to be brought to its phone. Sent inside the transaction that makes it, with
# ``code`` (the SignInCode, which does not know the digits) and ``text`` (which holds them).
code_made = Signal()
