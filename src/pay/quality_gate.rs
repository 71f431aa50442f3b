//! Quality gate on production.
//!
//! # What it pays
//! Nothing by itself: it keeps a part of the volume pay earned so far unless measured quality passes
//! a gate ("tiers unlocked only if quality is kept").
//!
//! # Formula
//! Volume pay so far × (1 from the gate on, else the part that is kept).
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Passing the gate: near it, a point of quality is worth a part of all volume pay, so a gate can
//! carry more leverage than a bonus of a larger nominal share. Volume a little less than before.
//!
//! # Revenue
//! Professional: none of its own. Technical: small.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! It acts on the components before it in the list. Kept 1 changes nothing.
//!
//! # Law and market notes
//! Must not reward withholding necessary care; set in advance.
//!
//! # Sources
//! Compensation mechanics (not a row of the 17). Baker Tilly / Motiv, provider incentive
//! compensation.
//!
//! # Example
//! ```toml
//! [[plan.medical.pay]]
//! wrvu = { tiers = [{ rate = 58 }] }
//! [[plan.medical.pay]]
//! quality_gate = { gate = 0.7, kept = 0.9 }
//! ```

use super::{
    Expected, ExpectedTile, Formula, Outlook, OutlookTile, Part, PayClass, Record, Seen, Statement, Status,
    Work,
};
use crate::entity::{Label, Labelled};
use crate::math::normal;
use crate::schema::{number, optional, parameters, required};
use crate::terms::reaches;
use crate::units::{Cents, Share};

parameters! {
    /// Quality gate on production.
    pub struct QualityGate {
        /// Measured quality from which volume pay is paid in full.
        gate: Share = required();
        /// The measure, by its name in the roster's column `quality.<name>`; the composite when left out, and
        /// for a physician whose cell is empty.
        measure: Option<Label> = optional();
        /// Part of the volume pay that is paid below it.
        kept: Share = number(0.0).because("a gate locks everything unless stated");
    }
}

impl Part for QualityGate {
    const RECORD: Record = Record {
        model: 0,
        status: Status::Mechanic,
        formula: "volume pay so far x (1 from the gate on, else the part kept)",
        rewards: "passing the gate: near it, a point of quality is worth a part of all volume pay",
        professional: "none of its own",
        technical: "small",
        unit: None,
        law: "set in advance; must not reward withholding necessary care",
        sources: "Baker Tilly / Motiv, provider incentive compensation",
    };
    const SEEN: Seen = Seen::AT_RISK;
    const ACTS_ON_OTHERS: bool = true;

    fn labels(&mut self) -> Vec<(Labelled, &mut Label)> {
        self.measure.iter_mut().map(|label| (Labelled::Quality, label)).collect()
    }
}

impl Formula for QualityGate {
    #[inline(always)]
    fn pay(&self, work: &Work, statement: &mut Statement) {
        if !reaches(work.score(self.measure.as_ref()), self.gate.0) {
            let volume = statement.of(PayClass::Volume);
            statement.add(PayClass::Volume, Cents::round(self.kept.0 * volume.dollars()) - volume);
        }
    }

    /// The score and the work are taken as independent.
    #[inline(always)]
    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        let sd = outlook.quality_sd.max(1e-9);
        let passes = normal((outlook.work.score(self.measure.as_ref()) - self.gate.0) / sd);
        let locked = 1.0 - self.kept.0;
        let mut volume = expected.volume();
        let all = volume.pay;
        volume.scale(1.0 - locked * (1.0 - passes.below));
        volume.per_quality += all * locked * passes.density / sd;
        expected.set_volume(volume);
    }

    #[inline(always)]
    fn expect_tile(&self, _: &OutlookTile<'_>, _: &mut ExpectedTile<'_>) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::Margin;

    fn gate(kept: f64) -> QualityGate {
        QualityGate { gate: Share(0.7), measure: None, kept: Share(kept) }
    }

    fn after(kept: f64, quality: f64) -> i64 {
        let mut statement = Statement::default();
        statement.add(PayClass::Volume, Cents(10_000_000));
        statement.add(PayClass::Time, Cents(5_000_000));
        gate(kept).pay(&Work { quality, ..Work::default() }, &mut statement);
        statement.total().0 / 100
    }

    #[test]
    fn hand_worked() {
        // 100,000 of volume pay, 50,000 of time pay.
        assert_eq!(after(0.9, 0.69), 140_000);
        assert_eq!(after(0.0, 0.69), 50_000);
        assert_eq!(after(0.0, 0.70), 150_000);
    }

    #[test]
    fn at_the_gate_a_point_of_quality_is_worth_a_part_of_all_volume_pay() {
        let mut expected = Expected::default();
        let volume = Margin { pay: 100_000.0, per_wrvu: 50.0, ..Margin::default() };
        expected.earn(PayClass::Volume, 1.0, &volume);
        let work = Work { quality: 0.7, ..Work::default() };
        gate(0.8)
            .expect(&Outlook { work, wrvu_sd: 0.0, quality_sd: 0.05, ..Outlook::default() }, &mut expected);
        let total = expected.total();
        // Half the time 20 % is locked: 90,000. One point is worth 20,000 × φ(0) / 0.05 × 0.01 = 1,595.77.
        assert!((total.pay - 90_000.0).abs() < 1e-6);
        assert!((total.per_wrvu - 45.0).abs() < 1e-9);
        assert!((0.01 * total.per_quality - 1_595.769).abs() < 1e-2);
    }
}
