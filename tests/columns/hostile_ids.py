"""Gives the physicians of a roster identifiers that readers tend to spoil."""
import csv
import sys

IDS = ["007", "00", "1e5", "TRUE", "inf", "2026-01-01", "=1+1", "＝1+1", "@x", "+1", "<b>", "אבג", "🩺", "a,b", 'a"b']

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    text = file.read()
notes = [line for line in text.splitlines() if line.startswith("#")]
rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
place = rows[0].index("physician_id") if "physician_id" in rows[0] else rows[0].index("id")
for row, name in zip(rows[1:], IDS):
    row[place] = name
with open(sys.argv[1], "w", encoding="utf-8", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows(rows)
