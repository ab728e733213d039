"""The command line: a module a command, ``commands`` ties them together, ``display*`` is what a terminal shows."""

from .commands import main

__all__ = ["main"]
