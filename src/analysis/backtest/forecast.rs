//! The forecast of one year from the years before it, and how it scored.

use super::comparator::RateLine;
use super::estimate::{LearnedLaw, learn};
use super::filter::{Filter, Foreseen};
use super::law::SEARCHED;
use super::panel::{RecordPanel, Sighting};
use super::payment::{Paying, Payment, Quantiles, is_earned};
use super::scores::ScoredRow;
use super::student::StudentT;
use crate::replay::AcoYear;
use crate::units::real;

/// What is known before a year: the pairs of earlier years, and the parameters they give.
pub(super) struct YearAhead<'a> {
    rows: &'a [AcoYear],
    panel: &'a RecordPanel,
    year: u16,
    learned: LearnedLaw,
    last_year: RateLine,
    regression: RateLine,
    paying: Paying,
    /// Earlier shares of those paid: among those not paid the year before, among those paid, among all.
    paid_shares: [f64; 3],
}

impl<'a> YearAhead<'a> {
    /// From the pairs of all earlier years; the search begins at `start`.
    pub(super) fn of(
        rows: &'a [AcoYear],
        panel: &'a RecordPanel,
        year: u16,
        earlier: &[(Sighting, Sighting)],
        start: [f64; SEARCHED],
    ) -> YearAhead<'a> {
        let both = || earlier.iter().map(|(before, now)| (&rows[before.row], &rows[now.row]));
        let share = |paid_before: Option<bool>| {
            let like =
                both().filter(|(before, _)| paid_before.is_none_or(|paid| (before.paid > 0.0) == paid));
            let paid = like.clone().filter(|(_, now)| now.paid > 0.0).count();
            (real(paid) + 1.0) / (real(like.count()) + 2.0)
        };
        let count = |earned: bool| {
            let like = both().filter(|(before, now)| is_earned(now, before) == earned);
            (like.clone().filter(|(_, now)| now.paid > 0.0).count(), like.count())
        };
        YearAhead {
            rows,
            panel,
            year,
            learned: learn(panel, year, start),
            last_year: RateLine::last_year(earlier),
            regression: RateLine::regression(earlier),
            paying: Paying::of(count(true), count(false)),
            paid_shares: [share(Some(false)), share(Some(true)), share(None)],
        }
    }

    /// The parameters.
    pub(super) fn learned(&self) -> &LearnedLaw {
        &self.learned
    }

    /// Every ACO's forecast, scored.
    pub(super) fn scored(&self, pairs: &[(Sighting, Sighting)]) -> Vec<ScoredRow> {
        let filter = Filter::through(self.panel, &self.learned.law, self.year);
        let tails = filter.tails();
        let quantiles = (Quantiles::student(&tails), Quantiles::normal());
        let foreseen = pairs.iter().filter_map(|pair| Some((pair, filter.foresee(self.year, &pair.1)?)));
        foreseen.map(|(pair, foreseen)| self.score(pair, &foreseen, &tails, &quantiles)).collect()
    }

    fn score(
        &self,
        (before, now): &(Sighting, Sighting),
        foreseen: &Foreseen,
        tails: &StudentT,
        (student, normal): &(Quantiles, Quantiles),
    ) -> ScoredRow {
        let middle = foreseen.middle + self.learned.shift;
        let scale = (foreseen.variance + self.learned.shift_sd * self.learned.shift_sd).sqrt();
        let z = (now.rate - middle) / scale;
        let (past, row) = (&self.rows[before.row], &self.rows[now.row]);
        let sharing = row.foreseen(past);
        let by = |middle_and_scale, quantiles| {
            Payment::of(&sharing, past.benchmark, middle_and_scale, quantiles, &self.paying)
        };
        let payment = by((middle, scale), student);
        let line = (self.regression.middle(before.rate), self.regression.sd());
        let by_regression = by(line, normal);
        let paid = row.paid / past.benchmark;
        let [unpaid_before, paid_before, all] = self.paid_shares;
        ScoredRow {
            year: self.year,
            aco: row.aco.clone(),
            level: row.level,
            lives: past.lives,
            rebased: foreseen.rebased,
            rate: now.rate,
            middle,
            scale,
            pit: tails.below(z),
            paid: row.paid > 0.0,
            paid_chance: payment.paid,
            payments: (row.paid, payment.mean * past.benchmark),
            errors: [middle, self.last_year.middle(before.rate), line.0].map(|m| (now.rate - m).abs()),
            crps: [
                scale * tails.crps(z),
                self.last_year.crps(before.rate, now.rate),
                self.regression.crps(before.rate, now.rate),
            ],
            other_chances: [
                by_regression.paid,
                if past.paid > 0.0 { paid_before } else { unpaid_before },
                all,
            ],
            payment_crps: [payment.crps(paid), by_regression.crps(paid)],
        }
    }
}
