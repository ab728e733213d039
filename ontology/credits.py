"""A release -> the schemes that it holds or points to, with their licence and the sentence that users must show.

What a release holds is in ``sources`` of its manifest, with the words of whoever imported it; what its mappings point to is in ``mapped``.
No licence text was found for CompetentNL: none is stated.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import OntologyError
from .lexicon import EMBEDDED
from .namespaces import CC_BY, ESCO_BASE, ESCO_LICENSE, ONET_SCHEME


@dataclass(frozen=True, slots=True)
class Credit:
    """A scheme: ``name`` as in file names, ``base`` the beginning of its IRIs; ``license`` an IRI or ""; the sentence in two languages."""

    name: str
    title: str
    base: str
    license: str
    nl: str
    en: str


CORE = Credit(
    "skillstaal", "Skillstaal", "https://w3id.org/skillstaal/", CC_BY,
    "Kernontologie van Skillstaal, CC BY 4.0.", "Skillstaal core ontology, CC BY 4.0.",
)  # fmt: skip
MAPPED = (
    Credit(
        "esco", "ESCO", ESCO_BASE, ESCO_LICENSE,
        "Deze dienst gebruikt de ESCO-classificatie van de Europese Commissie.",
        "This service uses the ESCO classification of the European Commission.",
    ),
    Credit(
        "competentnl", "CompetentNL", "https://linkeddata.competentnl.nl/", "",
        "Verwijst naar begrippen van CompetentNL, van UWV, SBB, TNO en CBS.",
        "Refers to concepts of CompetentNL, by UWV, SBB, TNO and CBS.",
    ),
    Credit(
        "onet", "O*NET", ONET_SCHEME, CC_BY,
        "Verwijst naar de O*NET-database van het Amerikaanse ministerie van Arbeid (USDOL/ETA), CC BY 4.0. O*NET® is een handelsmerk van USDOL/ETA.",
        "Refers to the O*NET Database by the U.S. Department of Labor (USDOL/ETA), CC BY 4.0. O*NET® is a trademark of USDOL/ETA.",
    ),
)  # fmt: skip


def scheme_named(iri: str) -> str | None:
    """Name of the known scheme that an IRI is of; None for others."""
    return next((credit.name for credit in MAPPED if iri.startswith(credit.base)), None)


def credits_of(manifest: dict) -> tuple[Credit, ...]:
    """Of the manifest of a release: the core, what it was built with, and what it is mapped to. A manifest that does not tell the
    latter counts as mapped to all that are known."""
    held = []
    for source in manifest.get("sources", ()):
        known = next((credit for credit in MAPPED if credit.name == source["name"]), None)
        license_ = source["license"] if source["license"].startswith("http") else ""
        stated = source["attribution"] or (known.en if known else "")
        title = f"{source['title']} {source['version']}"
        held.append(Credit(source["name"], title, known.base if known else source["scheme"], license_, known.nl if known else stated, stated))
    names = {credit.name for credit in held}
    mapped = manifest.get("mapped", {credit.name: 1 for credit in MAPPED})
    return (CORE, *held, *(credit for credit in MAPPED if mapped.get(credit.name) and credit.name not in names))


def read_credits(release: str | Path | None = None) -> list[dict[str, str]]:
    """The same of a release folder, or of the embedded core, as JSON. Raises OntologyError when its manifest cannot be read."""
    path = Path(release or EMBEDDED) / "manifest.json"
    try:
        return [asdict(credit) for credit in credits_of(json.loads(path.read_bytes()))]
    except FileNotFoundError:
        return [asdict(credit) for credit in credits_of({})]
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise OntologyError(f"{path} is no manifest of a release ({error!r}); build the release again") from error
