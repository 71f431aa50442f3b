//! Reading a survey table, with every bad cell reported and everything that was understood said.

use super::{Percentiles, SurveyMeasure, SurveyRow};
use crate::entity::specialty_of;
use crate::schema::Refused;
use crate::sheet::{Amounts, Answer, FileKind, Heading, Spreadsheet, Vocabulary};
use crate::units::{as_name, closest, either};

/// A column of the survey file.
#[derive(Clone, Copy, Debug)]
pub struct SurveyColumn {
    /// Its name.
    pub name: &'static str,
    /// What it holds, with unit and range.
    pub meaning: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Other headings that mean it.
    also: &'static [&'static str],
    /// The percentile that it holds.
    percentile: Option<f64>,
}

const fn column(
    name: &'static str,
    required: bool,
    also: &'static [&'static str],
    meaning: &'static str,
) -> SurveyColumn {
    SurveyColumn { name, meaning, required, also, percentile: None }
}

const fn percentile(
    at: f64,
    name: &'static str,
    also: &'static [&'static str],
    meaning: &'static str,
) -> SurveyColumn {
    SurveyColumn { name, meaning, required: at > LOWEST, also, percentile: Some(at) }
}

/// The percentile that a survey may leave out.
const LOWEST: f64 = 10.0;

/// The columns of a survey file.
#[rustfmt::skip]
pub const COLUMNS: [SurveyColumn; 9] = [
    column("specialty", true, &["speciality", "specialty name", "specialty description", "provider specialty"],
        "A standard specialty (cascade catalogue defaults), by its own or a common name, or one of the scenario's own."),
    column("measure", true, &["metric", "benchmark", "measure name"],
        "wrvu_per_clinical_fte (wRVU a year per 1.0 clinical FTE), pay_per_fte ($ a year per 1.0 total FTE, all cash) or pay_per_wrvu ($)."),
    percentile(10.0, "p10", &["10th", "10th percentile", "10th %ile", "percentile 10", "10th pctl", "10 %", "10%ile", "tenth percentile"],
        "10th percentile, above 0."),
    percentile(25.0, "p25", &["25th", "25th percentile", "25th %ile", "percentile 25", "25th pctl", "25 %", "25%ile"],
        "25th percentile, above 0 and p10."),
    percentile(50.0, "p50", &["50th", "50th percentile", "50th %ile", "percentile 50", "50th pctl", "50 %", "50%ile", "median"],
        "Median, above p25."),
    percentile(75.0, "p75", &["75th", "75th percentile", "75th %ile", "percentile 75", "75th pctl", "75 %", "75%ile"],
        "75th percentile, above p50."),
    percentile(90.0, "p90", &["90th", "90th percentile", "90th %ile", "percentile 90", "90th pctl", "90 %", "90%ile"],
        "90th percentile, above p75."),
    column("respondents", false, &["n", "count", "providers", "number of providers", "physicians", "respondent count"],
        "How many physicians reported; not used in any figure."),
    column("note…", false, &[], "Columns whose name begins with `note` are ignored."),
];

/// Common names of what a survey measures.
const MEASURES: [(&str, SurveyMeasure); 14] = [
    ("wrvu", SurveyMeasure::WrvuPerClinicalFte),
    ("work rvu", SurveyMeasure::WrvuPerClinicalFte),
    ("wrvus per clinical fte", SurveyMeasure::WrvuPerClinicalFte),
    ("wrvu per cfte", SurveyMeasure::WrvuPerClinicalFte),
    ("total cash compensation", SurveyMeasure::PayPerFte),
    ("tcc", SurveyMeasure::PayPerFte),
    ("total compensation", SurveyMeasure::PayPerFte),
    ("compensation", SurveyMeasure::PayPerFte),
    ("tcc per fte", SurveyMeasure::PayPerFte),
    ("compensation per wrvu", SurveyMeasure::PayPerWrvu),
    ("total cash compensation per wrvu", SurveyMeasure::PayPerWrvu),
    ("tcc per wrvu", SurveyMeasure::PayPerWrvu),
    ("total compensation per wrvu", SurveyMeasure::PayPerWrvu),
    ("compensation to wrvu ratio", SurveyMeasure::PayPerWrvu),
];

