"""The JSON of a translated CV, with the owner's changes -> nodes in our own pattern: schema:Person with statements and what they prove together.

The same nodes as a run writes (nodes.py), without places in the text; what the owner said is attributed to the person (prov:wasAttributedTo).
"""

from ontology.namespaces import DATA_BASE

from ..nodes import subject_iri, to_nodes


def passport_nodes(record: dict, run: str, base: str = DATA_BASE) -> list[dict]:
    """Nodes in the terms of context.jsonld; the first is the person."""
    iri = subject_iri(record["document"], base)
    own = {f"{iri}#{prefix}{number}" for prefix, listed in (("s", record["skills"]), ("k", record["curriculum"]["skills"])) for number, said in enumerate(listed, 1) if said.get("owner")}
    return [node | {"wasAttributedTo": iri} if node["id"] in own else node for node in to_nodes(record, "", run, base, "skills")]
