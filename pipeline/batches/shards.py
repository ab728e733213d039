"""Items of a shard -> its files, counts and refused records, as bytes: what every worker, local or on a cluster, does with its part.

Pure: what comes out depends on the items, the translator and the job alone, whichever texts are translated together and whether a repeat
is written from the translation of its original or translated anew.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from ontology.namespaces import RELEASE_BASE

from ..config import Settings
from ..contract import document_json, occupation_group, translation_json
from ..errors import RecordError
from ..export import jsonld, rdf, tables
from ..export.nodes import to_nodes
from ..linking.linker import Linker
from ..privacy import mask, personal_spans
from ..reading import Item, ReadDocument
from ..translate import LANGUAGES, Translator
from ..types import Annotation
from .kept import NO_KEY, Kept, hash64, outputs, text_key
from .packing import Gzip, packed
from .repeats import Repeat, Shard, Variant
from .run_folder import Output

_TOGETHER = 32  # documents
_CHARACTERS = 200_000  # of documents together
FindEarlier = Callable[[Sequence[tuple[bytes, str]], Linker], list[Kept | None]]


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker needs to know: the settings, and the IRI of the activity that makes the graphs."""

    settings: Settings
    activity: str


@dataclass(frozen=True, slots=True)
class Care:
    """What earlier attempts have taught: positions of items that are refused, with the reason, and that are translated alone."""

    refused: Mapping[int, str] = field(default_factory=dict)
    alone: Collection[int] = ()


@dataclass
class ShardResult:
    """Files, counts, refused records, and by position each translation that is kept, with a row (kept.ROW) for each graph."""

    files: list[Output] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)
    wording: Counter = field(default_factory=Counter)  # texts by (kind, group), flags by (kind, group, ground, directness, severity)
    refused: list[RecordError] = field(default_factory=list)
    kept: list[Kept | None] = field(default_factory=list)
    rows: list[tuple] = field(default_factory=list)


def translate_shard(
    shard: Shard, translator: Translator, job: Job, care: Care = Care(),
    known: Callable[[int, int], Kept | None] = lambda shard, position: None, announce: Callable[[int, int], None] = lambda first, end: None,
    find_earlier: FindEarlier = lambda asked, linker: [None] * len(asked),
) -> ShardResult:  # fmt: skip
    """Translates a shard and serialises it in every format that was asked for.

    ``known`` gives the translation of an item of an earlier shard, ``find_earlier`` those with some (key, text) in an earlier run, if they are at hand and hold.
    ``announce`` is called with (first, end) before the items of these positions are worked on, and with (0, 0) when none is any more.
    Raises MemoryError; other faults refuse their record.
    """
    result = ShardResult(counts=Counter(read=len(shard.items)))
    files = _Files(job.settings.formats)
    release = {"release": translator.lexicon.release, "iri": RELEASE_BASE + translator.lexicon.release}
    earlier: dict[bytes, Kept | None] = {}
    for position, (item, found, text) in enumerate(translations(shard, translator, care, known, announce, find_earlier, earlier)):
        own = None
        try:
            if isinstance(found, Exception):
                raise found
            record = found.record(described(item), release)
            nodes = to_nodes(record, text, job.activity, job.settings.base, job.settings.detail)
            quads = files.add(record, nodes, None if isinstance(item, Repeat) else found.contexts)
        except MemoryError:
            raise
        except Exception as error:  # one text must not stop the others
            result.refused.append(refusal(item, error))
        else:
            own = None if isinstance(item, Repeat | Variant) else found
            result.rows.append((own.key if own else NO_KEY, hash64(nodes[0]["id"].encode()), hash64(quads), shard.number, position))
            _count(result, item, record)
            result.counts["unchanged"] += not isinstance(item, Variant) and earlier.get(found.key) is not None
        result.kept.append(own)
    announce(0, 0)
    result.counts["quarantined"] = len(result.refused)
    result.files = files.outputs(f"part-{shard.number:05d}") + outputs(shard.number, result.kept, result.rows)
    return result


