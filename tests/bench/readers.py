"""Documents a second of every reader and of deduplication, on the texts of corpora/gold: python tests/bench/readers.py [DOCUMENTS]

Formats of one text get a file a document; the others one file. Language and kind are detected, as they are in a run without --kind;
``given`` repeats the records of JSON lines with both given, so that the difference is what detecting costs.
"""

import gzip
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.batches.deduplicating import Deduplicator  # noqa: E402
from pipeline.errors import RecordError  # noqa: E402
from pipeline.reading import read_sources  # noqa: E402
from tests.pipeline.inputs import docx, jsonl, parquet, pdf  # noqa: E402

PAGE = "<!doctype html><html><head><title>{title} | Banen</title></head><body><nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{body}</main><footer>KvK 0</footer></body></html>"
MENU = "".join(f'<li><a href="/{n}">Menu {n}</a></li>' for n in range(20))


def gold_texts(count):
    lines = [line for path in sorted((ROOT / "corpora" / "gold").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [json.loads(line)["text"] for line in lines]
    return [f"{texts[number % len(texts)]}\nReferentie {number}" for number in range(count)]


def page(text):
    lines = [line for line in text.split("\n") if line.strip()]
    return PAGE.format(title=lines[0], menu=MENU, body="".join(f"<li>{line[2:]}</li>" if line.startswith("- ") else f"<p>{line}</p>" for line in lines))


def latin(text):
    return text.encode("cp1252", "replace").decode("cp1252")


ONE_TEXT = {
    "txt": lambda text: text.encode(),
    "txt in cp1252": lambda text: text.encode("cp1252", "replace"),
    "html": lambda text: page(text).encode(),
    "pdf": lambda text: pdf(text.encode("latin-1", "replace").decode("latin-1")[:4500]),
    "docx": lambda text: docx(*[line for line in text.split("\n") if line.strip()]),
}


def records(texts):
    yield "jsonl", "jsonl", jsonl(*({"id": str(n), "text": text} for n, text in enumerate(texts)))
    yield "jsonl.gz", "jsonl.gz", gzip.compress(jsonl(*({"id": str(n), "text": text} for n, text in enumerate(texts))))
    yield "jsonl, given", "jsonl", jsonl(*({"id": str(n), "text": text, "kind": "vacancy", "language": "nl"} for n, text in enumerate(texts)))
    yield "json", "json", json.dumps([{"id": str(n), "text": text} for n, text in enumerate(texts)]).encode()
    yield "job postings", "jsonld", json.dumps({"@graph": [{"@type": "JobPosting", "identifier": n, "title": "x", "description": page(text)} for n, text in enumerate(texts)]}).encode()
    yield "csv", "csv", ("id;text\n" + "".join(f'{n};"{text.replace(chr(34), chr(34) * 2)}"\n' for n, text in enumerate(texts))).encode()
    yield "parquet", "parquet", parquet(*({"id": str(n), "text": text} for n, text in enumerate(texts)))


def measure(name, path, expected):
    list(read_sources([str(path)])) if path.is_dir() and "pdf" in name else None
    started = time.perf_counter()
    items = 0
    for item in read_sources([str(path)]):
        if isinstance(item, RecordError):
            raise SystemExit(str(item))
        items += 1
    seconds = time.perf_counter() - started
    assert items == expected, (name, items)
    print(f"{name:16}{items / seconds:10,.0f} documents/s")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    texts = gold_texts(count)
    print(f"{count} texts of {sum(len(text.split()) for text in texts) // count} words")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in ONE_TEXT.items():
            own = Path(folder, name)
            own.mkdir()
            some = texts[: count // 4] if name in ("pdf", "docx") else texts
            for number, text in enumerate(some):
                (own / f"{number:06}.{name.split()[0]}").write_bytes(make(text))
            measure(name, own, len(some))
        for name, suffix, content in records([text for text in texts]):
            path = Path(folder, f"{name.replace(' ', '-')}.{suffix}")
            path.write_bytes(content)
            measure(name, path, count)
    known = Deduplicator()
    started = time.perf_counter()
    for number, text in enumerate(texts):
        known.first(str(number), text)
    print(f"{'deduplication':16}{count / (time.perf_counter() - started):10,.0f} texts/s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, the files included")


if __name__ == "__main__":
    main()
