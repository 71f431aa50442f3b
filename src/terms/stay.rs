//! Staying in an agreement as a decision of the system.
//!
//! # Rule
//! Near the end of a performance year the system asks whether the next one is worth it. It stays if
//!
//! `Σ_k patience^k · E[net of year t + 1 + k] + advances still owed ≥ 0`,
//!
//! over the years until the agreement is next renewed. The net of a year is what the payer pays less what it
//! takes, with fees and advances, less programme cost (its fixed part and reporting among it) and the fee of a
//! security, plus what being in is worth beside the accounts. It is expected at the terms of that year, so that
//! a downside risk to come counts as soon as it lies within the years looked at.
//!
//! # What it knows
//! What care costs without luck, and what the organisation takes off it, nobody sees. The system begins with what
//! it plans to save, and moves with every measured year by the weight of its evidence:
//! `belief += v/(v + s²) · (measured − belief)`, `v` the variance of what it believed and `s²` that of one measured
//! year, which is large where lives are few. So a small group believes in its luck less, and its plan longer.
//!
//! # Sources
//! Exits follow measured reward, not true effect: Bleser 2019, Health Aff 38:794, and Pioneer, where leaving had
//! nothing to do with what was saved (2015, NEJM 372:1927).

use crate::schema::{Grade, Prior, ReadTable, flag, number, parameters, prior};
use crate::units::{Months, PerMemberMonth, Share, SignedShare};

parameters! {
    /// Whether the system stays in the agreement is decided at the end of each performance year, by what it
    /// expects to be left with. Left out, it stays for as long as the agreement runs.
    pub struct Staying {
        /// What the expected net of a year counts against that of the year before it: 0 looks at next year
        /// alone, 1 at every year until the agreement is renewed alike.
        patience: Share = prior(Prior::Uniform(0.5, 1.0))
            .because("no source: anything between a year counting half of the one before and all of it");
        /// Notice before the end of a performance year. The decision is taken then, on what is on record.
        notice_months: Months = number(1.0).range(0.0, 12.0)
            .from(Grade::Recalled, "at least 30 days' notice (42 CFR 425.220(a), since 2019; 60 days before)");
        /// Chance that the question is raised at the end of a year within the term. It always is when the
        /// agreement is up for renewal and when the year to come is the first with losses.
        within_term: Share = number(0.5)
            .because("no source: a renewal must be signed, within the term somebody has to raise it");
        /// What the system plans to save in the agreement's first year, as a share of the cost of care.
        plan: SignedShare = prior(Prior::Uniform(0.01, 0.04)).range(-0.2, 0.2)
            .because("no source: planned savings of 2 to 3 %, as wide as the care management note has them");
        /// What it expects to save more each year, as a share of the cost of care: what a year of work is worth later.
        improves: SignedShare = number(0.004).range(-0.05, 0.05)
            .from(Grade::Derived, "1.2 % in the third year and 2.4 % in the sixth (Bond 2025 JAMA 333:1897): 0.4 points a year");
        /// Standard deviation of what it then believes about that share: how open it is to results.
        plan_sd: Share = number(0.02).range(0.0, 0.2)
            .because("as wide as the plan itself");
        /// Standard deviation of the error of what the payer's reports say of a year that is not settled yet.
        preview_sd: Share = number(0.02).range(0.0, 0.2)
            .because("twice the error of three months of run-out: claims of nine months, benchmark not final");
        /// Whether it reckons with its next benchmark, which follows what it has saved: then it believes in a level of
        /// cost. Otherwise it believes in a rate of savings, and expects next year's to be as measured ones.
        foresees_rebasing: bool = flag(false);
        /// What being in is worth beside the accounts, for each attributed person, at the prices of the first
        /// year: reporting of quality measures under MIPS that is saved, data, standing. It is weighed, never booked.
        worth: PerMemberMonth = prior(Prior::Gamma(2.0, 5.8)).range(0.0, 1_000.0)
            .from(Grade::Derived, "fitted to the 187 of 624 ACOs that left the Shared Savings Program within five years (Bleser 2019); its spread is an assumption");
        /// Whether the facility margin lost on avoided care counts.
        facility_margin: bool = flag(false);
    }
    check Staying::check
}

/// What somebody believes of a figure that is measured with luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// What it is believed to be.
    pub mean: f64,
    /// Variance of that.
    pub variance: f64,
}

impl Belief {
    /// Takes in what was measured with a luck of some variance.
    ///
    /// ```
    /// use cascade::terms::Belief;
    /// // As much luck as doubt: half way.
    /// let mut belief = Belief { mean: 1.0, variance: 0.25 };
    /// belief.see(2.0, 0.25);
    /// assert_eq!(belief, Belief { mean: 1.5, variance: 0.125 });
    /// ```
    pub fn see(&mut self, measured: f64, variance: f64) {
        let all = self.variance + variance;
        if all > 0.0 {
            let weight = self.variance / all;
            self.mean += weight * (measured - self.mean);
            self.variance *= 1.0 - weight;
        }
    }
}

/// How much is known of a performance year when the decision is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnRecord {
    /// It is settled.
    Settled,
    /// The payer's reports tell of three quarters of it or more.
    Reported,
    /// Nothing yet.
    Nothing,
}

/// A decision about staying.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Decision {
    /// What the system believes it saves of next year's benchmark, by measured results.
    pub savings: f64,
    /// Years that are settled by then.
    pub settled: u32,
    /// Expected net of next year, $.
    pub next: f64,
    /// What later years until the renewal add, each with its patience, $.
    pub later: f64,
    /// Advances that leaving would call in, $.
    pub owed: f64,
    /// Whether it leaves.
    pub leaves: bool,
}

