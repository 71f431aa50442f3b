//! Reading a survey table, with every bad cell reported.

use super::{Percentiles, SurveyMeasure, SurveyRow};
use crate::schema::{Gathering, Refused, line_of_row};
use crate::units::{closest, either};
use csv::{ReaderBuilder, StringRecord, Trim};

/// A column of the survey file.
#[derive(Clone, Copy, Debug)]
pub struct SurveyColumn {
    /// Its name.
    pub name: &'static str,
    /// What it holds, with unit and range.
    pub meaning: &'static str,
    /// Whether it must be there.
    pub required: bool,
}

const fn column(name: &'static str, required: bool, meaning: &'static str) -> SurveyColumn {
    SurveyColumn { name, meaning, required }
}

/// The columns of a survey file.
pub const COLUMNS: [SurveyColumn; 8] = [
    column(
        "specialty",
        true,
        "A standard specialty (cascade catalogue defaults) or one of the scenario's own.",
    ),
    column(
        "measure",
        true,
        "wrvu_per_clinical_fte (wRVU a year per 1.0 clinical FTE), pay_per_fte ($ a year per 1.0 total FTE, all cash) or pay_per_wrvu ($).",
    ),
    column("p25", true, "25th percentile, above 0."),
    column("p50", true, "Median, above p25."),
    column("p75", true, "75th percentile, above p50."),
    column("p90", true, "90th percentile, above p75."),
    column("respondents", false, "How many physicians reported; not used in any figure."),
    column("note…", false, "Columns whose name begins with `note` are ignored."),
];

const PERCENTILES: [(&str, f64); 4] = [("p25", 25.0), ("p50", 50.0), ("p75", 75.0), ("p90", 90.0)];

/// Largest value a cell may have: no physician is paid more.
const LARGEST: f64 = 1e8;

/// Reads a survey file: UTF-8, comma separated, one header row. `specialties` are the names that
/// rows may have; `name` is used in messages.
///
/// # Errors
///
/// Every bad cell with its row and column, up to 200 of them.
pub fn read_survey(name: &str, bytes: &[u8], specialties: &[&str]) -> Result<Vec<SurveyRow>, Refused> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut file = File { problems: Gathering::of(name) };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let sound = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let line = sound.matches('\n').count() + 1;
            file.add(line, 1, "", "this row is not UTF-8; save the file as \"CSV UTF-8\"".to_owned());
            return Err(file.problems.into());
        }
    };
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            file.add(1, 1, "", format!("cannot read the header: {error}"));
            return Err(file.problems.into());
        }
    };
    let Some(layout) = file.layout(&header) else { return Err(file.problems.into()) };
    let mut rows: Vec<SurveyRow> = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                file.add(usize::try_from(line).unwrap_or(1), 1, "", format!("cannot read this row: {error}"));
                break;
            }
        };
        let line = record.position().map_or(1, |p| line_of_row(text.as_bytes(), p.byte(), p.line()));
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != header.len() {
            file.add(
                line,
                record.len().min(header.len()) + 1,
                "",
                format!(
                    "found {} cells where the header has {}; check for a missing or extra comma, or quote a cell that holds one",
                    record.len(),
                    header.len()
                ),
            );
            continue;
        }
        let Some(row) = file.row(&record, line, &layout, specialties) else { continue };
        let again = rows.iter().find(|r| r.specialty == row.specialty && r.measure == row.measure);
        if let Some(first) = again {
            let message = format!(
                "found {} of {} again; it already stands in line {}; keep one",
                row.measure.key(),
                row.specialty,
                first.line
            );
            file.add(line, layout[0] + 1, "specialty", message);
        } else {
            rows.push(row);
        }
    }
    if rows.is_empty() && file.problems.is_empty() {
        file.add(
            1,
            1,
            "",
            "the survey has no rows; write one for each specialty and measure below the header".to_owned(),
        );
    }
    if file.problems.is_empty() { Ok(rows) } else { Err(file.problems.into()) }
}

struct File<'a> {
    problems: Gathering<'a>,
}

