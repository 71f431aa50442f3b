//! Sub-capitation.
//!
//! # What it pays
//! A fixed amount per patient and month, out of which the physician bears the practice's own cost,
//! and a share of what referral and hospital care cost less or more than expected. A part of it may be
//! withheld against a budget for the members' care, the physician's own or that of everyone on the plan.
//!
//! # Formula
//! `P = 12 (PMPM × r − own cost) × L + clip(σ × S × x, −m, +m)`, with `L` the panel, `r` its risk
//! weight, `S` the expected cost of care under the physician's influence, `x` the part of it saved
//! (measured: true effect and luck together), and `m` a share of the capitation. With a withhold `h`,
//! `12 PMPM × r × h × L` is held back and returned as far as the budget holds: see
//! `src/pay/care_budget.rs`. What a group's withhold returns is divided by members.
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
//! capitation would make pay negative, and is refused. The budget is met by the roster's `cost_style`
//! as it stands, against 1 and not against the roster's mean. Budget and cost are those of members of
//! average risk: risk weights move the capitation alone.
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
//! [[plan.independent_practice.pay]]
//! capitation = { per_member_month = 20, withhold = 0.15, budget = { of = "group", per_member_month = 50, part = 0.1 } }
//! ```

use super::component::lines;
use super::{
    BudgetOf, CareBudget, CareYear, Margin, Moves, Needs, Outlook, Part, Record, Seen, Status, Work,
};
use crate::schema::{Grade, ReadTable, number, optional, parameters, required};
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
        /// Part of the capitation that is held back against the budget.
        withhold: Share = number(0.0).because("none unless stated");
        /// The budget that the withhold answers for.
        budget: Option<CareBudget> = optional();
        /// Part of the risk weights that comes from coded diagnoses, which documentation moves.
        coded: Share = number(0.5)
            .because("about half of the spread: weights spread 1.9-fold by age and sex, 2.6-fold with severity");
    }
    check Capitation::check
}

impl Capitation {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let paid = (1.0 - self.withhold.0) * self.per_member_month.0;
        if self.own_cost.0 > paid {
            table.problem(
                "own_cost",
                format!(
                    "found {}; the cost the physician bears must not exceed the capitation of {paid}",
                    self.own_cost.0
                ),
            );
        }
        if self.withhold.0 > 0.0 && self.budget.is_none() {
            table.problem(
                "withhold",
                "found without a budget that it answers for; add one, such as budget = { of = \"group\", per_member_month = 50 }",
            );
        }
    }
}

impl Part for Capitation {
    const RECORD: Record = Record {
        model: 10,
        status: Status::Reconstructed,
        formula: "P = 12 (PMPM x risk - own cost) x panel + clip(share x cost of care x part saved, -limit, +limit); withheld of it: W - min(max(0, cost - budget), W)",
        rewards: "panel; a lower cost of care up to the limit; coding",
        professional: "fees become cost",
        technical: "referrals and facility use become cost if the scope is global",
        unit: Some(PaymentUnit::Beneficiary),
        law: "42 CFR 422.208 (25 % at risk for referrals, then stop-loss); 42 CFR 411.357(n); state insurance law",
        sources: "frgsystems.com; eCFR 422.208",
    };
    const SEEN: Seen = Seen::AT_RISK;
    const NEEDS: Needs = Needs::COST.or(Needs::CODED);

    fn needs(&self) -> Needs {
        if self.budget.is_some() { Needs::MEMBERS.or(Self::NEEDS) } else { Self::NEEDS }
    }

    fn pooled_withhold(&self) -> Option<(&Capitation, &CareBudget)> {
        let budget = self.budget.as_ref().filter(|budget| budget.of == BudgetOf::Group);
        budget.map(|budget| (self, budget))
    }
}

impl Capitation {
    /// A physician's year before the budget: what is withheld, and what the members' care costs; dollars
    /// of the plan's price level.
    #[inline(always)]
    #[must_use]
    pub fn care_year(&self, budget: &CareBudget, work: &Work) -> CareYear {
        let capitation = 12.0 * self.per_member_month.0 * work.panel_risk(self.coded.0) * work.panel;
        let usual = budget.part.0 * work.members_cost;
        let dearer = work.dearer + work.missed * work.social + work.cost_sd * work.cost_luck;
        CareYear {
            capitation,
            withheld: self.withhold.0 * capitation,
            budget: budget.per_member_month.map_or(usual, |each| 12.0 * each.0 * work.panel),
            cost: usual * (1.0 + dearer) - Capitation::reached(budget, work) * work.taken,
        }
    }

    /// The year of the physician's own members, where it meets a budget of their own.
    #[must_use]
    pub fn own_care(&self, work: &Work) -> Option<CareYear> {
        let budget = self.budget.as_ref().filter(|budget| budget.of == BudgetOf::Own)?;
        Some(self.care_year(budget, work).times(work.portion))
    }

    /// Dollars of the members' care under the budget that the physician's own practice reaches; the rest
    /// is in the hands of specialists.
    #[inline(always)]
    #[must_use]
    pub fn reached(budget: &CareBudget, work: &Work) -> f64 {
        budget.part.0 * work.spending.min(work.members_cost)
    }
}

/// The component without what differs between physicians.
struct CapitationReady<'a> {
    terms: &'a Capitation,
    /// The budget, where it is the physician's own.
    own_budget: Option<&'a CareBudget>,
    withhold: f64,
    a_year: f64,
    own_cost: f64,
    share: f64,
    limit: f64,
    coded: f64,
}

