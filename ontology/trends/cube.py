"""Series -> two RDF Data Cubes (W3C, The RDF Data Cube Vocabulary, 2014): demand by period, and the verdict on each series.

``structure`` holds what the cubes consist of, with names in two languages: components, code lists and the spans; ``observations`` one
qb:Observation a period of a series and one a tested series. Periods are the interval IRIs of reference.data.gov.uk, as SDMX-RDF uses them; the first observation
of a series after a break has the SDMX status "break in time series". Nothing is a blank node.
"""

import gzip
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from io import BytesIO
from urllib.parse import quote

from pyoxigraph import Dataset, RdfFormat, parse, serialize

from ..namespaces import CC_BY, DCT, ESCO_ISCO, INTERVAL, PREFIXES, PROV, QB, RDF, RDFS, SDMX, SDMX_BASE, SKOS, TREND, TREND_BASE, XSD
from ..triples import Triple, link, literal, typed
from .counting import WHOLE
from .periods import interval
from .runs import MEASURED_BY, Run
from .series import Series

_PERIOD, _STATUS, _BREAK = SDMX["dimension#refPeriod"], SDMX["attribute#obsStatus"], SDMX["code#obsStatus-B"]
_DIMENSIONS = {  # name -> Dutch, English
    TREND.subject: ("waarnaar vraag is", "what is asked"),
    TREND.population: ("welke teksten", "which texts"),
    _PERIOD: ("periode", "period"),
    TREND.span: ("meetreeks", "span of equal measuring"),
}
_MEASURES = {
    TREND.texts: ("teksten die meetellen", "texts that count", XSD.integer),
    TREND.asking: ("teksten die erom vragen", "texts that ask for it", XSD.integer),
    TREND.share: ("aandeel", "share", XSD.decimal),
    TREND.shareLow: ("aandeel, ondergrens (95%)", "share, lower bound (95%)", XSD.decimal),
    TREND.shareHigh: ("aandeel, bovengrens (95%)", "share, upper bound (95%)", XSD.decimal),
    TREND.oddsPerYear: ("kansverhouding na een jaar", "odds ratio after a year", XSD.decimal),
    TREND.oddsLow: ("kansverhouding, ondergrens (95%)", "odds ratio, lower bound (95%)", XSD.decimal),
    TREND.oddsHigh: ("kansverhouding, bovengrens (95%)", "odds ratio, upper bound (95%)", XSD.decimal),
    TREND.qValue: ("q-waarde (Benjamini-Hochberg)", "q-value (Benjamini-Hochberg)", XSD.decimal),
}
_VERDICTS = {"rising": ("stijgt", "rising"), "declining": ("daalt", "declining"), "stable": ("stabiel", "stable"), "unclear": ("onduidelijk", "unclear")}
CUBES = {  # name -> dimensions, measures, attribute and whether each observation must have it, Dutch, English
    "demand": (tuple(_DIMENSIONS), tuple(_MEASURES)[:5], (_STATUS, False), "Vraag per periode", "Demand by period"),
    "verdicts": (tuple(_DIMENSIONS)[:2], tuple(_MEASURES)[5:], (TREND.verdict, True), "Stijgt of daalt de vraag?", "Does demand rise or decline?"),
}


def base_of(runs: Iterable[Run], unit: str) -> str:
    """The IRI below which the cubes of these runs are."""
    return f"{TREND_BASE}{sha256(' '.join([unit, *(run.id for run in runs)]).encode()).hexdigest()[:16]}/"


def structure(series: Iterable[Series], runs: list[Run], base: str, name: Callable[[str, str], str]) -> bytes:
    """Turtle of everything but the observations; ``name`` gives the label of a subject in a language."""
    triples = [*_cubes(runs, base), *_components(base), *_codes(list(series), runs, base, name)]
    text = "\n".join(f"<{s}> <{p}> {o} ." for s, p, o in sorted(set(triples)))
    quads = Dataset(parse(text.encode(), format=RdfFormat.N_TRIPLES))
    prefixes = {name: PREFIXES[name] for name in ("skos", "dct", "rdfs", "xsd", "stc")} | {"qb": QB.base, "trend": TREND.base, "prov": PROV.base}
    return serialize(sorted((quad.triple for quad in quads), key=str), format=RdfFormat.TURTLE, prefixes=prefixes)


def observations(series: Iterable[Series], base: str) -> bytes:
    """Gzipped N-Triples of the observations; the same series give the same bytes. Only what is compressed stays in memory."""
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as stream:
        for one in series:
            stream.write("".join(f"{statement} .\n" for statement in _observed(one, base)).encode())
    return packed.getvalue()


def _cubes(runs: list[Run], base: str) -> Iterator[Triple]:
    for cube, (dimensions, measures, (attribute, required), dutch, english) in CUBES.items():
        iri, parts = base + cube, base + cube + "/structure"
        yield link(iri, RDF.type, QB.DataSet)
        yield link(iri, QB.structure, parts)
        yield link(iri, DCT.license, CC_BY)
        yield from _labelled(iri, dutch, english)
        for run in runs:
            yield link(iri, PROV.wasDerivedFrom, run.iri)
        yield link(parts, RDF.type, QB.DataStructureDefinition)
        for number, (role, term) in enumerate([*(("dimension", term) for term in dimensions), *(("measure", term) for term in measures), ("attribute", attribute)], 1):
            component = f"{parts}/{number}"
            yield link(parts, QB.component, component)
            yield link(component, RDF.type, QB.ComponentSpecification)
            yield link(component, QB[role], term)
            yield typed(component, QB.order, str(number), XSD.integer)
            if role == "attribute":
                yield typed(component, QB.componentRequired, str(required).lower(), XSD.boolean)


