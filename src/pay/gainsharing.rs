//! Gainsharing on episodes of care.
//!
//! # What it pays
//! A share of what the physician's episodes cost less than their target, if quality holds, up to a
//! share of the physician's own fees for them.
//!
//! # Formula
//! `P = min(θ × max(0, n × T × x), κ × n × fee) × 1[q ≥ gate]`, with `n` episodes of target cost `T`,
//! and `x` the part saved: what practice took off and luck of standard deviation `cv / √n`.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! A lower cost per episode, as far as the cap; passing the quality gate.
//!
//! # Revenue
//! Professional: the episode's price is fixed. Technical: savings on devices, length of stay and
//! post-acute care are the system's own.
//!
//! # Payment unit
//! An episode (Quinn 4).
//!
//! # Edge cases
//! "The 50 % cap" is two rules: half of the savings (advisory opinions) and half of the physician's
//! fees (CMMI); each binds by itself. Losses are not shared.
//!
//! # Law and market notes
//! Gainsharing CMP: no payment to limit necessary care; verified savings, quality floors, volume no
//! higher than in the base year, targets re-based yearly (OIG advisory opinions 07-21 and 07-22);
//! CMMI participation agreements.
//!
//! # Sources
//! Model 13 of the catalogue (reconstructed). 50 % of savings: lexology.com on AO 07-21/22. 50 % of
//! fees in the episode: singletrackanalytics 2017 (BPCI, CJR; later rules changed).
//!
//! # Example
//! ```toml
//! [[plan.orthopedics.pay]]
//! gainsharing = { target = 24000, fee = 1400 }
//! ```

use super::{Margin, Moves, Needs, OneLine, Outlook, Part, PayClass, Record, Seen, Status, Work};
use crate::math::normal;
use crate::schema::{Grade, number, parameters, required};
use crate::terms::{PaymentUnit, excess, reaches};
use crate::units::{Ratio, Share, UsdAmount};

parameters! {
    /// Gainsharing on episodes of care.
    pub struct Gainsharing {
        /// Target cost of an episode.
        target: UsdAmount = required().range(0.0, 10000000.0);
        /// The physician's own fees in an episode.
        fee: UsdAmount = required().range(0.0, 1000000.0);
        /// Share of the savings that is paid.
        share: Share = number(0.5)
            .from(Grade::Published, "50 % of verified savings (OIG advisory opinions 07-21, 07-22; lexology.com)");
        /// Most that is paid, as a share of the physician's fees in the episodes.
        fee_cap: Share = number(0.5)
            .from(Grade::Published, "50 % of fee-schedule payments in the episode (BPCI, CJR; singletrackanalytics 2017)");
        /// Measured quality from which anything is paid.
        gate: Share = number(0.5).because("a floor well below the average composite");
        /// Spread of the cost of one episode around its target, by luck.
        cv: Ratio = number(0.35).range(0.0, 5.0).because("a joint replacement with its 90 days");
    }
}

impl Part for Gainsharing {
    const RECORD: Record = Record {
        model: 13,
        status: Status::Reconstructed,
        formula: "P = min(share x max(0, n x target x part saved), cap x n x fee), nothing below the quality gate",
        rewards: "a lower cost per episode, as far as the cap; passing the quality gate",
        professional: "the price of the episode is fixed",
        technical: "savings on devices, length of stay and post-acute care are the system's own",
        unit: Some(PaymentUnit::Episode),
        law: "gainsharing CMP; OIG advisory opinions 07-21, 07-22; CMMI participation agreements",
        sources: "lexology.com on AO 07-21/22 (50 % of savings); singletrackanalytics 2017 (50 % of fees)",
    };
    const SEEN: Seen = Seen::BONUS;
    const NEEDS: Needs = Needs::COST;
}

/// The component without what differs between physicians.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GainsharingReady {
    target: f64,
    share: f64,
    /// Cap, $ an episode.
    cap: f64,
    /// Savings per episode at which the cap is reached.
    capped_at: f64,
    gate: f64,
    cv: f64,
}

impl OneLine for Gainsharing {
    const CLASS: PayClass = PayClass::Cost;
    const MOVES: Moves = Moves { quality: true, saved: true, ..Moves::NOTHING };
    type Ready = GainsharingReady;

