"""Skillstaal beside what one would take instead, on the same texts and vocabulary: python tests/bench/compare.py RELEASE --annif PYTHON [--texts 1000]

RELEASE is a release folder (``skillstaal ontology build``); PYTHON that of an environment with Annif. The tools run one after the other, each in a process of its own on one core (contenders.py).
Quality is that of texts as wholes, on corpora/gold/dev.jsonl or ``--gold``: a concept found is right when an annotator gave it to any words of the text; a skill of
the gold is found when one of its concepts is. The tools that give scores get the threshold that is best on these very texts, which flatters them.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from rdflib import RDF, Graph, URIRef  # noqa: E402
from rdflib.namespace import SKOS  # noqa: E402

from ontology.lexicon import Lexicon  # noqa: E402
from tests.bench.texts import Texts  # noqa: E402

GOLD = ROOT / "corpora" / "gold"
LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
TOOLS = ("skillstaal", "phrases", "annif")


def prepare(folder: Path, release: Path, texts: int, gold: Path) -> None:
    """Writes what contenders.py reads: the same skills (no occupations) for all."""
    (folder / "release").symlink_to(release.resolve())
    lexicon, whole, skos = Lexicon.load(release), Graph(), Graph()
    whole.parse(data=gzip.decompress((release / "ontology.nt.gz").read_bytes()), format="nt")
    entries = [entry for number in range(len(lexicon)) if (entry := lexicon.entry(number)).type != "occupation"]
    with (folder / "labels.jsonl").open("w", encoding="utf-8") as stream:
        for entry in entries:
            subject = URIRef(entry.iri)
            labels = [(role, label) for role in LABELS for label in whole.objects(subject, role)]
            stream.write(json.dumps({"iri": entry.iri, "labels": sorted({str(label) for _, label in labels})}) + "\n")
            skos.add((subject, RDF.type, SKOS.Concept))
            for role, label in labels:
                skos.add((subject, role, label))
            for broader in whole.objects(subject, SKOS.broader):
                skos.add((subject, SKOS.broader, broader))
    skos.serialize(folder / "labels.ttl")
    for name, path in {"train": GOLD / "train.jsonl", "dev": gold}.items():
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        _write(folder / f"{name}.jsonl", [{"text": row["text"], "concepts": [skill["concepts"] for skill in row["skills"] if skill["concepts"]]} for row in rows])
    made = Texts(repeats=0, near=0)
    _write(folder / "speed.jsonl", [{"text": made.record(number)["text"]} for number in range(texts)])


def _write(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def quality(found: list[dict[str, float]], gold: list[list[list[str]]], skills: set[str]) -> dict:
    """Micro precision, recall and F1 at the best threshold."""
    scores = sorted({score for one in found for score in one.values()})
    tried = scores[:: max(len(scores) // 200, 1)]
    return max((_figures(found, gold, skills, threshold) for threshold in tried), key=lambda figures: figures["f1"])


def _figures(found: list[dict[str, float]], gold: list[list[list[str]]], skills: set[str], threshold: float) -> dict:
    given = right = wanted = met = 0
    for one, asked in zip(found, gold, strict=True):
        kept = {iri for iri, score in one.items() if score >= threshold and iri in skills}
        named = {frozenset(some) for some in asked}
        given, right = given + len(kept), right + len(kept & frozenset().union(*named))
        wanted, met = wanted + len(named), met + sum(bool(kept & some) for some in named)
    precision, recall = right / max(given, 1), met / wanted
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "threshold": round(threshold, 3), "a_text": round(given / len(found), 1)}


def main(release: Path, annif: str | None, texts: int, judged_on: Path) -> None:
    """Prints a line of JSON for each tool."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, release, texts, judged_on)
        gold = [json.loads(line)["concepts"] for line in (folder / "dev.jsonl").read_text().splitlines()]
        skills = {json.loads(line)["iri"] for line in (folder / "labels.jsonl").read_text().splitlines()}
        words = sum(len(json.loads(line)["text"].split()) for line in (folder / "speed.jsonl").read_text().splitlines())
        print(f"{texts} texts of {words // texts} words; {len(skills)} concepts; quality on {len(gold)} texts")
        ours = None
        for tool in TOOLS if annif else TOOLS[:2]:
            python = annif if tool == "annif" else sys.executable
            load = os.getloadavg()[0]
            ran = subprocess.run([python, str(Path(__file__).parent / "contenders.py"), tool, name], capture_output=True, text=True, check=False)
            if ran.returncode:
                sys.exit(f"{tool} failed:\n{ran.stderr[-2000:]}")
            figures = json.loads(ran.stdout.splitlines()[-1])
            figures |= quality(figures.pop("found"), gold, skills)
            ours = ours or figures
            ratios = {key: round(figures[key] / ours[key], 2) for key in ("texts_a_second", "peak_mb", "f1")}
            print(json.dumps(figures | {"ratio_to_skillstaal": ratios, "load": round(load, 1)}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", type=Path)
    parser.add_argument("--annif", help="the Python of an environment with Annif")
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--gold", type=Path, default=GOLD / "dev.jsonl")
    chosen = parser.parse_args()
    main(chosen.release, chosen.annif, chosen.texts, chosen.gold)
