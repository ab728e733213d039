"""A read-only server: SPARQL 1.1, pages of concepts and documents, search, and the translation of a pasted text.

Starlette and uvicorn speak HTTP and do nothing else; all work is done by worker processes that can be killed (workers.py), because neither a
query of the store nor a translation can be stopped from within. Nothing is written to disk and nothing that visitors send is logged.
rdflib-endpoint was weighed: its queries have no time limit and its editor is fetched from another host.
"""

from .app import make_app
from .holdings import Setup, holdings_of

__all__ = ["Setup", "holdings_of", "make_app"]
