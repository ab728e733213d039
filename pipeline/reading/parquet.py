"""Parquet -> Documents, some rows at a time: only the columns that are documents' fields are read, never a whole row group."""

from collections.abc import Iterator

from ..errors import RecordError
from .columns import TEXT_NAMES, first_filled, folded
from .documents import Given, Item, record_items

_ROWS = 64
MAX_RATIO = 200
MAX_UNPACKED = 200_000_000


def read_parquet(stream, given: Given) -> Iterator[Item]:
    """A column "text" (see columns), and id, title, kind, language when known; flat columns of text, numbers or bytes."""
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(stream, pre_buffer=False)
        names = [name for name in file.schema_arrow.names if folded(name) in given.columns.wanted()]
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise given.refuse(f"the file is no Parquet, or a damaged one ({type(error).__name__}); write it anew") from error
    text_names = given.columns.text or TEXT_NAMES
    if not {folded(name) for name in names} & set(text_names):
        raise given.refuse(f"no column '{text_names[0]}'; name yours under [columns] in skillstaal.toml")
    _check_size(file, given)
    before = 0
    for group in range(file.metadata.num_row_groups):
        number, last = before, before + file.metadata.row_group(group).num_rows
        try:
            for batch in file.iter_batches(_ROWS, row_groups=[group], columns=names, use_threads=False):
                columns = list(zip(batch.schema.names, batch.columns))
                for row in range(batch.num_rows):
                    number += 1
                    yield from _row_items(columns, row, f"{given.name}:row {number}", given)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            location = f"{given.name}:row {number + 1}"
            yield RecordError(location, f"the Parquet is damaged here ({type(error).__name__}), rows {number + 1}-{last} were passed over; write it anew", location)
        before = last


def _check_size(file, given: Given) -> None:
    """Raises RecordError for a column chunk that is packed as only a bomb is."""
    for group in range(file.metadata.num_row_groups):
        for index in range(file.metadata.num_columns):
            chunk = file.metadata.row_group(group).column(index)
            if chunk.total_uncompressed_size > max(MAX_UNPACKED, MAX_RATIO * chunk.total_compressed_size):
                raise given.refuse(f"a column unpacks to more than {MAX_RATIO} times its size; write the file anew with smaller row groups")


def _row_items(columns: list[tuple], row: int, location: str, given: Given) -> Iterator[Item]:
    fields, needed = [], (*given.columns.id, *(given.columns.text or TEXT_NAMES))
    for name, column in columns:
        try:
            value = column[row].as_py()
            fields.append((name, value.decode("utf-8") if isinstance(value, bytes) else value))
        except UnicodeDecodeError:
            yield RecordError(location, "the row has text that is no UTF-8; write it anew", location)
            return
        except Exception as error:  # days after the year 9999, unknown time zones, ...
            if folded(name) in needed:
                yield RecordError(location, f"the row has a value that cannot be read ({type(error).__name__}); write it as text", location)
                return
    record = first_filled(fields)
    if any(value not in (None, "") for value in record.values()):
        yield from record_items(record, location, given)
