//! Tables of a run, read as a stranger reads them.

use crate::common::{Cells, amount, csv_of, parsed, run};
use cascade::report::Report;
use cascade::study::Study;
use std::collections::BTreeMap;

/// An arm and a year.
pub(super) type ArmAndYear = (String, String);

/// Tables of a run, read from CSV.
pub(super) struct Files {
    tables: BTreeMap<&'static str, Vec<Cells>>,
    /// Places of rows by table, arm and year.
    places: BTreeMap<(&'static str, ArmAndYear), Vec<usize>>,
    /// Means of the summary by arm, year, scope, entity and measure.
    means: BTreeMap<[String; 5], f64>,
}

impl Files {
    pub(super) fn of(study: &Study, trials: u64) -> Files {
        let model = study.model().unwrap_or_else(|refused| panic!("{refused}"));
        let outcome = run(&model, trials, 2);
        let report = Report::new(&model, &outcome, &[]);
        let names = ["summary", "compare", "cascade", "accounts", "physicians"];
        let others = ["horizon", "compare_horizon", "margin", "physicians_horizon"];
        let tables: BTreeMap<_, _> =
            names.into_iter().chain(others).map(|name| (name, parsed(&csv_of(name, &report)))).collect();
        let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (name, rows) in tables.iter().filter(|(name, _)| !others.contains(name)) {
            for (place, row) in rows.iter().enumerate() {
                places.entry((*name, (row["arm"].clone(), row["year"].clone()))).or_default().push(place);
            }
        }
        let key =
            |row: &Cells| ["arm", "year", "scope", "entity", "metric"].map(|column| row[column].clone());
        let means = tables["summary"].iter().map(|row| (key(row), amount(row, "mean"))).collect();
        Files { tables, places, means }
    }

    pub(super) fn rows(&self, table: &str) -> &[Cells] {
        &self.tables[table]
    }

    /// Arms and years, as they stand in the summary.
    pub(super) fn years(&self) -> Vec<ArmAndYear> {
        let mut found: Vec<_> = Vec::new();
        for row in self.rows("summary") {
            let one = (row["arm"].clone(), row["year"].clone());
            if found.last() != Some(&one) {
                found.push(one);
            }
        }
        found
    }

    /// Rows of an arm and a year.
    pub(super) fn of_year<'f>(
        &'f self,
        table: &'static str,
        year: &ArmAndYear,
    ) -> impl Iterator<Item = &'f Cells> + use<'f> {
        let places = self.places.get(&(table, year.clone())).into_iter().flatten();
        places.map(move |place| &self.tables[table][*place])
    }

    /// A mean of the summary.
    pub(super) fn mean(&self, (arm, year): &ArmAndYear, (scope, entity): (&str, &str), metric: &str) -> f64 {
        let key = [arm, year, scope, entity, metric].map(str::to_owned);
        *self.means.get(&key).unwrap_or_else(|| panic!("no {key:?}"))
    }

    pub(super) fn system(&self, year: &ArmAndYear, metric: &str) -> f64 {
        self.mean(year, ("system", "all"), metric)
    }

    /// A measure of each physician with the specialty.
    pub(super) fn physicians(&self, year: &ArmAndYear, metric: &str) -> Vec<(String, f64)> {
        self.of_year("physicians", year).map(|row| (row["specialty"].clone(), amount(row, metric))).collect()
    }

    /// What an account takes in less what it gives, with the number of its flows.
    pub(super) fn nodes(&self, year: &ArmAndYear) -> BTreeMap<String, (f64, f64)> {
        let mut nodes: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for row in self.of_year("cascade", year) {
            for (end, sign) in [("from", -1.0), ("to", 1.0)] {
                let (net, flows) = nodes.entry(row[end].clone()).or_default();
                *net += sign * amount(row, "mean");
                *flows += 1.0;
            }
        }
        nodes
    }
}
