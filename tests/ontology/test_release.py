"""The release: complete, deterministic, the same in every serialisation, never half."""

import csv
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from io import BytesIO

import numpy as np
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from ontology.errors import OntologyError, SourceError
from ontology.implications import read_implications
from ontology.lexicon import EMBEDDED
from ontology.namespaces import CNL_ID, ESCO_BASE, ONET_ELEMENT, ONET_OCCUPATION, ONET_SCHEME
from ontology.release import make_release, read_metadata, write_release
from ontology.tables import MAPPINGS, SOURCE


def test_the_core_is_as_large_as_promised(release):
    counts = release.manifest["counts"]
    types = counts["types"]
    assert counts["concepts"] - types["occupation"] >= 2500
    assert types["occupation"] >= 350
    assert all(types[name] >= 60 for name in ("skill", "knowledge", "attitude", "language", "certificate"))
    assert counts["labels"]["nl"] / counts["concepts"] >= 6


def test_every_occupation_has_essential_skills(core):
    asked = {relation.occupation for relation in core.relations if relation.kind == "essential"}
    assert {concept.iri for concept in core.concepts if concept.type == "occupation"} == asked


def test_every_concept_has_a_definition_and_a_source(core):
    assert [c.id for c in core.concepts if not c.definition or not c.source] == []


def test_most_skills_and_knowledge_are_mapped_to_esco(core):
    mapped = {m.subject for m in core.mappings if m.object.startswith("http://data.europa.eu/esco/skill/")}
    wanted = [c.iri for c in core.concepts if c.type in ("skill", "knowledge")]
    assert sum(iri in mapped for iri in wanted) / len(wanted) >= 0.7


def test_serialisations_say_the_same(release):
    turtle = Graph().parse(data=release.files["ontology.ttl"], format="turtle")
    ntriples = Graph().parse(data=gzip.decompress(release.files["ontology.nt.gz"]), format="nt")
    json_ld = Graph().parse(data=release.files["ontology.jsonld"], format="json-ld")
    assert len(turtle) == release.manifest["counts"]["triples"]
    assert isomorphic(turtle, ntriples)
    assert set(turtle) == set(json_ld)


def test_the_manifest_has_the_checksum_of_every_file(release):
    for name, content in release.files.items():
        if name != "manifest.json":
            assert release.manifest["files"][name] == hashlib.sha256(content).hexdigest()
    assert json.loads(release.files["manifest.json"]) == release.manifest


def test_another_hash_seed_and_locale_give_the_same_bytes(release):
    code = "import hashlib; from ontology.release import make_release; r = make_release(); " "print(hashlib.sha256(b''.join(r.files[n] for n in sorted(r.files))).hexdigest())"
    environment = os.environ | {"PYTHONHASHSEED": "77", "LC_ALL": "POSIX"}
    printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout.strip()
    ours = hashlib.sha256(b"".join(release.files[name] for name in sorted(release.files))).hexdigest()
    assert printed == ours


