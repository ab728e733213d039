"""Concepts of a run -> what they are called in the language of the report, and the sectors of occupations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ontology.lexicon import Entry, Lexicon


@dataclass(frozen=True)
class Names:
    """Names of concepts. Without a lexicon: the Dutch labels that the tables have, and no sectors."""

    labels: Mapping[str, str]
    lang: str
    entries: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Mapping[str, str], lang: str, lexicon: Lexicon | None) -> "Names":
        """For the concepts in ``labels``: IRI -> Dutch label."""
        found = (lexicon.entry(number) for number in range(len(lexicon))) if lexicon else ()
        return cls(labels, lang, {entry.iri: entry for entry in found if entry.iri in labels})

    def name(self, iri: str) -> tuple[str, str]:
        """(label, its language): English where it is asked for and there is one."""
        entry = self.entries.get(iri)
        if self.lang == "en" and entry and entry.label_en:
            return entry.label_en, "en"
        if label := self.labels.get(iri) or (entry and entry.label_nl):
            return label, "nl" if not entry or entry.label_nl == label else "en"
        return iri, "en"

    def type(self, iri: str, said: str) -> str:
        """The type of the concept; ``said``, that of a statement about it, where the lexicon does not know it."""
        entry = self.entries.get(iri)
        return entry.type if entry else said

    def sector(self, iri: str | None) -> str | None:
        """First digit of the ISCO-08 code of an occupation; None when it has none."""
        entry = self.entries.get(iri) if iri else None
        codes = (entry.mappings | entry.wider).get("isco", ()) if entry else ()
        return codes[0][:1] if codes else None

    def sectors(self, occupations: Mapping[str | None, int]) -> dict[str | None, int]:
        """Counts by occupation -> counts by sector, in the order of the codes; unknown ones last."""
        found: dict[str | None, int] = {}
        for iri, count in occupations.items():
            found[self.sector(iri)] = found.get(self.sector(iri), 0) + count
        return dict(sorted(found.items(), key=lambda item: item[0] or "~"))

