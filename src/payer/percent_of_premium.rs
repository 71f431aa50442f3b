//! Medicare Advantage: percent of premium.
//!
//! # What it pays
//! A share of the plan's premium for each member; all medical cost is settled against it.
//!
//! # Formula
//! `budget = p × premium × risk × member months`; `surplus = budget − cost`, where stop-loss takes off
//! what a person costs above the attachment, for a charge. The surplus or deficit is shared by bands of
//! the budget, everything without bands. `stars`: with four stars the plan's benchmark is 5 % higher two
//! years on; the system's share of that, `p × 5 % × premium`, is booked as a reward in the year in which
//! the stars were measured.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Every dollar of cost avoided is the system's own, within the corridor; risk scores raise the budget
//! without a cap of the contract; a visit earns its fee and costs the same budget.
//!
//! # Edge cases
//! A change of the risk model moves revenue with cost unchanged. Stop-loss with a high load lowers the
//! expected surplus while it narrows its spread; an attachment is fixed in dollars, so that growth of
//! cost pushes more of it above. Fees for the system's own visits are part of the cost.
//!
//! # Law and market notes
//! 42 CFR 422.208: with substantial financial risk stop-loss is mandatory. The plan must spend 85 % of
//! premium on care. The share `p` was not found in a readable source; 80–88 % circulates. A 2025 study
//! found no change in use of care when groups moved into such risk: the contract alone moves nobody.
//! The Stars rule is approximated: measured in year Y, published in October of Y+1, paid in Y+2.
//!
//! # Sources
//! UHC capitation supplement 2018; agilon health 10-Q 2026; CMS rate announcements for CY2026
//! and CY2027 (pfsinsurance.com, actuary.info); Milliman 2017 (quartiles, stars); riskadjustmentmodel.com.
//!
//! # Example
//! ```toml
//! [contract.advantage]
//! line = "medicare_advantage"
//! [contract.advantage.terms.percent_of_premium]
//! premium = 1250
//! share = 0.85
//! corridor = [{ to = 0.03, share = 1.0 }, { to = 0.08, share = 0.5 }]
//! stop_loss = { attachment = 150000 }
//! ```

use super::family::Family;
use super::full_risk::{FullRisk, check_bands};
use super::{Category, Experience, Forecast, History, Market, Payoff, RiskBand, Year};
use crate::math::power;
use crate::schema::{Grade, ReadTable, empty, number, optional, parameters, required};
use crate::terms::{Piece, Piecewise, RawScores, Retained, Settlement, SettlementRule, StopLoss};
use crate::units::{Cents, PerMemberMonth, Share, SignedShare};

parameters! {
    /// What Stars add to the premium.
    pub struct Stars {
        /// Rise of the plan's benchmark with four stars or more.
        bonus: Share = number(0.05).range(0.0, 0.2).from(Grade::Published, "+5 % at 4 stars (Milliman 2017)");
        /// Composite from which the plan has four stars.
        four_stars: Share = number(0.80).because("four of five");
    }
}

parameters! {
    /// Medicare Advantage, percent of premium.
    pub struct PercentOfPremium {
        /// The plan's premium from CMS for a member of its population in the first year.
        premium: PerMemberMonth = required().range(10.0, 10_000.0);
        /// Share of the premium that the system receives.
        share: Share = number(0.85).because("80-88 % circulates; no readable source");
        /// Yearly growth of the premium.
        premium_growth: SignedShare = number(0.0377).range(-0.2, 0.3)
            .from(Grade::Derived, "mean of CY2026 (+5.06 %) and CY2027 (+2.48 %)");
        /// Bands of surplus and deficit with the system's share; empty is all of it.
        corridor: Vec<RiskBand> = empty();
        /// The system's share beyond the last band.
        beyond: Share = number(0.0).because("a corridor ends somewhere");
        /// Stop-loss for each member.
        stop_loss: Option<StopLoss> = optional();
        /// What Stars add; nothing when left out.
        stars: Option<Stars> = optional();
        /// Raw risk scores, for years in which the model changes; no change when left out.
        risk_scores: Option<RawScores> = optional();
    }
    check PercentOfPremium::check
}

