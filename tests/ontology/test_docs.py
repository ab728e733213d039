"""Pages of a release: whole, linked, accessible, without third parties, and searchable from disk."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from collections import Counter
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from ontology.concepts import Concept, Mapping, Ontology, Relation
from ontology.docs import ASSETS, SCHEMA, Site, make_pages, write_docs
from ontology.errors import OntologyError
from ontology.graph import canonical, to_triples
from ontology.namespaces import CONCEPT_BASE, ESCO_ISCO, ESCO_SKILL
from ontology.reading_release import Edition
from ontology.release import read_metadata, write_release
from pipeline.cli.commands import main

MANIFEST = {
    "release": "1.0.0", "iri": "https://w3id.org/skillstaal/release/1.0.0", "license": "https://x/licence", "rdfc10_sha256": "0", "files": {},
    "counts": {"concepts": 3, "deprecated": 1, "labels": {"nl": 5, "en": 1}, "relations": {"essential": 1}, "mappings": {"exactMatch": 1}},
}  # fmt: skip


def concept(number, pref, type="skill", alt=(), en="", **more):
    labels = {("pref", "nl"): (pref,), ("alt", "nl"): tuple(alt)} | ({("pref", "en"): (en,)} if en else {})
    return Concept(f"{CONCEPT_BASE}ST{number:07}", type, labels, {"nl": f"Dit is {pref}."}, **more)


TOP, WELD, WELDER = concept(1, "metaal bewerken"), concept(2, "lassen", alt=("laswerk <b>",), en="welding", broader=(CONCEPT_BASE + "ST0000001",)), concept(3, "lasser", "occupation")
OLD = concept(4, "smeden & zo", status="deprecated", replaced_by=WELD.iri)
SMALL = Ontology((TOP, WELD, WELDER, OLD), (Relation(WELDER.iri, "essential", WELD.iri),), (Mapping(WELD.iri, "exactMatch", ESCO_SKILL + "ab-1"), Mapping(WELDER.iri, "broadMatch", ESCO_ISCO + "7212")))


@pytest.fixture(scope="module")
def small():
    return dict(make_pages(Edition("release", "r", "1.0.0", SMALL, MANIFEST), SCHEMA.read_bytes()))


@pytest.fixture(scope="module")
def site(release, tmp_path_factory):
    """The whole core as pages: the folder and their number."""
    folder = tmp_path_factory.mktemp("docs")
    write_release(release, folder / "release")
    count = write_docs(folder / "release", folder / "site")
    return folder / "site", count


@pytest.fixture(scope="module")
def pages(site):
    """path -> parsed page of the whole core."""
    return {str(path.relative_to(site[0])): HTMLParser(path.read_text(encoding="utf-8")) for path in sorted(site[0].rglob("*.html"))}


def text(page, selector):
    return [" ".join(node.text().split()) for node in page.css(selector)]


# --- one page -------------------------------------------------------------------------------------------------------------


def test_the_page_of_a_skill(small):
    page = HTMLParser(small["begrip/ST0000002.html"])
    assert text(page, "h1") == ["lassenwelding"]
    assert text(page, "h1 [lang=nl]") == ["lassen"] and text(page, "h1 [lang=en]") == ["welding"]
    assert "Dit is lassen." in text(page, ".definition")[0]
    assert text(page, ".names li") == ["laswerk <b>"]
    assert [a.attributes["href"] for a in page.css("main section a")] == ["ST0000001.html", "ST0000003.html", "ST0000004.html", ESCO_SKILL + "ab-1"]
    assert text(page, ".mappings .match .nl") == ["gelijk aan"] and text(page, ".mappings .code") == ["ab-1"]
    assert WELD.iri in text(page, "dd code") and "1.0.0" in text(page, "dd")


def test_the_page_of_an_occupation(small):
    page = HTMLParser(small["begrip/ST0000003.html"])
    assert "Noodzakelijk voor dit beroep" in text(page, "h2 .nl") and "Gewenst in dit beroep" not in text(page, "h2 .nl")
    assert [a.attributes["href"] for a in page.css("[aria-labelledby=nodig] a")] == ["ST0000002.html"]
    assert text(page, ".mappings .code") == ["7212"]


def test_a_deprecated_concept_points_to_its_replacement(small):
    page = HTMLParser(small["begrip/ST0000004.html"])
    assert "Dit begrip is vervallen." in text(page, ".withdrawn")[0]
    assert page.css_first(".withdrawn a").attributes["href"] == "ST0000002.html"
    assert "begrip/ST0000004.html" in small["over.html"] and "ST0000004" not in small["vaardigheden.html"] + small["assets/labels.js"]


def test_a_hierarchy_is_a_tree_and_occupations_are_an_alphabet(small):
    tree, alphabet = HTMLParser(small["vaardigheden.html"]), HTMLParser(small["beroepen.html"])
    assert [a.attributes["href"] for a in tree.css(".tree a")] == ["begrip/ST0000002.html"]
    assert text(alphabet, ".letters a") == ["L"] and alphabet.css_first("#letter-L") is not None


def test_pages_of_imported_concepts_have_their_own_files():
    iris = ["http://a/skill/x y", "http://b/skill/x y", "http://b/skill/X_Y", "http://c/isco/C21/"]
    site = Site(Edition("release", "r", "1", Ontology(tuple(Concept(iri, "skill", {("pref", "en"): ("x",)}) for iri in iris)), MANIFEST))
    assert [site.files[iri] for iri in iris] == ["x_y.html", "x_y~2.html", "X_Y~3.html", "C21.html"]
    assert list(site.types) == ["skill"]


# --- the whole core -------------------------------------------------------------------------------------------------------


def test_every_concept_has_a_page(site, core):
    folder, count = site
    made = {path.name for path in (folder / "begrip").iterdir()}
    assert made == {f"{c.id}.html" for c in core.concepts}
    assert count == len(made) + len(list(folder.glob("*.html")))


def test_every_link_leads_somewhere(site, pages):
    folder, external, broken, followed = site[0], set(), [], 0
    anchors = {name: {node.attributes["id"] for node in page.css("[id]")} for name, page in pages.items()}
    for name, page in pages.items():
        for node in page.css("[href], [src], [action]"):
            address = node.attributes.get("href") or node.attributes.get("src") or node.attributes.get("action")
            parts = urlsplit(address)
            if parts.scheme in ("http", "https"):
                external.add((node.tag, parts.netloc))
            elif parts.scheme != "data":
                followed += 1
                target = ((folder / name).parent / unquote(parts.path)).resolve() if parts.path else folder / name
                if not target.is_file() or (parts.fragment and parts.fragment not in anchors[str(target.relative_to(folder))]):
                    broken.append((name, address))
    assert broken == [] and followed > 50_000
    hosts = ("data.europa.eu", "linkeddata.competentnl.nl", "www.onetonline.org", "creativecommons.org", "schema.org", "www.w3.org")
    assert external == {("a", host) for host in hosts}


def test_every_concept_can_be_reached_by_browsing(pages, core):
    listed = {a.attributes["href"].split("/")[-1] for name, page in pages.items() if "/" not in name for a in page.css("main a[href^='begrip/']")}
    assert {f"{c.id}.html" for c in core.concepts} - listed == set()


def test_pages_are_accessible(pages):
    faults = Counter()
    for name, page in pages.items():
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3")]
        ids = [node.attributes["id"] for node in page.css("[id]")]
        labelled = {value for node in page.css("[aria-labelledby]") for value in node.attributes["aria-labelledby"].split()}
        checks = {
            "language": page.css_first("html").attributes.get("lang") == "nl",
            "one h1, first": levels[0] == 1 and levels.count(1) == 1,
            "no heading level skipped": all(after - before <= 1 for before, after in zip(levels, levels[1:])),
            "ids once": len(ids) == len(set(ids)),
            "labels exist": labelled <= set(ids),
            "title": re.fullmatch(r".+ · Skillstaal \d+\.\d+\.\d+", page.css_first("title").text()) is not None,
            "skip link first": page.css_first("body a").attributes["href"] == "#inhoud" and "inhoud" in ids,
            "input has a label": all(page.css_first(f"label[for={node.attributes['id']}]") for node in page.css("input")),
            "link has text": all(node.text().strip() for node in page.css("a")),
            "both languages": len(page.css(".nl")) == len(page.css(".en")) - len(page.css(".translate")),
        }
        faults.update(check for check, passed in checks.items() if not passed)
    assert len(pages) > 3000 and faults == {}


def test_nothing_is_asked_of_third_parties(site):
    for name in ASSETS:
        content = (site[0] / "assets" / name).read_text(encoding="utf-8")
        assert "http" not in content and "@import" not in content and "fetch(" not in content


# --- search and folders ---------------------------------------------------------------------------------------------------


def test_the_search_knows_every_label(site, core):
    content = (site[0] / "assets" / "labels.js").read_text(encoding="utf-8")
    rows = {row[0]: row for row in json.loads(content.removeprefix("const LABELS = ").removesuffix(";\n"))}
    active = [concept for concept in core.concepts if concept.status == "active"]
    assert len(rows) == len(active)
    for c in active:
        row = rows[f"begrip/{c.id}.html"]
        assert {t for lang in ("nl", "en") for _, t in c.all_labels(lang)} == {t for t in (row[2], row[3], *row[4], *row[5]) if t}


@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no browser here")
@pytest.mark.parametrize("query, first, said", [("q=laswerk", "lassen", "begrippen"), ("q=LASSEN&taal=en", "welding", "concepts"), ("q=zzzz", None, "Niets gevonden")])
def test_the_search_works_from_disk(site, tmp_path, query, first, said):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--virtual-time-budget=3000", "--dump-dom"]
    shown = subprocess.run([*command, (site[0] / "index.html").as_uri() + "?" + query], capture_output=True, text=True, timeout=60).stdout
    page = HTMLParser(shown)
    assert said in text(page, "#status")[0]
    assert (text(page, "#hits a") or [None])[0] == first
    assert page.css_first("html").attributes["lang"] == ("en" if "taal=en" in query else "nl")


def test_the_same_release_gives_the_same_pages(small):
    assert dict(make_pages(Edition("release", "r", "1.0.0", SMALL, MANIFEST), SCHEMA.read_bytes())) == small


def test_pages_replace_pages_but_nothing_else(tmp_path):
    content = gzip.compress(canonical(to_triples(SMALL, read_metadata())))
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "ontology.nt.gz").write_bytes(content)
    manifest = MANIFEST | {"files": {"ontology.nt.gz": hashlib.sha256(content).hexdigest()}}
    (tmp_path / "r" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    out = tmp_path / "site"
    out.mkdir()
    (out / "thesis.docx").write_text("x")
    result = CliRunner().invoke(main, ["ontology", "docs", str(tmp_path / "r"), "--out", str(out)])
    assert result.exit_code == 2 and "holds other files and no pages of a release" in result.stderr and (out / "thesis.docx").exists()
    (out / "thesis.docx").unlink()
    for _ in range(2):
        result = CliRunner().invoke(main, ["ontology", "docs", str(tmp_path / "r"), "--out", str(out)])
        assert result.exit_code == 0 and "9 pages ->" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r", "site"]
    with pytest.raises(OntologyError, match="is no complete release: manifest.json is missing"):
        write_docs(tmp_path, tmp_path / "other")
