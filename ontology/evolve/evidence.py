"""Tables of runs -> the word forms that no label of a lexicon has, with what is known of each.

A *form* is a quote in lower case with single spaces. DuckDB reads the Parquet parts of ``tables/{documents,skills}`` some at a time and adds
up on disk, so that memory depends on how many forms are kept and not on how many documents there are. A document counts once, however
often a form is in it and in however many runs it is: by the last run given. What tables do not tell (employer, sector, day of
publication) can come from a file beside them.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ..errors import OntologyError
from ..lexicon import Lexicon
from ..run_manifest import read_run_manifest
from .framing import without_frame

MAX_FORMS = 200_000
MAX_EXAMPLES = 5
_PARTS_TOGETHER = 20
_PER_LABEL = 4  # forms of one label, at most, that are looked past
_TRAITS = ("employer", "sector", "published")
_ASIDE = "('offer', 'company', 'procedure', 'personal', 'hobbies')"
_VALUES = ("type", "concept", "sector", "period", "language")
_NEEDED = {"document", "quote", "type", "section", "concept", "confidence"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its evidence. ``text`` is its commonest spelling without the frame of the sentence; counts are of documents.

    ``employers`` is None where employers are not known; ``sectors`` and ``periods`` (months, "2026-11") are empty likewise. ``aside``: how many
    say it in the offer, the company text or the like; ``sentences``: how many different ones have it (0: not told). ``concepts`` has what the runs linked it to (IRI, "" for nothing), ``confidence`` is
    the mean one.
    """

    key: str
    text: str
    documents: int
    aside: int
    confidence: float
    sentences: int = 0
    employers: int | None = None
    sectors: dict[str, int] = field(default_factory=dict, hash=False)
    periods: dict[str, int] = field(default_factory=dict, hash=False)
    types: dict[str, int] = field(default_factory=dict, hash=False)
    concepts: dict[str, int] = field(default_factory=dict, hash=False)
    languages: dict[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All forms, most documents first; ``documents`` in the runs, ``periods`` of all documents, ``runs`` are their IRIs, ``left_out``: how many
    rarer forms did not fit, labels among them. ``demand``: how many documents of each month ("" when not known) name each concept.
    """

    forms: tuple[Form, ...]
    documents: int
    periods: dict[str, int] = field(hash=False)
    runs: tuple[str, ...]
    left_out: int = 0
    demand: dict[str, dict[str, int]] = field(default_factory=dict, hash=False)


def gather(runs: Sequence[Path], lexicon: Lexicon, metadata: Path | None = None, most: int = MAX_FORMS, memory: str = "1GB") -> Evidence:
    """The forms of all runs without those that are labels. ``metadata``: a CSV, TSV or Parquet file with ``document`` and any of
    ``employer sector published``. ``memory``: what DuckDB may take before it uses the disk. Raises OntologyError.
    """
    parts, iris = [], []
    for run in reversed(runs):
        found, iri = _parts(run)
        parts += [found[at : at + _PARTS_TOGETHER] for at in range(0, len(found), _PARTS_TOGETHER)]
        iris.append(iri)
    with tempfile.TemporaryDirectory(prefix="skillstaal-") as folder:
        with duckdb.connect(str(Path(folder) / "forms.duckdb"), config={"memory_limit": memory, "temp_directory": folder, "threads": 2}) as db:
            known = _read_metadata(db, metadata)
            _create(db)
            for some in parts:
                _add(db, some, known, several=len(runs) > 1)
            return _collect(db, lexicon, most, tuple(reversed(iris)))


def examples(runs: Sequence[Path], keys: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """(document, sentence) for forms: at most five each, of different sentences, the same whatever the order of the runs."""
    with duckdb.connect() as db:
        db.execute("CREATE TABLE wanted (form VARCHAR PRIMARY KEY)")
        db.executemany("INSERT INTO wanted VALUES (?)", [(key,) for key in dict.fromkeys(keys)] or [("",)])
        db.execute("CREATE TABLE found (form VARCHAR, document VARCHAR, context VARCHAR)")
        for parts in (_parts(run)[0] for run in runs):
            for at in range(0, len(parts), _PARTS_TOGETHER):
                names = [str(skills) for _, skills in parts[at : at + _PARTS_TOGETHER]]
                if "context" in _columns(db, names):
                    db.execute(
                        f"""INSERT INTO found SELECT form, min_by(document, hash(context)), context FROM
                        (SELECT {_FORM} form, document, context FROM read_parquet(?, union_by_name=true) WHERE context IS NOT NULL)
                        SEMI JOIN wanted USING (form) GROUP BY form, context
                        QUALIFY row_number() OVER (PARTITION BY form ORDER BY hash(context), context) <= {MAX_EXAMPLES}""",
                        [names],
                    )
        rows = db.execute(
            f"""SELECT form, min(document), context FROM found GROUP BY form, context
            QUALIFY row_number() OVER (PARTITION BY form ORDER BY hash(context), context) <= {MAX_EXAMPLES} ORDER BY form, hash(context), context"""
        ).fetchall()
    kept: dict[str, list[tuple[str, str]]] = {}
    for form, document, context in rows:
        kept.setdefault(form, []).append((document, context))
    return kept


_FORM = r"lower(regexp_replace(replace(trim(quote), chr(173), ''), '\s+', ' ', 'g'))"


def _parts(run: Path) -> tuple[list[tuple[Path, Path]], str]:
    """(documents part, skills part) of a run in order, and the IRI of the run. Raises OntologyError."""
    iri = read_run_manifest(run, "tables/documents/*.parquet", "tables/skills/*.parquet")["iri"]
    parts = [(run / "tables" / "documents" / path.name, path) for path in sorted((run / "tables" / "skills").glob("*.parquet"))]
    if not parts:
        raise OntologyError(f"{run} has no tables; run it again with --formats parquet")
    return parts, iri


def _columns(db, names: list[str]) -> set[str]:
    return {row[0] for row in db.execute("DESCRIBE SELECT * FROM read_parquet(?, union_by_name=true)", [names]).fetchall()}


def _read_metadata(db, path: Path | None) -> set[str]:
    """Loads the file beside the tables, if any; gives which traits it has. Raises OntologyError."""
    if path is None:
        return set()
    reader = "read_parquet(?)" if path.suffix == ".parquet" else "read_csv(?, all_varchar=true)"
    try:
        db.execute(f"CREATE TABLE beside AS SELECT * FROM {reader}", [str(path)])
    except duckdb.Error as error:
        raise OntologyError(f"{path} cannot be read as a table ({str(error).splitlines()[0]}); give CSV, TSV or Parquet") from error
    columns = {row[0] for row in db.execute("DESCRIBE beside").fetchall()}
    if "document" not in columns or not columns & set(_TRAITS):
        raise OntologyError(f"{path} needs the column document and one or more of {', '.join(_TRAITS)}; it has {', '.join(sorted(columns))}")
    return columns & set(_TRAITS)


def _create(db) -> None:
    db.execute("CREATE TABLE seen (document UBIGINT)")
    db.execute("CREATE TABLE texts (period VARCHAR, documents UBIGINT)")
    db.execute("CREATE TABLE counts (form VARCHAR, text VARCHAR, documents UINTEGER, aside UINTEGER, confidence DOUBLE)")
    for name in _VALUES:
        db.execute(f"CREATE TABLE by_{name} (form UBIGINT, value VARCHAR, documents UINTEGER)")
    db.execute("CREATE TABLE demand (concept VARCHAR, period VARCHAR, documents UINTEGER)")
    for name in ("employer", "sentence"):
        db.execute(f"CREATE TABLE by_{name} (form UBIGINT, value UBIGINT)")


def _add(db, parts: Sequence[tuple[Path, Path]], known: set[str], several: bool) -> None:
    """Adds some parts up, document by document."""
    documents, skills = ([str(pair[side]) for pair in parts] for side in (0, 1))
    columns, said = _columns(db, documents), _columns(db, skills)
    if missing := _NEEDED - said:
        raise OntologyError(f"{parts[0][1]} misses the column {', '.join(sorted(missing))}; run it again with this version")
    traits = {name: f"CAST(b.{name} AS VARCHAR)" if name in known else f"CAST(d.{name} AS VARCHAR)" if name in columns else "NULL" for name in _TRAITS}
    language = "d.language" if "language" in columns else "NULL"
    once = " AND ".join(["true", *(f"d.{name} IS NULL" for name in ("repeat_of", "variant_of") if name in columns)])
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE batch AS SELECT d.document, {traits['employer']} employer, {traits['sector']} sector, {language} AS language,
        strftime(try_cast({traits['published']} AS DATE), '%Y-%m') period FROM read_parquet(?, union_by_name=true) d
        {'LEFT JOIN beside b ON b.document = d.document' if known else ''} WHERE {once}""",
        [documents],
    )
    if several:
        db.execute("DELETE FROM batch WHERE hash(document) IN (SELECT document FROM seen)")
        db.execute("INSERT INTO seen SELECT hash(document) FROM batch")
    db.execute("INSERT INTO texts SELECT period, count(*) FROM batch GROUP BY period")
    db.execute(
        f"""CREATE OR REPLACE TEMP TABLE mentions AS SELECT {_FORM} form, document, min(trim(quote)) AS text, min(type) AS type,
        coalesce(min(concept), '') concept, bool_and(section IN {_ASIDE}) aside, avg(confidence) confidence,
        min({"context" if "context" in said else "NULL"}) sentence, min(employer) employer, min(sector) sector, min(period) period, min(language) AS language
        FROM read_parquet(?, union_by_name=true) JOIN batch USING (document) WHERE length(quote) BETWEEN 2 AND 120 GROUP BY ALL""",
        [skills],
    )
    db.execute("INSERT INTO counts SELECT form, text, count(*), count(*) FILTER (aside), sum(confidence) FROM mentions GROUP BY form, text")
    for name in _VALUES:
        db.execute(f"INSERT INTO by_{name} SELECT hash(form), {name}, count(*) FROM mentions WHERE {name} IS NOT NULL GROUP BY ALL")
    db.execute("INSERT INTO demand SELECT concept, coalesce(period, ''), count(DISTINCT document) FROM mentions WHERE concept <> '' GROUP BY ALL")
    for name in ("employer", "sentence"):
        db.execute(f"INSERT INTO by_{name} SELECT DISTINCT hash(form), hash({name}) FROM mentions WHERE {name} IS NOT NULL")


