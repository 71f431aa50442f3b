"""Compares the sheets of a workbook, as an office program wrote them out, with the CSV files of the run."""

import csv
import sys
from pathlib import Path

run, sheets = Path(sys.argv[1]), Path(sys.argv[2])
NAMES = [
    '=HYPERLINK("http://x","y")', "＝1+1", "+1", "@SUM(1)", "-2+3", "<script>alert(1)</script>", "2026-01-02", "مرحبا 🙂",
    '_xlfn.WEBSERVICE("x")',
]
VARIANT = "@SUM(1) more for work"


def sheet(name, first):
    """Rows of the table of a sheet, by heading."""
    with open(sheets / f"workbook-{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    place = next(i for i, row in enumerate(rows) if row and row[0] == first)
    width = next((i for i, head in enumerate(rows[place]) if not head), len(rows[place]))
    return [dict(zip(rows[place][:width], row)) for row in rows[place + 1 :] if any(row)]


def table(name):
    """Rows of a CSV file of the run."""
    with open(run / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same(found, stated, most, what):
    assert abs(float(found) - float(stated)) <= most, f"{what}: {found} in the sheet, {stated} in the file"


def cents(value):
    return round(100 * float(value))


compared = 0
last = max(row["year"] for row in table("physicians"))
people = sheet("Physicians", "Arm")
of_last = [row for row in table("physicians") if row["year"] == last]
assert len(people) == len(of_last) == 18, len(people)
for own, row in zip(people, of_last):
    assert (own["Arm"], own["Physician ID"]) == (row["arm"], row["physician_id"]), (own, row)
    same(own["Pay"], row["pay"], 0.5, "pay")
    same(own["wRVU"], row["wrvu"], 0.5, "wRVU")
    parts = ["time", "volume", "quality", "cost of care", "panel", "service"]
    assert sum(cents(own[f"Pay for {part}"]) for part in parts) == cents(own["Pay"]), own
    compared += 3
assert [own["Name"] for own in people[:9]] == NAMES, [own["Name"] for own in people[:9]]
assert [own["Physician ID"] for own in people[:9]] == [f"00{n}" for n in range(9)]

budget = sheet("Budget impact", "Arm")
for whole in (row for row in budget if row["By"] == "all"):
    of = [row for row in budget if (row["Arm"], row["Year"]) == (whole["Arm"], whole["Year"])]
    for head in ["Pay", "On costs", "Cost", "Change of cost"]:
        for by in ["plan", "specialty"]:
            assert sum(cents(row[head]) for row in of if row["By"] == by) == cents(whole[head]), (head, by, whole)
            compared += 1
totals = {(r["arm"], r["year"]): r["mean"] for r in table("summary") if r["metric"] == "pay_total"}
for row in (row for row in budget if row["By"] == "all"):
    same(row["Pay"], totals[row["Arm"], row["Year"]], 0.1, "pay of all")

bridge = sheet("Margin bridge", "Bar")
change = next(r["change"] for r in table("margin") if (r["arm"], r["year"], r["bar"]) == ("more", "", "margin"))
same(bridge[-1][VARIANT], change, 0.006, "change of the margin")
assert sum(cents(row[VARIANT]) for row in bridge[:-1]) == cents(bridge[-1][VARIANT])

cash = sheet("Cash", "Month")
for title, arm in [("Today", "baseline"), (VARIANT, "more")]:
    own = [row for row in table("cash") if row["arm"] == arm]
    assert len(own) == len(cash)
    for shown, stated in zip(cash, own):
        assert shown["Calendar month"] == stated["calendar_month"], "a month became a date"
        same(shown[title], stated["mean"], 0.006, "cash")
        compared += 1

margin = sheet("Margin lines", "Arm")
stated = table("margin")
assert len(margin) == len(stated)
for shown, row in zip(margin, stated):
    same(shown["Mean"], row["mean"], 0.006, row["line"])
    compared += 1

horizon = {(r["arm"], r["metric"]): r for r in table("compare_horizon")}
for row in sheet("Comparison", "Arm"):
    key = (row["Arm"], row["Measure"].replace(" ", "_"))
    if key in horizon and row["When"] != last:
        known = horizon[key]
        if known["unit"] == "$":
            same(row["Change"], known["mean"], 0.006, key)
            compared += 1
law = sheet("Compliance", "Arm")
assert len(law) == len(table("law"))
print(f"{compared} figures of the workbook are those of the run's files; {len(list(sheets.glob('*.csv')))} sheets")
