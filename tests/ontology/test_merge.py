"""Core and imports in one build: every scheme stays itself, one meaning is one entry, and chance merges are stopped."""

import gzip
import hashlib
import json
import os
import subprocess
import sys

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

from ontology.checks import check_shapes
from ontology.concepts import Concept, Imported, Mapping, Ontology, Relation, Source
from ontology.errors import OntologyError
from ontology.folding import fold
from ontology.importers import import_source
from ontology.imports import import_folders, read_import, write_import
from ontology.lexicon import Lexicon
from ontology.merge import merge
from ontology.namespaces import CONCEPT_BASE, ESCO_OCCUPATIONS, ESCO_SKILLS
from ontology.release import make_release, write_release
from ontology.tables import SOURCE, join_values, split_values
from tests.conftest import ROOT

ESCO = Source("esco", "1.2.0", ESCO_SKILLS, "ESCO", "http://licence/esco", "This service uses ESCO.")
VDAB = Source("vdab", "3.8", "https://competent.vdab.be/competent", "VDAB Competent")


def own(number, pref, *alt, type_="skill"):
    return Concept(f"{CONCEPT_BASE}ST{number:07d}", type_, {("pref", "nl"): (pref,)} | ({("alt", "nl"): alt} if alt else {}), {"nl": "Een zin die zegt wat het is."})


def esco(code, pref, *alt, type_="skill", lang="nl", **more):
    scheme = ESCO_OCCUPATIONS if type_ in ("occupation", "group") else ESCO_SKILLS
    kind = {"occupation": "occupation", "group": "isco"}.get(type_, "skill")
    return Concept(f"http://data.europa.eu/esco/{kind}/{code}", type_, {("pref", lang): (pref,)} | ({("alt", lang): alt} if alt else {}), scheme=scheme, **more)


def vdab(code, pref):
    return Concept(f"urn:uuid:{code}", "skill", {("pref", "nl"): (pref,)}, scheme=VDAB.scheme)


def exact(one, other, confidence=1.0):
    return Mapping(one.iri, "exactMatch", other.iri, confidence=confidence)


WELD, SOLDER = own(1, "lassen", "laswerk"), own(2, "solderen")
E_WELD, E_SOLDER = esco("weld", "metaal lassen", "laswerk", "mig-lassen"), esco("solder", "zachtsolderen")


def test_without_imports_nothing_changes():
    core = Ontology((WELD,))
    assert merge(core, []).ontology is core and fold(merge(core, [])).concepts == (WELD,)


def test_imported_concepts_keep_their_iri_scheme_and_labels():
    merged = merge(Ontology((WELD,), mappings=(exact(WELD, E_WELD),)), [(ESCO, Ontology((E_WELD,)))])
    assert merged.ontology.by_iri() == {WELD.iri: WELD, E_WELD.iri: E_WELD} and merged.findings == ()
    assert merged.meanings == ((WELD.iri, E_WELD.iri),)


def test_the_first_source_of_an_iri_goes_first():
    other = esco("weld", "anders")
    merged = merge(Ontology((WELD,)), [(ESCO, Ontology((E_WELD,))), (VDAB, Ontology((other,)))])
    assert merged.ontology.by_iri()[E_WELD.iri] is E_WELD
    assert [(f.severity, f.condition) for f in merged.findings] == [("info", "concept of two sources")]


def test_two_releases_of_one_source_are_refused():
    with pytest.raises(OntologyError, match="2 imports are called 'esco'"):
        merge(Ontology((WELD,)), [(ESCO, Ontology(())), (ESCO, Ontology(()))])


