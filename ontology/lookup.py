"""Questions about an ontology in memory: find a concept, describe it, count."""

from .concepts import Concept, Ontology
from .instruments import Instruments
from .normalising import surface_key
from .release import counts


def find_concepts(ontology: Ontology, term: str) -> list[Concept]:
    """Concepts with this id, IRI or label (any case, any language)."""
    key = surface_key(term)
    return [
        concept
        for concept in ontology.concepts
        if term in (concept.iri, concept.id)
        or any(surface_key(label) == key for lang in ("nl", "en") for _, label in concept.all_labels(lang))
    ]


def describe(ontology: Ontology, concept: Concept) -> str:
    """The concept as a few lines of plain text."""
    known = ontology.by_iri()

    def names(iris) -> str:
        return "; ".join(f"{known[iri].pref()} ({known[iri].id})" for iri in iris)

    lines = [f"{concept.pref()} ({concept.id}, {concept.type})", f"  IRI         {concept.iri}"]
    if concept.status == "deprecated":
        lines.append(f"  deprecated  replaced by {names([concept.replaced_by]) if concept.replaced_by else 'nothing'}")
    lines.append(f"  definition  {concept.definition}")
    for (role, lang), texts in sorted(concept.labels.items()):
        lines.append(f"  {role + ' ' + lang:11} {'; '.join(texts)}")
    lines.append(f"  broader     {names(concept.broader)}")
    lines.append(f"  narrower    {names(c.iri for c in ontology.concepts if concept.iri in c.broader)}")
    lines.append(f"  related     {names(concept.related)}")
    for kind in ("essential", "optional"):
        lines.append(f"  {kind:11} {names(r.skill for r in ontology.relations if r.occupation == concept.iri and r.kind == kind)}")
    lines.append(f"  asked by    {names(r.occupation for r in ontology.relations if r.skill == concept.iri)}")
    lines += [f"  {m.predicate:11} {m.object}" for m in ontology.mappings if m.subject == concept.iri]
    return "\n".join(line for line in lines if len(line) > 14)


def statistics(ontology: Ontology, instruments: Instruments = Instruments()) -> dict[str, int | float | dict[str, int]]:
    """The counts of the manifest, with labels per concept and the share of skills and knowledge with a mapping."""
    figures = counts(ontology)
    active = [concept for concept in ontology.concepts if concept.status == "active"]
    mapped = {mapping.subject for mapping in ontology.mappings}
    wanted = [concept for concept in active if concept.type in ("skill", "knowledge")]
    return figures | instruments.counts() | {
        "Dutch labels per concept": round(figures["labels"]["nl"] / max(1, len(active)), 2),
        "share of skills and knowledge mapped": round(sum(c.iri in mapped for c in wanted) / max(1, len(wanted)), 3),
        "occupations with skills": len({relation.occupation for relation in ontology.relations}),
    }
