"""A release folder -> static pages for browsing it: search, hierarchies, one page a concept, about.

The pages need no server and ask nothing of anyone: styles and scripts are beside them, the labels for the search are in a script
file, because pages opened from disk may not read other files. Everything but the search and the language switch works without
scripts. Deterministic: the same release gives the same bytes.
"""

import json
import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from .concepts import Concept, Mapping, Ontology
from .diff import name_of
from .docs_texts import ATTRIBUTIONS, FILES, LICENSES, MATCHES, REUSE_LEVELS, SCHEMES, TYPES
from .errors import OntologyError
from .namespaces import CONCEPT_BASE, ST
from .pages import TEMPLATES, environment
from .reading_release import Edition, read_release
from .tables import SOURCE
from .vocabulary import RELATIONS, read_vocabulary, short

SCHEMA = SOURCE / "schema.ttl"
ASSETS = ("style.css", "site.css", "pages.js", "search.js")
CONCEPT_FOLDER = "begrip"


def write_docs(release: Path, out: Path) -> int:
    """Writes the pages of a release folder as ``out`` and gives their number.

    Earlier pages there are replaced. Raises OntologyError when ``out`` holds something else, or when the release cannot be read.
    """
    edition = read_release(release)
    marker = "assets/labels.js"
    if out.exists() and any(out.iterdir()) and not (out / marker).exists():
        raise OntologyError(f"{out} holds other files and no pages of a release; choose a new folder with --out")
    beside = out.with_name(out.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / CONCEPT_FOLDER).mkdir(parents=True)
    (beside / "assets").mkdir()
    count = 0
    schema = release / "schema.ttl"
    for name, text in make_pages(edition, schema.read_bytes() if schema.exists() else SCHEMA.read_bytes()):
        (beside / name).write_text(text, encoding="utf-8")
        count += name.endswith(".html")
    shutil.rmtree(out, ignore_errors=True)
    beside.rename(out)
    return count


def make_pages(edition: Edition, schema: bytes) -> Iterator[tuple[str, str]]:
    """(path, content) of every file of the site. ``schema`` is the vocabulary in Turtle."""
    templates = environment()
    site = Site(edition)
    templates.globals.update(
        site=site, types=TYPES, matches=MATCHES, reuse_levels=REUSE_LEVELS, folder=f"{CONCEPT_FOLDER}/",
        release=edition.version, manifest=edition.manifest, title_of=name_of,
    )  # fmt: skip
    for name in ASSETS:
        yield f"assets/{name}", (TEMPLATES / name).read_text(encoding="utf-8")
    yield "assets/labels.js", f"const LABELS = {json.dumps(list(site.search_rows()), ensure_ascii=False, separators=(',', ':'))};\n"
    yield "index.html", templates.get_template("index.html").render(root="")
    yield "over.html", templates.get_template("about.html").render(root="", **site.about())
    words = {"vocabulary": read_vocabulary(schema), "relations": RELATIONS, "short": short, "namespace_of_terms": ST.base}
    yield "vocabulaire.html", templates.get_template("vocabulary.html").render(root="", **words)
    listing = templates.get_template("type.html")
    for type_ in site.types:
        yield f"{TYPES[type_][0]}.html", listing.render(root="", type=type_, **site.listing(type_))
    page = templates.get_template("concept.html")
    for concept in edition.ontology.concepts:
        yield site.path(concept.iri), page.render(root="../", concept=concept, **site.facts(concept))


