"""The work processes and prospects of a translation -> nodes."""

from collections.abc import Iterator

from ontology.namespaces import INSTRUMENT_BASE, ST


def process_nodes(record: dict, iri: str) -> Iterator[dict]:
    """Nodes of the work processes and of the prospects of the document ``iri``."""
    for number, process in enumerate(record.get("work_processes", ()), 1):
        node = {"id": f"{iri}#w{number}", "type": "st:WorkProcess", "processCode": process["code"], "taskKind": ST[process["kind"]]}
        node["quote"] = {"@value": process["title"], "@language": record["document"]["language"]}
        if process["skills"]:
            node["skillStatement"] = [f"{iri}#s{n}" for n in process["skills"]]
        yield node
    if record.get("prospects"):
        yield _prospects(record["prospects"], iri)


def process_links(record: dict, iri: str) -> dict:
    """The terms of the document that point to these nodes, and its crebo codes."""
    links = {"crebo": record["crebo"]} if record.get("crebo") else {}
    if record.get("work_processes"):
        links["workProcess"] = [f"{iri}#w{number}" for number in range(1, len(record["work_processes"]) + 1)]
    return links | ({"prospects": f"{iri}#p1"} if record.get("prospects") else {})


def _prospects(found: dict, iri: str) -> dict:
    node = {
        "id": f"{iri}#p1",
        "type": "st:Prospects",
        "automationQuadrant": f"{INSTRUMENT_BASE}automation-quadrants/{found['quadrant']}",
        "possibleQuadrant": [f"{INSTRUMENT_BASE}automation-quadrants/{name}" for name in found["possible_quadrants"]],
    }
    for name in ("routine", "interaction"):
        node |= {f"{name}{part}": _decimal(found[name][key]) for part, key in (("Score", "score"), ("Low", "low"), ("High", "high"))}
    node |= {term: f"{INSTRUMENT_BASE}digital-levels/{found['digital'][key]}" for term, key in (("digitalLevel", "level"), ("digitalLevelLow", "low"), ("digitalLevelHigh", "high"))}
    if statements := sorted({*found["statements"], *found["digital"]["statements"]}):
        node["basedOn"] = [f"{iri}#s{n}" for n in statements]
    return node


def _decimal(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
