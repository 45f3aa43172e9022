"""One task of `files.py`, run as a separate process.

python benchmarks/file_task.py draw TARGET ROWS WRONG
python benchmarks/file_task.py ours|query|in_python SOURCE TARGET
python benchmarks/file_task.py same FOUND EXPECTED
"""

import sys


def draw(target, rows, wrong):
    """Write people to a Parquet file compressed with zstd, in row groups of a million."""
    import pyarrow.parquet as pq
    from people import pieces

    writer = None
    for piece in pieces(int(rows), wrong=float(wrong)):
        table = piece.to_arrow()
        writer = writer or pq.ParquetWriter(target, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


def ours(source, target):
    """Run `assess_file`."""
    import benefitcalc as bc
    from benefitcalc.rules import ANNOUNCED

    bc.assess_file(source, target, rules=[rule for rule in ANNOUNCED if rule.gives_money], detail="amount")


def query(source, target):
    """Run the query by hand: one streaming query of Polars."""
    import polars as pl
    from by_hand_polars import query

    query(pl.scan_parquet(source)).sink_parquet(target)


def in_python(source, target):
    """Run the same by hand; Python computes the texts, for invalid rows only."""
    import polars as pl
    from by_hand_polars import query_in_python

    query_in_python(pl.scan_parquet(source)).sink_parquet(target)


def same(found, expected):
    """Stop at the first row in which the two files differ; otherwise print the compression of each."""
    import polars as pl
    import pyarrow.parquet as pq
    from people import PIECE
    from same import refuse_difference

    rows = {pl.scan_parquet(file).select(pl.len()).collect().item() for file in (found, expected)}
    if len(rows) > 1:
        sys.exit(f"{found} and {expected} have {rows} rows")
    for start in range(0, max(rows), PIECE):
        parts = [pl.scan_parquet(file).slice(start, PIECE).collect() for file in (found, expected)]
        refuse_difference(found, *parts, first=start)
    metadata = [pq.ParquetFile(file).metadata for file in (found, expected)]
    print(*(f"{each.row_group(0).column(0).compression} in {each.num_row_groups} row groups" for each in metadata))


if __name__ == "__main__":
    {each.__name__: each for each in (draw, ours, query, in_python, same)}[sys.argv[1]](*sys.argv[2:])