    #[inline(always)]
    fn ready(&self) -> GainsharingReady {
        let cap = self.fee_cap.0 * self.fee.0;
        GainsharingReady {
            target: self.target.0,
            share: self.share.0,
            cap,
            capped_at: cap / self.share.0.max(1e-9),
            gate: self.gate.0,
            cv: self.cv.0,
        }
    }

    #[inline(always)]
    fn annual(t: GainsharingReady, work: &Work) -> f64 {
        let n = work.duties.episodes;
        let luck = t.cv / n.max(1.0).sqrt() * work.cost_luck;
        let savings = (n * t.target * (work.taken - luck)).max(0.0);
        if reaches(work.quality, t.gate) { (t.share * savings).min(t.cap * n) } else { 0.0 }
    }

    #[inline(always)]
    fn margin(t: GainsharingReady, outlook: &Outlook) -> Margin {
        let work = &outlook.work;
        let n = work.duties.episodes;
        let dollars = n * t.target;
        let (mean, sd) = (dollars * work.taken, dollars * t.cv / n.max(1.0).sqrt());
        let (low, high) = (excess(mean, sd, 0.0), excess(mean, sd, t.capped_at * n));
        let shared = t.share * (low.value - high.value);
        let quality_sd = outlook.quality_sd.max(1e-9);
        let passes = normal((work.quality - t.gate) / quality_sd);
        Margin {
            pay: passes.below * shared,
            per_quality: shared * passes.density / quality_sd,
            per_saved: passes.below * t.share * dollars * (low.chance - high.chance),
            ..Margin::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;

    fn plan(fee: f64, share: f64) -> Gainsharing {
        Gainsharing {
            target: UsdAmount(24_000.0),
            fee: UsdAmount(fee),
            share: Share(share),
            fee_cap: Share(0.5),
            gate: Share(0.6),
            cv: Ratio(0.4),
        }
    }

    fn work(taken: f64, luck: f64, quality: f64) -> Work {
        let duties = Duties { episodes: 100.0, ..Duties::usual(1.0) };
        Work { portion: 1.0, quality, taken, cost_luck: luck, duties, ..Work::default() }
    }

    #[test]
    fn hand_worked() {
        // 100 × 24,000 = 2.4 million; 3 % saved = 72,000; half = 36,000, under 100 × 700 = 70,000.
        assert!((testing::paid(&plan(1_400.0, 0.5), &work(0.03, 0.0, 0.8)) - 36_000.0).abs() < 0.011);
        // Luck of one half: cv / √100 = 4 %, so 2 % dearer: 1 % saved = 24,000; half = 12,000.
        assert!((testing::paid(&plan(1_400.0, 0.5), &work(0.03, 0.5, 0.8)) - 12_000.0).abs() < 0.011);
    }

    #[test]
    fn each_of_the_two_caps_binds_by_itself() {
        // Fees of 600: half of them is 300 an episode, 30,000 in all, below the 36,000.
        assert_eq!(testing::paid(&plan(600.0, 0.5), &work(0.03, 0.0, 0.8)), 30_000.0);
        assert!((testing::paid(&plan(1_400.0, 0.25), &work(0.03, 0.0, 0.8)) - 18_000.0).abs() < 0.011);
    }

    #[test]
    fn the_gate_and_losses_pay_nothing() {
        assert_eq!(testing::paid(&plan(1_400.0, 0.5), &work(0.03, 0.0, 0.59)), 0.0);
        assert_eq!(testing::paid(&plan(1_400.0, 0.5), &work(-0.03, 0.0, 0.8)), 0.0);
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        for (fee, taken) in [(1_400.0, 0.03), (600.0, 0.03), (1_400.0, -0.02)] {
            let outlook = Outlook { work: work(taken, 0.0, 0.8), quality_sd: 0.0, ..Outlook::default() };
            testing::cost_agrees(&plan(fee, 0.5), &outlook);
        }
        let outlook = Outlook { work: work(0.03, 0.0, 0.65), quality_sd: 0.05, ..Outlook::default() };
        testing::quality_slope_agrees(&plan(1_400.0, 0.5), &outlook);
    }
}
