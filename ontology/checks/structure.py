"""Conditions of relations between concepts: SKOS Reference S27, qSKOS and Skosify on hierarchies, ROBOT on deprecation.

The tables already refuse circles and unknown ids; the conditions are here too, because imported or composed ontologies
do not come from our tables. Unidirectional links and top concepts are looked at in the RDF itself: ``linked_data``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from .findings import Remark, View, condition, short

_NEEDS_BROADER = ("skill", "knowledge", "attitude", "language", "certificate")


@condition(
    "hierarchical cycles", "qSKOS cyclic hierarchical relations; Skosify cycles", "error",
    nl="Een begrip is via ruimere begrippen ruimer dan zichzelf.", fix_nl="verwijder een van de stappen", fix="remove one of the steps",
)
def hierarchical_cycles(view: View) -> Iterator[Remark]:
    """A concept is, over its broader concepts, broader than itself."""
    parents = {iri: set(concept.broader) - {iri} for iri, concept in view.known.items()}
    while True:
        try:
            TopologicalSorter(parents).prepare()
            return
        except CycleError as error:
            loop = error.args[1][::-1]
            shown = " > ".join(short(iri) for iri in loop)
            yield view.known[loop[0]], f"kring van ruimere begrippen: {shown}", f"circle of broader concepts: {shown}"
            parents[loop[0]].discard(loop[1])


@condition(
    "hierarchical redundancy", "qSKOS and Skosify hierarchical redundancy", "warning",
    nl="Een ruimer begrip volgt al uit een ander ruimer begrip.", fix_nl="verwijder de directe stap", fix="remove the direct step",
)
def hierarchical_redundancy(view: View) -> Iterator[Remark]:
    """A broader concept already follows from another broader concept."""
    for concept in view.concepts:
        for parent in concept.broader:
            if via := next((other for other in concept.broader if other != parent and parent in view.ancestors.get(other, ())), None):
                yield concept, f"ruimer {view.name(parent)} volgt al uit {view.name(via)}", f"broader {view.name(parent)} already follows from {view.name(via)}"


@condition(
    "reflexively related", "qSKOS reflexively related concepts", "error",
    nl="Een begrip verwijst naar zichzelf.", fix_nl="verwijder de verwijzing", fix="remove the link",
)
def reflexively_related(view: View) -> Iterator[Remark]:
    """A concept is broader than, related to or replaced by itself."""
    for concept in view.ontology.concepts:
        if concept.iri in (*concept.broader, *concept.related, concept.replaced_by):
            yield concept, "verwijst naar zichzelf", "refers to itself"


@condition(
    "SKOS S27", "SKOS Reference S27; qSKOS relation clashes; Skosify disjoint relations", "error",
    nl="Een verwant begrip is ook een ruimer of enger begrip.", fix_nl="verwijder de verwante", fix="remove the related link",
)
def relation_clashes(view: View) -> Iterator[Remark]:
    """A related concept is also a broader or narrower one, directly or through others."""
    for concept in view.ontology.concepts:
        for other in concept.related:
            if other in view.ancestors[concept.iri] or concept.iri in view.ancestors.get(other, ()):
                yield concept, f"verwant aan {view.name(other)}, dat ook ruimer of enger is", f"related to {view.name(other)}, which is also broader or narrower"


@condition(
    "valueless associative relations", "qSKOS valueless associative relations", "info",
    nl="Verwante begrippen zijn de enige twee onder hetzelfde ruimere begrip: dat zegt de hierarchie al.",
    fix_nl="verwijder de verwante", fix="remove the related link",
)
def valueless_associative(view: View) -> Iterator[Remark]:
    """Related concepts are the only two below their one broader concept, which the hierarchy already says."""
    for concept in view.concepts:
        for other in concept.related:
            shared = set(concept.broader) & set(view.known[other].broader) if other in view.known else set()
            if concept.iri < other and any(len(view.narrower[parent]) == 2 for parent in shared):
                yield concept, f"verwant aan zijn enige broer {view.name(other)}", f"related to its only sibling {view.name(other)}"


@condition(
    "orphan concepts", "qSKOS orphan concepts", "warning",
    nl="Een begrip hangt met geen enkel ander begrip samen.", fix_nl="geef het een ruimer begrip of een relatie", fix="give it a broader concept or a relation",
)
def orphan_concepts(view: View) -> Iterator[Remark]:
    """A concept has no relation with any other concept."""
    linked = {iri for concept in view.concepts for iri in (*concept.broader, *concept.related)}
    linked |= {iri for relation in view.ontology.relations for iri in (relation.occupation, relation.skill)}
    if len(view.concepts) > 1:
        for concept in view.concepts:
            if concept.iri not in linked and not concept.broader and not concept.related:
                yield concept, "geen ruimere, engere, verwante of gevraagde begrippen", "no broader, narrower, related or needed concepts"


@condition(
    "missing_superclass", "ROBOT report", "warning",
    nl="Een begrip zonder engere begrippen heeft geen ruimer begrip.", fix_nl="kies een ruimer begrip van hetzelfde type", fix="choose a broader concept of the same type",
)
def missing_superclass(view: View) -> Iterator[Remark]:
    """A concept without narrower ones has no broader one, though others of its type have."""
    ordered = {(concept.type, concept.scheme) for concept in view.concepts if concept.broader}
    for concept in view.concepts:
        if concept.type in _NEEDS_BROADER and not concept.broader and concept.iri not in view.narrower and (concept.type, concept.scheme) in ordered:
            yield concept, "geen ruimer begrip", "no broader concept"


@condition(
    "disconnected clusters", "qSKOS disconnected concept clusters", "warning",
    nl="Een groep begrippen hangt niet samen met de rest.", fix_nl="verbind de groep met een ruimer of verwant begrip", fix="tie the group to a broader or related concept",
)
def disconnected_clusters(view: View) -> Iterator[Remark]:
    """A group of concepts is not connected with the rest."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    pairs = [(concept.iri, other) for concept in view.concepts for other in (*concept.broader, *concept.related)]
    pairs += [(relation.occupation, relation.skill) for relation in view.ontology.relations]
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    clusters, seen = [], set()
    for start in neighbours:
        cluster, todo = set(), [start]
        while todo:
            iri = todo.pop()
            if iri not in seen:
                seen.add(iri)
                cluster.add(iri)
                todo += neighbours[iri]
        if cluster:
            clusters.append(cluster)
    for cluster in sorted(clusters, key=len, reverse=True)[1:]:
        first = min(cluster)
        yield view.known.get(first, first), f"groep van {len(cluster)} begrippen staat los", f"a group of {len(cluster)} concepts stands apart"