def _collect(db, lexicon: Lexicon, most: int, runs: tuple[str, ...]) -> Evidence:
    db.execute(
        """CREATE TABLE forms AS SELECT form, arg_max(text, (documents, text)) AS text, sum(documents)::INT documents, sum(aside)::INT aside, sum(confidence) / sum(documents) confidence
        FROM (SELECT form, text, sum(documents) documents, sum(aside) aside, sum(confidence) confidence FROM counts GROUP BY form, text) GROUP BY form"""
    )
    total, kept, known_forms = db.execute("SELECT count(*) FROM forms").fetchone()[0], [], 0
    for row in _rows(db, f"SELECT * FROM forms ORDER BY documents DESC, form LIMIT {most + _PER_LABEL * lexicon.header['labels']}"):
        if lexicon.find(row[1]) or lexicon.find(without_frame(row[1])):
            known_forms += 1
        elif len(kept) < most:
            kept.append(row)
        else:
            break
    db.execute("CREATE TABLE kept (form UBIGINT PRIMARY KEY, key VARCHAR)")
    for at in range(0, len(kept), 10_000):
        db.execute("INSERT INTO kept SELECT hash(k), k FROM (SELECT unnest(?) k)", [[row[0] for row in kept[at : at + 10_000]]])
    found = {name: _by_key(db, name) for name in _VALUES}
    employers, sentences = (
        dict(db.execute(f"SELECT key, count(DISTINCT value) FROM by_{name} JOIN kept USING (form) GROUP BY key").fetchall()) for name in ("employer", "sentence")
    )
    known = db.execute("SELECT count(*) FROM by_employer").fetchone()[0] > 0
    forms = tuple(
        Form(key, without_frame(text), documents, aside, confidence, sentences.get(key, 0), employers.get(key, 0) if known else None, found["sector"].get(key, {}),
             found["period"].get(key, {}), found["type"].get(key, {}), found["concept"].get(key, {}), found["language"].get(key, {}))
        for key, text, documents, aside, confidence in kept
    )  # fmt: skip
    texts = dict(db.execute("SELECT period, sum(documents)::INT FROM texts GROUP BY period ORDER BY period").fetchall())
    documents = sum(texts.values())
    texts.pop(None, None)
    demand: dict[str, dict[str, int]] = {}
    for concept, period, count in _rows(db, "SELECT concept, period, sum(documents)::INT FROM demand GROUP BY ALL ORDER BY ALL"):
        demand.setdefault(concept, {})[period] = count
    return Evidence(forms, documents, texts, runs, total - known_forms - len(kept), demand)


def _rows(db, query: str) -> Iterator[tuple]:
    result = db.cursor().execute(query)
    while some := result.fetchmany(10_000):
        yield from some


def _by_key(db, name: str) -> dict[str, dict[str, int]]:
    """Form -> value -> documents, the commonest value first."""
    found: dict[str, dict[str, int]] = {}
    for key, value, documents in _rows(db, f"SELECT key, value, sum(documents)::INT n FROM by_{name} JOIN kept USING (form) GROUP BY ALL ORDER BY key, n DESC, value"):
        found.setdefault(key, {})[value] = documents
    return found
