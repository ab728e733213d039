"""Standards really met, judged by tools that are not ours: pyld, rdflib, pySHACL, sssom-py, and schema.org's own domains and ranges."""

import json
import shutil
import subprocess

import pytest
from pyld import jsonld as pyld
from pyoxigraph import CanonicalizationAlgorithm, Quad, RdfFormat, parse
from pyoxigraph import Dataset as Quads
from pyshacl import validate
from rdflib import RDF, Graph, Literal, URIRef

from ontology.namespaces import DCAT, OA, PROV, SCHEMA, VOID
from ontology.tables import ROOM
from pipeline.batches.batch import run_batch
from pipeline.config import FORMATS, Settings
from pipeline.errors import RecordError
from pipeline.export.exporting import EXPORT_FORMATS, export_run
from pipeline.export.rdf import contract_version
from pipeline.privacy import mask, personal_spans
from pipeline.privacy.subjects import pseudonym
from pipeline.reading import read_sources
from tests.conftest import ROOT
from tests.pipeline.linked import contents, core_graph, graph_of, schema_org_faults

EXAMPLES = str(ROOT / "corpora" / "examples")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    run_batch([EXAMPLES], out, Settings(formats=FORMATS))
    return out


@pytest.fixture(scope="module")
def exports(run, tmp_path_factory):
    """(profile, format) -> folder."""
    place = tmp_path_factory.mktemp("exports")
    found = {(profile, form): place / f"{profile}-{form}" for profile in ("core", "full", "esco", "competentnl") for form in EXPORT_FORMATS}
    for (profile, form), folder in found.items():
        export_run(run, folder, profile, form)
    return found


def no_network(url, options):
    raise AssertionError(f"{url} was fetched")


def triples(content, form):
    return {quad.triple for quad in parse(content, format=form)}


def canonical(found):
    quads = Quads(Quad(t.subject, t.predicate, t.object) for t in found)
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(str(quad) for quad in quads))


def test_pyld_reads_the_jsonld_to_the_triples_of_the_nquads(run):
    (content,), (quads,) = contents(run, "graph/*.jsonld.gz"), contents(run, "graph/*.nq.gz")
    document = json.loads(content)
    options = {"documentLoader": no_network, "processingMode": "json-ld-1.1"}
    assert len(pyld.expand(document, options)) == len(document["@graph"]) > 1000
    flat = pyld.flatten(document, None, options)
    assert len(flat) == len({node["@id"] for node in flat})
    read = pyld.to_rdf(document, options | {"format": "application/n-quads"})
    assert triples(read.encode(), RdfFormat.N_QUADS) == triples(quads, RdfFormat.N_QUADS)


