//! The forecast of one year from the years before it, and how it scored.

use super::comparator::RateLine;
use super::estimate::{LearnedLaw, learn};
use super::filter::{Filter, Foreseen};
use super::law::SEARCHED;
use super::panel::{RecordPanel, Sighting};
use super::payment::{Paying, Payment, Quantiles, is_earned, paid_share};
use super::scores::ScoredRow;
use super::student::StudentT;
use crate::replay::AcoYear;

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
        // Those paid, and all, of those not paid and those paid the year before; and of those whom the contract as
        // foreseen pays nothing and something.
        let (mut by_past, mut by_contract) = ([(0, 0); 2], [(0, 0); 2]);
        for (before, now) in earlier.iter().map(|(before, now)| (&rows[before.row], &rows[now.row])) {
            let earned = usize::from(is_earned(now, before));
            for counted in [&mut by_past[usize::from(before.paid > 0.0)], &mut by_contract[earned]] {
                counted.0 += usize::from(now.paid > 0.0);
                counted.1 += 1;
            }
        }
        let [unpaid, paid] = by_past;
        YearAhead {
            rows,
            panel,
            year,
            learned: learn(panel, year, start),
            last_year: RateLine::last_year(earlier),
            regression: RateLine::regression(earlier),
            paying: Paying::of(by_contract[1], by_contract[0]),
            paid_shares: [unpaid, paid, (unpaid.0 + paid.0, unpaid.1 + paid.1)].map(paid_share),
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