/// Months of a year that reports must tell of.
const REPORTED: f64 = 9.0;

impl Staying {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.plan_sd.0 <= 0.0 {
            table.problem(
                "plan_sd",
                "found 0: nothing that is measured would ever change what the system believes; write how far off its plan may be, such as 0.02",
            );
        }
    }

    /// How much is known of performance year `of` when the decision about the year after `now` is taken; a year
    /// is settled `settlement` months after its January.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "years of the horizon")]
    pub fn on_record(&self, of: usize, now: usize, settlement: f64) -> OnRecord {
        let since = (12 * (now + 1 - of)) as f64 - self.notice_months.0;
        if since >= settlement {
            OnRecord::Settled
        } else if since >= REPORTED {
            OnRecord::Reported
        } else {
            OnRecord::Nothing
        }
    }

    /// Takes the decision: on the expected net of each year until the renewal, in order, and the advances that
    /// leaving would call in.
    #[must_use]
    pub fn decide(&self, nets: impl Iterator<Item = f64>, owed: f64) -> Decision {
        let (mut decision, mut counts) = (Decision { owed, ..Decision::default() }, 1.0);
        for (k, net) in nets.enumerate() {
            if k == 0 {
                decision.next = net;
            } else {
                decision.later += counts * net;
            }
            counts *= self.patience.0;
        }
        decision.leaves = decision.next + decision.later + owed < 0.0;
        decision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stay(patience: f64, notice: f64) -> Staying {
        Staying {
            patience: Share(patience),
            notice_months: Months(notice),
            within_term: Share(1.0),
            plan: SignedShare(0.02),
            improves: SignedShare(0.0),
            plan_sd: Share(0.02),
            preview_sd: Share(0.02),
            foresees_rebasing: false,
            worth: PerMemberMonth(0.0),
            facility_margin: false,
        }
    }

    /// A plan of 2 % with a doubt of 2 points, and years with a luck of 4 points: 4/(4 + 16) = a fifth of the way
    /// to what the first year shows, and doubt falls to 4 · 0.8 = 3.2. The second moves it 3.2/19.2 = a sixth.
    #[test]
    fn a_belief_moves_by_the_weight_of_its_evidence() {
        let mut belief = Belief { mean: 0.02, variance: 4e-4 };
        belief.see(-0.03, 16e-4);
        assert!((belief.mean - 0.01).abs() < 1e-15 && (belief.variance - 3.2e-4).abs() < 1e-15);
        belief.see(0.07, 16e-4);
        assert!((belief.mean - 0.02).abs() < 1e-15, "{belief:?}");
        // 1/(1/4 + 2/16) = 8/3, as if both had been seen at once.
        assert!((belief.variance - 8e-4 / 3.0).abs() < 1e-15);
        // Certain of itself it learns nothing; what is measured without luck it takes as it is.
        let mut certain = Belief { mean: 0.02, variance: 0.0 };
        certain.see(0.5, 1e-4);
        assert_eq!(certain.mean, 0.02);
        let mut open = Belief { mean: 0.02, variance: 4e-4 };
        open.see(0.5, 0.0);
        assert_eq!((open.mean, open.variance), (0.5, 0.0));
        certain.see(0.5, 0.0);
        assert_eq!(certain.mean, 0.02);
    }

    /// A year settled in its month 20, asked a month before the end of year 2 (0 is the first): 35 months after
    /// the January of year 0 and 23 after that of year 1, both settled; 11 after that of year 2, reported. With half
    /// a year's notice 18 months have passed for year 1: reported only, and of year 2, six months old, nothing.
    #[test]
    fn what_is_on_record_goes_by_the_clock_and_the_notice() {
        use OnRecord::{Nothing, Reported, Settled};
        let known = |notice: f64, of| stay(1.0, notice).on_record(of, 2, 20.0);
        assert_eq!([0, 1, 2].map(|of| known(1.0, of)), [Settled, Settled, Reported]);
        assert_eq!([0, 1, 2].map(|of| known(6.0, of)), [Settled, Reported, Nothing]);
        assert_eq!([0, 1, 2].map(|of| known(12.0, of)), [Settled, Reported, Nothing]);
        // Settled at once, as with a payer whose accounts close with the year.
        assert_eq!(stay(1.0, 0.0).on_record(2, 2, 12.0), Settled);
    }

    /// −100 next year, then +80 twice. At once: −100, leaves. Half as much each year: −100 + 40 + 20 = −40, leaves.
    /// All alike: +60, stays. What leaving calls in counts beside it: 40 more are just enough.
    #[test]
    fn patience_weighs_a_bad_year_against_those_after_it() {
        let decide = |patience, owed| stay(patience, 1.0).decide([-100.0, 80.0, 80.0].into_iter(), owed);
        let impatient = decide(0.0, 0.0);
        assert_eq!((impatient.next, impatient.later, impatient.leaves), (-100.0, 0.0, true));
        let half = decide(0.5, 0.0);
        assert_eq!((half.later, half.leaves), (60.0, true));
        assert!(!decide(1.0, 0.0).leaves);
        assert!(!decide(0.5, 40.0).leaves && decide(0.5, 39.0).leaves);
        // Nothing to gain and nothing to lose: it stays.
        assert!(!stay(0.5, 1.0).decide(std::iter::empty(), 0.0).leaves);
    }
}
