"""Job titles that people linked to an occupation, as the encoder sees them: examples of how it is named beside its labels.

``models/linked.npz`` (made with the encoder by pipeline/training/links.py) holds vectors and IRIs and no text. In a lexicon each concept has
those of its own IRI and of those that are mapped to it exactly or closely.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .encoding import DIMENSIONS, Encoder
from .errors import OntologyError

MODEL = Path(__file__).parent / "models" / "linked.npz"


@dataclass(frozen=True)
class LinkedTitles:
    """``iris`` and ``vectors`` (titles x DIMENSIONS, unit vectors times 127 as int8) in the same order; ``encoder``: the fingerprint of the one that made them."""

    iris: tuple[str, ...]
    vectors: np.ndarray
    encoder: str

    @classmethod
    def of(cls, links: Iterable[tuple[str, str]], encoder: Encoder) -> "LinkedTitles":
        """From (title, IRI); sorted, each pair once."""
        links = sorted(set(links), key=lambda link: link[::-1])
        return cls(tuple(iri for _, iri in links), np.round(encoder.encode([title for title, _ in links]) * 127).astype(np.int8), encoder.fingerprint)

    @classmethod
    def load(cls, encoder: Encoder, path: Path = MODEL) -> "LinkedTitles":
        """Those made with ``encoder``. Raises OntologyError when another one made them."""
        with np.load(path, allow_pickle=False) as data:
            titles = cls(tuple(bytes(data["iris"]).decode().split("\n")), data["vectors"], str(data["encoder"]))
        if titles.encoder != encoder.fingerprint:
            raise OntologyError(f"{path.name} was made with another encoder; make both with pipeline.training.links")
        return titles

    def save(self, path: Path = MODEL) -> None:
        np.savez_compressed(path, iris=np.frombuffer("\n".join(self.iris).encode(), dtype=np.uint8), vectors=self.vectors, encoder=self.encoder)

    def of_concepts(self, names: Sequence[Iterable[str]]) -> tuple[np.ndarray, np.ndarray]:
        """(vectors, where those of each concept begin and the last ones end); ``names``: the IRIs that each concept goes by."""
        places: dict[str, list[int]] = {}
        for place, iri in enumerate(self.iris):
            places.setdefault(iri, []).append(place)
        found = [sorted(place for iri in set(iris) for place in places.get(iri, ())) for iris in names]
        starts = np.cumsum([0, *map(len, found)], dtype="<u4")
        return self.vectors[np.array([place for some in found for place in some], dtype=np.int64)].reshape(-1, DIMENSIONS), starts
