"""The real server as a user runs it, for tests."""

from metoo.audit.throwaway import ROOT, START_SECONDS, Site, free_port, fresh_database, running

__all__ = ["ROOT", "START_SECONDS", "Site", "free_port", "fresh_database", "running"]
