//! Cells out of a CSV file: a column for each number, a row for each cell.

use super::cells::{refuse_too_many, refuse_twice};
use super::factor::{FactorLevels, SweepFactor};
use crate::schema::{Gathering, Refused, line_of_row};

/// Numbers and cells of a list.
type ListedCells = (Vec<SweepFactor>, Vec<Vec<f64>>);

/// Reads cells: the header holds the place of each number, each row below it a value for each. Lines that begin with `#`
/// are passed over. `name` is the file's name in messages.
///
/// # Errors
///
/// Every problem, with its line and cell.
///
/// ```
/// let text = b"allocation.physicians,allocation.reserve.rate\n0.3,0.1\n0.5,0.2\n";
/// let (factors, cells) = cascade::analysis::read_cells("cells.csv", text)?;
/// assert_eq!(factors[1].place, "allocation.reserve.rate");
/// assert_eq!(cells, [[0.3, 0.1], [0.5, 0.2]]);
/// # Ok::<(), cascade::Refused>(())
/// ```
pub fn read_cells(name: &str, text: &[u8]) -> Result<ListedCells, Refused> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .flexible(true)
        .from_reader(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text));
    let mut problems = Gathering::of(name);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.add(1, 1, "", format!("this is not CSV: {error}"));
            return Err(problems.into());
        }
    };
    for (at, place) in header.iter().enumerate().filter(|(_, place)| place.is_empty()) {
        let message = format!("found {place:?} at the head of a column; write the place of a number there");
        problems.add(1, at + 1, "", message);
    }
    let mut cells: Vec<Vec<f64>> = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, |at| line_of_row(text, at.byte(), at.line()));
                let own = row(&record, &header, line, &mut problems);
                if own.as_ref().is_some_and(|own| cells.contains(own)) {
                    let message = "this row sets the same as one above; write each once".to_owned();
                    problems.add(line, 1, "", message);
                }
                cells.extend(own);
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let line = usize::try_from(line).unwrap_or(usize::MAX);
                problems.add(line, 1, "", format!("this row does not read: {error}"));
            }
        }
    }
    if cells.is_empty() && problems.is_empty() {
        problems.add(1, 1, "", "there is no cell; write a row of values below the header".to_owned());
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let factor = |(at, place): (usize, &str)| {
        let mut values: Vec<f64> = Vec::new();
        for value in cells.iter().map(|cell| cell[at]) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        SweepFactor { place: place.to_owned(), levels: FactorLevels::Listed(values) }
    };
    let factors: Vec<SweepFactor> = header.iter().enumerate().map(factor).collect();
    refuse_twice(&factors)?;
    refuse_too_many(Some(cells.len()))?;
    Ok((factors, cells))
}

/// The values of a row; nothing where one is missing, after its problems were noted.
fn row(
    record: &csv::StringRecord,
    header: &csv::StringRecord,
    line: usize,
    problems: &mut Gathering<'_>,
) -> Option<Vec<f64>> {
    if record.len() != header.len() {
        let message = format!(
            "found {} cells; the header has {}: write a value for each number",
            record.len(),
            header.len()
        );
        problems.add(line, 1, "", message);
        return None;
    }
    let mut values = Vec::with_capacity(record.len());
    for (at, (text, place)) in record.iter().zip(header).enumerate() {
        if let Some(value) = text.parse::<f64>().ok().filter(|value| value.is_finite()) {
            values.push(value);
        } else {
            let message = format!("found {text:?}; write a number without separators, and 0.12 for 12 %");
            problems.add(line, at + 1, place, message);
        }
    }
    (values.len() == record.len()).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cells_in_their_order() {
        let text = "\u{feff}# three cells\nrun.years , redesign:a.b\n 1 , 0.5\n\n2,0.5\n3,-1e3\n";
        let (factors, cells) = read_cells("cells.csv", text.as_bytes()).unwrap();
        assert_eq!(cells, [[1.0, 0.5], [2.0, 0.5], [3.0, -1000.0]]);
        assert_eq!(factors[0].place, "run.years");
        assert_eq!(factors[1].levels, FactorLevels::Listed(vec![0.5, -1000.0]), "each value once");
    }

    #[test]
    fn every_problem_stands_at_its_place() {
        let text = "a,,b\n1,2\n1,x,1\n\n1,2,nan\n";
        let said = read_cells("cells.csv", text.as_bytes()).unwrap_err().to_string();
        for part in [
            "cells.csv:1:2: found \"\" at the head of a column",
            "cells.csv:2:1: found 2 cells; the header has 3",
            "cells.csv:3:2: found \"x\"",
            "cells.csv:5:3: b: found \"nan\"",
        ] {
            assert!(said.contains(part), "{said}");
        }
        let said = read_cells("cells.csv", b"a,b\n1,2\n1,3\n1,2\n").unwrap_err().to_string();
        assert!(said.starts_with("cells.csv:4:1: this row sets the same as one above"), "{said}");
        for (text, part) in
            [("a,b\n", "there is no cell"), ("", "there is no cell"), ("a,a\n1,2\n", "varied twice")]
        {
            let said = read_cells("cells.csv", text.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(part), "{text:?}: {said}");
        }
    }
}