impl PercentOfPremium {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_bands(&self.corridor, table);
    }

    /// The budget of one member and year, $.
    #[must_use]
    pub fn budget(&self, year: &Year) -> f64 {
        let years = i32::try_from(year.index).unwrap_or(i32::MAX);
        let premium = self.premium.0 * power(1.0 + self.premium_growth.0, years);
        let model = self.risk_scores.as_ref().map_or(1.0, |scores| scores.ratio(year.index));
        12.0 * self.share.0 * premium * model * year.risk_ratio
    }

    fn risk(&self, year: &Year) -> FullRisk {
        FullRisk {
            part: 1.0,
            corridor: FullRisk::corridor(&self.corridor, self.beyond.0, 1.0),
            retained: Retained::of(self.stop_loss.as_ref(), self.budget(year)),
        }
    }

    /// What Stars bring, by composite score.
    fn stars(&self, year: &Year) -> Option<Piecewise> {
        self.stars.as_ref().map(|stars| {
            let most = stars.bonus.0 * self.budget(year) * year.lives;
            Piecewise::new(vec![
                Piece { from: f64::NEG_INFINITY, intercept: 0.0, slope: 0.0 },
                Piece { from: stars.four_stars.0, intercept: most, slope: 0.0 },
            ])
        })
    }
}

impl Family for PercentOfPremium {
    fn category(&self) -> Category {
        Category::PopulationPayment
    }

    fn benchmark(&self, year: &Year, _: &History, _: &Market<'_>) -> f64 {
        self.budget(year)
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        self.risk(&f.year).payoff(self.stars(&f.year))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        let stars = self.stars(&e.year).map_or(0.0, |stars| stars.value(e.quality));
        Settlement { reward: Cents::round(stars), ..self.risk(&e.year).settle(e) }
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![SettlementRule::share("share of premium", self.share.0)];
        rules.extend(self.risk(&e.year).rules(e));
        if let Some(stars) = &self.stars {
            rules.push(SettlementRule::share("composite for four stars", stars.four_stars.0));
            rules.push(SettlementRule::share("  rise of the benchmark with them", stars.bonus.0));
        }
        rules
    }

    fn forecast_exposure(&self) -> f64 {
        1.0
    }

    /// At the first year's budget.
    fn noise(&self, _: f64) -> f64 {
        let first = Year::FIRST;
        Retained::of(self.stop_loss.as_ref(), self.budget(&first)).noise()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Ratio, UsdAmount};

    fn contract(bands: &[(f64, f64)]) -> PercentOfPremium {
        PercentOfPremium {
            premium: PerMemberMonth(1_250.0),
            share: Share(0.85),
            premium_growth: SignedShare(0.0),
            corridor: bands
                .iter()
                .map(|(to, share)| RiskBand { to: Share(*to), share: Share(*share) })
                .collect(),
            beyond: Share(0.0),
            stop_loss: None,
            stars: None,
            risk_scores: None,
        }
    }

    const YEAR: Year = Year { lives: 8_000.0, ..Year::FIRST };

    /// 8,000 members whose care costs a share of premium; quality 0.85.
    fn settled(terms: &PercentOfPremium, of_premium: f64) -> Settlement {
        let benchmark = 8_000.0 * terms.budget(&YEAR);
        let spending = 8_000.0 * 12.0 * 1_250.0 * of_premium;
        let settled =
            terms.settle(&Experience { year: YEAR, benchmark, spending, quality: 0.85, professional: 0.0 });
        assert!(settled.balances());
        settled
    }

