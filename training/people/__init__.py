"""The real-name register, and sign-in by a code to the phone. A person is not a login user."""
