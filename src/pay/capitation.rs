//! Sub-capitation.
//!
//! # What it pays
//! A fixed amount per patient and month, out of which the physician bears the practice's own cost,
//! and a share of what referral and hospital care cost less or more than expected.
//!
//! # Formula
//! `P = 12 (PMPM × r − own cost) × L + clip(σ × S × x, −m, +m)`, with `L` the panel, `r` its risk
//! weight, `S` the expected cost of care under the physician's influence, `x` the part of it saved
//! (measured: true effect and luck together), and `m` a share of the capitation.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Panel, and a lower cost of care up to the limit; every visit is a cost. Coding, as far as risk
//! weights come from it.
//!
//! # Revenue
//! Professional: fees become cost. Technical: referrals and use of the facility become cost if the
//! scope is global.
//!
//! # Payment unit
//! A beneficiary (Quinn 2).
//!
//! # Edge cases
//! The referral account may take money away: up to the limit the pay falls. Own cost above the
//! capitation would make pay negative, and is refused.
//!
//! # Law and market notes
//! Physician incentive plan rule, 42 CFR 422.208: above 25 % of potential payments at risk for
//! referrals it is substantial financial risk and needs stop-loss; Stark risk-sharing 411.357(n);
//! state insurance law.
//!
//! # Sources
//! Model 10 of the catalogue (reconstructed). frgsystems.com on the 25 % (bonus above 33 % of
//! capitation) line.
//!
//! # Example
//! ```toml
//! [[plan.delegated_primary_care.pay]]
//! capitation = { per_member_month = 16, own_cost = 2, referral_share = 0.02 }
//! ```

use super::component::lines;
use super::{Margin, Moves, Needs, Outlook, Part, Record, Seen, Status, Work};
use crate::schema::{Grade, ReadTable, number, parameters, required};
use crate::terms::{PaymentUnit, excess};
use crate::units::{PerMemberMonth, Share};

parameters! {
    /// Sub-capitation.
    pub struct Capitation {
        /// Dollars per patient and month.
        per_member_month: PerMemberMonth = required();
        /// Cost of the practice itself that the physician bears, per patient and month.
        own_cost: PerMemberMonth = number(0.0).because("an employer bears it");
        /// Share of what the cost of care under the physician's influence falls short of or exceeds.
        referral_share: Share = number(0.0).because("primary care scope unless stated");
        /// Most that the referral account adds or takes, as a share of the capitation.
        referral_limit: Share = number(0.25)
            .from(Grade::Published, "substantial financial risk begins above 25 % of potential payments (42 CFR 422.208)");
        /// Part of the risk weights that comes from coded diagnoses, which documentation moves.
        coded: Share = number(0.5)
            .because("about half of the spread: weights spread 1.9-fold by age and sex, 2.6-fold with severity");
    }
    check Capitation::check
}

impl Capitation {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.own_cost.0 > self.per_member_month.0 {
            table.problem(
                "own_cost",
                format!(
                    "found {}; the cost the physician bears must not exceed the capitation of {}",
                    self.own_cost.0, self.per_member_month.0
                ),
            );
        }
    }
}

impl Part for Capitation {
    const RECORD: Record = Record {
        model: 10,
        status: Status::Reconstructed,
        formula: "P = 12 (PMPM x risk - own cost) x panel + clip(share x cost of care x part saved, -limit, +limit)",
        rewards: "panel; a lower cost of care up to the limit; coding",
        professional: "fees become cost",
        technical: "referrals and facility use become cost if the scope is global",
        unit: Some(PaymentUnit::Beneficiary),
        law: "42 CFR 422.208 (25 % at risk for referrals, then stop-loss); 42 CFR 411.357(n); state insurance law",
        sources: "frgsystems.com; eCFR 422.208",
    };
    const SEEN: Seen = Seen::AT_RISK;
    const NEEDS: Needs = Needs::COST;
}

/// The component without what differs between physicians.
struct CapitationReady {
    a_year: f64,
    own_cost: f64,
    share: f64,
    limit: f64,
    coded: f64,
}