    #[test]
    fn eight_thousand_members_of_the_payer_note() {
        // 8,000 × 12 × 1,250 × 85 % = 102.0M. Cost at 82, 88, 97 % of premium: 98.4, 105.6, 116.4M.
        for (of_premium, dollars) in [(0.82, 3_600_000), (0.88, -3_600_000), (0.97, -14_400_000)] {
            assert_eq!(settled(&contract(&[]), of_premium).net(), Cents(dollars * 100), "{of_premium}");
        }
        // All of 3 % (3.06M), half of 3 to 8 % (5.1M), nothing beyond: 3.06 + 0.27 = 3.33M;
        // 3.06 + 2.55 = 5.61M.
        let corridor = contract(&[(0.03, 1.0), (0.08, 0.5)]);
        for (of_premium, dollars) in [(0.82, 3_330_000), (0.88, -3_330_000), (0.97, -5_610_000)] {
            assert_eq!(settled(&corridor, of_premium).net(), Cents(dollars * 100), "{of_premium}");
        }
    }

    #[test]
    fn stars_are_a_step_in_quality() {
        // 5 % of 102.0M = 5.1M from a composite of 0.80 on; ours is 0.85.
        let stars = |at| PercentOfPremium {
            stars: Some(Stars { bonus: Share(0.05), four_stars: Share(at) }),
            ..contract(&[])
        };
        assert_eq!(settled(&stars(0.80), 0.82).reward, Cents(510_000_000));
        assert_eq!(settled(&stars(0.86), 0.82).reward, Cents::ZERO);
        assert_eq!(settled(&stars(0.80), 0.82).earned, Cents(360_000_000));
    }

    #[test]
    fn stop_loss_costs_its_load_and_calms_the_year() {
        // A cost equal to the budget: what is recovered is (1 − share) of it, the charge 1.2 times that;
        // with the attachment at ln²(100)/2 = 10.60380 budgets of 12,750, 5.6052 % and 6.7262 %:
        // a deficit of 1.1210 % of 102M = 1,143,455.
        let attachment = 12_750.0 * 100.0_f64.ln().powi(2) / 2.0;
        let insured = PercentOfPremium {
            stop_loss: Some(StopLoss {
                attachment: UsdAmount(attachment),
                coinsurance: Share(0.0),
                load: Ratio(1.2),
            }),
            ..contract(&[])
        };
        let owed = settled(&insured, 0.85).owed.dollars();
        assert!((owed - 1_143_455.0).abs() < 5.0, "{owed}");
        // Noise: that of costs cut at the 99th percentile, against 1.187 without stop-loss.
        assert!((insured.noise(0.0) - 1.0).abs() < 1e-6);
        assert!((contract(&[]).noise(0.0) - 1.1874).abs() < 1e-4);
    }

    #[test]
    fn the_payoff_is_the_settlement() {
        let insured = PercentOfPremium {
            stop_loss: Some(StopLoss {
                attachment: UsdAmount(60_000.0),
                coinsurance: Share(0.1),
                load: Ratio(1.3),
            }),
            ..contract(&[(0.03, 1.0), (0.08, 0.5)])
        };
        let benchmark = 8_000.0 * insured.budget(&YEAR);
        let payoff = insured.risk(&YEAR).payoff(None).cases.remove(0).payoff;
        for step in -40..=40 {
            let rate = f64::from(step) * 0.005 + 1.3e-4;
            let spending = benchmark * (1.0 - rate);
            let e = Experience { year: YEAR, benchmark, spending, quality: 0.8, professional: 0.0 };
            let found = insured.settle(&e).net().dollars();
            assert!((found - payoff.value(rate) * benchmark).abs() < 0.02, "{rate}: {found}");
        }
    }

    #[test]
    fn a_new_risk_model_moves_the_budget_alone() {
        let scores = RawScores { v24: Ratio(1.25), v28: Ratio(1.10), payment_year: 2024 };
        let terms = PercentOfPremium { risk_scores: Some(scores), ..contract(&[]) };
        let third = Year { index: 2, ..YEAR };
        // 12,750 × 0.970/1.025 = 12,065.85.
        assert!((terms.budget(&third) - 12_065.853_66).abs() < 1e-4);
    }
}
