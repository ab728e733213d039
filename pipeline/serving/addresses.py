"""IRI -> where this server tells about it: /id/… for our concepts, /data/… for documents, /resource?iri=… for everything else."""

from urllib.parse import quote

from ontology.namespaces import CONCEPT_BASE, DATA_BASE

_SAFE = "/~:@!$&'()*,;=%"


def address(iri: str, base: str = DATA_BASE) -> str:
    """A path on this server; ``base`` begins the IRIs of documents."""
    for begin, path in ((CONCEPT_BASE, "/id/"), (base, "/data/")):
        local = iri.removeprefix(begin)
        if local != iri and local and "?" not in local:
            name, _, fragment = local.partition("#")
            return path + quote(name, safe=_SAFE) + (f"#{fragment}" if fragment else "")
    return "/resource?iri=" + quote(iri, safe="")