@condition(
    "type of broader", "project", "error",
    nl="Een ruimer begrip is van een ander type.", fix_nl="kies een ruimer begrip van hetzelfde type", fix="choose a broader concept of the same type",
)
def type_of_broader(view: View) -> Iterator[Remark]:
    """A broader concept is of another type; a group may stand above any type."""
    for concept in view.concepts:
        for parent in concept.broader:
            if parent in view.known and view.known[parent].type not in (concept.type, "group") and concept.scheme == view.known[parent].scheme:
                of = view.known[parent].type
                yield concept, f"ruimer begrip {view.name(parent)} is van type {of}, niet {concept.type}", f"broader {view.name(parent)} is of type {of}, not {concept.type}"


@condition(
    "type of relation", "project", "error",
    nl="Een beroep vraagt om een vaardigheid, niet andersom.", fix_nl="verwissel de twee kolommen", fix="swap the two columns",
)
def type_of_relation(view: View) -> Iterator[Remark]:
    """An occupation needs a skill, not the other way round."""
    for relation in view.ontology.relations:
        needing, needed = view.known.get(relation.occupation), view.known.get(relation.skill)
        ours = needing is not None and needing.scheme == view.scheme
        if (needed and needed.type == "occupation") or (ours and needing.type != "occupation"):
            yield relation, f"{view.name(relation.occupation)} vraagt om {view.name(relation.skill)}", f"{view.name(relation.occupation)} needs {view.name(relation.skill)}"


@condition(
    "duplicate relation", "project", "error",
    nl="Een beroep vraagt twee keer om dezelfde vaardigheid.", fix_nl="houd een van de rijen", fix="keep one of the rows",
)
def duplicate_relation(view: View) -> Iterator[Remark]:
    """An occupation needs the same skill twice, perhaps once as optional."""
    times = Counter((relation.occupation, relation.skill) for relation in view.ontology.relations)
    for relation in view.ontology.relations:
        if times[relation.occupation, relation.skill] > 1:
            times[relation.occupation, relation.skill] = 0
            yield relation, f"vraagt meer dan eens om {view.name(relation.skill)}", f"needs {view.name(relation.skill)} more than once"


