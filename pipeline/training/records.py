"""JSON lines to learn from that are no complete gold (read_gold_records reads that): wording marks without directness, texts of others, offsets without text."""

from pathlib import Path

import orjson


def read_records(path: Path) -> list[dict]:
    """The objects of a file, one a line. Raises orjson.JSONDecodeError for a line that is none."""
    return [orjson.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