def test_the_lexicon_in_the_package_is_that_of_the_tables(release):
    """After a change of the tables: skillstaal ontology build --embed. What is computed may differ in the last bit between processors."""
    shipped = {path.name: path.read_bytes() for path in EMBEDDED.iterdir() if path.name.startswith("lexicon.")}
    assert set(shipped) == {name for name in release.files if name.startswith("lexicon.")}
    computed = {f"lexicon.{name}.npy": step for name, step in (("rareness", 1), ("crowding", 0.0101), ("bucket_rareness", 1), ("vectors", 1), ("centroids", 1), ("definitions", 1))}
    assert [name for name, content in shipped.items() if content != release.files[name] and name not in computed] == []
    for name, step in computed.items():
        ours, theirs = (np.load(BytesIO(content)).astype(float) for content in (shipped[name], release.files[name]))
        assert np.abs(ours - theirs).max() <= step, name
    manifest = json.loads((EMBEDDED / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"] == release.manifest["counts"] and manifest["rdfc10_sha256"] == release.manifest["rdfc10_sha256"]


def test_a_release_replaces_a_release_but_nothing_else(release, tmp_path):
    folder = tmp_path / "r"
    write_release(release, folder)
    (folder / "stale.txt").write_text("old")
    write_release(release, folder)
    assert sorted(path.name for path in folder.iterdir()) == sorted(release.files)
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.docx").write_text("x")
    with pytest.raises(OntologyError, match="holds other files and no release"):
        write_release(release, other)
    assert (other / "thesis.docx").exists()


def test_faulty_tables_make_no_release(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "release.toml").write_bytes((SOURCE / "release.toml").read_bytes())
    (source / "a.tsv").write_text("id\ttype\n")
    with pytest.raises(SourceError):
        make_release(source, MAPPINGS)


def test_release_metadata_must_be_complete(tmp_path):
    (tmp_path / "release.toml").write_text('version = "1"\n')
    with pytest.raises(OntologyError, match="creator, description_en.*missing"):
        read_metadata(tmp_path)
    with pytest.raises(OntologyError, match="cannot be read"):
        read_metadata(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('issued = "gisteren"', "issued 'gisteren' cannot be used; write one like 2026-11-21"), ('issued = "20261121"', "write one like 2026-11-21"),
        ("issued = 2026-11-21", "issued is no text; write it between quotes"), ("version = 2026", "version is no text"), ('creator = " "', "creator is no text"),
        ('version = "../esc"', "version '../esc' cannot be used"), ('version = "2026 1"', "version '2026 1' cannot be used"), ('version = ".."', "write one like 2026.1.0"),
        ('license = "CC BY"', "license 'CC BY' cannot be used"), ('license = "https://x.nl/a b"', "write one like https://creative"),
    ],
)  # fmt: skip
def test_release_metadata_must_be_usable(tmp_path, line, says):
    lines = (SOURCE / "release.toml").read_text(encoding="utf-8").splitlines()
    name = line.split(" ")[0]
    (tmp_path / "release.toml").write_text("\n".join(line if known.startswith(f"{name} ") else known for known in lines), encoding="utf-8")
    with pytest.raises(OntologyError, match=re.escape(says)):
        read_metadata(tmp_path)


def test_release_metadata_must_be_utf8(tmp_path):
    (tmp_path / "release.toml").write_bytes('title_nl = "caf\xe9"\n'.encode("latin-1"))
    with pytest.raises(OntologyError, match="cannot be read as TOML in UTF-8"):
        read_metadata(tmp_path)


def test_mapped_esco_concepts_exist(core, shared_data):
    csv.field_size_limit(10**9)
    known = set()
    for name in ("skills_en.csv.gz", "occupations_en.csv.gz", "ISCOGroups_en.csv.gz"):
        with gzip.open(shared_data / "esco" / name, "rt", encoding="utf-8", newline="") as stream:
            known |= {row["conceptUri"] for row in csv.DictReader(stream)}
    ours = {mapping.object for mapping in core.mappings if mapping.object.startswith(ESCO_BASE)}
    assert len(ours) > 1000
    assert ours - known == set()


def test_mapped_competentnl_and_onet_concepts_exist(core, shared_data):
    tables = {name: shared_data / "competentnl" / f"{name}_nl.csv" for name in ("humancapability", "knowledgearea")}
    elements = shared_data / "onet" / "29.2" / "Content Model Reference.txt"
    occupations = shared_data / "onet" / "29.2" / "Occupation Data.txt.gz"
    if absent := [path.name for path in (*tables.values(), elements, occupations) if not path.is_file()]:
        pytest.skip(f"not here: {', '.join(absent)}")
    known = {ONET_ELEMENT + line.split("\t")[0] for line in elements.read_text(encoding="utf-8").splitlines()}
    for path in tables.values():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            known |= {row["uri"] for row in csv.DictReader(stream)}
    with gzip.open(occupations, "rt", encoding="utf-8-sig") as stream:
        known |= {ONET_OCCUPATION + line.split("\t")[0] for line in stream}
    ours = {mapping.object for mapping in core.mappings if not mapping.object.startswith(ESCO_BASE)}
    assert sum(iri.startswith(CNL_ID) for iri in ours) >= 265 and sum(iri.startswith(ONET_SCHEME) for iri in ours) >= 200
    assert ours - known == set()


def test_a_release_says_what_diplomas_imply_and_by_which_norm(release):
    graph = Graph().parse(data=gzip.decompress(release.files["ontology.nt.gz"]), format="nt")
    asked = """PREFIX st: <https://w3id.org/skillstaal/def#> PREFIX schema: <https://schema.org/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?diploma ?skill ?norm { ?d skos:prefLabel ?diploma ; schema:competencyRequired ?s ; st:implies ?i . ?i st:impliedSkill ?s ; st:norm ?norm .
        ?s skos:prefLabel ?skill . FILTER(LANG(?diploma) = "nl" && LANG(?skill) = "nl") }"""
    found = {(str(diploma), str(skill)): str(norm) for diploma, skill, norm in graph.query(asked)}
    assert found["rijbewijs C", "vrachtwagen rijden"] == "Directive 2006/126/EC: practical test for category C"
    assert len(found) == len({(implied.qualification, implied.skill) for implied in read_implications(release.merged.core)}) > 200


@pytest.mark.parametrize(
    "row, words",
    [
        ("ST0000403\tST9999999\ta law", "implies 'ST9999999' does not exist"), ("ST0001535\tST0001535\ta law", "is of type skill; expected a certificate"),
        ("ST0000403\tST0001535\t", "norm is empty"),
    ],
)  # fmt: skip
def test_a_faulty_implication_is_told_with_its_line(core, tmp_path, row, words):
    (tmp_path / "qualification_skills.tsv").write_text(f"qualification\timplies\tnorm\n{row}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=rf"qualification_skills.tsv:2: .*{words}"):
        read_implications(core, tmp_path)
