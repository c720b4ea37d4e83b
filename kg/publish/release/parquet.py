"""``tables/*.parquet``: the tables with typed columns, when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kg.errors import MissingToolError
from kg.publish.release.sheets import Sheet

__all__ = ["sheet_parquet"]

_READ: dict[str, Callable[..., object]] = {"number": float, "date": date.fromisoformat}


def sheet_parquet(sheet: Sheet) -> bytes:
    """The table as Parquet; texts stand without the guard that CSV needs. MissingToolError without pyarrow.

    The same table gives the same bytes with the same version of pyarrow, which writes its version into the file.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingToolError("Parquet needs the package pyarrow", "pip install 'mbckg[parquet]'") from error
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "date": pyarrow.date32(),
    }
    columns = []
    for place, field in enumerate(sheet.fields):
        read = _READ.get(field.type)
        cells = (row[place] for row in sheet.rows)
        values = [cell if cell is None or read is None else read(cell) for cell in cells]
        columns.append(pyarrow.array(values, types[field.type]))
    schema = pyarrow.schema(
        [pyarrow.field(field.name, types[field.type], metadata={"description": field.text}) for field in sheet.fields]
    )
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(columns, schema=schema), sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())