/// Largest value a cell may have: no physician is paid more.
const LARGEST: f64 = 1e8;
/// Rows of a survey at most: every specialty in every region.
const MOST_ROWS: usize = 20_000;

/// A survey as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SurveyTable {
    /// Its rows.
    pub rows: Vec<SurveyRow>,
    /// What had to be understood to read the file, in sentences.
    pub understood: Vec<String>,
}

/// Reads the rows of a survey file: text or a workbook, as spreadsheets export them. `specialties` are the names
/// that rows may have, beside common names of standard ones; `name` is used in messages.
///
/// # Errors
///
/// Every bad cell with its row and column, those of many rows once for the column.
pub fn read_survey(name: &str, bytes: &[u8], specialties: &[&str]) -> Result<Vec<SurveyRow>, Refused> {
    SurveyTable::read(name, bytes, specialties).map(|table| table.rows)
}

impl SurveyTable {
    /// [`read_survey`], with what was understood.
    ///
    /// # Errors
    ///
    /// As of [`read_survey`].
    pub fn read(name: &str, bytes: &[u8], specialties: &[&str]) -> Result<SurveyTable, Refused> {
        let headings = COLUMNS.map(|column| Heading { name: column.name, also: column.also });
        let vocabulary = Vocabulary::new(headings.to_vec());
        let required: Vec<&str> = COLUMNS.iter().filter(|c| c.required).map(|c| c.name).collect();
        let layout = FileKind {
            kind: "survey",
            rows: "one row for each specialty and measure",
            vocabulary: &vocabulary,
            required: &required,
            instead: &[],
            listed_by: "cascade catalogue surveys",
            most: MOST_ROWS,
        };
        let mut sheet = Spreadsheet::read(name, bytes, &layout)?;
        let rows = rows(&mut sheet, specialties);
        if rows.is_empty() && sheet.is_sound() {
            let message = "the survey has no rows; write one for each specialty and measure below the header";
            sheet.header_problem(0, "", message.to_owned());
        }
        Ok(SurveyTable { rows, understood: sheet.finish()? })
    }
}

fn rows(sheet: &mut Spreadsheet, specialties: &[&str]) -> Vec<SurveyRow> {
    let specialty = specialties_of(sheet, specialties);
    let measure = measures_of(sheet);
    let percentiles = percentiles_of(sheet);
    let place = sheet.column("specialty").map_or(0, |column| column.place);
    let mut rows: Vec<SurveyRow> = Vec::new();
    for row in 0..sheet.len() {
        let (Some(specialty), Some(measure)) = (&specialty[row], measure[row]) else { continue };
        let Some(percentiles) = knots(sheet, &percentiles, row) else { continue };
        let line = sheet.line(row);
        if let Some(first) = rows.iter().find(|r| r.specialty == *specialty && r.measure == measure) {
            let message = format!(
                "found {} of {specialty} again; it already stands in line {}; keep one",
                measure.key(),
                first.line
            );
            sheet.problem(row, place, "specialty", message);
        } else {
            rows.push(SurveyRow { specialty: specialty.clone(), measure, percentiles, line });
        }
    }
    rows
}

