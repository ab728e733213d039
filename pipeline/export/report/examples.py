"""The first documents of a run -> a few that show what a translation looks like, with their texts from the inputs.

A run folder holds no texts. They are read again from the inputs that the manifest names, and only shown when their checksum is that of the
text that was translated; contact data stays masked. CVs are never shown. Where the inputs are gone, or came by stdin, there are no examples.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ...errors import RecordError
from ...reading import READERS, Columns, ReadDocument, read_file
from ..advice import with_english
from ..highlighting import Piece, pieces, without_personal_data
from .counts import Shard

AMONG = 200  # documents at the start of the run
SHOWN = 3
_READ = 1_000  # texts at most, to find them again
LONGEST = 4_000  # characters up to the last statement
_MANY = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".jsonld", ".parquet")


@dataclass(frozen=True)
class Example:
    """A document as the tables have it; ``text`` is there once it was found in the inputs."""

    document: dict
    skills: list[dict]
    flags: list[dict]
    text: str = ""

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.text, self.skills, self.flags)

    @property
    def advice(self) -> list[dict]:
        """The flags with reasons in both languages."""
        return with_english(self.flags)


def choose(shard: Shard) -> list[Example]:
    """Documents among the first of a shard that show most: sure statements, flags, different occupations. Best first, more than will be shown."""
    found = {row["document"]: Example(row, [], []) for row in shard.documents.slice(0, AMONG).to_pylist()}
    for table, name in ((shard.skills, "skills"), (shard.bias, "flags")):
        for row in table.filter(pc.is_in(table["document"], pa.array(found, pa.string()))).to_pylist():
            getattr(found[row["document"]], name).append(row)
    fit = [example for example in found.values() if example.document["kind"] != "cv" and example.skills and max(row["end"] for row in example.skills + example.flags) <= LONGEST]
    ranked = sorted(enumerate(fit), key=lambda item: (-_worth(item[1]), item[0]))
    chosen: list[Example] = []
    for _, example in ranked:
        if example.document["occupation_concept"] not in {other.document["occupation_concept"] for other in chosen}:
            chosen.append(example)
    return chosen[: 2 * SHOWN]


def _worth(example: Example) -> float:
    """Sure statements, enough of them and not too many, a known occupation, and wording to look at."""
    confidence = [row["confidence"] for row in example.skills]
    many = min(len(confidence), 15) / 15 - max(0, len(confidence) - 35) / 35
    return 2 * sum(confidence) / len(confidence) + many + 0.5 * min(2, len(example.flags)) + 0.5 * (example.document["occupation_concept"] is not None)


def with_texts(examples: Sequence[Example], inputs: Sequence[dict], settings: dict) -> list[Example]:
    """The first of ``examples`` whose texts stand in the inputs of the manifest, unchanged."""
    wanted = {example.document["sha256"]: example for example in examples}
    texts: dict[str, str] = {}
    for document in islice(_documents(inputs, [example.document["document"] for example in examples], settings), _READ):
        if document.sha256 in wanted and document.sha256 not in texts:
            own = wanted[document.sha256].document
            texts[document.sha256] = without_personal_data(document.text, own | {"id": own["document"]})
        if len(texts) == len(wanted):
            break
    return [replace(example, text=texts[sha256]) for sha256, example in wanted.items() if sha256 in texts][:SHOWN]


def _documents(inputs: Sequence[dict], identifiers: Sequence[str], settings: dict) -> Iterator[ReadDocument]:
    """Documents of the inputs that may hold the wanted ones: files called like them, and the beginning of those with many records."""
    columns = Columns(**settings.get("columns", {}))
    stems = {part for identifier in identifiers for part in (Path(identifier).name, Path(identifier).stem)}
    for entry in inputs:
        path = Path(entry["path"])
        bare = Path(path.name.removesuffix(".gz"))
        if bare.suffix.lower() in _MANY or bare.suffix.lower() in READERS and bare.stem in stems:
            if path.is_file():
                items = read_file(path, path.name, settings.get("kind", "auto"), columns=columns)
                yield from (item for item in islice(items, _READ) if not isinstance(item, RecordError))
