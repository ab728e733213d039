"""A Diff -> Markdown for people, KGCL sentences and JSON for machines.

The KGCL sentences follow the grammar of kgcl-schema 0.7 (https://w3id.org/kgcl). Read in order they make the new edition from
the old one, but for notes and sources, and for what KGCL has no word for: whether a label is hidden, and the language of a
definition (of a new concept the Dutch one is given). Its strings know no escape, so that a straight apostrophe is written as a
typographic one there; the JSON has every text as it is.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import groupby

from .concepts import Concept
from .diff import KINDS, Attention, Change, Diff, name_of
from .graph import CLASSES
from .namespaces import CONCEPT_BASE, ESCO, ESCO_REUSE_LEVEL, RDF, SKOS
from .succession import RULES

KGCL_CLASSES = {
    "added": "NodeCreation", "removed": "NodeDeletion", "deprecated": "NodeObsoletion", "restored": "NodeUnobsoletion",
    "redirected": "NodeObsoletionWithDirectReplacement", "merged": "NodeDirectMerge", "split": "", "replaced": "", "retyped": "EdgeChange",
    "relabelled": "NodeRename", "label_added": "NewSynonym", "label_removed": "RemoveSynonym", "redefined": "NodeTextDefinitionChange",
    "moved": "NodeMove", "related_added": "EdgeCreation", "related_removed": "EdgeDeletion", "relation_added": "EdgeCreation",
    "relation_removed": "EdgeDeletion", "relation_changed": "PredicateChange", "mapping_added": "EdgeCreation",
    "mapping_removed": "EdgeDeletion", "remapped": "PredicateChange", "reuse_level_changed": "EdgeChange", "recoded": "NodeAnnotationChange",
}  # fmt: skip
_RELATIONS = {"essential": ESCO.relatedEssentialSkill, "optional": ESCO.relatedOptionalSkill}
_SECTION_ROWS = 1000


def to_json(diff: Diff) -> str:
    """Counts, every change (with its KGCL class where there is one) and every IRI that needs attention."""
    changes = [{key: value for key, value in asdict(c).items() if value} | ({"kgcl": KGCL_CLASSES[c.kind]} if KGCL_CLASSES[c.kind] else {}) for c in diff.changes]
    document = {
        "old": diff.names[0], "new": diff.names[1], "counts": diff.counts(), "rules": RULES,
        "changes": changes, "attention": [asdict(item) for item in diff.attention],
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def to_kgcl(diff: Diff) -> str:
    """One sentence a line; empty when nothing changed."""
    after = diff.new.by_iri()
    lines: dict[str, None] = {}
    for change in diff.changes:
        lines |= dict.fromkeys(_sentences(change, after))
    added = {change.iri for change in diff.changes if change.kind == "added"}
    lines |= dict.fromkeys(sorted(line for iri in added for line in _broader_and_related(after[iri])))
    relations = ((r.occupation, _RELATIONS[r.kind], r.skill) for r in diff.new.relations)
    mappings = ((m.subject, SKOS[m.predicate], m.object) for m in diff.new.mappings)
    for links in (relations, mappings):
        lines |= dict.fromkeys(sorted(f"create edge <{iri}> <{predicate}> <{target}>" for iri, predicate, target in links if iri in added))
    return "".join(f"{line}\n" for line in lines)


def _sentences(change: Change, after: dict[str, Concept]) -> Iterator[str]:
    match change.kind:
        case "added":
            yield from _creation(after[change.iri])
        case "removed":
            yield f"delete <{change.iri}>"
        case "deprecated" | "redirected":
            yield f"obsolete <{change.iri}>" + (f" with replacement <{change.new[0]}>" if change.new else "")
        case "restored":
            yield f"unobsolete <{change.iri}>"
        case "relabelled":
            yield from _renaming(change)
        case "label_added":
            yield f"create {'exact ' if change.role == 'alt' else ''}synonym {_quote(change.new[0])}@{change.language} for <{change.iri}>"
        case "label_removed":
            yield f"remove synonym {_quote(change.old[0])}@{change.language} for <{change.iri}>"
        case "redefined":
            yield from _redefinition(change)
        case "moved" if len(change.old) == len(change.new) == 1:
            yield f"move <{change.iri}> <{SKOS.broader}> <{change.old[0]}> from <{change.old[0]}> to <{change.new[0]}>"
        case "recoded":
            old, new = ("".join(values).replace('"', "'") for values in (change.old, change.new))
            yield f'change annotation of <{change.iri}> with <{SKOS.notation}> from """{old}""" to """{new}"""'
        case "relation_changed" | "remapped" if len(change.old) == len(change.new) == 1:
            old, new = _predicate(change, change.old[0]), _predicate(change, change.new[0])
            yield f"change relationship between <{change.iri}> and <{change.other}> from <{old}> to <{new}>"
        case "related_added" | "related_removed":
            yield f"{'create' if change.kind == 'related_added' else 'delete'} edge <{change.iri}> <{SKOS.related}> <{change.other}>"
        case "merged" | "split" | "replaced":
            return  # the creations and obsoletions that they consist of are there already
        case _:
            yield from _edges(change)


def _edges(change: Change) -> Iterator[str]:
    """Changes that are edges gone and edges come."""
    for verb, values in (("delete", set(change.old) - set(change.new)), ("create", set(change.new) - set(change.old))):
        for value in sorted(values):
            predicate, target = _edge(change, value)
            if target:
                yield f"{verb} edge <{change.iri}> <{predicate}> <{target}>"


def _edge(change: Change, value: str) -> tuple[str, str]:
    if change.kind == "moved":
        return SKOS.broader, value
    if change.kind == "retyped":
        return RDF.type, CLASSES.get(value, "")
    if change.kind == "reuse_level_changed":
        return ESCO.skillReuseLevel, ESCO_REUSE_LEVEL + value
    return _predicate(change, value), change.other


def _predicate(change: Change, value: str) -> str:
    return _RELATIONS[value] if change.kind.startswith("relation") else SKOS[value]


def _renaming(change: Change) -> Iterator[str]:
    if change.old and change.new:
        yield f"rename <{change.iri}> from {_quote(change.old[0])}@{change.language} to {_quote(change.new[0])}@{change.language}"
    elif change.new:
        yield f"create exact synonym {_quote(change.new[0])}@{change.language} for <{change.iri}>"
    else:
        yield f"remove synonym {_quote(change.old[0])}@{change.language} for <{change.iri}>"


def _redefinition(change: Change) -> Iterator[str]:
    if change.old and change.new:
        yield f"change definition of <{change.iri}> from {_quote(change.old[0])} to {_quote(change.new[0])}"
    elif change.new:
        yield f"add definition {_quote(change.new[0])} to <{change.iri}>"
    else:
        yield f"remove definition for <{change.iri}>"


def _creation(concept: Concept) -> Iterator[str]:
    iri, name = concept.iri, name_of(concept)
    lang = next((lang for (role, lang), texts in sorted(concept.labels.items(), reverse=True) if role == "pref" and name in texts), "nl")
    yield f"create node <{iri}> {_quote(name)}@{lang}"
    for (role, language), texts in sorted(concept.labels.items()):
        for text in sorted(texts):
            if (role, language) != ("pref", lang):
                yield f"create {'' if role == 'hidden' else 'exact '}synonym {_quote(text)}@{language} for <{iri}>"
    for _, text in sorted(concept.definitions.items(), reverse=True):
        yield f"add definition {_quote(text)} to <{iri}>"
        break
    if concept.type in CLASSES:
        yield f"create edge <{iri}> <{RDF.type}> <{CLASSES[concept.type]}>"
    if concept.reuse_level:
        yield f"create edge <{iri}> <{ESCO.skillReuseLevel}> <{ESCO_REUSE_LEVEL}{concept.reuse_level}>"
    if concept.status == "deprecated":
        yield f"obsolete <{iri}>" + (f" with replacement <{concept.replaced_by}>" if concept.replaced_by else "")


def _broader_and_related(concept: Concept) -> Iterator[str]:
    for predicate, targets in ((SKOS.broader, concept.broader), (SKOS.related, concept.related)):
        yield from (f"create edge <{concept.iri}> <{predicate}> <{target}>" for target in targets)


def _quote(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "’") + "'"


def to_markdown(diff: Diff) -> str:
    """What changed, in English with the Dutch labels: first what users must do, then a section a kind."""
    names = {concept.iri: name_of(concept) for concept in (*diff.old.concepts, *diff.new.concepts)}
    lines = [f"# Changes from {_plain(diff.names[0])} to {_plain(diff.names[1])}", ""]
    if not diff.changes:
        return "\n".join(lines + ["Nothing changed.", ""])
    lines += ["| Change | Number |", "|---|---:|"] + [f"| {KINDS[kind]} | {count} |" for kind, count in diff.counts().items()] + [""]
    lines += _attention_table(diff.attention, names)
    for kind in diff.counts():
        chosen = _by_concept([change for change in diff.changes if change.kind == kind])
        lines += [f"## {KINDS[kind]}", ""] + [_bullet(change, names) for change in chosen[:_SECTION_ROWS]]
        if len(chosen) > _SECTION_ROWS:
            lines.append(f"- … and {len(chosen) - _SECTION_ROWS} more, in the JSON and KGCL forms of this list")
        lines.append("")
    return "\n".join(lines)


def _by_concept(changes: list[Change]) -> list[Change]:
    """Label changes of one concept, language and role as one."""
    if not changes[0].kind.startswith("label"):
        return changes
    groups = (list(group) for _, group in groupby(changes, key=lambda c: (c.iri, c.language, c.role)))
    return [replace(g[0], old=tuple(t for c in g for t in c.old), new=tuple(t for c in g for t in c.new)) for g in groups]


def _attention_table(attention: tuple[Attention, ...], names: dict[str, str]) -> list[str]:
    lines = ["## What users of these IRIs must do", ""]
    if not attention:
        return lines + ["Nothing: every IRI that was in use still is, with the same type.", ""]
    lines += ["| IRI | Label | What happened | Use instead |", "|---|---|---|---|"]
    return lines + [f"| {_code(item.iri)} | {_plain(item.label)} | {item.reason} | {_advice(item, names)} |" for item in attention] + [""]


def _advice(item: Attention, names: dict[str, str]) -> str:
    if item.reason == "retyped":
        return "the same IRI; check that its new type suits"
    if not item.replacements:
        return "nothing: no concept took its place"
    chosen = " or ".join(_named(iri, names) for iri in item.replacements)
    return chosen if item.declared and item.reason != "split" else f"choose per case: {chosen}" if item.reason == "split" else f"probably {chosen} (by its labels; check)"


def _bullet(change: Change, names: dict[str, str]) -> str:
    head = f"- {_plain(change.label)} ({_code(change.iri)})"
    old, new = ([_named(value, names) if value.startswith("http") else f"“{_plain(value)}”" for value in values] for values in (change.old, change.new))
    language = f" [{change.language}]" if change.language else ""
    role = " (hidden)" if change.role == "hidden" else ""
    other = f": {_named(change.other, names)}" if change.other else ""
    match change.kind:
        case "added" | "removed":
            return f"{head}: {(change.new or change.old)[0]}"
        case "deprecated" | "restored":
            return head + (f", replaced by {new[0]}" if new else "")
        case "merged" | "split" | "replaced":
            why = "; ".join(RULES[rule] for rule in change.rule)
            return f"{head} → {' + '.join(new)}: {why}"
        case _:
            values = " → ".join(", ".join(side) for side in (old, new) if side)
            return f"{head}{other}{language}{role}" + (f": {values}" if values else "")


def _named(iri: str, names: dict[str, str]) -> str:
    return f"{_plain(names[iri])} ({_code(iri)})" if iri in names else _code(iri)


def _code(iri: str) -> str:
    return f"`{iri.removeprefix(CONCEPT_BASE)}`"


def _plain(text: str) -> str:
    """Text in which Markdown sees no markup."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in " ".join(text.split()))
