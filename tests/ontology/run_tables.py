"""Small run folders written by hand, as the batch writes them."""

import pyarrow as pa
import pyarrow.parquet as pq

from tests.ontology.made_runs import write_manifest

BASE = "https://w3id.org/skillstaal/id/"


def mention(document, quote, concept=None, **more):
    """A row of the skills table."""
    row = {"document": document, "quote": quote, "type": "skill", "section": "tasks", "concept": BASE + concept if concept else None, "confidence": 0.5, "context": f"Je gaat {quote} bij {document}."}
    return row | more


def write_run(folder, mentions, documents=None, name="r1"):
    """A run with these mentions, one part; ``documents``: further columns by document."""
    documents = documents or {}
    names = list(dict.fromkeys([*(row["document"] for row in mentions), *documents]))
    tables = {"skills": mentions, "documents": [{"document": document, "language": "nl", **documents.get(document, {})} for document in names]}
    for table, rows in tables.items():
        (folder / "tables" / table).mkdir(parents=True)
        pq.write_table(pa.Table.from_pylist(rows), folder / "tables" / table / "part-00000.parquet")
    write_manifest(folder, name, len(names))
    return folder
