"""Parquet dumps: one article for each row, read a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.sources import tables
from pipelines.sources.documents import How, Reject

ENDINGS = (".parquet",)
ROWS_AT_ONCE = 64
# A row group that claims to hold more is refused unread.
LARGEST_ROW_GROUP = 2**30


def split(file: BinaryIO, how: How) -> Iterator[tables.Row]:
    """The rows of a file, with the columns that a mapping names."""
    if not file.seekable():
        raise Reject("unsupported_format", "Parquet inside an archive: it packs itself")
    called = tables.names(how)
    try:
        source = pq.ParquetFile(file)
        wanted = {name.partition(".")[0] for each in called.values() for name in each}
        columns = [name for name in source.schema_arrow.names if name in wanted]
        if not set(columns) & {name.partition(".")[0] for name in called["text"]}:
            raise Reject("malformed", f"no column for the text among {source.schema_arrow.names[:50]}")
        for number in range(source.metadata.num_row_groups):
            if source.metadata.row_group(number).total_byte_size > LARGEST_ROW_GROUP:
                raise Reject("unpacks_too_far", f"row group {number} claims more than {LARGEST_ROW_GROUP:,} bytes")
            for batch in source.iter_batches(ROWS_AT_ONCE, row_groups=[number], columns=columns):
                yield from (tables.Row(cells, called) for cells in batch.to_pylist())
    except MemoryError:
        raise  # Arrow's own is one of its exceptions, too.
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError) as error:
        raise Reject("malformed", f"not Parquet: {error}") from error
