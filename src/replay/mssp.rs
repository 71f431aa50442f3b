//! A row of the Medicare Shared Savings Program's public use files, settled.
//!
//! What decides is derived from the row by the rules of its year: the minimum rate of one-sided
//! tracks from assigned beneficiaries (the published one is rounded), that of two-sided tracks as
//! published, because it was elected; the sharing rate from track, year, quality score and status.
//! The published final rate serves where the record lacks a score (Track 1 in its first year of
//! reporting), and where it contradicts the derived one by more than its own rounding.

use super::cells::{Cells, DOLLARS, RecordColumn};
use super::dates::year_of;
use super::past::AcoYear;
use super::track::track_level;
use super::{RateSource, Settled};
use crate::payer::{AcoStanding, Level, QualityStatus, Rulebook};
use crate::terms::{Settlement, Sharing, minimum_savings_rate};
use crate::units::Cents;
use std::borrow::Cow;

pub(super) const COLUMNS: &[RecordColumn] = &[
    ("py", true),
    ("aco_id", true),
    ("track", true),
    ("benchmark", true),
    ("expenditure", true),
    ("earn_save_loss", true),
    ("n_ab", false),
    ("msr", false),
    ("qual_score", false),
    ("final_share_rate", false),
    ("final_loss_rate", false),
    ("met_qps", false),
    ("met_alt_qps", false),
    ("dis_adj", false),
    ("reduced_ss", false),
    ("rev_exp_cat", false),
    ("rev_loss_limit", false),
    ("start_date", false),
    ("n_ab_py", false),
    ("upd_bnchmk", false),
    ("guardrail", false),
];
pub(super) const PY: usize = 0;
pub(super) const ACO_ID: usize = 1;
const TRACK: usize = 2;
pub(super) const BENCHMARK: usize = 3;
const EXPENDITURE: usize = 4;
pub(super) const PUBLISHED: usize = 5;
const N_AB: usize = 6;
const MSR: usize = 7;
const QUALITY: usize = 8;
const SHARE_RATE: usize = 9;
const LOSS_RATE: usize = 10;
const MET: usize = 11;
const MET_ALTERNATIVE: usize = 12;
const ADJUSTMENT: usize = 13;
const REDUCED: usize = 14;
const REVENUE: usize = 15;
const REVENUE_LIMIT: usize = 16;
pub(super) const START: usize = 17;
pub(super) const PERSON_YEARS: usize = 18;
pub(super) const PER_PERSON: usize = 19;
const GUARDRAIL: usize = 20;

/// The last performance year whose rules are known.
const LAST_YEAR: u16 = 2026;

/// Half of the last digit of a published minimum rate.
const MINIMUM_ROUNDING: f64 = 0.000_05;
/// Half of the last digit of a sharing rate as coarsely as it was ever published (2019), and a
/// little for the digits of the score.
const RATE_ROUNDING: f64 = 0.005_1;
/// Half of the last digit of a published loss rate, and a little for the digits of the score.
const LOSS_RATE_ROUNDING: f64 = 0.000_2;

/// What the row says.
#[derive(Clone, Debug)]
struct Facts {
    year: u16,
    aco: String,
    level: Level,
    benchmark: f64,
    expenditure: f64,
    published: f64,
    lives: Option<f64>,
    minimum_rate: Option<f64>,
    quality: Option<f64>,
    pays_for_reporting: bool,
    share_rate: Option<f64>,
    loss_rate: Option<f64>,
    met: Option<bool>,
    met_alternative: Option<bool>,
    adjustment: Option<f64>,
    reduced: Option<bool>,
    low_revenue: Option<bool>,
    revenue_limited: Option<bool>,
    start: Option<u16>,
    person_years: Option<f64>,
    per_person: Option<f64>,
    guarded: Option<bool>,
}

