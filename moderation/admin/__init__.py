"""The desk in the Django admin. `moderation.apps` registers its pages."""
