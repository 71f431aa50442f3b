//! Forecasts from the years before, scored against what came out: year by year beside what is easier.

use super::Page;
use crate::analysis::{
    Backtest, FEWEST_PAIRS, ForecastYear, LearnedLaw, LuckEstimate, PaidBin, ScoredRow, Scores,
};
use crate::report::layout::aligned;
use crate::units::{thousands, whole_dollars};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a backtest found.
#[derive(Debug, Serialize)]
pub struct BacktestPage<'a> {
    years: BTreeMap<u16, OfYear<'a>>,
    pooled: &'a Scores,
    by_size: BTreeMap<&'static str, Scores>,
    by_track: BTreeMap<&'static str, Scores>,
    by_agreement: BTreeMap<&'static str, Scores>,
    reliability: &'a [PaidBin],
    too_early: &'a BTreeMap<u16, usize>,
    repeated_rows: usize,
    whole_record: BTreeMap<&'static str, Learned>,
    record: &'a str,
    folder: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct OfYear<'a> {
    #[serde(flatten)]
    scores: &'a Scores,
    earlier_pairs: usize,
    learned: BTreeMap<&'static str, f64>,
}

#[derive(Debug, Serialize)]
struct Learned {
    value: f64,
    standard_error: Option<f64>,
}

/// Classes of size, by assigned beneficiaries of the year before: a name, and the fewest.
const SIZES: [(&str, f64); 5] = [
    ("1: under 7,000", 0.0),
    ("2: 7,000 to 12,000", 7_000.0),
    ("3: 12,000 to 25,000", 12_000.0),
    ("4: 25,000 to 50,000", 25_000.0),
    ("5: 50,000 and more", 50_000.0),
];

/// A name without the digit that orders it.
fn bare(name: &str) -> &str {
    name.split_once(": ").map_or(name, |(_, name)| name)
}

fn size_of(row: &ScoredRow) -> &'static str {
    SIZES.iter().rev().find(|(_, fewest)| row.lives >= *fewest).map_or(SIZES[0].0, |(name, _)| name)
}

fn parts(rows: &[ScoredRow], of: fn(&ScoredRow) -> &'static str) -> BTreeMap<&'static str, Scores> {
    let names: std::collections::BTreeSet<&'static str> = rows.iter().map(of).collect();
    let scores = |name| Scores::of(rows, |row| of(row) == name);
    names.into_iter().map(|name| (name, scores(name))).collect()
}

/// Parameters by name, with those that change from year to year.
fn learned(law: &LearnedLaw) -> BTreeMap<&'static str, f64> {
    let own = law.law.named();
    let yearly = [("shift", law.shift), ("shift_sd", law.shift_sd), ("loudness", law.loudness)];
    own.into_iter().chain(yearly).collect()
}

