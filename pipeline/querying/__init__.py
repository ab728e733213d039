"""SPARQL over runs and releases: named queries with parameters, on an embedded store (pyoxigraph)."""

from .catalogue import Parameter, Query, queries, read_query
from .guard import refuse_service
from .parameters import fill
from .results import write_results
from .store import Loaded, load_store

__all__ = ["Loaded", "Parameter", "Query", "fill", "load_store", "queries", "read_query", "refuse_service", "write_results"]
