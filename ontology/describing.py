"""What accompanies a release: all mappings as one SSSOM set, and its VoID description."""

from collections import Counter
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from .concepts import Ontology
from .graph import CLASSES
from .merge import Merged
from .namespaces import (
    CNL_AREA,
    CNL_CAPABILITY,
    CNL_ID,
    CNL_SCHEME,
    DCT,
    ESCO_BASE,
    ESCO_ISCO,
    ESCO_ISCO_SCHEME,
    ESCO_OCCUPATION,
    ESCO_OCCUPATIONS,
    ESCO_SKILL,
    ESCO_SKILLS,
    ONET_ELEMENT,
    ONET_OCCUPATION,
    ONET_SCHEME,
    OWL,
    PREFIXES,
    RDF,
    SCHEME,
    SEMAPV_BASE,
    SKOS,
    VOID,
    XSD,
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

# beginning of the IRIs that mappings point at -> name and IRI of the scheme that has them
TARGETS = {
    ESCO_SKILL: ("esco-skills", ESCO_SKILLS),
    ESCO_OCCUPATION: ("esco-occupations", ESCO_OCCUPATIONS),
    ESCO_ISCO: ("isco", ESCO_ISCO_SCHEME),
    CNL_CAPABILITY: ("competentnl", CNL_SCHEME),
    CNL_AREA: ("competentnl", CNL_SCHEME),
    ONET_SCHEME: ("onet", ONET_SCHEME),
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
    """VoID description of the release: size, vocabularies, a subset per import, types of concepts, a linkset per scheme and mapping predicate."""
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
    for name, size in sorted(Counter(concept.type for concept in merged.ontology.concepts if concept.status == "active").items()):
        part = NamedNode(f"{metadata['iri']}/class/{name}")
        found += [
            Triple(release, NamedNode(VOID.classPartition), part),
            Triple(part, NamedNode(VOID["class"]), NamedNode(CLASSES[name])),
            number(part, VOID.entities, size),
        ]
    return serialize([*found, *_linksets(merged.ontology, metadata, number)], format=RdfFormat.TURTLE, prefixes=PREFIXES)


def _linksets(ontology: Ontology, metadata: dict[str, str], number) -> Iterator[Triple]:
    """A linkset per scheme that is mapped to and mapping predicate."""
    release = NamedNode(metadata["iri"])
    counted = Counter((place, mapping.predicate) for mapping in ontology.mappings if (place := _target(mapping.object)))
    for (name, scheme), predicate in sorted(counted):
        linkset = NamedNode(f"{metadata['iri']}/linkset/{name}/{predicate}")
        yield Triple(release, NamedNode(VOID.subset), linkset)
        yield Triple(linkset, NamedNode(RDF.type), NamedNode(VOID.Linkset))
        yield Triple(linkset, NamedNode(VOID.subjectsTarget), release)
        yield Triple(linkset, NamedNode(VOID.objectsTarget), NamedNode(scheme))
        yield Triple(NamedNode(scheme), NamedNode(RDF.type), NamedNode(VOID.Dataset))
        yield Triple(linkset, NamedNode(VOID.linkPredicate), NamedNode(SKOS[predicate]))
        yield number(linkset, VOID.triples, counted[(name, scheme), predicate])


def _target(iri: str) -> tuple[str, str] | None:
    return next((target for base, target in TARGETS.items() if iri.startswith(base)), None)