/// A cell without which the row cannot be settled, and why.
type Lacking = (usize, &'static str);

/// Reads and settles a row.
pub(super) fn settle(cells: &mut Cells<'_, '_, '_>) -> Option<Settled> {
    let facts = Facts::read(cells)?;
    match facts.settle() {
        Ok(settled) => Some(settled),
        Err((column, why)) => {
            cells.lacking(column, why);
            None
        }
    }
}

/// Reads a row as what a forecast of the next year goes by.
pub(super) fn look(cells: &mut Cells<'_, '_, '_>) -> Option<AcoYear> {
    let facts = Facts::read(cells)?;
    let Some(lives) = facts.lives else {
        cells.lacking(N_AB, "write assigned beneficiaries: luck goes by size");
        return None;
    };
    Some(AcoYear {
        year: facts.year,
        level: facts.level,
        start: facts.start,
        agreement_year: facts.agreement_year(),
        lives,
        benchmark: facts.benchmark,
        expenditure: facts.expenditure,
        paid: facts.published,
        elected_rate: facts.elected_rate(),
        quality: facts.score(),
        half_rate: facts.half_rate_by_rule(),
        aco: facts.aco,
    })
}

impl Facts {
    /// Every cell is read before the first problem ends it, so that all problems of a row are told.
    fn read(cells: &mut Cells<'_, '_, '_>) -> Option<Facts> {
        let share = 0.0..=1.0;
        let people = 0.0..=1e9;
        let signed = -DOLLARS.end()..=*DOLLARS.end();
        let year = cells.year(PY, Rulebook::FIRST, LAST_YEAR);
        let aco = cells.identifier(ACO_ID);
        let level = level(cells);
        let benchmark = cells.needed(BENCHMARK, &(0.01..=*DOLLARS.end()), "the updated benchmark in dollars");
        let expenditure = cells.needed(EXPENDITURE, &DOLLARS, "expenditure in dollars");
        let published = cells.needed(PUBLISHED, &signed, "what was paid in dollars, or owed below zero,");
        let lives = cells.number(N_AB, &people, "assigned beneficiaries");
        let minimum_rate = cells.number(MSR, &share, "a rate such as 0.02 for 2 %");
        let pays_for_reporting = cells.text(QUALITY).is_some_and(|text| text.eq_ignore_ascii_case("p4r"));
        let quality = if pays_for_reporting {
            Some(None)
        } else {
            cells.number(QUALITY, &share, "a score such as 0.92 for 92 %")
        };
        let share_rate = cells.number(SHARE_RATE, &share, "a rate such as 0.4 for 40 %");
        let loss_rate = cells.number(LOSS_RATE, &share, "a rate such as 0.3 for 30 %");
        let met = cells.flag(MET);
        let met_alternative = cells.flag(MET_ALTERNATIVE);
        let adjustment = cells.number(ADJUSTMENT, &signed, "an adjustment in dollars");
        let reduced = cells.flag(REDUCED);
        let revenue_limited = cells.flag(REVENUE_LIMIT);
        let person_years = cells.number(PERSON_YEARS, &people, "person-years");
        let per_person = cells.number(PER_PERSON, &DOLLARS, "dollars per person");
        let guarded = cells.flag(GUARDRAIL);
        let revenue = cells.text(REVENUE).and_then(|text| text.get(..1)).map(str::to_ascii_lowercase);
        Some(Facts {
            start: cells.text(START).and_then(year_of),
            low_revenue: revenue.map(|first| first == "l"),
            year: year?,
            aco: aco?,
            level: level?,
            benchmark: benchmark?,
            expenditure: expenditure?,
            published: published?,
            lives: lives?,
            minimum_rate: minimum_rate?,
            quality: quality?,
            pays_for_reporting,
            share_rate: share_rate?,
            loss_rate: loss_rate?,
            met: met?,
            met_alternative: met_alternative?,
            adjustment: adjustment?,
            reduced: reduced?,
            revenue_limited: revenue_limited?,
            person_years: person_years?,
            per_person: per_person?,
            guarded: guarded?,
        })
    }

    fn settle(self) -> Result<Settled, Lacking> {
        let book = Rulebook::of(self.year);
        let (benchmark, spending) = (Cents::round(self.benchmark), Cents::round(self.expenditure));
        let (sharing, source) = self.sharing(&book)?;
        let settled = sharing.settle(benchmark, spending);
        let adjustment = self.adjustment.map(|dollars| Cents::round(dollars.abs() * self.part_of_year()));
        let mut settled = book.relieved(settled, adjustment);
        if self.guarded == Some(true) {
            settled = Rulebook::guarded(&settled);
        }
        let mut row = Settled {
            year: self.year,
            replayed: settled.net(),
            published: self.published,
            source,
            note: None,
            aco: String::new(),
        };
        row.note = if row.matches() {
            (source == RateSource::Contradicted).then_some(Cow::Borrowed(
                "settled by the published rate, which contradicts the rule of track, year, quality and status",
            ))
        } else {
            Some(self.reason(&sharing, &settled))
        };
        row.aco = self.aco;
        Ok(row)
    }

    /// Gross savings as a share of the benchmark, to the cent as it is settled.
    fn savings_rate(&self) -> f64 {
        let (benchmark, spending) = (Cents::round(self.benchmark), Cents::round(self.expenditure));
        (benchmark - spending).count() / benchmark.count()
    }

    /// The sharing rules of the row, and where its rate comes from.
    fn sharing(&self, book: &Rulebook) -> Result<(Sharing, RateSource), Lacking> {
        let rate = self.savings_rate();
        let mut sharing = book.sharing(&AcoStanding {
            level: self.level,
            agreement_year: self.agreement_year(),
            lives: self.lives.unwrap_or(f64::INFINITY),
            elected_rate: self.elected_rate(),
            status: self.status(book).unwrap_or(QualityStatus::Met),
            quality: self.score().unwrap_or(1.0),
            low_revenue: self.half_rate(),
            participant_revenue: None,
        });
        let minimum = self.minimum(&sharing)?;
        (sharing.minimum_savings_rate, sharing.minimum_loss_rate) = (minimum, minimum);
        let source = if rate >= 0.0 {
            if rate < minimum && sharing.rate_below_minimum <= 0.0 {
                RateSource::NotNeeded
            } else {
                let (own, source) = self.sharing_rate(book, rate < minimum)?;
                (sharing.rate, sharing.full_rate) = (own, sharing.full_rate.max(own));
                source
            }
        } else if sharing.loss_rate <= 0.0 || -rate < minimum {
            RateSource::NotNeeded
        } else {
            let (own, source) = self.owed_rate(book, sharing.loss_rate)?;
            sharing.loss_rate = own;
            source
        };
        Ok((sharing, source))
    }

    /// The rate a two-sided ACO elected: the published one, unless it is that of its size, rounded.
    fn elected_rate(&self) -> Option<f64> {
        let by_size = self.lives.map(minimum_savings_rate);
        self.minimum_rate.filter(|published| {
            by_size.is_none_or(|by_size| (published - by_size).abs() > MINIMUM_ROUNDING * 1.000_1)
        })
    }

    fn minimum(&self, sharing: &Sharing) -> Result<f64, Lacking> {
        if self.lives.is_none() {
            return self.minimum_rate.ok_or((
                N_AB,
                "write assigned beneficiaries, which decide the minimum savings rate, or that rate in `msr`",
            ));
        }
        let scale_applies = !self.level.is_two_sided() || self.lives.is_some_and(|lives| lives < 5_000.0);
        if self.minimum_rate.is_none() && !scale_applies {
            return Err((MSR, "a two-sided ACO elects its minimum rate; write the one published"));
        }
        Ok(sharing.minimum_savings_rate)
    }

    /// How quality turned out, where the record says; before 2015 only through the final rate.
    fn status(&self, book: &Rulebook) -> Option<QualityStatus> {
        match (self.met, self.met_alternative) {
            (Some(true), _) => Some(QualityStatus::Met),
            (_, Some(true)) => Some(QualityStatus::Alternative),
            // Who shares without the standard, and nothing says how, has met the alternative one.
            (Some(false), None) if self.share_rate.is_some_and(|rate| rate > 0.0) => {
                Some(QualityStatus::Alternative)
            }
            (Some(false), _) => Some(QualityStatus::Failed),
            (None, _) => self.share_rate.map(|rate| {
                let full = self.level.full_rate();
                let is_near = |other: f64| (rate - other).abs() <= RATE_ROUNDING;
                if rate <= 0.0 {
                    QualityStatus::Failed
                } else if book.rate_follows_score
                    || is_near(full)
                    || (self.half_rate() && is_near(0.5 * full))
                {
                    QualityStatus::Met
                } else {
                    QualityStatus::Alternative
                }
            }),
        }
    }

    /// The quality score; full marks in a first year, which pays for complete reporting (42 CFR
    /// 425.502(a)(1) until 2020).
    fn score(&self) -> Option<f64> {
        let first_year = self.year <= 2020 && self.agreement_year() == 1;
        self.quality.or_else(|| (self.pays_for_reporting || first_year).then_some(1.0))
    }

    /// The sharing rate by rule, where the record has what decides.
    fn rate_by_rule(&self, book: &Rulebook) -> Option<f64> {
        let status = self.status(book)?;
        let score_decides = match status {
            QualityStatus::Met => book.rate_follows_score,
            QualityStatus::Alternative => true,
            QualityStatus::Failed => false,
        };
        let score = if score_decides { self.score()? } else { 0.0 };
        Some(book.rate(self.level, status, score))
    }

    /// The sharing rate, and where it comes from. Below the minimum the published one is halved.
    fn sharing_rate(&self, book: &Rulebook, halved: bool) -> Result<(f64, RateSource), Lacking> {
        let part = if halved { 0.5 } else { 1.0 };
        match (self.rate_by_rule(book), self.share_rate) {
            (Some(own), Some(published)) if (own * part - published).abs() > RATE_ROUNDING => {
                Ok((published / part, RateSource::Contradicted))
            }
            // What failed is only known from a published rate of nothing.
            (Some(own), Some(_)) if own == 0.0 && self.met.is_none() => Ok((own, RateSource::Published)),
            (Some(own), _) => Ok((own, RateSource::Derived)),
            (None, Some(published)) => Ok((published / part, RateSource::Published)),
            (None, None) if book.rate_follows_score => {
                Err((QUALITY, "write the quality score, or the published rate in `final_share_rate`"))
            }
            (None, None) => Err((MET, "write 1 or 0, or the published rate in `final_share_rate`")),
        }
    }

    /// The loss rate, and where it comes from.
    fn owed_rate(&self, book: &Rulebook, by_rule: f64) -> Result<(f64, RateSource), Lacking> {
        let knows = self.level.is_limited_by_revenue()
            || match self.status(book) {
                Some(QualityStatus::Failed) => true,
                Some(_) => self.score().is_some(),
                None => false,
            };
        match self.loss_rate {
            Some(published) if knows && (published - by_rule).abs() <= LOSS_RATE_ROUNDING => {
                Ok((by_rule, RateSource::Derived))
            }
            Some(published) if knows => Ok((published, RateSource::Contradicted)),
            Some(published) => Ok((published, RateSource::Published)),
            None if knows => Ok((by_rule, RateSource::Derived)),
            None if book.emergency_months == 12 => Ok((by_rule, RateSource::NotNeeded)),
            None => Err((
                QUALITY,
                "write the quality score, which decides the loss rate, or that rate in `final_loss_rate`",
            )),
        }
    }

    /// Whether a low-revenue ACO shares below its minimum: as flagged, else by the rule for
    /// agreements from 2024 (42 CFR 425.605(h)).
    fn half_rate(&self) -> bool {
        self.reduced.unwrap_or_else(|| self.half_rate_by_rule())
    }

    fn half_rate_by_rule(&self) -> bool {
        self.low_revenue == Some(true) && self.start.is_some_and(|start| start >= 2024)
    }

    /// Performance year of the agreement, 1 for its first; agreements of 2012 were first settled
    /// with 2013 (42 CFR 425.608). Without a date, past the first years.
    fn agreement_year(&self) -> usize {
        self.start.map_or(3, |start| usize::from(self.year.saturating_sub(start.max(2013))) + 1)
    }

    /// Part of the year that was settled. Agreements that ended with 2018, or in the middle of
    /// 2019, were settled on six months of 2019: benchmark and expenditure are published for these,
    /// the disaster adjustment for twelve (42 CFR 425.609).
    fn part_of_year(&self) -> f64 {
        if self.year != 2019 {
            return 1.0;
        }
        let whole = self.person_years.zip(self.per_person).map(|(years, dollars)| years * dollars);
        let is_half = match whole.filter(|whole| *whole > 0.0) {
            Some(whole) => self.benchmark < 0.75 * whole,
            None => self.start == Some(2016),
        };
        if is_half { 0.5 } else { 1.0 }
    }

    /// Why the row does not come out as published.
    fn reason(&self, sharing: &Sharing, settled: &Settlement) -> Cow<'static, str> {
        let rate = self.savings_rate();
        let to_gate = (rate.abs() - sharing.minimum_savings_rate).abs();
        if to_gate <= MINIMUM_ROUNDING {
            "within 0.00005 of its minimum rate: whether it passes turns on digits that are not published"
                .into()
        } else if settled.owed.dollars() > -self.published
            && self.published <= 0.0
            && self.level.is_limited_by_revenue()
        {
            let flag = match self.revenue_limited {
                Some(true) => " (rev_loss_limit is 1)",
                Some(false) => " (though rev_loss_limit is 0)",
                None => "",
            };
            format!("the loss limit by participants' revenue is not published{flag}; the limit by benchmark was applied").into()
        } else if self.published == 0.0 && settled.earned > Cents::ZERO {
            "the row passes every gate, and nothing was paid: the record does not say why".into()
        } else {
            "the record does not explain it".into()
        }
    }
}

/// The track or level of a row.
fn level(cells: &mut Cells<'_, '_, '_>) -> Option<Level> {
    let level = track_level(cells.text(TRACK).unwrap_or_default());
    if level.is_none() {
        cells.lacking(TRACK, "write `T1`, `T1+`, `T2` or `T3`, `A` to `E` for BASIC, or `EN` for ENHANCED");
    }
    level
}
