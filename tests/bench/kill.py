"""Kills runs at random moments and tells what was counted: python tests/bench/kill.py [KILLS] [RECORDS]

Every finished run must be, byte for byte, what it is without kills, and the run folder whole at every moment; else this ends with an error.
"""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.batches import batch  # noqa: E402
from pipeline.reading import ReadDocument, read_sources  # noqa: E402
from tests.pipeline.killing import kill_at_random, write_records  # noqa: E402


def main(kills: int = 60, records: int = 120) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "a.jsonl"
        write_records(source, records)
        translator = batch.Translator.load()
        translator.translate_all([item for item in read_sources([str(source)]) if isinstance(item, ReadDocument)])
        batch.Translator.load = classmethod(lambda cls, release=None, register=None: translator)  # each run starts at once
        counts = kill_at_random(source, Path(folder) / "out", kills, seed=11, workers=2, shard=3, formats=("nq", "jsonl", "parquet"))
    print(json.dumps(dict(counts), indent=1))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
