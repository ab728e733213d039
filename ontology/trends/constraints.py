"""The integrity constraints of the RDF Data Cube Vocabulary (W3C, 2014, section 11) that cubes without slices and hierarchies can break.

Each is a SPARQL ASK in words of ours that answers true when something is wrong. IC-7 to IC-10, IC-15 to IC-18, IC-20 and IC-21 are about
slices, a measure dimension and hierarchical code lists, which the cubes of demand have not. IC-12 is asked with grouping instead of comparing every two
observations, so that it can be asked of millions.
"""

import gzip
from io import BytesIO

from pyoxigraph import RdfFormat, Store

from ..namespaces import PREFIXES, QB

_HEAD = f"PREFIX qb: <{QB.base}> PREFIX skos: <{PREFIXES['skos']}> PREFIX rdfs: <{PREFIXES['rdfs']}>\n"
_OF = "?o qb:dataSet ?d . ?d qb:structure ?s . ?s qb:component ?c . "
CONSTRAINTS = {
    "IC-1 an observation is in exactly one data set": "ASK { { ?o a qb:Observation FILTER NOT EXISTS { ?o qb:dataSet ?d } } UNION { SELECT ?o { ?o qb:dataSet ?d } GROUP BY ?o HAVING (COUNT(DISTINCT ?d) > 1) } }",
    "IC-2 a data set has exactly one structure": "ASK { { ?d a qb:DataSet FILTER NOT EXISTS { ?d qb:structure ?s } } UNION { SELECT ?d { ?d qb:structure ?s } GROUP BY ?d HAVING (COUNT(DISTINCT ?s) > 1) } }",
    "IC-3 a structure has a measure": "ASK { ?s a qb:DataStructureDefinition FILTER NOT EXISTS { ?s qb:component/qb:measure ?m } }",
    "IC-4 a dimension has a range": "ASK { ?p a qb:DimensionProperty FILTER NOT EXISTS { ?p rdfs:range ?r } }",
    "IC-5 a dimension of concepts has a code list": "ASK { ?p a qb:DimensionProperty ; rdfs:range skos:Concept FILTER NOT EXISTS { ?p qb:codeList ?l } }",
    "IC-6 only attributes are optional": "ASK { ?c qb:componentRequired false FILTER NOT EXISTS { ?c qb:attribute ?a } }",
    "IC-11 an observation has every dimension": f"ASK {{ {_OF} ?c qb:dimension ?p FILTER NOT EXISTS {{ ?o ?p ?v }} }}",
    "IC-13 an observation has every required attribute": f"ASK {{ {_OF} ?c qb:componentRequired true ; qb:attribute ?p FILTER NOT EXISTS {{ ?o ?p ?v }} }}",
    "IC-14 an observation has every measure": f"ASK {{ {_OF} ?c qb:measure ?p FILTER NOT EXISTS {{ ?o ?p ?v }} }}",
    "IC-19 codes are from the code list": f"ASK {{ {_OF} ?c qb:dimension ?p . ?p qb:codeList ?l . ?o ?p ?v FILTER NOT EXISTS {{ ?v skos:inScheme ?l }} }}",
}


def broken(structure: bytes, observations: bytes) -> list[str]:
    """The constraints that the cubes (Turtle, gzipped N-Triples) do not keep; none when all is well."""
    store = Store()
    store.bulk_load(structure, format=RdfFormat.TURTLE)
    store.bulk_load(gzip.open(BytesIO(observations)), format=RdfFormat.N_TRIPLES)
    return [name for name, ask in (CONSTRAINTS | _unique(store)).items() if store.query(_HEAD + ask)]


def _unique(store: Store) -> dict[str, str]:
    """IC-12 for each structure: no two observations of a data set have the same values of all dimensions."""
    asks = {}
    for number, cube in enumerate(store.query(_HEAD + "SELECT DISTINCT ?d { ?d qb:structure ?s } ORDER BY ?d")):
        cube = cube["d"]
        rows = store.query(f"{_HEAD} SELECT ?p {{ {cube} qb:structure/qb:component/qb:dimension ?p }} ORDER BY ?p")
        values = [f"?o {row['p']} ?v{place} ." for place, row in enumerate(rows)]
        names = " ".join(f"?v{place}" for place in range(len(values)))
        asks[f"IC-12 observations differ in a dimension ({number + 1})"] = (
            f"ASK {{ SELECT {names} {{ ?o qb:dataSet {cube} . {' '.join(values)} }} GROUP BY {names} HAVING (COUNT(DISTINCT ?o) > 1) }}"
        )
    return asks
