//! Quality bonus.
//!
//! # What it pays
//! A bonus earned by a measured quality score.
//!
//! # Formula
//! `P = Bmax × FTE × h(q)`, with `h` the ladder from threshold to target, and nothing below a gate; `q`
//! is one's own score, or the mean of everyone on the plan by FTE. After a year of poor margin, the part
//! of it that `allocation.circuit_breaker` lets pass, if that says `bonuses = true`.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Measured quality on the ladder; nothing above the target, where everyone may already stand. By
//! the group's mean, own quality is diluted to 1/N.
//!
//! # Revenue
//! Professional: funded from payers' incentives or operating margin. Technical: small.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! All physicians above the target: the bonus is paid in full and rewards nothing (at Veralon's
//! client all 120 physicians earned 100 %).
//!
//! # Law and market notes
//! Quality is in the plan of half of medical groups (MGMA 2024); quality and cost incentives are
//! 9.0 % of primary-care and 5.3 % of specialist pay where included. Must not reward withholding
//! necessary care.
//!
//! # Sources
//! Model 11 of the catalogue (reconstructed). Reid 2022 (JAMA Health Forum 3(1):e214634).
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! quality_bonus = { per_fte = 24000, ladder = { threshold = 0.7, target = 0.9 } }
//! ```

use super::{Margin, Moves, Needs, OneLine, Outlook, Part, PayClass, Record, Seen, Status, Work};
use crate::schema::{empty, keywords, parameters, required, word};
use crate::terms::{Ladder, Rise};
use crate::units::UsdPerYear;

keywords! {
    /// Whose measured quality counts.
    pub enum Whose {
        /// One's own.
        Own = "own",
        /// The mean of everyone on the plan, by FTE.
        Group = "group",
    }
}

parameters! {
    /// A bonus earned by measured quality.
    pub struct QualityBonus {
        /// The whole bonus, in dollars a year per 1.0 FTE.
        per_fte: UsdPerYear = required();
        /// Whose score.
        of: Whose = word("own");
        /// How much of it a score earns.
        ladder: Ladder = empty();
    }
}

impl Part for QualityBonus {
    const RECORD: Record = Record {
        model: 11,
        status: Status::Reconstructed,
        formula: "P = Bmax x FTE x h(q), h the ladder from threshold to target",
        rewards: "measured quality on the ladder",
        professional: "funded from payer incentives or operating margin",
        technical: "small",
        unit: None,
        law: "42 CFR 411.357(c), or value-based exceptions outside fair market value; gainsharing CMP if a metric limits care",
        sources: "Reid 2022: 9.0 % and 5.3 % of pay where included; MGMA 2024: half of groups",
    };
    const SEEN: Seen = Seen::BONUS;

    fn needs(&self) -> Needs {
        if self.of == Whose::Group { Needs::GROUP } else { Needs::NOTHING }
    }
}

impl OneLine for QualityBonus {
    const CLASS: PayClass = PayClass::Quality;
    const MOVES: Moves = Moves::QUALITY;
    /// The whole bonus per FTE, the ladder, and whether the group's mean counts.
    type Ready = (f64, Rise, bool);

    #[inline(always)]
    fn ready(&self) -> (f64, Rise, bool) {
        (self.per_fte.0, self.ladder.rise(), self.of == Whose::Group)
    }

    #[inline(always)]
    fn annual((per_fte, rise, group): (f64, Rise, bool), work: &Work) -> f64 {
        (1.0 - work.bonus_cut)
            * (per_fte * work.fte * rise.part(if group { work.group_quality } else { work.quality }))
    }

    #[inline(always)]
    fn margin((per_fte, rise, group): (f64, Rise, bool), outlook: &Outlook) -> Margin {
        let work = &outlook.work;
        let most = (1.0 - work.bonus_cut) * (per_fte * work.fte);
        // The luck of a mean of N is that of one over √N; own part is 1/N of it.
        let (mean, sd, part) = if group {
            (work.group_quality, outlook.quality_sd * work.group_part.sqrt(), work.group_part)
        } else {
            (work.quality, outlook.quality_sd, 1.0)
        };
        let ladder = rise.expected(mean, sd);
        Margin { pay: most * ladder.part, per_quality: most * ladder.slope * part, ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::Rungs;
    use crate::units::Share;

    fn bonus() -> QualityBonus {
        QualityBonus {
            per_fte: UsdPerYear(24_000.0),
            of: Whose::Own,
            ladder: Ladder { threshold: Share(0.7), target: Share(0.9), rungs: Rungs::Linear, gate: None },
        }
    }

    #[test]
    fn hand_worked() {
        let pay =
            |quality, fte| QualityBonus::annual(bonus().ready(), &Work { fte, quality, ..Work::default() });
        assert!((pay(0.8, 1.0) - 12_000.0).abs() < 1e-9);
        assert!((pay(0.95, 0.5) - 12_000.0).abs() < 1e-9);
        assert_eq!(pay(0.69, 1.0), 0.0);
    }

    #[test]
    fn an_open_circuit_breaker_takes_its_part_of_pay_and_incentive() {
        // Half the ladder: 12,000; a quarter of it passes: 3,000. One point: 24,000 / 20 / 4 = 300.
        let work = Work { fte: 1.0, quality: 0.8, bonus_cut: 0.75, ..Work::default() };
        assert!((QualityBonus::annual(bonus().ready(), &work) - 3_000.0).abs() < 1e-9);
        let margin = QualityBonus::margin(bonus().ready(), &Outlook { work, ..Outlook::default() });
        assert!((margin.pay - 3_000.0).abs() < 1e-6 && (0.01 * margin.per_quality - 300.0).abs() < 1e-6);
    }

    #[test]
    fn by_the_groups_mean_own_quality_is_diluted() {
        let group = QualityBonus { of: Whose::Group, ..bonus() };
        let work = Work { fte: 1.0, quality: 0.6, group_quality: 0.8, group_part: 0.05, ..Work::default() };
        assert!((QualityBonus::annual(group.ready(), &work) - 12_000.0).abs() < 1e-9);
        // 24,000 over 20 points, a twentieth of it: one point is worth 1,200 / 20 = 60.
        let margin = QualityBonus::margin(group.ready(), &Outlook { work, ..Outlook::default() });
        assert!((0.01 * margin.per_quality - 60.0).abs() < 1e-6, "{}", margin.per_quality);
    }

    #[test]
    fn saturation_rewards_nothing() {
        let margin = QualityBonus::margin(
            bonus().ready(),
            &Outlook {
                work: Work { fte: 1.0, quality: 0.99, ..Work::default() },
                wrvu_sd: 0.0,
                quality_sd: 0.01,
                ..Outlook::default()
            },
        );
        assert!((margin.pay - 24_000.0).abs() < 1e-6);
        assert!(margin.per_quality.abs() < 1e-6);
    }
}
