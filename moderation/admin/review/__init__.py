"""The review pages of the desk."""