impl<'a> BacktestPage<'a> {
    /// Of a record by its name; `folder` when the forecasts were written into one.
    #[must_use]
    pub fn of(
        record: &'a str,
        found: &'a Backtest,
        (whole, estimates): &(LearnedLaw, Vec<LuckEstimate>),
        folder: Option<&'a str>,
    ) -> BacktestPage<'a> {
        let year = |(year, one): (&u16, &'a ForecastYear)| {
            let ForecastYear { learned: law, earlier_pairs, scores } = one;
            (*year, OfYear { scores, earlier_pairs: *earlier_pairs, learned: learned(law) })
        };
        let mut whole_record: BTreeMap<&'static str, Learned> = learned(whole)
            .into_iter()
            .map(|(name, value)| (name, Learned { value, standard_error: None }))
            .collect();
        for (name, value, standard_error) in estimates {
            whole_record.insert(name, Learned { value: *value, standard_error: *standard_error });
        }
        BacktestPage {
            years: found.years.iter().map(year).collect(),
            pooled: &found.pooled,
            by_size: parts(&found.rows, size_of),
            by_track: parts(&found.rows, |row| row.level.key()),
            by_agreement: parts(&found.rows, |row| if row.rebased { "renewed" } else { "same" }),
            reliability: &found.reliability,
            too_early: &found.too_early,
            repeated_rows: found.repeated,
            whole_record,
            record,
            folder,
        }
    }

    fn table(&self) -> String {
        let header = [
            "year",
            "rows",
            "earlier",
            "CRPS",
            "last year",
            "regression",
            "error",
            "last year",
            "regression",
            "in 50 %",
            "in 90 %",
            "Brier",
            "regression",
            "base",
        ];
        let years = self
            .years
            .iter()
            .map(|(year, one)| line(&year.to_string(), &thousands(one.earlier_pairs as u64), one.scores));
        aligned(header, years.chain([line("all", "", self.pooled)]), |_| true)
    }

    fn parts(&self) -> String {
        let header = ["", "rows", "CRPS", "last year", "regression", "in 50 %", "in 90 %", "below middle"];
        let all = [&self.by_size, &self.by_track, &self.by_agreement];
        let rows = all.into_iter().flatten().map(|(name, scores)| {
            let Scores {
                rows, crps, crps_last_year, crps_regression, cover_50, cover_90, below_middle, ..
            } = scores;
            [
                bare(name).to_owned(),
                thousands(*rows),
                points(*crps),
                points(*crps_last_year),
                points(*crps_regression),
                percent(*cover_50),
                percent(*cover_90),
                percent(*below_middle),
            ]
        });
        aligned(header, rows, |column| column > 0)
    }

    fn paid(&self) -> String {
        let rows = self
            .reliability
            .iter()
            .map(|bin| [percent(bin.expected), percent(bin.paid), thousands(bin.rows)]);
        aligned(["chance to be paid", "paid", "rows"], rows, |_| true)
    }

    fn taught(&self) -> String {
        let rows = self.whole_record.iter().map(|(name, Learned { value, standard_error })| {
            let error = standard_error.map_or_else(String::new, |error| format!("{error:.4}"));
            [(*name).to_owned(), format!("{value:.4}"), error]
        });
        aligned(["the whole record teaches", "value", "standard error"], rows, |column| column > 0)
    }

    fn verdicts(&self) -> String {
        let mut text = String::new();
        let each = self.years.iter().map(|(year, one)| (year.to_string(), one.scores));
        for (name, scores) in each.chain([("all years".to_owned(), self.pooled)]) {
            let worse: Vec<&str> =
                [(scores.beats()[0], "last year's rate"), (scores.beats()[1], "the regression")]
                    .into_iter()
                    .filter_map(|(beats, other)| (!beats).then_some(other))
                    .collect();
            if !worse.is_empty() {
                text += &format!("Worse than {} in {name}.\n", worse.join(" and "));
            }
        }
        text += &self.worse_parts();
        if text.is_empty() {
            text += "Better than last year's rate and the regression in every year and part.\n";
        }
        let cover = self.pooled.cover_90;
        if !(0.87..=0.93).contains(&cover) {
            let kind = if cover < 0.9 { "narrow" } else { "wide" };
            text += &format!("Too {kind}: {} within the central 90 %.\n", percent(cover));
        }
        text
    }

    /// Parts of the forecasts that the regression does better.
    fn worse_parts(&self) -> String {
        let parts = [&self.by_size, &self.by_track, &self.by_agreement].into_iter().flatten();
        let worse = parts.filter(|(_, scores)| !scores.beats()[1]);
        worse.fold(String::new(), |text, (name, _)| {
            text + &format!("Worse than the regression for {}.\n", bare(name))
        })
    }

    fn nothing(&self) -> String {
        let years = self.too_early.iter().map(|(year, pairs)| format!("{year} ({pairs} earlier pairs)"));
        format!(
            "Nothing was forecast: a year needs the year before it and {FEWEST_PAIRS} earlier pairs of consecutive years of an ACO.\n\
             Years with a year before them: {}.\n",
            years.collect::<Vec<_>>().join(", ")
        )
    }
}

impl Page for BacktestPage<'_> {
    fn text(&self) -> String {
        let mut page = format!(
            "Savings rates and payments of {}, each forecast from the years before it\n\n",
            self.record
        );
        if self.years.is_empty() {
            return page + &self.nothing();
        }
        page += &format!(
            "{}\nCRPS and error in points of the savings rate, lower is better; base: the earlier share of those paid.\n{}\
             Payments: {} expected, {} made; score {} points of the benchmark, regression {}.\n\n{}\n{}\n{}",
            self.table(),
            self.verdicts(),
            whole_dollars(self.pooled.payment_expected),
            whole_dollars(self.pooled.payment_actual),
            points(self.pooled.crps_payment),
            points(self.pooled.crps_payment_regression),
            self.parts(),
            self.paid(),
            self.taught(),
        );
        if !self.too_early.is_empty() {
            let early: Vec<String> = self.too_early.keys().map(u16::to_string).collect();
            page += &format!("\nToo early to forecast: {}.\n", early.join(", "));
        }
        if self.repeated_rows > 0 {
            page += &format!("{} rows repeat an ACO's year; the first counts.\n", self.repeated_rows);
        }
        if let Some(folder) = self.folder {
            page += &format!("\nResults: {folder}\n");
        }
        page
    }
}

fn line(year: &str, earlier: &str, scores: &Scores) -> [String; 14] {
    [
        year.to_owned(),
        thousands(scores.rows),
        earlier.to_owned(),
        points(scores.crps),
        points(scores.crps_last_year),
        points(scores.crps_regression),
        points(scores.mae),
        points(scores.mae_last_year),
        points(scores.mae_regression),
        percent(scores.cover_50),
        percent(scores.cover_90),
        format!("{:.3}", scores.brier_paid),
        format!("{:.3}", scores.brier_paid_regression),
        format!("{:.3}", scores.brier_paid_base),
    ]
}

fn points(share: f64) -> String {
    format!("{:.2}", 100.0 * share)
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}
