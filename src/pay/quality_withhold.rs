//! Quality withhold.
//!
//! # What it pays
//! Nothing new: part of the clinical pay earned so far is held back and released by a measured
//! quality score.
//!
//! # Formula
//! Held back: `w × (time + volume + panel pay so far)`, class by class. Released as quality pay:
//! that amount × `h(q)`, with `h` the ladder from threshold to target, and nothing below a gate.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Measured quality, as a loss to be avoided; volume a little less than before.
//!
//! # Revenue
//! Professional: none of its own. Technical: small.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! It acts on the components before it in the list. At full marks total pay is unchanged and the
//! held part has become quality pay; below the threshold it is forfeited.
//!
//! # Law and market notes
//! Wage law of some states limits holding back pay already earned. Loss framing halves the amount
//! needed in stated preference (Trogdon 2025) but added nothing in a trial (Navathe 2019).
//!
//! # Sources
//! Model 11 of the catalogue (reconstructed), withhold form.
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! quality_withhold = { share = 0.05 }
//! ```

use super::{
    Expected, ExpectedTile, Formula, Needs, Outlook, OutlookTile, Part, PayClass, Record, Scorecard, Seen,
    Statement, Status, Whose, Work,
};
use crate::entity::{Label, Labelled};
use crate::schema::{parameters, required};
use crate::units::{Cents, Share};

parameters! {
    /// Pay held back and released by measured quality.
    pub struct QualityWithhold {
        ..score: Scorecard;
        /// Part of the clinical pay so far that is held back.
        share: Share = required().range(0.0, 0.5);
    }
}

impl Part for QualityWithhold {
    const RECORD: Record = Record {
        model: 11,
        status: Status::Reconstructed,
        formula: "held = w x (time + volume + panel pay so far); released = held x h(q)",
        rewards: "measured quality, as a loss to be avoided",
        professional: "none of its own",
        technical: "small",
        unit: None,
        law: "wage law of some states limits holding back pay already earned",
        sources: "Navathe 2019; Trogdon 2025",
    };
    const SEEN: Seen = Seen::AT_RISK;

    const ACTS_ON_OTHERS: bool = true;

    fn needs(&self) -> Needs {
        self.score.needs()
    }

    fn labels(&mut self) -> Vec<(Labelled, &mut Label)> {
        self.score.labels().collect()
    }
}

impl QualityWithhold {
    /// Holds back and releases.
    #[inline(always)]
    fn hold(&self, work: &Work, statement: &mut Statement) {
        let part = self.score.part(Whose::Own, work);
        let mut released = Cents::ZERO;
        for class in [PayClass::Time, PayClass::Volume, PayClass::Panel] {
            let held = Cents::round(self.share.0 * statement.of(class).dollars());
            statement.add(class, -held);
            released += Cents::round(part * held.dollars());
        }
        statement.add(PayClass::Quality, released);
    }
}

impl Formula for QualityWithhold {
    #[inline(always)]
    fn pay(&self, work: &Work, statement: &mut Statement) {
        self.hold(work, statement);
    }

    /// The score and the work are taken as independent.
    #[inline(always)]
    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        let ladder = self.score.expected(Whose::Own, &outlook.work, outlook.quality_sd);
        let clinical = expected.clinical();
        let mut released = clinical;
        released.scale(self.share.0 * ladder.part);
        released.per_quality += self.share.0 * clinical.pay * ladder.slope;
        expected.keep_clinical(1.0 - self.share.0);
        expected.earn(PayClass::Quality, 1.0, &released);
    }

    #[inline(always)]
    fn expect_tile(&self, _: &OutlookTile<'_>, _: &mut ExpectedTile<'_>) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::Margin;
    use crate::terms::{Ladder, Rungs};

    fn withhold() -> QualityWithhold {
        QualityWithhold {
            share: Share(0.10),
            score: Scorecard::composite(Ladder {
                threshold: Share(0.6),
                target: Share(0.8),
                rungs: Rungs::Linear,
                gate: None,
            }),
        }
    }

    fn after(quality: f64) -> Statement {
        let mut statement = Statement::default();
        statement.add(PayClass::Time, Cents(10_000_000));
        statement.add(PayClass::Volume, Cents(5_000_000));
        withhold().hold(&Work { quality, ..Work::default() }, &mut statement);
        statement
    }

    #[test]
    fn hand_worked() {
        // 10 % of 150,000 = 15,000 held; half released at 0.7.
        let s = after(0.7);
        assert_eq!(s.of(PayClass::Time), Cents(9_000_000));
        assert_eq!(s.of(PayClass::Volume), Cents(4_500_000));
        assert_eq!(s.of(PayClass::Quality), Cents(750_000));
        assert_eq!(after(0.9).total(), Cents(15_000_000));
        assert_eq!(after(0.5).total(), Cents(13_500_000));
    }

    #[test]
    fn slopes_follow_by_the_product_rule() {
        let mut expected = Expected::default();
        let earned = Margin { pay: 150_000.0, per_wrvu: 50.0, ..Margin::default() };
        expected.earn(PayClass::Volume, 1.0, &earned);
        let outlook = Outlook {
            work: Work { quality: 0.7, ..Work::default() },
            wrvu_sd: 0.0,
            quality_sd: 0.0,
            ..Outlook::default()
        };
        withhold().expect(&outlook, &mut expected);
        let total = expected.total();
        assert!((total.pay - 142_500.0).abs() < 1e-6);
        assert!((total.per_wrvu - 50.0 * 0.95).abs() < 1e-9);
        assert!((total.per_quality - 15_000.0 / 0.2).abs() < 1e-3);
    }
}
