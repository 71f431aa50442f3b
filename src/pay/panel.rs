//! Panel pay.
//!
//! # What it pays
//! Dollars per patient on the panel and month, weighted by risk, whether they are seen or not.
//!
//! # Formula
//! `P = 12 × PMPM × min(L, most × cFTE) × (1 + a (r − 1))`, with `L` the panel, `r` its risk weight
//! (mean 1) and `a` how far risk adjustment goes.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published rate per patient was found: it must be
//! stated. A blend with wRVU pay is two components, each at a part of its rate.
//!
//! # What it rewards
//! Panel size up to the limit, and risk scores as far as they come from coding.
//!
//! # Revenue
//! Professional: decouples pay from visits, so fee-for-service revenue may fall. Technical: lowers
//! low-value use, if it has any effect.
//!
//! # Payment unit
//! A beneficiary (Quinn 2).
//!
//! # Edge cases
//! With a mean weight of 1, risk adjustment moves money between physicians and not the total. Patients
//! beyond the limit pay nothing.
//!
//! # Law and market notes
//! Fair market value. A panel is no measure of referrals, but attribution must not stand in for them.
//!
//! # Sources
//! Model 9 of the catalogue (reconstructed). Weights spread 1.9-fold by age and sex and 2.6-fold with
//! severity (190 physicians, Palo Alto; AJMC 2012). University of Washington: after panel pay, RVUs
//! per FTE −3 % and accepting new patients 17 → 48 % (Trowbridge 2015). Lookback 18–24 months
//! (residencyadvisor.com).
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! panel = { per_member_month = 5.5, most_per_fte = 2200 }
//! ```

use super::{Margin, Moves, Needs, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{number, optional, parameters, required};
use crate::terms::PaymentUnit;
use crate::units::{Members, PerMemberMonth, Share};

parameters! {
    /// Panel pay.
    pub struct Panel {
        /// Dollars per patient and month.
        per_member_month: PerMemberMonth = required();
        /// How far risk adjustment goes: 0 counts heads, 1 pays each patient's full weight.
        risk_adjusted: Share = number(1.0).because("full weights unless stated");
        /// Part of the weights that comes from coded diagnoses, which documentation moves.
        coded: Share = number(0.5)
            .because("about half of the spread: weights spread 1.9-fold by age and sex, 2.6-fold with severity");
        /// Patients per 1.0 clinical FTE beyond which nothing more is paid.
        most_per_fte: Option<Members> = optional().range(1.0, 20000.0);
    }
}

impl Part for Panel {
    const RECORD: Record = Record {
        model: 9,
        status: Status::Reconstructed,
        formula: "P = 12 x PMPM x min(panel, most x cFTE) x (1 + a x (risk - 1))",
        rewards: "panel size times acuity, up to the limit; coding",
        professional: "decouples pay from visits",
        technical: "lowers low-value use, if any effect",
        unit: Some(PaymentUnit::Beneficiary),
        law: "fair market value; attribution must not stand in for referrals",
        sources: "AJMC 2012 (Palo Alto weights); Trowbridge 2015; no published rate was found",
    };
    const NEEDS: Needs = Needs::CODED;
}

/// The component without what differs between physicians.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rate {
    a_year: f64,
    adjusted: f64,
    coded: f64,
    most: f64,
}

impl Rate {
    /// Patients that count.
    #[inline(always)]
    fn counted(&self, work: &Work) -> f64 {
        work.panel.min(self.most * work.clinical_fte)
    }

    #[inline(always)]
    fn weight(&self, work: &Work) -> f64 {
        1.0 + self.adjusted * (work.panel_risk(self.coded) - 1.0)
    }
}

impl OneLine for Panel {
    const CLASS: PayClass = PayClass::Panel;
    const MOVES: Moves = Moves::PANEL;
    type Ready = Rate;

    #[inline(always)]
    fn ready(&self) -> Rate {
        Rate {
            a_year: 12.0 * self.per_member_month.0,
            adjusted: self.risk_adjusted.0,
            coded: self.coded.0,
            most: self.most_per_fte.map_or(1e9, |most| most.0),
        }
    }

    #[inline(always)]
    fn annual(rate: Rate, work: &Work) -> f64 {
        rate.a_year * rate.counted(work) * rate.weight(work)
    }

    #[inline(always)]
    fn margin(rate: Rate, outlook: &Outlook) -> Margin {
        let work = &outlook.work;
        let room = work.panel < rate.most * work.clinical_fte;
        Margin {
            pay: Self::annual(rate, work),
            per_patient: if room { rate.a_year * rate.weight(work) } else { 0.0 },
            per_risk: rate.a_year
                * rate.counted(work)
                * rate.adjusted
                * rate.coded
                * work.panel_risk(rate.coded),
            ..Margin::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;

    fn plan(most: Option<f64>) -> Panel {
        Panel {
            per_member_month: PerMemberMonth(5.0),
            risk_adjusted: Share(1.0),
            coded: Share(0.5),
            most_per_fte: most.map(Members),
        }
    }

    fn work(panel: f64, risk: f64) -> Work {
        let duties = Duties { panel_risk: risk, ..Duties::usual(1.0) };
        Work { portion: 1.0, clinical_fte: 1.0, panel, duties, ..Work::default() }
    }

    #[test]
    fn hand_worked() {
        // 1,800 patients × $60 a year × 1.1 = 118,800.
        assert!((testing::paid(&plan(None), &work(1_800.0, 1.1)) - 118_800.0).abs() < 0.01);
        // Half of the adjustment: 1,800 × 60 × 1.05 = 113,400.
        let half = Panel { risk_adjusted: Share(0.5), ..plan(None) };
        assert!((testing::paid(&half, &work(1_800.0, 1.1)) - 113_400.0).abs() < 0.01);
        // A limit of 1,500: 1,500 × 60 = 90,000.
        assert_eq!(testing::paid(&plan(Some(1_500.0)), &work(1_800.0, 1.0)), 90_000.0);
    }

    #[test]
    fn a_mean_weight_of_one_keeps_the_total() {
        let total: f64 = [0.8, 1.0, 1.2].iter().map(|r| testing::paid(&plan(None), &work(1_800.0, *r))).sum();
        assert!((total - 3.0 * 108_000.0).abs() < 0.011);
    }

    #[test]
    fn the_next_patient_pays_up_to_the_limit_and_coding_as_far_as_it_is_coded() {
        let margin = |most, panel| {
            let outlook = Outlook { work: work(panel, 1.2), ..Outlook::default() };
            Panel::margin(plan(most).ready(), &outlook)
        };
        assert!((margin(None, 1_800.0).per_patient - 72.0).abs() < 1e-9);
        assert_eq!(margin(Some(1_500.0), 1_800.0).per_patient, 0.0);
        // Coded up by 4 % since the start, half of the weight by diagnoses: 1.2 × 1.02 = 1.224, of 108,000.
        let coded_up = Work { recoded: 0.04, ..work(1_800.0, 1.2) };
        assert!((testing::paid(&plan(None), &coded_up) - 132_192.0).abs() < 0.01);
        // 1 % more risk score on 1,800 patients of weight 1.2, half of it coded: 108,000 × .012 / 2 = 648.
        assert!((0.01 * margin(None, 1_800.0).per_risk - 648.0).abs() < 1e-9);
    }
}
