"""What accompanies a release: all mappings as one SSSOM set, and its VoID description."""

from collections import Counter

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from .concepts import Ontology
from .merge import Merged
from .namespaces import (
    CNL_AREA, CNL_CAPABILITY, CNL_ID, DCT, ESCO_BASE, ESCO_SKILLS, ONET_ELEMENT, ONET_OCCUPATION, OWL, PREFIXES, RDF, SCHEME, SEMAPV_BASE,
    SKOS, VOID, XSD,
)  # fmt: skip

SSSOM_PREFIXES = {
    "STC": PREFIXES["stc"],
    "escoskill": ESCO_BASE + "skill/",
    "escooccupation": ESCO_BASE + "occupation/",
    "esco": ESCO_BASE,
    "cnlcapability": CNL_CAPABILITY,
    "cnlarea": CNL_AREA,
    "cnl": CNL_ID,
    "onetelement": ONET_ELEMENT,
    "onetsoc": ONET_OCCUPATION,
    "uuid": "urn:uuid:",
    "skos": PREFIXES["skos"],
    "semapv": SEMAPV_BASE,
}


def sssom(ontology: Ontology, metadata: dict[str, str]) -> bytes:
    """All mappings as one SSSOM TSV set (https://w3id.org/sssom/)."""
    used = {"skos", "semapv"}

    def curie(iri: str) -> str:
        for prefix, base in SSSOM_PREFIXES.items():
            if iri.startswith(base):
                used.add(prefix)
                return f"{prefix}:{iri.removeprefix(base)}"
        return iri

    labels = {concept.iri: concept.pref("nl") or concept.pref("en") for concept in ontology.concepts}
    columns = "subject_id subject_label predicate_id object_id mapping_justification confidence".split()
    rows = sorted(
        (curie(m.subject), labels[m.subject], f"skos:{m.predicate}", curie(m.object), m.justification, f"{m.confidence:g}")
        for m in ontology.mappings
    )
    head = ["#curie_map:"] + [f"#  {prefix}: {base}" for prefix, base in SSSOM_PREFIXES.items() if prefix in used]
    head += [f"#mapping_set_id: {metadata['iri']}/mappings", f"#license: {metadata['license']}"]
    head += [f"#mapping_set_version: {metadata['version']}"]
    return "\n".join(head + ["\t".join(columns)] + ["\t".join(row) for row in rows]).encode() + b"\n"


def void(merged: Merged, triples: int, metadata: dict[str, str]) -> bytes:
    """VoID description of the release: size, vocabularies, a subset per import, a linkset per mapping predicate to ESCO."""
    release, integer = NamedNode(metadata["iri"]), NamedNode(XSD.integer)

    def number(subject: NamedNode, predicate: str, value: int) -> Triple:
        return Triple(subject, NamedNode(predicate), Literal(str(value), datatype=integer))

    found = [
        Triple(release, NamedNode(RDF.type), NamedNode(VOID.Dataset)),
        Triple(release, NamedNode(DCT.title), Literal(metadata["title_nl"], language="nl")),
        Triple(release, NamedNode(DCT.license), NamedNode(metadata["license"])),
        Triple(release, NamedNode(DCT.source), NamedNode(SCHEME)),
        Triple(release, NamedNode(VOID.uriSpace), Literal(PREFIXES["stc"])),
        Triple(release, NamedNode(VOID.vocabulary), NamedNode(SKOS.base)),
        number(release, VOID.triples, triples),
        number(release, VOID.entities, len(merged.ontology.concepts)),
    ]
    sizes = Counter(merged.owners.values())
    for place, source in enumerate(merged.sources):
        part = NamedNode(f"{metadata['iri']}/part/{source.name}")
        found += [
            Triple(release, NamedNode(VOID.subset), part),
            Triple(part, NamedNode(RDF.type), NamedNode(VOID.Dataset)),
            Triple(part, NamedNode(DCT.title), Literal(source.title)),
            Triple(part, NamedNode(DCT.source), NamedNode(source.scheme)),
            Triple(part, NamedNode(OWL.versionInfo), Literal(source.version)),
            number(part, VOID.entities, sizes[place]),
        ]
        if source.license.startswith("http"):
            found.append(Triple(part, NamedNode(DCT.license), NamedNode(source.license)))
        if source.attribution:
            found.append(Triple(part, NamedNode(DCT.rights), Literal(source.attribution)))
    for predicate, size in sorted(Counter(m.predicate for m in merged.ontology.mappings if m.object.startswith(ESCO_BASE)).items()):
        linkset = NamedNode(f"{metadata['iri']}/linkset/esco/{predicate}")
        found += [
            Triple(release, NamedNode(VOID.subset), linkset),
            Triple(linkset, NamedNode(RDF.type), NamedNode(VOID.Linkset)),
            Triple(linkset, NamedNode(VOID.subjectsTarget), release),
            Triple(linkset, NamedNode(VOID.objectsTarget), NamedNode(ESCO_SKILLS)),
            Triple(linkset, NamedNode(VOID.linkPredicate), NamedNode(SKOS[predicate])),
            number(linkset, VOID.triples, size),
        ]
    return serialize(found, format=RdfFormat.TURTLE, prefixes=PREFIXES)
