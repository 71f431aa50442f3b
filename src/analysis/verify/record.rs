//! The programme as a whole: the public record settled by the engine's own contract code, by size
//! and track.

use super::{Figures, Measured, found};
use crate::analysis::Estimate;
use crate::replay::{Programme, replay};
use crate::study::StudyFault;

/// Sums over a part of the record, $.
#[derive(Clone, Copy, Default)]
struct Sums {
    replayed: f64,
    published: f64,
}

/// Parts of the record: name of the figure, and whether a row belongs by track and people.
type RecordPart = (&'static str, fn(&str, f64) -> bool);

const PARTS: [RecordPart; 6] = [
    ("one_sided", |track, _| ["T1", "A", "B"].contains(&track)),
    ("basic_two_sided", |track, _| ["T1+", "C", "D", "E"].contains(&track)),
    ("enhanced", |track, _| ["T2", "T3", "EN"].contains(&track)),
    ("below_10000", |_, people| people < 10_000.0),
    ("to_20000", |_, people| (10_000.0..20_000.0).contains(&people)),
    ("from_20000", |_, people| people >= 20_000.0),
];

/// What the rules pay over what CMS paid, savings only, by track and size; rows that match, in
/// percent; payments of 2023 in billions of dollars.
pub(super) fn mssp() -> Result<Figures, StudyFault> {
    let fault = |why: String| StudyFault::Invalid(why);
    let mut rows = csv::Reader::from_reader(Programme::Mssp.record());
    let header = rows.headers().map_err(|error| fault(error.to_string()))?.clone();
    let place = |name: &str| header.iter().position(|column| column == name);
    let (Some(track), Some(people)) = (place("track"), place("n_ab")) else {
        return Ok(vec![("matched", Measured::Missing("the record lacks track or size"))]);
    };
    let mut described = Vec::new();
    for row in rows.records() {
        let row = row.map_err(|error| fault(error.to_string()))?;
        let lives = row.get(people).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
        described.push((row.get(track).unwrap_or("").to_owned(), lives));
    }
    let mut parts = [Sums::default(); PARTS.len()];
    let (mut row, mut paid_2023) = (0, 0.0);
    let report =
        replay(Programme::Mssp, Programme::Mssp.record_name(), Programme::Mssp.record(), &mut |settled| {
            if let Some((track, people)) = described.get(row) {
                for ((_, belongs), sums) in PARTS.iter().zip(&mut parts) {
                    if belongs(track, *people) {
                        sums.replayed += settled.replayed.dollars().max(0.0);
                        sums.published += settled.published.max(0.0);
                    }
                }
            }
            if settled.year == 2023 {
                paid_2023 += settled.replayed.dollars().max(0.0);
            }
            row += 1;
            Ok(())
        })
        .map_err(|refusal| fault(refusal.to_string()))?;
    let all = report.all();
    #[expect(clippy::cast_precision_loss, reason = "thousands of rows")]
    let matched = 100.0 * all.matched as f64 / all.rows.max(1) as f64;
    let mut figures = vec![
        found("matched", Estimate::exact(matched)),
        found("paid_2023", Estimate::exact(paid_2023 / 1e9)),
    ];
    for ((name, _), sums) in PARTS.iter().zip(parts) {
        figures.push(found(name, Estimate::exact(sums.replayed / sums.published.max(1.0))));
    }
    Ok(figures)
}