@condition(
    "occupation without skills", "project", "warning",
    nl="Een beroep vraagt om geen enkele vaardigheid.", fix_nl="voeg rijen toe aan occupation_skills.tsv", fix="add rows to occupation_skills.tsv",
)
def occupation_without_skills(view: View) -> Iterator[Remark]:
    """An occupation of ours needs no skills."""
    needing = {relation.occupation for relation in view.ontology.relations}
    for concept in view.own:
        if concept.type == "occupation" and concept.iri not in needing:
            yield concept, "beroep zonder vaardigheden", "occupation without skills"


@condition(
    "reference to deprecated", "ROBOT deprecated_class_reference", "error",
    nl="Een actief begrip verwijst naar een vervallen begrip.", fix_nl="gebruik de vervanger", fix="use its replacement",
)
def reference_to_deprecated(view: View) -> Iterator[Remark]:
    """An active concept refers to a deprecated one, or a deprecated one is replaced by a deprecated one."""
    gone = {iri for iri, concept in view.known.items() if concept.status == "deprecated"}
    for concept in view.ontology.concepts:
        targets = (concept.replaced_by,) if concept.iri in gone else (*concept.broader, *concept.related)
        for target in targets:
            if target in gone:
                yield concept, f"verwijst naar vervallen {view.name(target)}", f"refers to deprecated {view.name(target)}"
    for relation in view.ontology.relations:
        if gone & {relation.occupation, relation.skill}:
            yield relation, f"relatie met vervallen begrip: {view.name(relation.skill)}", f"relation with a deprecated concept: {view.name(relation.skill)}"


@condition(
    "misused_replaced_by", "ROBOT report", "error",
    nl="Een begrip met een vervanger is niet als vervallen gemerkt.", fix_nl="zet de status op deprecated of haal de vervanger weg", fix="set the status to deprecated or drop replaced_by",
)
def misused_replaced_by(view: View) -> Iterator[Remark]:
    """A concept with a replacement is not marked as deprecated."""
    for concept in view.concepts:
        if concept.replaced_by:
            yield concept, f"actief, maar vervangen door {view.name(concept.replaced_by)}", f"active, but replaced by {view.name(concept.replaced_by)}"


@condition(
    "deprecated without replacement", "project, after OBO obsoletion practice", "warning",
    nl="Een vervallen begrip noemt geen vervanger en geen reden.", fix_nl="vul replaced_by of note", fix="fill replaced_by or note",
)
def deprecated_without_replacement(view: View) -> Iterator[Remark]:
    """A deprecated concept of ours names neither a replacement nor a reason."""
    for concept in view.ontology.concepts:
        if concept.status == "deprecated" and not concept.replaced_by and not concept.note and concept.scheme == view.scheme:
            yield concept, "vervallen zonder vervanger of reden", "deprecated without replacement or reason"


@condition(
    "undefined concept", "qSKOS undefined SKOS resources", "error",
    nl="Een relatie wijst naar een begrip dat er niet is.", fix_nl="verbeter of verwijder de verwijzing", fix="correct or remove the reference",
)
def undefined_concept(view: View) -> Iterator[Remark]:
    """A relation points to a concept that is not there."""
    for concept in view.ontology.concepts:
        for target in (*concept.broader, *concept.related, *filter(None, (concept.replaced_by,))):
            if target not in view.known:
                yield concept, f"{short(target)} bestaat niet", f"{short(target)} does not exist"
    for row in (*view.ontology.relations, *view.ontology.mappings):
        ends = (row.subject,) if hasattr(row, "subject") else (row.occupation, row.skill)
        for target in ends:
            if target not in view.known:
                yield row, f"{short(target)} bestaat niet", f"{short(target)} does not exist"


CONDITIONS = (
    hierarchical_cycles, hierarchical_redundancy, reflexively_related, relation_clashes, valueless_associative, orphan_concepts,
    missing_superclass, disconnected_clusters, type_of_broader, type_of_relation, duplicate_relation, occupation_without_skills,
    reference_to_deprecated, misused_replaced_by, deprecated_without_replacement, undefined_concept,
)
