//! What a replay of benchmarks found, stage by stage.

use crate::units::words;

words! {
    /// A stage on the way from base years to a settlement.
    pub enum BenchmarkStage {
        key: "Its key in JSON.";
        /// Updated benchmark per person times person-years.
        Total = "total",
        /// Base years to the historical benchmark, agreements with the nation's trend.
        HistoricalNational = "historical_national",
        /// Base years to the historical benchmark, Pathways agreements.
        HistoricalPathways = "historical_pathways",
        /// Historical to updated benchmark, Pathways agreements.
        Update = "update",
        /// Which adjustment an agreement takes.
        Category = "category",
        /// The settlement, given the flag of the guardrail.
        Guardrail = "guardrail",
    }
}

impl BenchmarkStage {
    /// What is compared, in plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            BenchmarkStage::Total => "updated benchmark x person-years = benchmark",
            BenchmarkStage::HistoricalNational => "historical benchmark, the nation's trend",
            BenchmarkStage::HistoricalPathways => "historical benchmark, Pathways",
            BenchmarkStage::Update => "updated benchmark, Pathways",
            BenchmarkStage::Category => "category of the adjustment",
            BenchmarkStage::Guardrail => "settlement, given the guardrail",
        }
    }

    /// What the record does not print, so that the stage cannot be exact, and what stands in.
    #[must_use]
    pub const fn not_published(self) -> &'static [&'static str] {
        match self {
            BenchmarkStage::Total => {
                &["digits below the dollar of the updated benchmark, below one of person-years"]
            }
            BenchmarkStage::HistoricalNational => &[
                "national trend factors: fitted by year, start, agreement and type on the other half of the ACOs",
                "prior savings of 2019: carried from 2018 and prorated anew",
                "digits of risk scores beyond the third",
            ],
            BenchmarkStage::HistoricalPathways => &[
                "each ACO's blend of national and regional trend, its weight and its region's spending: two trends a start, and the ACO's own residual of the year before",
                "adjustments of 2020 and 2021: only whether the regional one was positive",
            ],
            BenchmarkStage::Update => &[
                "national and regional growth by type, each ACO's weight, prospective growth: one growth factor a type, year and start",
                "historical benchmarks by type: built, and scaled to the published whole",
            ],
            BenchmarkStage::Category => &["the population adjustment, open from 2025"],
            BenchmarkStage::Guardrail => {
                &["the benchmark without prospective growth, over which a loss is tested again"]
            }
        }
    }

    const fn place(self) -> usize {
        self as usize
    }
}

/// Distances from what was published that are counted, as shares of it.
pub const WITHIN: [f64; 4] = [0.001, 0.005, 0.01, 0.02];

/// How many rows of a stage come out as published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageShares {
    /// Rows that print what the stage needs.
    pub rows: u64,
    /// Of those, rows within each of [`WITHIN`]; of words, those that are equal.
    pub within: [u64; 4],
}

impl StageShares {
    /// Percentage of rows within a distance, to the fourth digit; nothing without rows.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "rows of a record")]
    pub fn percent(&self, place: usize) -> Option<f64> {
        (self.rows > 0).then(|| (1e6 * self.within[place] as f64 / self.rows as f64).round() / 1e4)
    }
}

/// A row that does not come out as published.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkApart {
    /// At which stage.
    pub stage: BenchmarkStage,
    /// Performance year.
    pub year: u16,
    /// The ACO's identifier.
    pub aco: String,
    /// What it comes to.
    pub replayed: String,
    /// What was published.
    pub published: String,
}

/// Rows apart that are kept for each stage.
const MOST_APART: usize = 200;

/// What a replay of benchmarks found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BenchmarkReport {
    /// Rows of the record.
    pub rows: u64,
    stages: [StageShares; BenchmarkStage::ALL.len()],
    apart: Vec<BenchmarkApart>,
}

impl BenchmarkReport {
    /// Of so many rows, none of them judged yet.
    pub(super) fn of(rows: usize) -> BenchmarkReport {
        BenchmarkReport { rows: rows as u64, ..BenchmarkReport::default() }
    }

    /// What was found at a stage.
    #[must_use]
    pub fn stage(&self, stage: BenchmarkStage) -> StageShares {
        self.stages[stage.place()]
    }

    /// Rows that do not come out as published where the record determines them: all stages but the two of
    /// Pathways, in which most do not.
    #[must_use]
    pub fn apart(&self) -> &[BenchmarkApart] {
        &self.apart
    }

    /// Counts a number beside the published one.
    pub(super) fn number(
        &mut self,
        stage: BenchmarkStage,
        (year, aco): (u16, &str),
        replayed: f64,
        published: f64,
    ) {
        let missed = (replayed - published).abs();
        let found = &mut self.stages[stage.place()];
        found.rows += 1;
        for (count, within) in found.within.iter_mut().zip(WITHIN) {
            *count += u64::from(missed <= within * published.abs());
        }
        if missed > WITHIN[0] * published.abs() {
            let figures = (format!("{replayed:.2}"), format!("{published:.2}"));
            self.is_apart(stage, (year, aco), figures);
        }
    }

    /// Counts whether something is as published.
    pub(super) fn equal(
        &mut self,
        stage: BenchmarkStage,
        row: (u16, &str),
        is_equal: bool,
        figures: (String, String),
    ) {
        let found = &mut self.stages[stage.place()];
        found.rows += 1;
        for count in &mut found.within {
            *count += u64::from(is_equal);
        }
        if !is_equal {
            self.is_apart(stage, row, figures);
        }
    }

    fn is_apart(&mut self, stage: BenchmarkStage, (year, aco): (u16, &str), figures: (String, String)) {
        let of_pathways = matches!(stage, BenchmarkStage::HistoricalPathways | BenchmarkStage::Update);
        if of_pathways || self.apart.iter().filter(|one| one.stage == stage).count() >= MOST_APART {
            return;
        }
        let (replayed, published) = figures;
        self.apart.push(BenchmarkApart { stage, year, aco: aco.to_owned(), replayed, published });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100.1 against 100 is within 0.1 %, 100.4 within 0.5 %, 102.1 within nothing.
    #[test]
    fn a_number_counts_at_every_distance_it_is_within() {
        let mut report = BenchmarkReport::default();
        for replayed in [100.09, 99.6, 102.1] {
            report.number(BenchmarkStage::Total, (2020, "A1"), replayed, 100.0);
        }
        let found = report.stage(BenchmarkStage::Total);
        assert_eq!((found.rows, found.within), (3, [1, 2, 2, 2]));
        assert_eq!(found.percent(0), Some(33.3333));
        assert_eq!(report.apart().len(), 2);
        assert_eq!(report.stage(BenchmarkStage::Guardrail).percent(0), None);
    }

    #[test]
    fn every_stage_has_its_place() {
        for (place, stage) in BenchmarkStage::ALL.iter().enumerate() {
            assert_eq!(stage.place(), place);
        }
    }
}
