"""``python -m pipeline.cli``."""

from .commands import main

main()