def refusal(item: Item, error: Exception) -> RecordError:
    """The error of a record; what stands in its text stays out of the message."""
    return error if isinstance(error, RecordError) else RecordError(item.id, f"{type(error).__name__} while translating; please report it", item.location, "translating")


def _count(result: ShardResult, item: ReadDocument, record: dict) -> None:
    linked = sum(skill["concept"] is not None for skill in record["skills"])
    result.counts.update(skills=len(record["skills"]), linked=linked, flags=len(record["bias"]), cvs=item.kind == "cv")
    result.counts.update(translated=not isinstance(item, Variant), repeats=isinstance(item, Repeat), variants=isinstance(item, Variant))
    if item.kind == "cv":
        return  # a CV gets no flags
    group = occupation_group(record)
    result.wording[item.kind, group] += 1
    result.wording.update((item.kind, group, flag["ground"], flag["directness"], flag["severity"]) for flag in record["bias"])


def translations(
    shard: Shard, translator: Translator, care: Care = Care(), known: Callable[[int, int], Kept | None] = lambda shard, position: None,
    announce: Callable[[int, int], None] = lambda first, end: None, find_earlier: FindEarlier = lambda asked, linker: [None] * len(asked),
    earlier: dict[bytes, Kept | None] | None = None,
) -> Iterator[tuple[Item, Kept | Exception, str]]:  # fmt: skip
    """Each item with its translation, or with the reason why there is none, and its text without personal data.

    ``earlier`` is filled with what ``find_earlier`` gives for each key.
    """
    earlier = {} if earlier is None else earlier
    originals = {item.position for item in shard.items if isinstance(item, Repeat) and item.shard == shard.number}
    here: dict[int, Kept] = {}
    for first, end in _groups(shard.items, care.alone):
        announce(first, end)
        asked = {_key(item, translator): item.text for item in shard.items[first:end] if not isinstance(item, RecordError | Variant) and item.language in LANGUAGES}
        unknown = [(key, text) for key, text in asked.items() if key not in earlier]
        earlier.update((key, one) for (key, _), one in zip(unknown, find_earlier(unknown, translator.linker), strict=True))
        found = _annotated(shard, range(first, end), translator, care, known, earlier)
        for position in range(first, end):
            item, what = shard.items[position], found.get(position)
            if what is None:  # a repeat of a text that stands before it in this shard
                what = here.get(item.position) or _alone(item, translator)
            if isinstance(what, Exception):
                yield item, what, ""
                continue
            text = what.document.text if isinstance(what, Annotation) else mask(item.text, personal_spans(item))
            if isinstance(what, Annotation):
                contexts = [skill.context for skill in what.skills]
                what = Kept(_key(item, translator), translation_json(what), contexts, list(map(list, what.asked)), what.fingerprint)
            if position in originals:
                here[position] = what
            yield item, what, text


def _key(item: ReadDocument, translator: Translator) -> bytes:
    """The key of its translation; what a CV says depends on the month, and on the classes of evidence that are asked for."""
    return text_key(item, (translator.now, translator.evidence))


def described(item: ReadDocument) -> dict:
    """What the contract says of the document, and of which other one it is a repeat or a variant."""
    named = {Repeat: "repeat_of", Variant: "variant_of"}.get(type(item))
    return document_json(item) | ({named: item.original} if named else {})


def _groups(items: list[Item], alone: Collection[int]) -> Iterator[tuple[int, int]]:
    """(first, end) of the items that are translated together."""
    first, size = 0, 0
    for position, item in enumerate(items):
        length = 0 if isinstance(item, RecordError) else len(item.text)
        apart = position in alone or position - 1 in alone
        if position > first and (apart or position - first == _TOGETHER or size + length > _CHARACTERS):
            yield first, position
            first, size = position, 0
        size += length
    yield first, len(items)