@dataclass(frozen=True)
class Site:
    """Answers of an edition to the questions that the templates ask."""

    edition: Edition

    @cached_property
    def ontology(self) -> Ontology:
        return self.edition.ontology

    @cached_property
    def known(self) -> dict[str, Concept]:
        return self.ontology.by_iri()

    @cached_property
    def active(self) -> list[Concept]:
        return [concept for concept in self.ontology.concepts if concept.status == "active"]

    @cached_property
    def types(self) -> dict[str, int]:
        """Types that occur, in the order of the texts, with their number of concepts."""
        counted = Counter(concept.type for concept in self.active)
        return {type_: counted[type_] for type_ in TYPES if counted[type_]}

    @cached_property
    def files(self) -> dict[str, str]:
        """IRI -> file name of its page, from its last part; a number is added where two would be the same."""
        names: dict[str, str] = {}
        used: Counter = Counter()
        for iri in self.known:
            stem = re.sub(r"[^A-Za-z0-9._-]", "_", iri.removeprefix(CONCEPT_BASE).rstrip("/").rsplit("/", 1)[-1]) or "_"
            used[stem.lower()] += 1
            names[iri] = f"{stem}.html" if used[stem.lower()] == 1 else f"{stem}~{used[stem.lower()]}.html"
        return names

    @cached_property
    def narrower(self) -> dict[str, list[Concept]]:
        found = defaultdict(list)
        for concept in self.active:
            for parent in concept.broader:
                found[parent].append(concept)
        return {iri: self.sorted(concepts) for iri, concepts in found.items()}

    @cached_property
    def _links(self) -> tuple[dict, dict, dict[str, list[Mapping]]]:
        skills, asked, mappings = (defaultdict(list) for _ in range(3))
        for relation in self.ontology.relations:
            skills[relation.occupation, relation.kind].append(self.known[relation.skill])
            asked[relation.skill, relation.kind].append(self.known[relation.occupation])
        for mapping in self.ontology.mappings:
            mappings[mapping.subject].append(mapping)
        return skills, asked, mappings

    def path(self, iri: str) -> str:
        """Path of a concept's page below the folder of the site."""
        return f"{CONCEPT_FOLDER}/{self.files[iri]}"

    def sorted(self, concepts) -> list[Concept]:
        """By Dutch name; case, accents and signs in front aside."""
        return sorted(concepts, key=lambda concept: (_sort_key(name_of(concept)), concept.iri))

    def facts(self, concept: Concept) -> dict:
        """What the page of one concept shows besides the concept."""
        skills, asked, mappings = self._links
        iri = concept.iri
        return {
            "trail": self.trail(concept),
            "broader": self.sorted(self.known[parent] for parent in concept.broader if parent in self.known),
            "narrower": self.narrower.get(iri, []),
            "related": self.sorted(self.known[other] for other in concept.related if other in self.known),
            "skills": {kind: self.sorted(skills.get((iri, kind), ())) for kind in ("essential", "optional")},
            "occupations": {kind: self.sorted(asked.get((iri, kind), ())) for kind in ("essential", "optional")},
            "mappings": [(mapping, *scheme_of(mapping.object)) for mapping in sorted(mappings.get(iri, ()), key=lambda m: (list(MATCHES).index(m.predicate), m.object))],
            "replacement": self.known.get(concept.replaced_by),
            "replaces": self.sorted(self.replaced.get(iri, ())),
        }

    @cached_property
    def replaced(self) -> dict[str, list[Concept]]:
        found = defaultdict(list)
        for concept in self.ontology.concepts:
            if concept.status != "active" and concept.replaced_by:
                found[concept.replaced_by].append(concept)
        return found

    def trail(self, concept: Concept) -> list[Concept]:
        """Broader concepts from the top down, over the first broader one each time."""
        steps: list[Concept] = []
        while (parent := next((self.known[iri] for iri in concept.broader if iri in self.known), None)) and parent not in steps:
            steps.insert(0, parent)
            concept = parent
        return steps

    def listing(self, type_: str) -> dict:
        """The tree of a type, or, where it has none, its concepts by first letter."""
        concepts = [concept for concept in self.active if concept.type == type_]
        members = {concept.iri for concept in concepts}
        roots = self.sorted(c for c in concepts if not members & set(c.broader))
        letters = defaultdict(list)
        if len(roots) == len(concepts):
            for concept in roots:
                first = _sort_key(name_of(concept))[:1].upper()
                letters[first if first.isalpha() else "0–9"].append(concept)
        top = roots[0] if len(roots) == 1 and self.narrower.get(roots[0].iri) else None
        return {"top": top, "roots": self.narrower[top.iri] if top else roots, "letters": dict(sorted(letters.items())), "count": len(concepts)}

    def search_rows(self) -> Iterator[list]:
        """[page, type, Dutch name, English name, other labels, hidden labels] of every concept in use, for the script."""
        order = list(self.types)
        for concept in self.sorted(self.active):
            labels = {role: list(dict.fromkeys(t for (r, _), texts in sorted(concept.labels.items(), reverse=True) if r == role for t in texts)) for role in ("alt", "hidden")}
            yield [self.path(concept.iri), order.index(concept.type), name_of(concept), concept.pref("en"), labels["alt"], labels["hidden"]]

    def about(self) -> dict:
        """Counts, licence and attributions."""
        manifest = self.edition.manifest
        license_ = manifest.get("license", "")
        attributions = [text for base, text in ATTRIBUTIONS.items() if any(m.object.startswith(base) for m in self.ontology.mappings)]
        return {
            "counts": manifest["counts"],
            "license": license_,
            "license_name": LICENSES.get(license_, license_),
            "attributions": attributions,
            "files": [(name, *FILES[name], manifest["files"][name]) for name in FILES if name in manifest["files"]],
            "deprecated": self.sorted(concept for concept in self.ontology.concepts if concept.status != "active"),
        }


def scheme_of(iri: str) -> tuple[tuple[str, str], str]:
    """((Dutch, English) name of what an external IRI is, its code there)."""
    for base, names in SCHEMES.items():
        if iri.startswith(base):
            return names, iri.removeprefix(base)
    host = urlsplit(iri).netloc
    return (host, host), re.split(r"[/#]", iri.rstrip("/#"))[-1]


def _sort_key(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    return re.sub(r"^\W+", "", plain)