/// A column of percentiles: its place in the file, what it holds, its cells.
type Knots = (usize, &'static SurveyColumn, f64, Vec<Answer<f64>>);

fn percentiles_of(sheet: &mut Spreadsheet) -> Vec<Knots> {
    let found: Vec<(usize, &'static SurveyColumn, f64)> = COLUMNS
        .iter()
        .filter_map(|column| Some((sheet.column(column.name)?.place, column, column.percentile?)))
        .collect();
    sheet.learn(&found.iter().map(|(place, ..)| *place).collect::<Vec<_>>(), &[]);
    let read = |(place, column, at): (usize, &'static SurveyColumn, f64)| {
        let amounts = Amounts { place, name: column.name, range: (0.0, LARGEST), empty: None, above: true };
        let answers = sheet.numbers(&amounts);
        let empty: Vec<usize> =
            (0..answers.len()).filter(|row| answers[*row] == Answer::Silent && column.required).collect();
        sheet.missing(place, column.name, &empty);
        (place, column, at, answers)
    };
    found.into_iter().map(read).collect()
}

/// The percentiles of a row, if all that must be there are, and rise.
fn knots(sheet: &mut Spreadsheet, percentiles: &[Knots], row: usize) -> Option<Percentiles> {
    let mut knots: Vec<(f64, f64)> = Vec::with_capacity(percentiles.len());
    for (place, column, at, answers) in percentiles {
        let value = match answers[row] {
            Answer::Is(value) => value,
            Answer::Silent if !column.required => continue,
            Answer::Silent | Answer::Wrong => return None,
        };
        if let Some((lower, below)) = knots.last().filter(|(_, below)| value <= *below) {
            let message = format!("found {value}; it must be above P{lower:.0}, which is {below}");
            sheet.problem(row, *place, column.name, message);
            return None;
        }
        knots.push((*at, value));
    }
    Percentiles::new(&knots)
}

/// Letters and digits of a name, in small letters, without a plural.
fn letters(name: &str) -> String {
    let all: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    all.trim_end_matches('s').to_owned()
}

fn measures_of(sheet: &mut Spreadsheet) -> Vec<Option<SurveyMeasure>> {
    let Some(place) = sheet.column("measure").map(|column| column.place) else { return Vec::new() };
    let words = sheet.names(place, "measure");
    let (mut wrong, mut empty, mut read, mut measures) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (row, word) in words.into_iter().enumerate() {
        let Answer::Is(word) = word else {
            if word == Answer::Silent {
                empty.push(row);
            }
            measures.push(None);
            continue;
        };
        let own = SurveyMeasure::ALL.iter().copied().find(|m| m.key() == word);
        let common = || {
            let own = SurveyMeasure::ALL.iter().copied().find(|m| letters(m.key()) == letters(&word));
            own.or_else(|| MEASURES.iter().find(|(name, _)| letters(name) == letters(&word)).map(|(_, m)| *m))
        };
        let measure = own.or_else(common);
        match measure {
            None => {
                let allowed = either(SurveyMeasure::ALL.iter().map(|m| m.key()));
                wrong.push((row, format!("found {word:?}; allowed: {allowed}")));
            }
            Some(measure) if own.is_none() => {
                let sentence = format!("{word:?} as {}", measure.key());
                if !read.contains(&sentence) {
                    read.push(sentence);
                }
            }
            Some(_) => {}
        }
        measures.push(measure);
    }
    if !read.is_empty() {
        sheet.say(format!("measures read: {}", read.join(", ")));
    }
    sheet.problems(place, "measure", wrong);
    sheet.missing(place, "measure", &empty);
    measures
}

fn specialties_of(sheet: &mut Spreadsheet, known: &[&str]) -> Vec<Option<String>> {
    let Some(place) = sheet.column("specialty").map(|column| column.place) else { return Vec::new() };
    let words = sheet.names(place, "specialty");
    let (mut empty, mut read, mut asked, mut names) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (row, word) in words.into_iter().enumerate() {
        let Answer::Is(word) = word else {
            if word == Answer::Silent {
                empty.push(row);
            }
            names.push(None);
            continue;
        };
        if known.contains(&word.as_str()) {
            names.push(Some(word));
        } else if let Some(standard) = specialty_of(&word, known) {
            let sentence = format!("{word:?} as {standard}");
            if !read.contains(&sentence) {
                read.push(sentence);
            }
            names.push(Some(standard.to_owned()));
        } else {
            if !asked.contains(&word) {
                let near = closest(&word, known.iter().copied());
                let hint = near.map_or_else(String::new, |near| format!("did you mean `{near}`? Else "));
                let message = format!(
                    "unknown specialty {word:?}; {hint}use a standard one (`cascade catalogue defaults` lists them), state it as [specialty.{}] in the scenario and by that name here, or take the row away",
                    as_name(&word)
                );
                sheet.problem(row, place, "specialty", message);
                asked.push(word);
            }
            names.push(None);
        }
    }
    if !read.is_empty() {
        sheet.say(format!("names of specialties read: {}", read.join(", ")));
    }
    sheet.missing(place, "specialty", &empty);
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::Position;

    const HEAD: &str = "specialty,measure,p25,p50,p75,p90,note\n";
    const KNOWN: [&str; 2] = ["cardiology", "neurology"];

    fn read(rows: &str) -> Result<Vec<SurveyRow>, Vec<String>> {
        read_survey("s.csv", format!("{HEAD}{rows}").as_bytes(), &KNOWN)
            .map_err(|error| error.problems().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_good_table_reads() {
        let rows = read(
            "cardiology,pay_per_fte,400000,500000,600000,700000,x\n\nneurology,pay_per_wrvu,50,60,70,80,\n",
        )
        .unwrap();
        assert_eq!((rows.len(), rows[1].measure, rows[1].line), (2, SurveyMeasure::PayPerWrvu, 4));
        assert_eq!(rows[0].percentiles.position(650_000.0), Position::At(82.5));
    }

    #[test]
    fn every_bad_cell_has_its_row_and_column() {
        let problems = read(
            "cardiolgy,pay_per_fte,1,2,3,4,\n\
             cardiology,pay,1,2,3,4,\n\
             cardiology,pay_per_fte,\"$400,00x\",,-3,4,\n\
             neurology,pay_per_fte,5,4,6,7,\n",
        )
        .unwrap_err();
        assert_eq!(
            problems,
            [
                "s.csv:2:1: specialty: unknown specialty \"cardiolgy\"; did you mean `cardiology`? Else use a standard one (`cascade catalogue defaults` lists them), state it as [specialty.cardiolgy] in the scenario and by that name here, or take the row away",
                "s.csv:3:2: measure: found \"pay\"; allowed: `wrvu_per_clinical_fte`, `pay_per_fte` or `pay_per_wrvu`",
                "s.csv:4:3: p25: found \"$400,00x\"; `p25` is a number above 0 and up to 100000000",
                "s.csv:4:4: p50: the cell is empty; `p50` must be given in every row",
                "s.csv:4:5: p75: found -3; `p75` lies above 0 and up to 100000000",
                "s.csv:5:4: p50: found 4; it must be above P25, which is 5",
            ]
        );
    }

    #[test]
    fn a_survey_as_it_is_exported() {
        // The P10 is a further point of the curve: 325,000 lies half way from 250,000 (P10) to 400,000 (P25): P17.5.
        let text = "Invented survey 2025;;;;;;\nSpecialty;Metric;10th %ile;25th %ile;Median;75th %ile;90th %ile\n\
            Cardiology - Invasive;TCC;$250,000;$400,000;$500,000;$600,000;$700,000\n\
            Neurology;Work RVUs;*;4,000;5,000;6,000;7,000\n";
        let table = SurveyTable::read("s.csv", text.as_bytes(), &KNOWN).unwrap();
        assert_eq!(table.rows[0].percentiles.position(325_000.0), Position::At(17.5));
        assert_eq!(
            (table.rows[0].specialty.as_str(), table.rows[0].measure),
            ("cardiology", SurveyMeasure::PayPerFte)
        );
        assert_eq!(table.rows[1].measure, SurveyMeasure::WrvuPerClinicalFte);
        assert_eq!(table.rows[1].percentiles.position(3_999.0), Position::Below(25.0));
        assert!(table.understood.len() >= 5, "{:?}", table.understood);
    }

    #[test]
    fn a_tenth_percentile_lies_below_the_others() {
        let text = "specialty,measure,p10,p25,p50,p75,p90\ncardiology,pay_per_wrvu,50,50,60,70,80\n";
        let error = read_survey("s.csv", text.as_bytes(), &KNOWN).unwrap_err();
        assert_eq!(
            error.problems()[0].to_string(),
            "s.csv:2:4: p25: found 50; it must be above P10, which is 50"
        );
    }

    #[test]
    fn headers_and_repeats() {
        let of = |text: &str| {
            read_survey("s.csv", text.as_bytes(), &KNOWN).unwrap_err().problems()[0].message.clone()
        };
        assert!(of("").contains("empty"));
        assert!(of("specialty;measure\n").contains("missing column `p25`"));
        assert!(of("specialty,measure,p25,p50,p75\n").contains("missing column `p90`"));
        assert!(of(HEAD).contains("no rows"));
        let problems =
            read("cardiology,pay_per_fte,1,2,3,4,\ncardiology,pay_per_fte,1,2,3,4,\n").unwrap_err();
        assert!(problems[0].contains("already stands in line 2"), "{problems:?}");
    }
}
