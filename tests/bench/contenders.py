"""One tool on the texts of a benchmark, in a process of its own: python tests/bench/contenders.py TOOL FOLDER (see compare.py)

FOLDER holds train.jsonl, dev.jsonl (``text``, ``concepts``: a list of lists), speed.jsonl (``text``), labels.jsonl (``iri``, ``labels``) and labels.ttl (SKOS, Dutch). Prints JSON:
CPU seconds until the first text is done, seconds to train (outside the clock of speed), texts a second of CPU on one core, peak MB, and for every text of dev the concepts with their scores.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def skillstaal(folder: Path):
    """Skillstaal as it is installed, with the release in the folder ``release`` when there is one."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from pipeline.reading import make_document
    from pipeline.translate import Translator

    translator = Translator.load(folder / "release" if (folder / "release").exists() else None)

    def find(texts: list[str]) -> list[dict[str, float]]:
        documents = [make_document(str(number), text, "auto", "", str(number)) for number, text in enumerate(texts)]
        return [{skill.concept: 1.0 for skill in annotation.skills if skill.concept} for annotation in translator.translate_all(documents)]

    return find, 0.0


def phrases(folder: Path):
    """spaCy's PhraseMatcher: every label, Dutch and English, whole words whatever their case; the longest of those that overlap."""
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    language = spacy.blank("nl")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    for entry in read(folder / "labels.jsonl"):
        matcher.add(entry["iri"], list(language.pipe(entry["labels"])))

    def find(texts: list[str]) -> list[dict[str, float]]:
        return [{span.label_: 1.0 for span in filter_spans(matcher(document, as_spans=True))} for document in language.pipe(texts)]

    return find, 0.0


def annif(folder: Path):
    """Annif with its MLLM backend and the analyzer simplemma(nl), trained on train.jsonl; sentences by a plain splitter, as the one of NLTK must be downloaded."""
    import annif.analyzer.analyzer as base
    from annif.corpus import Document, DocumentList, SubjectSet
    from annif.registry import AnnifRegistry
    from annif.vocab import VocabFileSKOS

    base.Analyzer.__init__ = lambda self, **kwargs: None
    base.Analyzer.tokenize_sentences = lambda self, text: re.split(r"(?<=[.!?])\s+|\n+", text)
    base.Analyzer.tokenize_words = lambda self, text, filter=True: [
        self._normalize_word(word) for word in re.findall(r"[\w+#]+(?:-\w+)*", text) if not filter or self.is_valid_token(word)
    ]
    (folder / "projects.cfg").write_text("[mllm]\nname=mllm\nlanguage=nl\nbackend=mllm\nanalyzer=simplemma(nl)\nvocab=skills\nlimit=100\nuse_hidden_labels=True\n")
    project = AnnifRegistry(str(folder / "projects.cfg"), str(folder / "annif"), init_projects=False).get_project("mllm")
    project.vocab.load_vocabulary(VocabFileSKOS(str(folder / "labels.ttl")), force=True)
    numbers = {subject.uri: number for number, subject in project.subjects.active}
    started = time.process_time()
    training = [Document(text=row["text"], subject_set=SubjectSet({numbers[iri] for some in row["concepts"] for iri in some if iri in numbers})) for row in read(folder / "train.jsonl")]
    project.train(DocumentList(training), jobs=1)
    trained = time.process_time() - started
    project.initialize()

    def find(texts: list[str]) -> list[dict[str, float]]:
        results = project.suggest([Document(text=text) for text in texts])
        return [{project.subjects[found.subject_id].uri: float(found.score) for found in result} for result in results]

    return find, trained


def _peak() -> int:
    """MB of memory of this process at most; ru_maxrss would count what its parent held when it was forked."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024


def measure(tool: str, folder: Path) -> dict:
    """The figures of the module's docstring."""
    started = time.process_time()
    find, trained = {"skillstaal": skillstaal, "phrases": phrases, "annif": annif}[tool](folder)
    texts = [row["text"] for row in read(folder / "speed.jsonl")]
    find(texts[:1])
    ready = time.process_time() - started - trained
    find(texts[1:20])
    started = time.process_time()
    for at in range(0, len(texts), 32):
        find(texts[at : at + 32])
    spent = time.process_time() - started
    peak = _peak()
    found = find([row["text"] for row in read(folder / "dev.jsonl")])
    return {"tool": tool, "ready_seconds": round(ready, 2), "train_seconds": round(trained, 1), "texts_a_second": round(len(texts) / spent, 1), "peak_mb": peak, "found": found}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