def _components(base: str) -> Iterator[Triple]:
    for term, names in _DIMENSIONS.items():
        coded = term != _PERIOD
        yield link(term, RDF.type, QB.DimensionProperty)
        yield link(term, RDFS.range, SKOS.Concept if coded else INTERVAL)
        yield from _labelled(term, *names)
        if coded:
            yield link(term, RDF.type, QB.CodedProperty)
            yield link(term, QB.codeList, _list(base, term))
    for term, (dutch, english, kind) in _MEASURES.items():
        yield link(term, RDF.type, QB.MeasureProperty)
        yield link(term, RDFS.range, kind)
        yield from _labelled(term, dutch, english)
    for term, codes, names in (
        (TREND.verdict, TREND.VerdictScheme, ("oordeel", "verdict")),
        (_STATUS, SDMX["code#obsStatus"], ("status van de waarneming", "observation status")),
    ):
        yield link(term, RDF.type, QB.AttributeProperty)
        yield link(term, QB.codeList, codes)
        yield from _labelled(term, *names)
    yield link(TREND.VerdictScheme, RDF.type, SKOS.ConceptScheme)
    yield from _labelled(TREND.VerdictScheme, "oordelen over een trend", "verdicts on a trend")
    for verdict, names in _VERDICTS.items():
        yield from _code(TREND[verdict], TREND.VerdictScheme, *names)


def _codes(series: list[Series], runs: list[Run], base: str, name: Callable[[str, str], str]) -> Iterator[Triple]:
    lists = {TREND.subject: ("waarnaar vraag is", "what is asked"), TREND.population: ("groepen teksten", "groups of texts"), TREND.span: ("meetreeksen", "spans of equal measuring")}
    for term, names in lists.items():
        yield link(_list(base, term), RDF.type, SKOS.ConceptScheme)
        yield from _labelled(_list(base, term), *names)
    for item in {one.item for one in series}:
        yield from _code(item, _list(base, TREND.subject), name(item, "nl"), name(item, "en"))
    for population in {one.population for one in series}:
        code = _population(base, population)
        kind, _, value = population.partition(":")
        yield from _code(code, _list(base, TREND.population), *(("alle teksten", "all texts") if population == WHOLE else (population, population)))
        if kind == "isco":
            yield link(code, SKOS.exactMatch, ESCO_ISCO + value)
    for run in runs:
        code = f"{base}span/{run.span}"
        yield from _code(code, _list(base, TREND.span), f"meetreeks {run.span + 1}", f"span {run.span + 1}")
        for what, value in zip(MEASURED_BY, run.measured):
            yield literal(code, SKOS.note, f"{what}: {value}", "en")


def _observed(one: Series, base: str) -> Iterator[str]:
    """Statements about the observations of a series. Only identifiers and numbers, so nothing needs escaping."""
    key = sha256(f"{one.item} {one.population}".encode()).hexdigest()[:20]
    about = (f"<{RDF.type}> <{QB.Observation}>", f"<{TREND.subject}> <{one.item}>", f"<{TREND.population}> <{_population(base, one.population)}>")
    last: int | None = None
    for point in one.points:
        iri = f"<{base}demand/{key}/{point.period}/{point.span}>"
        found = [
            *about, f"<{QB.dataSet}> <{base}demand>", f"<{_PERIOD}> <{interval(point.period)}>", f"<{TREND.span}> <{base}span/{point.span}>",
            _number(TREND.texts, point.texts), _number(TREND.asking, point.asking),
            _number(TREND.share, point.share), _number(TREND.shareLow, point.low), _number(TREND.shareHigh, point.high),
        ]  # fmt: skip
        if last not in (None, point.span):
            found.append(f"<{_STATUS}> <{_BREAK}>")
        yield from (f"{iri} {rest}" for rest in found)
        last = point.span
    if one.verdict != "too_few":
        numbers = ((TREND.oddsPerYear, one.odds), (TREND.oddsLow, one.odds_low), (TREND.oddsHigh, one.odds_high), (TREND.qValue, one.q))
        found = [*about, f"<{QB.dataSet}> <{base}verdicts>", f"<{TREND.verdict}> <{TREND[one.verdict]}>", *(_number(term, value) for term, value in numbers)]
        yield from (f"<{base}verdicts/{key}> {rest}" for rest in found)


def _number(term: str, value: float) -> str:
    return f'<{term}> "{value}"^^<{XSD.integer}>' if isinstance(value, int) else f'<{term}> "{value:.6f}"^^<{XSD.decimal}>'


def _list(base: str, term: str) -> str:
    return f"{base}codes/{term.rpartition('#')[2]}"


def _population(base: str, population: str) -> str:
    return f"{base}population/{quote(population, safe='')}"


def _code(iri: str, scheme: str, dutch: str, english: str) -> Iterator[Triple]:
    yield link(iri, RDF.type, SKOS.Concept)
    yield link(iri, SKOS.inScheme, scheme)
    yield literal(iri, SKOS.prefLabel, dutch, "nl")
    yield literal(iri, SKOS.prefLabel, english, "en")


def _labelled(iri: str, dutch: str, english: str) -> Iterator[Triple]:
    if not iri.startswith(SDMX_BASE):
        yield literal(iri, RDFS.label, dutch, "nl")
        yield literal(iri, RDFS.label, english, "en")
