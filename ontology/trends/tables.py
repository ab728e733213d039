"""Series -> two Parquet tables: ``points`` (one row a period of a series) and ``trends`` (one row a series, with its verdict)."""

from collections.abc import Callable, Iterable
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from .series import Series

_SERIES = [("what", pa.string()), ("item", pa.string()), ("label_nl", pa.string()), ("label_en", pa.string()), ("population", pa.string())]
SCHEMAS = {
    "points": pa.schema([
        *_SERIES, ("period", pa.string()), ("span", pa.int32()), ("asking", pa.int64()), ("texts", pa.int64()),
        ("share", pa.float64()), ("share_low", pa.float64()), ("share_high", pa.float64()),
    ]),
    "trends": pa.schema([
        *_SERIES, ("asking", pa.int64()), ("texts", pa.int64()), ("periods", pa.int32()), ("spans", pa.int32()),
        ("odds_per_year", pa.float64()), ("odds_low", pa.float64()), ("odds_high", pa.float64()), ("dispersion", pa.float64()),
        ("p", pa.float64()), ("q", pa.float64()), ("verdict", pa.string()),
    ]),
}  # fmt: skip


def parquet(series: Iterable[Series], name: Callable[[str, str], str]) -> dict[str, bytes]:
    """Bytes of both tables by name; ``name`` gives the label of an item in a language. What was not tested is empty."""
    points, trends = [], []
    for one in series:
        own = {"what": one.what, "item": one.item, "label_nl": name(one.item, "nl"), "label_en": name(one.item, "en"), "population": one.population}
        points += [
            own | {"period": at.period, "span": at.span, "asking": at.asking, "texts": at.texts, "share": at.share, "share_low": at.low, "share_high": at.high}
            for at in one.points
        ]
        tested = {"odds_per_year": one.odds, "odds_low": one.odds_low, "odds_high": one.odds_high, "dispersion": one.dispersion, "p": one.p, "q": one.q}
        numbers = {"asking": one.asking, "texts": one.texts, "periods": len({at.period for at in one.points}), "spans": len({at.span for at in one.points})}
        trends.append(own | numbers | tested | {"verdict": one.verdict})
    return {"points": _bytes("points", points), "trends": _bytes("trends", trends)}


def _bytes(name: str, rows: list[dict]) -> bytes:
    schema, stream = SCHEMAS[name], BytesIO()
    columns = {field.name: pa.array([row[field.name] for row in rows], field.type, from_pandas=True) for field in schema}
    pq.write_table(pa.table(columns, schema=schema), stream, compression="zstd")
    return stream.getvalue()