impl File<'_> {
    fn add(&mut self, line: usize, cell: usize, path: &str, message: String) {
        self.problems.add(line, cell, path, message);
    }

    /// Places of specialty, measure and the four percentiles.
    fn layout(&mut self, header: &StringRecord) -> Option<[usize; 6]> {
        if header.len() <= 1 {
            let found = header.get(0).unwrap_or_default();
            let message = if found.contains(';') {
                "found columns separated by semicolons; separate them by commas"
            } else if found.contains('\t') {
                "found columns separated by tabs; separate them by commas"
            } else {
                "the file is empty; write a header row: specialty,measure,p25,p50,p75,p90"
            };
            self.add(1, 1, "", message.to_owned());
            return None;
        }
        let required: Vec<&str> = COLUMNS.iter().filter(|c| c.required).map(|c| c.name).collect();
        for (place, found) in header.iter().enumerate() {
            if header.iter().take(place).any(|earlier| earlier == found) {
                self.add(1, place + 1, found, "the column stands twice; remove one".to_owned());
            }
            let known = found.to_lowercase().starts_with("note") || COLUMNS.iter().any(|c| c.name == found);
            if !known {
                let hint = closest(found, COLUMNS.iter().map(|c| c.name)).map_or_else(
                    || "begin the name with `note` to have it ignored".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.add(1, place + 1, found, format!("unknown column {found:?}; {hint}"));
            }
        }
        for name in &required {
            if !header.iter().any(|found| found == *name) {
                let message = format!("missing column `{name}`; add it to the header and to every row");
                self.add(1, 1, name, message);
            }
        }
        if !self.problems.is_empty() {
            return None;
        }
        let place = |name: &str| header.iter().position(|found| found == name).unwrap_or(0);
        Some(["specialty", "measure", "p25", "p50", "p75", "p90"].map(place))
    }

    fn row(
        &mut self,
        record: &StringRecord,
        line: usize,
        layout: &[usize; 6],
        specialties: &[&str],
    ) -> Option<SurveyRow> {
        let cell = |i: usize| record.get(layout[i]).unwrap_or_default();
        let specialty = cell(0);
        let known = specialties.contains(&specialty);
        if !known {
            let hint = closest(specialty, specialties.iter().copied()).map_or_else(
                || "`cascade catalogue defaults` lists the standard ones".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            self.add(line, layout[0] + 1, "specialty", format!("unknown specialty {specialty:?}; {hint}"));
        }
        let measure = SurveyMeasure::ALL.iter().copied().find(|m| m.key() == cell(1));
        if measure.is_none() {
            let allowed = either(SurveyMeasure::ALL.iter().map(|m| m.key()));
            self.add(line, layout[1] + 1, "measure", format!("found {:?}; allowed: {allowed}", cell(1)));
        }
        let mut knots = Vec::with_capacity(4);
        for (i, (name, percentile)) in PERCENTILES.iter().enumerate() {
            if let Some(value) = self.number(cell(i + 2), line, layout[i + 2], name) {
                if let Some((lower, below)) = knots.last()
                    && value <= *below
                {
                    let message = format!("found {value}; it must be above P{lower:.0}, which is {below}");
                    self.add(line, layout[i + 2] + 1, name, message);
                    return None;
                }
                knots.push((*percentile, value));
            }
        }
        let measure = measure.filter(|_| known && knots.len() == PERCENTILES.len())?;
        let percentiles = Percentiles::new(&knots)?;
        Some(SurveyRow { specialty: specialty.to_owned(), measure, percentiles, line })
    }

    fn number(&mut self, text: &str, line: usize, place: usize, column: &str) -> Option<f64> {
        let value = text.parse::<f64>().ok().filter(|v| v.is_finite());
        match value {
            Some(value) if value > 0.0 && value <= LARGEST => Some(value),
            Some(value) => {
                self.add(
                    line,
                    place + 1,
                    column,
                    format!("found {value}; `{column}` lies above 0 and up to {LARGEST}"),
                );
                None
            }
            None if text.is_empty() => {
                self.add(
                    line,
                    place + 1,
                    column,
                    format!("the cell is empty; `{column}` must be given in every row"),
                );
                None
            }
            None => {
                let hint = if text.contains(['$', ',', '%', ' ']) {
                    "; write it without $, %, spaces or thousands separators"
                } else {
                    ""
                };
                self.add(
                    line,
                    place + 1,
                    column,
                    format!("found {text:?}; `{column}` is a number above 0{hint}"),
                );
                None
            }
        }
    }
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
             cardiology,pay_per_fte,\"$400,000\",,-3,4,\n\
             neurology,pay_per_fte,5,4,6,7,\n",
        )
        .unwrap_err();
        assert_eq!(
            problems,
            [
                "s.csv:2:1: specialty: unknown specialty \"cardiolgy\"; did you mean `cardiology`?",
                "s.csv:3:2: measure: found \"pay\"; allowed: `wrvu_per_clinical_fte`, `pay_per_fte` or `pay_per_wrvu`",
                "s.csv:4:3: p25: found \"$400,000\"; `p25` is a number above 0; write it without $, %, spaces or thousands separators",
                "s.csv:4:4: p50: the cell is empty; `p50` must be given in every row",
                "s.csv:4:5: p75: found -3; `p75` lies above 0 and up to 100000000",
                "s.csv:5:4: p50: found 4; it must be above P25, which is 5",
            ]
        );
    }

    #[test]
    fn headers_and_repeats() {
        let of = |text: &str| {
            read_survey("s.csv", text.as_bytes(), &KNOWN).unwrap_err().problems()[0].message.clone()
        };
        assert!(of("specialty;measure\n").contains("semicolons"));
        assert!(of("").contains("empty"));
        assert!(of("specialty,measure,p25,p50,p75,p99\n").contains("p99"));
        assert!(of("specialty,measure,p25,p50,p75\n").contains("missing column `p90`"));
        assert!(of(HEAD).contains("no rows"));
        let problems =
            read("cardiology,pay_per_fte,1,2,3,4,\ncardiology,pay_per_fte,1,2,3,4,\n").unwrap_err();
        assert!(problems[0].contains("already stands in line 2"), "{problems:?}");
    }
}
