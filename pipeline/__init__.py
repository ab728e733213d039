"""The translator: what a text says about skills, and how it says it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("skillstaal")
except PackageNotFoundError:  # a checkout that is not installed
    __version__ = "0+unknown"