def _annotated(shard: Shard, positions: range, translator: Translator, care: Care, known: Callable, earlier: dict[bytes, Kept | None]) -> dict[int, Annotation | Kept | Exception]:
    """By position what an item says, or why not; repeats of this shard have none yet. When texts together fail, each is translated alone."""
    found: dict[int, Annotation | Kept | Exception] = {}
    fresh = []
    for position in positions:
        item = shard.items[position]
        if isinstance(item, RecordError):
            found[position] = item
        elif position in care.refused:
            found[position] = RecordError(item.id, care.refused[position], item.location, "translating")
        elif item.language not in LANGUAGES:
            found[position] = RecordError(item.id, f"language {item.language!r} is not translated; expected nl or en", item.location, "language")
        elif isinstance(item, Variant):
            found[position] = Annotation(item, None, (), None, None)
        elif isinstance(item, Repeat) and item.shard == shard.number:
            continue
        elif isinstance(item, Repeat) and (one := known(item.shard, item.position)) and one.key == _key(item, translator):
            found[position] = one  # another one is what an interrupted run has left of other records
        elif one := earlier.get(_key(item, translator)):
            found[position] = one
        else:
            fresh.append(position)
    documents = [shard.items[position] for position in fresh]
    try:
        annotations = translator.translate_all(documents)
    except MemoryError:
        raise
    except Exception:
        annotations = [_alone(document, translator) for document in documents]
    return found | dict(zip(fresh, annotations))


def _alone(document: ReadDocument, translator: Translator) -> Annotation | Exception:
    try:
        return translator.translate(document)
    except MemoryError:
        raise
    except Exception as error:
        return error


class _Files:
    """The files of a shard under way; N-Quads and JSON lines are packed as they come."""

    def __init__(self, formats: tuple[str, ...]):
        self._formats = formats
        self._packed = {name: Gzip() for name in ("nq", "jsonl") if name in formats}
        self._nodes: list[dict] = []
        self._rows: dict[str, list[dict]] = {name: [] for name in tables.SCHEMAS}
        self._documents = 0

    def add(self, record: dict, nodes: list[dict], contexts: Sequence[str | None] | None) -> bytes:
        """A translation and its nodes in every format; when one of them fails, it is in none. Gives its N-Quads, if asked for.

        ``contexts``: see ``tables.rows``.
        """
        line = orjson.dumps(record)
        quads = rdf.nquads(nodes) if "nq" in self._formats else b""
        rows = tables.rows(record, contexts) if "parquet" in self._formats else {}
        for name, content in (("nq", quads), ("jsonl", line + b"\n")):
            if name in self._packed:
                self._packed[name].add(content)
        if {"ttl", "jsonld"} & set(self._formats):
            self._nodes += nodes
        for name, found in rows.items():
            self._rows[name] += found
        self._documents += 1
        return quads

    def outputs(self, name: str) -> list[Output]:
        """The files; none when no document was added."""
        if not self._documents:
            return []
        files = []
        if "nq" in self._formats:
            files.append(Output(f"graph/{name}.nq.gz", self._packed["nq"].content(), self._documents, self._packed["nq"].lines))
        if "ttl" in self._formats:
            files.append(Output(f"graph/{name}.ttl.gz", packed(rdf.turtle(self._nodes)), self._documents))
        if "jsonld" in self._formats:
            files.append(Output(f"graph/{name}.jsonld.gz", packed(jsonld.jsonld(self._nodes)), self._documents))
        if "jsonl" in self._formats:
            files.append(Output(f"translations/{name}.jsonl.gz", self._packed["jsonl"].content(), self._documents))
        if "parquet" in self._formats:
            files += [Output(f"tables/{table}/{name}.parquet", tables.parquet(table, rows), len(rows)) for table, rows in self._rows.items()]
        return files
