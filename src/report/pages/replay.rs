//! A public record, settled: how many settlements come out as published, year by year, and which do not.

use super::Page;
use crate::replay::{Programme, ReplayReport, SettledTotals, Unmatched};
use crate::report::layout::aligned;
use crate::report::tables::Years;
use crate::units::{Cents, thousands, whole_dollars};
use serde::Serialize;

/// Unmatched rows shown to the eye.
const SHOWN: usize = 40;

/// What a replay found.
#[derive(Debug, Serialize)]
pub struct ReplayPage<'a> {
    rows: u64,
    within_0_1_pct: u64,
    paid_rows: u64,
    paid_within_0_1_pct: u64,
    loss_rows: u64,
    loss_within_0_1_pct: u64,
    total_published: f64,
    total_replayed: f64,
    rates_derived: u64,
    rates_published: u64,
    rates_contradicted: u64,
    unmatched: &'a [Unmatched],
    #[serde(skip_serializing_if = "is_nothing")]
    unmatched_not_listed: u64,
    programme: &'static str,
    record: &'a str,
    by_year: Years<'a>,
    folder: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over so")]
fn is_nothing(count: &u64) -> bool {
    *count == 0
}

impl<'a> ReplayPage<'a> {
    /// Of a record by its name; `folder` when the rows were written into one.
    #[must_use]
    pub fn of(
        programme: Programme,
        record: &'a str,
        found: &'a ReplayReport,
        folder: Option<&'a str>,
    ) -> ReplayPage<'a> {
        let all = found.all();
        ReplayPage {
            rows: all.rows,
            within_0_1_pct: all.matched,
            paid_rows: all.paid,
            paid_within_0_1_pct: all.paid_matched,
            loss_rows: all.owed,
            loss_within_0_1_pct: all.owed_matched,
            total_published: all.published(),
            total_replayed: all.replayed(),
            rates_derived: all.derived,
            rates_published: all.by_published_rate,
            rates_contradicted: all.contradicted,
            unmatched: found.unmatched(),
            unmatched_not_listed: found.unmatched_more(),
            programme: programme.title(),
            record,
            by_year: Years(found),
            folder,
        }
    }

    fn years(&self) -> String {
        let header = [
            "year",
            "rows",
            "paid",
            "owed",
            "within $1.50",
            "within 0.1 %",
            "published",
            "replayed",
            "difference",
        ];
        let found = self.by_year.0;
        let years = found.years().map(|(year, totals)| row(&year.to_string(), totals));
        aligned(header, years.chain([row("all", found.all())]), |_| true)
    }

    fn differing(&self) -> String {
        if self.unmatched.is_empty() {
            return "Every row matches.\n".to_owned();
        }
        let rows = self.unmatched.iter().take(SHOWN).map(|row| {
            [
                row.year.to_string(),
                row.aco.clone(),
                Cents::round(row.replayed).to_string(),
                Cents::round(row.published).to_string(),
                row.reason.clone(),
            ]
        });
        let header = ["unmatched", "", "replayed", "published", "reason"];
        let mut text = format!("\n{}", aligned(header, rows, |column| column == 2 || column == 3));
        let more = self.unmatched.len().saturating_sub(SHOWN) as u64 + self.unmatched_not_listed;
        if more > 0 {
            text += &format!("and {} more; --out DIR writes every row\n", thousands(more));
        }
        text
    }
}

impl Page for ReplayPage<'_> {
    fn text(&self) -> String {
        let sourced = self.rates_derived + self.rates_published + self.rates_contradicted;
        let mut page = format!(
            "{}: {} settlements of {} replayed by the engine's contract code\n\n{}\n\
             Within 0.1 % of what was published: {} of {} rows, {} of {} paid, {} of {} owed.\n\
             Rates: {} derived by rule, {} published for want of what decides, {} published against the rule; {} rows need none.\n{}",
            self.programme,
            thousands(self.rows),
            self.record,
            self.years(),
            thousands(self.within_0_1_pct),
            thousands(self.rows),
            thousands(self.paid_within_0_1_pct),
            thousands(self.paid_rows),
            thousands(self.loss_within_0_1_pct),
            thousands(self.loss_rows),
            thousands(self.rates_derived),
            thousands(self.rates_published),
            thousands(self.rates_contradicted),
            thousands(self.rows - sourced),
            self.differing(),
        );
        if let Some(folder) = self.folder {
            page += &format!("\nResults: {folder}\n");
        }
        page
    }
}

fn row(year: &str, t: &SettledTotals) -> [String; 9] {
    [
        year.to_owned(),
        thousands(t.rows),
        thousands(t.paid),
        thousands(t.owed),
        thousands(t.same),
        thousands(t.matched),
        whole_dollars(t.published()),
        whole_dollars(t.replayed()),
        whole_dollars(t.difference()),
    ]
}