def test_two_concepts_of_one_scheme_are_not_merged_through_a_third():
    one, other = vdab("1", "lastechnieken"), vdab("2", "soldeertechnieken")
    mappings = (exact(one, E_WELD, 0.9), Mapping(other.iri, "exactMatch", E_WELD.iri, confidence=0.5, place="mappings.sssom.tsv:7"))
    merged = merge(Ontology((WELD,), mappings=(exact(WELD, E_WELD),)), [(ESCO, Ontology((E_WELD,))), (VDAB, Ontology((one, other), mappings=mappings))])
    (finding,) = merged.findings
    assert (finding.severity, finding.place) == ("warning", "vdab/mappings.sssom.tsv:7") and all(name in finding.message_en for name in ("'lastechnieken' (urn:uuid:1)", "'soldeertechnieken' (urn:uuid:2)", "metaal lassen"))
    assert {(m.subject, m.predicate) for m in merged.ontology.mappings} == {(WELD.iri, "exactMatch"), (one.iri, "exactMatch"), (other.iri, "closeMatch")}
    assert merged.meanings == ((WELD.iri, E_WELD.iri, one.iri),)


def test_the_closure_runs_over_several_steps_and_concepts_that_are_not_in_the_build():
    one = vdab("1", "lassen en solderen")
    absent = esco("absent", "x")
    chain = (exact(one, E_WELD), exact(one, absent))
    merged = merge(Ontology((WELD, SOLDER), mappings=(exact(WELD, E_WELD), exact(SOLDER, absent))), [(VDAB, Ontology((one,), mappings=chain))])
    (finding,) = merged.findings
    assert "'lassen' (ST0000001)" in finding.message_en and "'solderen' (ST0000002)" in finding.message_en


def test_a_chance_merge_that_the_core_itself_states_is_an_error():
    merged = merge(Ontology((WELD, SOLDER), mappings=(exact(WELD, E_WELD), exact(SOLDER, E_WELD))), [(ESCO, Ontology((E_WELD,)))])
    assert [finding.severity for finding in merged.findings] == ["error"]


def test_one_mapping_between_two_concepts_and_only_of_known_subjects():
    broader = Mapping(E_WELD.iri, "broadMatch", WELD.iri)
    stray = Mapping("http://elsewhere/1", "closeMatch", WELD.iri)
    merged = merge(Ontology((WELD,), mappings=(exact(WELD, E_WELD),)), [(ESCO, Ontology((E_WELD,), mappings=(broader, stray)))])
    assert [m.predicate for m in merged.ontology.mappings] == ["exactMatch"]
    assert {f.condition for f in merged.findings} == {"SKOS S46 (mapping clash)", "mapping of an unknown concept"}


def folded(core, *imports):
    return fold(merge(core, list(imports)))


def test_labels_of_an_exact_match_become_alternative_labels_of_the_core():
    result = folded(Ontology((WELD,), mappings=(exact(WELD, E_WELD),)), (ESCO, Ontology((E_WELD, E_SOLDER))))
    entries = {concept.iri: concept for concept in result.concepts}
    assert set(entries) == {WELD.iri, E_SOLDER.iri}
    assert entries[WELD.iri].labels == {("pref", "nl"): ("lassen",), ("alt", "nl"): ("laswerk", "metaal lassen", "mig-lassen")}
    assert {(m.subject, m.object) for m in result.mappings if m.predicate == "exactMatch"} == {(WELD.iri, E_WELD.iri), (E_SOLDER.iri, E_SOLDER.iri)}


def test_a_label_of_the_core_wins_from_another_meaning():
    thief = esco("thief", "puntlassen", "Laswerk")
    result = folded(Ontology((WELD,)), (ESCO, Ontology((thief,))))
    assert result.silent == {(thief.iri, "Laswerk")} and result.withheld == (1,)


def test_a_concept_without_a_label_to_find_it_by_is_no_entry():
    french = esco("french", "soudage", lang="fr")
    assert [concept.iri for concept in folded(Ontology((WELD,)), (ESCO, Ontology((french,)))).concepts] == [WELD.iri]


