"""Moderators' accounts: signing in, and the link that sets an account up. No sign-up exists."""
