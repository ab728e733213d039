"""A simulated corpus -> tables as a run writes them, and what each form in them is about."""

import json
import tempfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq

from ontology.compiling import compile_lexicon
from ontology.concepts import Ontology
from ontology.encoding import Encoder
from ontology.evolve.clustering import Cluster
from ontology.lexicon import Lexicon
from ontology.namespaces import DATA_BASE

from .. import __version__
from ..contract import to_json
from ..export import tables
from ..linking.linker import Linker
from ..mentions.confidence import MentionConfidence
from ..mentions.finding import MentionFinder
from ..qualifying import Qualifier
from ..translate import Translator
from .simulating import Corpus, Truth

_TOGETHER, _PART = 32, 500
_OVERLAP = 0.5


def open_lexicon(core: Ontology, encoder: Encoder) -> Lexicon:
    """The lexicon of a core as an encoder sees it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in compile_lexicon(core.concepts, core.mappings, "simulation", encoder=encoder).items():
            (Path(folder) / name).write_bytes(content)
        lexicon = Lexicon.load(folder)
    lexicon.encoder = encoder
    return lexicon


def write_tables(folder: Path, corpus: Corpus, lexicon: Lexicon) -> None:
    """Translates the corpus and writes ``manifest.json`` and ``tables`` below ``folder``."""
    translator = Translator(lexicon, MentionFinder.load(lexicon), Qualifier.load(), Linker.load(lexicon), MentionConfidence.load())
    rows: dict[str, list[dict]] = {name: [] for name in tables.SCHEMAS}
    for at in range(0, len(corpus.documents), _TOGETHER):
        for annotation in translator.translate_all(corpus.documents[at : at + _TOGETHER]):
            for name, found in tables.rows(to_json(annotation, "simulation", "urn:simulation"), [skill.context for skill in annotation.skills]).items():
                rows[name] += found
    for name, found in rows.items():
        (folder / "tables" / name).mkdir(parents=True, exist_ok=True)
        (folder / "tables" / name / "part-00000.parquet").write_bytes(tables.parquet(name, found))
    (folder / "manifest.json").write_text(json.dumps(_manifest(len(corpus.documents))) + "\n", encoding="utf-8")


def _manifest(texts: int) -> dict:
    """What readers of a run want to know of it."""
    return {
        "run": "simulation", "iri": "urn:simulation", "tool": {"name": "skillstaal", "version": __version__}, "ontology": {"release": "simulation", "iri": "urn:simulation"},
        "config": {"settings": {"base": DATA_BASE, "formats": ["parquet"]}}, "inputs": [], "outputs": [], "timings": {},
        "totals": {"read": texts, "translated": texts, "quarantined": 0, "skills": 0, "linked": 0, "flags": 0},
    }  # fmt: skip


def truths_of_forms(folder: Path, corpus: Corpus) -> dict[str, Counter]:
    """Form -> how often it is about what; None for nothing. A mention is about the span that it covers half of, and that covers half of it."""
    found: dict[str, Counter] = {}
    table = pq.read_table(folder / "tables" / "skills", columns=["document", "quote", "start", "end"])
    for row in table.to_pylist():
        best, truth = _OVERLAP, None
        for start, end, about in corpus.spans[row["document"]]:
            shared = min(end, row["end"]) - max(start, row["start"])
            share = shared / max(end - start, row["end"] - row["start"])
            if share > best or (share == best and truth is None):
                best, truth = share, about
        found.setdefault(" ".join(row["quote"].lower().split()), Counter())[truth] += 1
    return found


def truth_of(cluster: Cluster, truths: dict[str, Counter]) -> Truth | None:
    """What most of a cluster is about; None when that is nothing, or when no concept has half. Labels of one concept count together."""
    total: Counter = Counter()
    for form in cluster.forms:
        total += truths.get(form.key, Counter())
    about: Counter = Counter()
    for truth, count in total.items():
        about[truth and (truth.kind, truth.iri)] += count
    (most, count), *_ = about.most_common(1) or [(None, 0)]
    if not most or 2 * count < sum(total.values()):
        return None
    return max((truth for truth in total if truth and (truth.kind, truth.iri) == most), key=lambda truth: (total[truth], truth.label))


def truths_in(cluster: Cluster, about: Truth | None, truths: dict[str, Counter]) -> frozenset[Truth]:
    """The labels of the concept that a cluster is about, or that concept, for which it has a form of its own."""
    found = (truth_of(Cluster((form,)), truths) for form in cluster.forms)
    return frozenset(truth for truth in found if truth and about and (truth.kind, truth.iri) == (about.kind, about.iri)) | frozenset([about] if about else [])
