"""What imported sources (ESCO, CompetentNL ...) call things: words -> the concepts there that have them as a label."""

from collections.abc import Iterable
from pathlib import Path

from ..concepts import Concept
from ..imports import read_import
from ..normalising import bag_key, surface_key

_MOST = 4


class ExternalLabels:
    """Finds concepts of other schemes by label. Occupations are left out."""

    def __init__(self, concepts: Iterable[Concept] = ()):
        self._surface: dict[str, list[tuple[str, str, str]]] = {}
        self._bag: dict[str, list[tuple[str, str, str]]] = {}
        for concept in concepts:
            if concept.type not in ("occupation", "group") and concept.status == "active":
                for (role, _), texts in concept.labels.items():
                    for text in texts:
                        self._surface.setdefault(surface_key(text), []).append((role, concept.iri, text))
                        self._bag.setdefault(bag_key(text), []).append((role, concept.iri, text))

    @classmethod
    def load(cls, folders: Iterable[Path]) -> "ExternalLabels":
        """From folders of imports. Raises OntologyError."""
        return cls(concept for folder in folders for concept in read_import(folder)[1].concepts)

    def find(self, text: str) -> tuple[tuple[str, str, str], ...]:
        """(predicate, IRI, label), the surest first: exactMatch for the same words as a preferred label, else closeMatch."""
        found: dict[str, tuple[str, str, str]] = {}
        for places, key in ((self._surface, surface_key(text)), (self._bag, bag_key(text))):
            for role, iri, label in places.get(key, ()) if key else ():
                found.setdefault(iri, ("exactMatch" if role == "pref" and places is self._surface else "closeMatch", iri, label))
        return tuple(sorted(found.values(), key=lambda match: (match[0] != "exactMatch", match[1])))[:_MOST]
