"""Dutch and English cue lists: tab-separated tables, a source per row, read once.

Each table is ``NAME.tsv`` with a header; lines that start with ``#`` are comments. ``pattern`` cells are
regular expressions (Python ``re``, case-insensitive), tested by tests/pipeline/test_cues.py for dead and
double rows.
"""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=None)
def read_cues(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``NAME.tsv`` as dicts. Raises FileNotFoundError for an unknown name, ValueError for a broken row."""
    lines = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    header, body = rows[0], rows[1:]
    for number, cells in enumerate(body, 2):
        if len(cells) != len(header):
            raise ValueError(f"{name}.tsv, row {number}: {len(cells)} cells where the header has {len(header)}")
    return tuple(dict(zip(header, (cell.strip() for cell in cells))) for cells in body)