impl Capitation {
    #[inline(always)]
    fn ready(&self) -> CapitationReady {
        CapitationReady {
            a_year: 12.0 * self.per_member_month.0,
            own_cost: 12.0 * self.own_cost.0,
            share: self.referral_share.0,
            limit: self.referral_limit.0,
            coded: self.coded.0,
        }
    }
}

impl CapitationReady {
    #[inline(always)]
    fn capitation(&self, work: &Work) -> f64 {
        self.a_year * work.duties.panel_risk * work.panel
    }

    #[inline(always)]
    fn annual(&self, work: &Work) -> [f64; 2] {
        let capitation = self.capitation(work);
        let most = self.limit * capitation;
        let saved = work.taken - work.cost_sd * work.cost_luck;
        let referral = (self.share * work.spending * saved).clamp(-most, most);
        [capitation - self.own_cost * work.panel, referral]
    }

    #[inline(always)]
    fn margin(&self, outlook: &Outlook) -> [Margin; 2] {
        let work = &outlook.work;
        let capitation = self.capitation(work);
        let most = self.limit * capitation;
        let scale = self.share * work.spending;
        let (mean, sd) = (scale * work.taken, scale * work.cost_sd);
        let (low, high) = (excess(mean, sd, -most), excess(mean, sd, most));
        [
            Margin {
                pay: capitation - self.own_cost * work.panel,
                per_patient: self.a_year * work.duties.panel_risk - self.own_cost,
                per_risk: self.coded * capitation,
                ..Margin::default()
            },
            Margin {
                pay: low.value - high.value - most,
                per_saved: scale * (low.chance - high.chance),
                ..Margin::default()
            },
        ]
    }
}

lines!(Capitation, [Panel, Cost], Moves { saved: true, ..Moves::PANEL });

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;

    fn plan() -> Capitation {
        Capitation {
            per_member_month: PerMemberMonth(15.0),
            own_cost: PerMemberMonth(2.0),
            referral_share: Share(0.05),
            referral_limit: Share(0.1),
            coded: Share(0.5),
        }
    }

    /// 1,600 patients of weight 1.1 whose care costs 10 million.
    fn work(taken: f64, luck: f64) -> Work {
        let duties = Duties { panel_risk: 1.1, ..Duties::usual(1.0) };
        Work {
            portion: 1.0,
            panel: 1_600.0,
            spending: 1e7,
            taken,
            cost_luck: luck,
            cost_sd: 0.05,
            duties,
            ..Work::default()
        }
    }

    #[test]
    fn hand_worked() {
        // Capitation 12 × 15 × 1.1 × 1,600 = 316,800; own cost 24 × 1,600 = 38,400. Limit 31,680.
        let base = 316_800.0 - 38_400.0;
        let paid = |taken, luck| testing::paid(&plan(), &work(taken, luck));
        assert!((paid(0.0, 0.0) - base).abs() < 0.011);
        // 2 % saved: 5 % of 200,000.
        assert!((paid(0.02, 0.0) - base - 10_000.0).abs() < 0.011);
        // Bad luck of two standard deviations: 2 % − 10 % = −8 %: −40,000, limited to −31,680.
        assert!((paid(0.02, 2.0) - base + 31_680.0).abs() < 0.011);
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        for taken in [0.0, 0.03, 0.08] {
            testing::cost_agrees(&plan(), &Outlook { work: work(taken, 0.0), ..Outlook::default() });
        }
    }

    #[test]
    fn a_patient_and_a_point_of_risk() {
        let [panel, _] = plan().ready().margin(&Outlook { work: work(0.0, 0.0), ..Outlook::default() });
        // One more patient: 12 × 15 × 1.1 − 24 = 174. 1 % more risk score, half coded: 1,584.
        assert!((panel.per_patient - 174.0).abs() < 1e-9);
        assert!((0.01 * panel.per_risk - 1_584.0).abs() < 1e-9);
    }
}