impl Capitation {
    #[inline(always)]
    fn ready(&self) -> CapitationReady<'_> {
        CapitationReady {
            terms: self,
            own_budget: self.budget.as_ref().filter(|budget| budget.of == BudgetOf::Own),
            withhold: self.withhold.0,
            a_year: 12.0 * self.per_member_month.0,
            own_cost: 12.0 * self.own_cost.0,
            share: self.referral_share.0,
            limit: self.referral_limit.0,
            coded: self.coded.0,
        }
    }
}

impl CapitationReady<'_> {
    #[inline(always)]
    fn capitation(&self, work: &Work) -> f64 {
        self.a_year * work.panel_risk(self.coded) * work.panel
    }

    #[inline(always)]
    fn annual(&self, work: &Work) -> [f64; 2] {
        let capitation = self.capitation(work);
        let most = self.limit * capitation;
        let saved = work.taken - work.cost_sd * work.cost_luck;
        let referral = (self.share * work.spending * saved).clamp(-most, most);
        let returned = match self.own_budget {
            Some(budget) => {
                let (back, surplus) = budget.returns(&self.terms.care_year(budget, work));
                back + surplus
            }
            None => 0.0,
        };
        [(1.0 - self.withhold) * capitation - self.own_cost * work.panel, referral + returned]
    }

    #[inline(always)]
    fn margin(&self, outlook: &Outlook) -> [Margin; 2] {
        let work = &outlook.work;
        let capitation = self.capitation(work);
        let most = self.limit * capitation;
        let scale = self.share * work.spending;
        let (mean, sd) = (scale * work.taken, scale * work.cost_sd);
        let (low, high) = (excess(mean, sd, -most), excess(mean, sd, most));
        let paid = 1.0 - self.withhold;
        let mut cost = Margin {
            pay: low.value - high.value - most,
            per_saved: scale * (low.chance - high.chance),
            ..Margin::default()
        };
        if let Some(budget) = self.own_budget {
            let year = self.terms.care_year(budget, work);
            let back = budget.expect(&year, budget.part.0 * work.members_cost * work.cost_sd);
            cost.pay += back.pay;
            cost.per_saved += back.per_saved * Capitation::reached(budget, work);
            // Budget, cost and withhold grow with the panel together.
            cost.per_patient += back.pay / work.panel.max(1.0);
            cost.per_risk +=
                self.coded * (back.per_withheld * year.withheld + back.per_capitation * year.capitation);
        }
        [
            Margin {
                pay: paid * capitation - self.own_cost * work.panel,
                per_patient: paid * self.a_year * work.panel_risk(self.coded) - self.own_cost,
                per_risk: self.coded * paid * capitation,
                ..Margin::default()
            },
            cost,
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
            withhold: Share(0.0),
            budget: None,
        }
    }

    /// 1,600 patients of weight 1.1 whose care costs 10 million.
    fn work(taken: f64, luck: f64) -> Work {
        let duties = Duties { panel_risk: 1.1, ..Duties::usual(1.0) };
        Work {
            portion: 1.0,
            panel: 1_600.0,
            spending: 1e7,
            members_cost: 1e7,
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

    /// A quarter withheld against 520 a member and month for all of the care.
    fn against_a_budget(of: BudgetOf) -> Capitation {
        let budget = CareBudget {
            of,
            per_member_month: Some(PerMemberMonth(520.0)),
            part: Share(1.0),
            deficit_share: Share(1.0),
            floor: Share(0.1),
            surplus_share: Share(0.5),
            surplus_limit: Share(0.25),
        };
        Capitation { withhold: Share(0.25), referral_share: Share(0.0), budget: Some(budget), ..plan() }
    }

    #[test]
    fn own_cost_of_care_against_a_budget_hand_worked() {
        // Capitation 316,800, of which 79,200 are withheld; own cost 38,400: 199,200. Budget 12 × 520 × 1,600 =
        // 9,984,000, care 10 million × (1 + style − saved).
        let paid = |dearer: f64, taken: f64| {
            let work = Work { dearer, ..work(taken, 0.0) };
            testing::paid(&against_a_budget(BudgetOf::Own), &work) - 199_200.0
        };
        // 16,000 over the budget: 63,200 of the withhold.
        assert!((paid(0.0, 0.0) - 63_200.0).abs() < 0.011);
        // 6 % dearer: 616,000 over; a tenth of the withhold is certain.
        assert!((paid(0.06, 0.0) - 7_920.0).abs() < 0.011);
        // 2 % saved: 184,000 under: the withhold, and half of it, limited to a quarter of 316,800.
        assert!((paid(0.0, 0.02) - 79_200.0 - 79_200.0).abs() < 0.011);
        assert!((paid(0.0, 0.01) - 79_200.0 - 42_000.0).abs() < 0.011);
        // In a group the return comes from the group's pool.
        let work = Work { dearer: 0.06, ..work(0.0, 0.0) };
        assert!((testing::paid(&against_a_budget(BudgetOf::Group), &work) - 199_200.0).abs() < 0.011);
    }

    #[test]
    fn expectation_against_a_budget_is_the_average_of_the_law() {
        for taken in [0.0, 0.03, 0.08] {
            let outlook = Outlook { work: work(taken, 0.0), ..Outlook::default() };
            testing::cost_agrees(&against_a_budget(BudgetOf::Own), &outlook);
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
