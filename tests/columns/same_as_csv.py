"""Every table as Parquet says what its CSV says: in pandas, polars and DuckDB, with types, units and meanings."""
import csv
import json
import pathlib
import sys

import duckdb
import pandas
import polars
import pyarrow.parquet

ENGINES = {
    "pandas": lambda path: [list(row) for row in pandas.read_parquet(path, dtype_backend="pyarrow").astype(object).where(lambda all: all.notna(), None).itertuples(index=False)],
    "polars": lambda path: [list(row) for row in polars.read_parquet(path).iter_rows()],
    "duckdb": lambda path: [list(row) for row in duckdb.sql(f"from read_parquet('{path}')").fetchall()],
}
TYPES = {"text": "string", "whole number": "int64", "number": "double", "yes or no": "bool"}


def of_csv(word, kind):
    """A cell of the CSV as the value it stands for."""
    if word == "":
        return None
    if kind == "text":
        # An apostrophe keeps spreadsheets from taking words for formulas; here it needs none.
        is_formula = word[1:].lstrip().startswith(tuple("=+-@＝＋－＠")) or word[1:2] in set("\t\r\n")
        return word[1:] if word[0] == "'" and is_formula else word
    if kind == "yes or no":
        return word == "1"
    return int(word) if kind == "whole number" else float(word)


def main(folder):
    tables = sorted(folder.rglob("*.parquet"))
    assert len(tables) >= 15, f"only {len(tables)} tables"
    cells = 0
    for path in tables:
        file = pyarrow.parquet.ParquetFile(path)
        said = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
        assert said["cascade.about"] and said["cascade.row"], path
        columns = json.loads(said["cascade.columns"])
        assert [column["key"] for column in columns] == file.schema_arrow.names, path
        for column, field in zip(columns, file.schema_arrow):
            assert str(field.type) == TYPES[column["kind"]], f"{path} {field}"
            assert column["meaning"], f"{path} {field}"
            assert column["unit"] or column["kind"] != "number", f"{path} {field} has no unit"
        with open(path.with_suffix(".csv"), encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [column["key"] for column in columns], path
        kinds = [column["kind"] for column in columns]
        expected = [[of_csv(word, kind) for word, kind in zip(row, kinds)] for row in rows]
        for name, read in ENGINES.items():
            found = read(path)
            assert len(found) == len(expected), f"{path} in {name}: {len(found)} rows, {len(expected)} in CSV"
            for number, (one, other) in enumerate(zip(found, expected), 2):
                # Words that are empty stand in CSV as nothing does.
                one = [None if value == "" else value for value in one]
                assert one == other, f"{path} in {name}, line {number} of the CSV: {one} is not {other}"
            cells += len(found) * len(columns)
    ids = {row[2] for row in ENGINES["polars"](folder / "physicians.parquet")}
    assert {"007", "1e5", "=1+1", "🩺"} <= ids, f"identifiers did not stay what they were: {sorted(ids)}"
    print(f"{len(tables)} tables, {cells:,} cells read by {', '.join(ENGINES)}: as in CSV")


main(pathlib.Path(sys.argv[1]))
