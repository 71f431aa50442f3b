//! How benchmarks came about, stage by stage, and what is not published of each.

use super::Page;
use crate::replay::{BenchmarkReport, BenchmarkStage, StageShares};
use crate::report::layout::aligned;
use crate::units::thousands;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// Rows shown to the eye that do not come out as published.
const SHOWN: usize = 20;

/// What a replay of benchmarks found.
#[derive(Debug, Serialize)]
pub struct BenchmarkPage<'a> {
    stages: Stages<'a>,
    unmatched: Vec<Apart<'a>>,
    rows: u64,
    record: &'a str,
}

/// Every stage under its key.
#[derive(Debug)]
struct Stages<'a>(&'a BenchmarkReport);

impl Serialize for Stages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(BenchmarkStage::ALL.len()))?;
        for stage in BenchmarkStage::ALL {
            map.serialize_entry(stage.key(), &Shares(*stage, self.0.stage(*stage)))?;
        }
        map.end()
    }
}

#[derive(Debug)]
struct Shares(BenchmarkStage, StageShares);

impl Serialize for Shares {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Shares", 6)?;
        fields.serialize_field("rows", &self.1.rows)?;
        fields.serialize_field("within_0_1_pct", &self.1.percent(0))?;
        fields.serialize_field("within_0_5_pct", &self.1.percent(1))?;
        fields.serialize_field("within_1_pct", &self.1.percent(2))?;
        fields.serialize_field("within_2_pct", &self.1.percent(3))?;
        fields.serialize_field("not_published", self.0.not_published())?;
        fields.end()
    }
}

/// A row that does not come out as published.
#[derive(Debug, Serialize)]
struct Apart<'a> {
    stage: &'static str,
    py: u16,
    aco_id: &'a str,
    replayed: &'a str,
    published: &'a str,
}

impl<'a> BenchmarkPage<'a> {
    /// Of a record by its name.
    #[must_use]
    pub fn of(record: &'a str, found: &'a BenchmarkReport) -> BenchmarkPage<'a> {
        let apart = found.apart().iter().map(|one| Apart {
            stage: one.stage.key(),
            py: one.year,
            aco_id: &one.aco,
            replayed: &one.replayed,
            published: &one.published,
        });
        BenchmarkPage { stages: Stages(found), unmatched: apart.collect(), rows: found.rows, record }
    }

    fn table(&self) -> String {
        let percent =
            |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.2}"));
        let rows = BenchmarkStage::ALL.iter().map(|stage| {
            let found = self.stages.0.stage(*stage);
            let [tenth, half, one, two] = [0, 1, 2, 3].map(|place| percent(found.percent(place)));
            [stage.words().to_owned(), thousands(found.rows), tenth, half, one, two]
        });
        aligned(["stage", "rows", "0.1 %", "0.5 %", "1 %", "2 %"], rows, |column| column > 0)
    }

    fn unpublished() -> String {
        BenchmarkStage::ALL.iter().fold(String::new(), |text, stage| {
            let lines = stage.not_published().iter().map(|what| format!("    {what}\n"));
            text + "  " + stage.words() + "\n" + &lines.collect::<String>()
        })
    }

    fn differing(&self) -> String {
        if self.unmatched.is_empty() {
            return String::new();
        }
        let rows = self.unmatched.iter().take(SHOWN).map(|one| {
            [
                one.stage.to_owned(),
                one.py.to_string(),
                one.aco_id.to_owned(),
                one.replayed.to_owned(),
                one.published.to_owned(),
            ]
        });
        let header = ["unmatched", "year", "", "replayed", "published"];
        let text = format!("\n{}", aligned(header, rows, |column| column >= 3));
        match self.unmatched.len().saturating_sub(SHOWN) {
            0 => text,
            more => text + &format!("and {more} more; --json lists every row\n"),
        }
    }
}

impl Page for BenchmarkPage<'_> {
    fn text(&self) -> String {
        format!(
            "How benchmarks of the Shared Savings Program came about: {} rows of {}, each stage built from the\n\
             published one before it by the engine's own construction\n\n\
             Share of rows, %, within a distance of what was published (of words and settlements: that are equal)\n\n{}\n\
             What is not published, and what stands in for it:\n{}{}",
            thousands(self.rows),
            self.record,
            self.table(),
            Self::unpublished(),
            self.differing(),
        )
    }
}
