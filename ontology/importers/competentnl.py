"""CompetentNL (UWV, SBB, TNO, CBS) as RDF -> occupations, capabilities, knowledge areas, tasks, norms, relations and mappings.

Reads Turtle, N-Triples, N-Quads, TriG and RDF/XML, also ``.gz``, a file or a folder of them, in one streaming pass; or the SPARQL or
REST service at an https address (see ``competentnl_api``). After the ontology of CompetentNL 2.1.0 and SKOS/SKOS-XL:

* Occupation -> occupation; HumanCapability -> skill; KnowledgeArea -> knowledge; OccupationTask -> skill, with a note that it is a
  task; Language -> language. Labels of SKOS-XL nodes and plain SKOS labels are merged, the former first; a
  ``specialization`` becomes a hidden label: a narrower title, to be found and not to be shown.
* EducationalNorm -> group, with the crebo code as notation. Its name is mostly that of an occupation ("Kok"), so as a certificate
  it would attract every mention of the occupation; a group takes part in relations, and nothing is linked to it. A norm that is a
  blank node gets an IRI of ours made of its crebo code, so that norms with the same code are one.
* requiresHAT*, prescribes* and task relations: Essential -> essential; Important, Somewhat, Optional and those without a
  grade -> optional; essential wins when both are said.
* invalidatedAtTime, or a ContentStatus other than Current -> deprecated, for labels: left out.
* The modified ESCO subset in the graph is left out, and counted: ESCO has an importer of its own.
"""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from ..concepts import Imported, Source
from ..errors import OntologyError
from ..namespaces import CNL_SCHEME
from .competentnl_concepts import Reader
from .competentnl_statements import CLASSES, PREFIXES, Statements
from .rdf import FORMATS


def read(path: Path | str, version: str = "", license: str = "", prefixes: str = "", **service: str) -> Imported:
    """A CompetentNL dump (file or folder) or service (https address) as concepts, relations and mappings.

    ``version`` and ``license`` are taken over as given, since the graph states neither: without a version it is the latest
    date that the concepts were made. ``prefixes`` adds to the prefix table: ``cnluwv=https://... name=https://...``. Further
    options are for the service: see ``competentnl_api.Service``. Raises OntologyError.
    """
    from . import competentnl_api

    statements, skipped = Statements(PREFIXES | _prefixes(prefixes)), []
    if address := competentnl_api.address(path):
        triples = competentnl_api.read_triples(address, statements.prefixes, skipped, **service)
    elif service:
        raise OntologyError(f"{path}: option {', '.join(service)} is only for a service; leave it out or give an https address")
    else:
        triples = _from_files(Path(path), skipped)
    for triple in triples:
        statements.add(*triple)
    ontology = Reader(statements, skipped).ontology()
    if not ontology.concepts:
        raise OntologyError(
            f"{path}: no CompetentNL concepts here; expected subjects of class {', '.join(CLASSES)} in one of the namespaces "
            f"{' '.join(statements.prefixes.values())}; name other namespaces with the option prefixes"
        )
    dates = (value[0][:10] for values in statements.said["made"].values() for _, value in values if isinstance(value, tuple))
    source = Source("competentnl", version or max(dates, default="unknown"), CNL_SCHEME, "CompetentNL", license)
    return Imported(source, ontology, tuple(skipped))


def _prefixes(option: str) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in option.split())
    if wrong := [name for name, iri in pairs.items() if not iri.startswith(("https://", "http://"))]:
        raise OntologyError(f"prefixes: {wrong[0]!r} has no IRI; write name=https://... with spaces between the pairs")
    return pairs


def _from_files(path: Path, skipped: list[str]) -> Iterator[tuple]:
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    rdf = [file for file in files if _format(file)]
    skipped += [f"{file.name}: no RDF file, not read" for file in files if file not in rdf]
    if not rdf:
        raise OntologyError(f"{path}: no RDF file here; give a file or folder with {', '.join(FORMATS)}, or .gz of those")
    for file in rdf:
        try:
            with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
                for quad in parse(stream, format=_format(file), rename_blank_nodes=True, lenient=True):
                    yield quad.subject, quad.predicate, quad.object
        except SyntaxError as error:
            raise OntologyError(f"{file}: not valid {_format(file).name} ({error.msg}); correct it or download it again") from error
        except (OSError, EOFError, zlib.error) as error:
            raise OntologyError(f"{file}: cannot be read ({error}); check the path or download it again") from error


def _format(file: Path) -> RdfFormat | None:
    return FORMATS.get(Path(file.name.removesuffix(".gz")).suffix)