def test_an_occupation_does_not_take_the_label_of_a_skill():
    welder = esco("welder", "laswerk", type_="occupation", broader=("http://data.europa.eu/esco/isco/C7212",))
    group = esco("C7212", "Lassers", type_="group")
    result = folded(Ontology((WELD,)), (ESCO, Ontology((welder, group))))
    assert result.silent == frozenset() and group in result.concepts  # a broad job title may name an ISCO group
    assert ("broadMatch", group.iri) in {(m.predicate, m.object) for m in result.mappings if m.subject == welder.iri}


def test_imports_tied_to_each_other_are_one_entry_of_the_first():
    one = vdab("1", "lastechnieken")
    result = folded(Ontology((SOLDER,)), (ESCO, Ontology((E_WELD,))), (VDAB, Ontology((one,), mappings=(exact(one, E_WELD),))))
    assert [concept.iri for concept in result.concepts] == [SOLDER.iri, E_WELD.iri]
    assert "lastechnieken" in result.concepts[1].labels["alt", "nl"]


def test_a_bar_in_a_label_survives_the_tables(tmp_path):
    odd = ("ja|nee", "a\\b", "\\|", "gewoon")
    assert split_values(join_values(odd)) == odd
    write_import(Imported(ESCO, Ontology((esco("1", "x|y", *odd),))), tmp_path / "i")
    assert read_import(tmp_path / "i")[1].concepts[0].labels == {("pref", "nl"): ("x|y",), ("alt", "nl"): odd}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A core of two skills with an import of ESCO, as folders."""
    folder = tmp_path_factory.mktemp("small")
    source, mappings = folder / "source", folder / "mappings"
    source.mkdir()
    mappings.mkdir()
    (source / "release.toml").write_bytes((SOURCE / "release.toml").read_bytes())
    head = "id type pref_nl alt_nl hidden_nl pref_en alt_en definition_nl broader related reuse_level status replaced_by source note".split()
    rows = [dict.fromkeys(head, "") | {"id": f"ST000000{n}", "type": "skill", "pref_nl": pref, "status": "active", "definition_nl": "Een zin die zegt wat het is."} for n, pref in ((1, "lassen"), (2, "solderen"))]
    (source / "a.tsv").write_text("\t".join(head) + "\n" + "".join("\t".join(row[column] for column in head) + "\n" for row in rows))
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    (mappings / "a.sssom.tsv").write_text(f"{columns}{WELD.iri}\tskos:exactMatch\t{E_WELD.iri}\tsemapv:ManualMappingCuration\n")
    welder = esco("welder", 'lasser "plus"', type_="occupation", lang="fr", notation="7212.1", source="ESCO 1.2.0", broader=("http://data.europa.eu/esco/isco/C7212",))
    concepts = (E_WELD, E_SOLDER, welder, esco("C7212", "Lassers", type_="group", notation="7212"))
    write_import(Imported(ESCO, Ontology(concepts, (Relation(welder.iri, "essential", E_WELD.iri),))), folder / "imports" / "esco")
    return source, mappings, folder / "imports"


def test_a_release_holds_core_and_imports(small, tmp_path):
    source, mappings, imports = small
    release = make_release(source, mappings, import_folders([imports]))
    manifest = release.manifest
    assert manifest["release"] == "2026.1.0+esco-1.2.0" and manifest["iri"].endswith("/2026.1.0+esco-1.2.0")
    (found,) = manifest["sources"]
    assert (found["name"], found["version"], found["license"], found["attribution"]) == ("esco", "1.2.0", ESCO.license, ESCO.attribution)
    assert found["counts"]["types"] == {"group": 1, "occupation": 1, "skill": 2} and found["counts"]["relations"] == {"essential": 1}
    graph = Graph().parse(data=release.files["ontology.ttl"], format="turtle")
    assert len(graph) == manifest["counts"]["triples"]
    assert set(graph) == set(Graph().parse(data=release.files["ontology.jsonld"], format="json-ld"))
    assert set(graph) == set(Graph().parse(data=gzip.decompress(release.files["ontology.nt.gz"]), format="nt"))
    assert set(graph.objects(URIRef(E_WELD.iri), SKOS.inScheme)) == {URIRef(ESCO_SKILLS)}
    assert {str(scheme) for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme)} >= {ESCO_SKILLS, ESCO_OCCUPATIONS}
    assert b"This service uses ESCO." in release.files["void.ttl"]
    assert check_shapes(release.files["ontology.ttl"], release.files["shapes.ttl"]) == []
    write_release(release, tmp_path / "r")
    lexicon = Lexicon.load(tmp_path / "r")
    assert lexicon.release == manifest["release"] and len(lexicon) == 4
    (hit,) = lexicon.find("mig-lassen")
    assert (lexicon.entry(hit.concept).iri, lexicon.entry(hit.concept).mappings) == (WELD.iri, {"esco": [E_WELD.iri]})


def test_another_hash_seed_gives_the_same_bytes(small):
    source, mappings, imports = small
    code = "import sys, hashlib; from pathlib import Path; from ontology.release import make_release; s, m, i = map(Path, sys.argv[1:]); print(hashlib.sha256(make_release(s, m, [i]).files['manifest.json']).hexdigest())"
    printed = {
        subprocess.run([sys.executable, "-c", code, source, mappings, imports / "esco"], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout.strip()
        for seed in ("1", "2")
    }
    assert printed == {hashlib.sha256(make_release(source, mappings, [imports / "esco"]).files["manifest.json"]).hexdigest()}


def test_where_imports_lie(small, tmp_path):
    imports = small[2]
    assert import_folders([imports]) == import_folders([imports / "esco"]) == [imports / "esco"]
    with pytest.raises(OntologyError, match="holds no imported source; make one with"):
        import_folders([tmp_path])


def run(*arguments, folder):
    code = "from pipeline.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, "ontology", *map(str, arguments)], capture_output=True, text=True, cwd=folder)


def test_import_and_build_as_commands(shared_data, tmp_path):
    done = run("import", "vdab", shared_data / "vdab", "--out", tmp_path / "imports" / "vdab", folder=ROOT)
    assert done.returncode == 0 and "4016 concepts (12 attitude, 1839 knowledge, 2165 skill)" in done.stderr, done.stderr
    built = run("build", "--import", tmp_path / "imports", "--out", tmp_path / "release", folder=ROOT)
    assert built.returncode == 0 and "SKOS S45 (exactMatch closure)" in built.stderr, built.stderr
    manifest = json.loads((tmp_path / "release" / "manifest.json").read_text())
    assert [source["name"] for source in manifest["sources"]] == ["vdab"]
    for arguments, said in (
        (("import", "esco", tmp_path / "nowhere"), "nowhere does not exist; give the file or folder"),
        (("import", "vdab", shared_data / "vdab", "--option", "colour"), "--option 'colour' is not KEY=VALUE"),
        (("build", "--import", tmp_path), "is no imported source" if (tmp_path / "source.json").exists() else "holds no imported source"),
    ):
        refused = run(*arguments, folder=ROOT)
        assert refused.returncode == 2 and said in refused.stderr and "Traceback" not in refused.stderr


def test_core_with_the_real_esco(shared_data, tmp_path):
    write_import(import_source("esco", shared_data / "esco"), tmp_path / "esco")
    release = make_release(imports=[tmp_path / "esco"])
    write_release(release, tmp_path / "release")
    assert release.manifest["counts"]["types"]["group"] == 1259 and release.merged.findings == ()
    assert release.manifest["counts"]["triples"] > 500_000
    exact_of_core = {m.object for m in release.merged.core.mappings if m.predicate == "exactMatch"} & release.merged.owners.keys()
    lexicon = Lexicon.load(tmp_path / "release")
    entries = {lexicon.entry(number).iri for number in range(len(lexicon))}
    assert len(exact_of_core) > 900 and not entries & exact_of_core