def test_every_serialisation_has_the_same_rdfc_hash(run):
    forms = {"nq": RdfFormat.N_QUADS, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
    found = {name: triples(contents(run, f"graph/*.{name}.gz")[0], form) for name, form in forms.items()}
    assert len({canonical(each) for each in found.values()}) == 1
    assert canonical(found["nq"]) != canonical(list(found["nq"])[1:])


@pytest.mark.parametrize("profile", ["core", "full", "esco", "competentnl"])
def test_every_format_of_a_profile_says_the_same(exports, profile):
    read = [set(graph_of(exports[profile, form], form)) for form in EXPORT_FORMATS]
    assert read[0] == read[1] == read[2] and len(read[0]) > 300


def test_pyshacl_finds_the_run_and_its_exports_in_order(run, exports):
    for folder in (run, *(exports[profile, "nq"] for profile in ("core", "esco", "competentnl"))):
        conforms, _, report = validate(graph_of(folder), shacl_graph=Graph().parse(folder / "shapes.ttl"))
        assert conforms, report[:2000]


@pytest.mark.parametrize("profile, focus", [("core", SCHEMA.JobPosting), ("esco", "http://data.europa.eu/esco/model#Skill"), ("competentnl", SCHEMA.JobPosting)])
def test_the_shapes_of_profiles_can_fail(exports, profile, focus):
    folder = exports[profile, "nq"]
    broken = graph_of(folder)
    subject = next(broken.subjects(RDF.type, URIRef(focus)))
    broken.add((subject, URIRef(SCHEMA.codeValue), Literal("1")) if focus == SCHEMA.JobPosting else (URIRef("https://example.org/x"), RDF.type, URIRef(focus)))
    assert not validate(broken, shacl_graph=Graph().parse(folder / "shapes.ttl"))[0]


def test_schema_org_properties_keep_to_their_domains_and_ranges(run, exports, release):
    concepts = core_graph(release)
    for folder in (run, *(exports[profile, "nq"] for profile in ("core", "esco", "competentnl"))):
        graph = graph_of(folder)
        assert sum(1 for s, p, o in graph if str(p).startswith(SCHEMA.base)) > 100
        assert list(schema_org_faults(graph, concepts)) == []
    graph.add((URIRef("https://example.org/v"), RDF.type, URIRef(SCHEMA.JobPosting)))
    graph.add((URIRef("https://example.org/v"), URIRef(SCHEMA.base + "inLanguage"), Literal("nl")))
    assert len(list(schema_org_faults(graph, concepts))) == 1


def test_core_is_schema_org_alone_and_the_others_their_own_concepts(exports):
    graphs = {profile: graph_of(exports[profile, "nq"]) for profile in ("core", "esco", "competentnl")}
    assert {p for p in graphs["core"].predicates() if not p.startswith(SCHEMA.base)} == {RDF.type}
    bases = {"core": "https://w3id.org/skillstaal/id/", "esco": "http://data.europa.eu/esco/", "competentnl": "https://linkeddata.competentnl.nl/"}
    for profile, base in bases.items():
        asked = {str(o) for o in graphs[profile].objects(None, URIRef(SCHEMA.skills))}
        assert len(asked) > 20 and all(iri.startswith(base) for iri in asked), profile
    needs = {str(p).rsplit("#", 1)[1] for p in graphs["competentnl"].predicates() if "competentnl#" in p}
    assert needs == {f"{family}HAT{need}" for family in ("requires", "prescribes") for need in ("Essential", "Important", "Somewhat")} & needs
    assert {"requiresHATEssential", "requiresHATImportant"} <= needs


def test_core_asks_for_what_the_full_profile_asks_for(run, exports):
    core, full = graph_of(exports["core", "nq"]), graph_of(run)
    for name in ("skills", "competencyRequired", "relevantOccupation", "hasOccupation", "title", "datePosted", "industry"):
        assert set(core.subject_objects(URIRef(SCHEMA[name]))) == set(full.subject_objects(URIRef(SCHEMA[name]))), name
    assert list(core.subject_objects(URIRef(SCHEMA.datePosted)))


def test_every_selector_of_the_run_resolves_to_its_quote(run, translator):
    """Web Annotation: position and quote of every statement and flag, those of CVs as far as they are not masked."""
    graph = graph_of(run)
    items = [item for item in read_sources([EXAMPLES]) if not isinstance(item, RecordError)]
    texts = {pseudonym(item.id) if item.kind == "cv" else item.id: mask(item.text, personal_spans(item, translator.is_label)) for item in items}
    ids = {s: str(o) for s, o in graph.subject_objects(URIRef("http://purl.org/dc/terms/identifier"))}
    targets = list(graph.subject_objects(URIRef(OA.hasSource)))
    assert len(targets) == len(list(graph.subject_objects(URIRef(OA.hasTarget)))) > 700
    wrong = []
    for target, source in targets:
        values = {}
        for selector in graph.objects(target, URIRef(OA.hasSelector)):
            values |= {str(p).removeprefix(OA.base): o.toPython() for p, o in graph.predicate_objects(selector) if p != RDF.type}
        text = texts[ids[source]]
        before, after = values.get("prefix", ""), values.get("suffix", "")
        if text[values["start"] : values["end"]] != values["exact"] or not text[: values["start"]].endswith(before) or not text[values["end"] :].startswith(after):
            wrong.append((ids[source], values["exact"]))
    assert wrong == []


def test_the_dataset_keeps_to_dcat_ap_nl(run, exports):
    shapes = Graph().parse(ROOM / "shapes" / "dataset.ttl")
    for folder in (run, *exports.values()):
        described = Graph().parse(folder / "dataset.ttl")
        conforms, _, report = validate(described, shacl_graph=shapes)
        assert conforms, report[:2000]
        (dataset,) = described.subjects(RDF.type, URIRef(DCAT.Dataset))
        assert [str(o).rsplit("/", 1)[1] for o in described.objects(dataset, URIRef("http://purl.org/dc/terms/conformsTo"))] == [contract_version()]
        paths = {str(o) for part in described.objects(dataset, URIRef(DCAT.distribution)) for o in described.objects(part, URIRef("http://purl.org/dc/terms/identifier"))}
        assert paths == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".gz", ".parquet") and path.parent.name != "state"}
        for role in ("title", "accessRights", "publisher", "creator"):
            broken = Graph() + described
            broken.remove((dataset, URIRef(f"http://purl.org/dc/terms/{role}"), None))
            assert folder is not run or not validate(broken, shacl_graph=shapes)[0], role


def test_void_counts_what_is_there(run):
    graph, described = graph_of(run), Graph().parse(run / "dataset.ttl")
    (dataset,) = described.subjects(RDF.type, URIRef(DCAT.Dataset))
    assert int(described.value(dataset, URIRef(VOID.triples))) == len(graph)
    for part in described.objects(dataset, URIRef(VOID.classPartition)):
        class_ = described.value(part, URIRef(VOID["class"]))
        assert int(described.value(part, URIRef(VOID.entities))) == len(set(graph.subjects(RDF.type, class_))) > 0
    (links,) = described.subjects(RDF.type, URIRef(VOID.Linkset))
    predicate = described.value(links, URIRef(VOID.linkPredicate))
    linked = [s for s in graph.subjects(predicate) if (s, RDF.type, URIRef("https://w3id.org/skillstaal/def#SkillStatement")) in graph]
    assert int(described.value(links, URIRef(VOID.triples))) == len(linked)
    assert (None, URIRef(PROV.wasGeneratedBy), None) in described


def test_sssom_py_finds_the_mappings_valid(release, tmp_path):
    command = shutil.which("sssom")
    if not command:
        pytest.skip("sssom-py is not installed; 'pipx install sssom' brings it")
    path = tmp_path / "mappings.sssom.tsv"
    path.write_bytes(release.files["mappings.sssom.tsv"])
    result = subprocess.run([command, "validate", str(path)], capture_output=True, text=True, check=False)
    assert result.returncode == 0 and "error" not in result.stderr.lower(), result.stderr[-1000:]
