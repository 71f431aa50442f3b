//! Broken rosters.

#![expect(clippy::too_many_lines, reason = "tables of cases")]

use super::*;

#[test]
fn rosters() {
    let utf16: Vec<u8> = sound_roster().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut latin = sound_roster().into_bytes();
    let at = latin.windows(2).position(|w| w == b"P2").unwrap();
    latin.splice(at..at + 2, [HERE.as_bytes(), b"Zo\x81"].concat());
    let missing = put(
        "no file",
        "\"roster.csv\"",
        "⇢\"rooster.csv\"",
        &[
            "roster.file: cannot read the roster rooster.csv: there is no such file or folder; the path is relative to the scenario",
        ],
    );
    every_one_is_refused(vec![
        missing,
        roster(
            "nothing at all",
            "⇢",
            &["the file is empty; write a header row and one row for each physician"],
        ),
        roster(
            "only a header",
            "⇢physician_id,specialty,plan,clinical_fte,wrvu\n",
            &["the roster has no physicians; write one row for each below the header"],
        ),
        roster(
            "no header",
            format!("⇢{}", sound_roster().split_once('\n').unwrap().1),
            &[
                "the first row must name the columns … begin it with physician_id,specialty,plan,clinical_fte,wrvu",
            ],
        ),
        roster(
            "a workbook",
            "⇢PK\u{3}\u{4}\u{14}\0",
            &[
                "this is an Excel workbook that cannot be read … save it again as .xlsx, or the sheet as \"CSV UTF-8\"",
            ],
        ),
        roster(
            "UTF-16 that does not say so",
            [HERE.as_bytes(), &utf16].concat(),
            &["the file holds zero bytes, so it is not UTF-8 text; save it as \"CSV UTF-8\""],
        ),
        roster(
            "no encoding",
            latin,
            &[
                "this line holds the byte 0x81, which is neither UTF-8 nor Windows-1252; save the file as \"CSV UTF-8\"",
            ],
        ),
        cell(
            "decimal commas beside points",
            "0.8",
            "⇢\"0,8\"",
            &[
                "clinical_fte: found \"0,8\"; the column has a comma before decimals here, and a point in line 2 (\"1.0\")",
            ],
        ),
        cell(
            "a column left out",
            "clinical_fte,wrvu",
            "clinical_fte,note",
            &["wrvu: missing column `wrvu`; add it to the header and to every row"],
        )
        .at_roster("physician_id", "⇢physician_id"),
        cell(
            "a column misspelt",
            ",panel",
            ",⇢pannel",
            &["pannel: unknown column `pannel`; did you mean `panel`?"],
        ),
        cell(
            "a family without its dot",
            ",panel",
            ",⇢lives_book",
            &[
                "lives_book: unknown column `lives_book`; write `lives.book` if that is what it holds, else name it `note…",
            ],
        ),
        cell(
            "a column given twice",
            ",panel",
            ",⇢plan",
            &["plan: the column stands twice, first as column 3; remove one"],
        ),
        cell(
            "a contract misspelt",
            "lives.aco",
            "⇢lives.acco",
            &["lives.acco: there is no contract \"acco\"; did you mean `aco`?"],
        ),
        cell(
            "an identifier given twice",
            "P2",
            "⇢P1",
            &[
                "physician_id: found \"P1\" again; it already stands in line 2; identifiers must be unique, but for rows that say in a column `from` from when they hold, and for appointments of one person that a column `appointment` tells apart, such as clinic and hospital",
            ],
        ),
        cell(
            "no identifier",
            "P2",
            "⇢",
            &["physician_id: the cell is empty; `physician_id` must be given in every row"],
        ),
        cell(
            "an identifier with a mark nobody sees",
            "P2",
            "⇢P\u{200b}2",
            &["physician_id: found \"P\\u{200b}2\"; remove line breaks and hidden characters"],
        ),
        cell(
            "an identifier like a book",
            "P2",
            &format!("⇢{}", "x".repeat(3_000_000)),
            &["physician_id: found 3000000 characters; write at most 200"],
        ),
        cell(
            "a word for a number",
            "7000",
            "⇢many",
            &["wrvu: found \"many\"; `wrvu` is a number between 0 and 100000"],
        ),
        cell(
            "a percentage of no whole",
            "7000",
            "⇢90%",
            &["wrvu: found \"90%\"; `wrvu` is no share: write a number between 0 and 100000"],
        ),
        cell("no number", "7000", "⇢nan", &["wrvu: found \"nan\"; `wrvu` is a number between 0 and 100000"]),
        cell(
            "beyond every number",
            "7000",
            "⇢1e400",
            &["wrvu: found \"1e400\"; `wrvu` is a number between 0 and 100000"],
        ),
        cell(
            "less than no time",
            "0.8",
            "⇢-0.8",
            &["clinical_fte: found -0.8; `clinical_fte` lies between 0.001 and 1.5"],
        ),
        cell(
            "a share as a percentage",
            "0.8",
            "⇢80",
            &["clinical_fte: found 80; … write a share such as 0.8, not a percentage"],
        ),
        cell(
            "more clinic than time",
            "clinical_fte,wrvu,panel,lives.aco\nP1,family_medicine,base,1.0,5000,1500,400\nP2,cardiology,base,0.8,7000,0,0",
            "clinical_fte,wrvu,fte\nP1,family_medicine,base,1.0,5000,1.0\nP2,cardiology,base,⇢0.8,7000,0.5",
            &["clinical_fte: found 0.8 with fte 0.5; the clinical share cannot exceed the whole"],
        ),
        cell(
            "more lives than patients",
            "1500",
            "⇢150",
            &[
                "panel: found a panel of 150 with 400 attributed lives; attributed lives are part of the panel",
            ],
        ),
        cell(
            "a plan misspelt",
            "cardiology,base",
            "cardiology,⇢bse",
            &["plan: there is no plan \"bse\"; did you mean `base`?"],
        ),
        cell(
            "a specialty misspelt",
            "cardiology",
            "⇢cardiolgy",
            &["specialty: unknown specialty \"cardiolgy\"; did you mean `cardiology`?"],
        ),
        cell(
            "a month in words",
            "panel,lives.aco\nP1,family_medicine,base,1.0,5000,1500,400\nP2,cardiology,base,0.8,7000,0,0",
            "hired\nP1,family_medicine,base,1.0,5000,2020-07\nP2,cardiology,base,0.8,7000,⇢next May",
            &[
                "hired: found \"next May\"; write a month as YYYY-MM or a day as YYYY-MM-DD, such as 2027-07 or 2027-07-15",
            ],
        ),
        cell(
            "a quote that does not close",
            "P2",
            "⇢\"P2",
            &["the quote that opens here never closes, … close it, or take it away"],
        ),
        cell(
            "a quote that swallows the rows below",
            "lives.aco\nP1,family_medicine,base,1.0,5000,1500,400",
            "note\nP1,family_medicine,base,1.0,5000,1500,⇢\"see below",
            &["the quote that opens here never closes"],
        ),
        cell(
            "a cell too many",
            "7000,0,0",
            "7000,5,0,⇢0",
            &[
                "found 8 cells where the header has 7; check for a missing or extra comma, or quote a cell that holds one, such as \"4,480\"",
            ],
        ),
        cell(
            "a number with a comma, and an empty cell at the end",
            "7000,0,0",
            "7,000,0,⇢",
            &["found 8 cells where the header has 7; check for a missing or extra comma"],
        ),
    ]);
}
