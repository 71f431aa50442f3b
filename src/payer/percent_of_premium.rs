//! Medicare Advantage: percent of premium.
//!
//! # What it pays
//! A share of the plan's premium for each member; all medical cost is settled against it.
//!
//! # Formula
//! `budget = p × premium × risk × member months`; `surplus = budget − cost`, where stop-loss takes off
//! what a person costs above the attachment, for a charge. The surplus or deficit is shared by bands of
//! the budget, everything without bands.
//!
//! The premium is stated, or follows from the plan's `bid`. Below its benchmark it is `bid × risk` and, as a rebate,
//! 50 % of `benchmark − bid`, 65 % from 3.5 stars and 70 % from 4.5. The benchmark is 95, 100, 107.5 or 115 % of what
//! traditional Medicare spends there, and 5 points of that more from four stars. Where Stars follow the contract's
//! quality, what a year's measures add to the premium that they set three years on, or take from it, is a reward or
//! penalty of that year.
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
//! cost pushes more of it above. Fees for the system's own visits are part of the cost. A plan that bids above its
//! benchmark is paid the benchmark. Where the contract's premium does not count the rebate, Stars pay the system only
//! what they lift a benchmark below the bid.
//!
//! # Law and market notes
//! 42 CFR 422.208: with substantial financial risk stop-loss is mandatory. The plan must spend 85 % of premium on
//! care. The share `p` was not found in a readable source; 80–88 % circulates. A 2025 study found no change in use of
//! care when groups moved into such risk: the contract alone moves nobody. Measures of 2024 make the Stars of 2026,
//! published in October 2025, which set the payment of 2027. The plan's other providers and its drug measures are in
//! its rating, too: `four_stars` is the composite of this contract at which the plan as a whole reaches four.
//!
//! # Sources
//! UHC capitation supplement 2018; agilon health 10-Q 2026; CMS rate announcements for CY2026 and CY2027
//! (pfsinsurance.com, actuary.info); SSA 1853(a)(1)(B), (n), (o) and 1854(b), read in the United States Code;
//! riskadjustmentmodel.com.
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
use super::ma_bid::{MEASURED_TO_PAID, MedicareBid};
use super::{Category, Experience, Forecast, History, Market, Payoff, RiskBand, Year};
use crate::math::grown;
use crate::schema::{Grade, ReadTable, empty, number, optional, parameters};
use crate::terms::{Piecewise, RawScores, Retained, Settlement, SettlementRule, StopLoss};
use crate::units::{PerMemberMonth, Share, SignedShare};

parameters! {
    /// Medicare Advantage, percent of premium.
    pub struct PercentOfPremium {
        /// The plan's premium from CMS for a member of its population in the first year, unless `bid` says what makes
        /// it.
        premium: Option<PerMemberMonth> = optional().range(10.0, 10_000.0);
        /// The plan's bid, benchmark and Stars, in place of `premium`.
        bid: Option<MedicareBid> = optional();
        /// Share of the premium that the system receives.
        share: Share = number(0.85).because("80-88 % circulates; no readable source");
        /// Yearly growth of the premium, or of base, ceiling and bid.
        premium_growth: SignedShare = number(0.0377).range(-0.2, 0.3)
            .from(Grade::Derived, "mean of CY2026 (+5.06 %) and CY2027 (+2.48 %)");
        /// Bands of surplus and deficit with the system's share; empty is all of it.
        corridor: Vec<RiskBand> = empty();
        /// The system's share beyond the last band.
        beyond: Share = number(0.0).because("a corridor ends somewhere");
        /// Stop-loss for each member.
        stop_loss: Option<StopLoss> = optional();
        /// Raw risk scores, for years in which the model changes; no change when left out.
        risk_scores: Option<RawScores> = optional();
    }
    check PercentOfPremium::check
}

impl PercentOfPremium {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_bands(&self.corridor, table);
        match (&self.premium, &self.bid) {
            (None, None) => table.problem(
                "premium",
                "missing; write what the plan receives from CMS a member and month, such as premium = 1250, or what makes it, such as bid = { amount = 1100, base = 1200, quartile = \"second_highest\" }",
            ),
            (Some(premium), Some(_)) => table.problem(
                "premium",
                format!("found {}, and a bid from which it follows; write one of the two", premium.0),
            ),
            _ => {}
        }
    }

    /// Prices of a year over those of the first, `later` years on.
    fn growth(&self, year: &Year, later: usize) -> f64 {
        grown(self.premium_growth.0, year.index + later)
    }

    /// Risk of a year over that of the first.
    fn drift(&self, year: &Year) -> f64 {
        self.risk_scores.as_ref().map_or(1.0, |scores| scores.ratio(year.calendar, year.index))
            * year.risk_ratio
    }

    /// The premium of one member and month, $.
    #[must_use]
    pub fn monthly(&self, year: &Year) -> f64 {
        let drift = self.drift(year);
        let stated = self.premium.map_or(0.0, |premium| premium.0 * drift);
        self.growth(year, 0) * self.bid.as_ref().map_or(stated, |bid| bid.revenue(drift))
    }

    /// The budget of one member and year, $.
    #[must_use]
    pub fn budget(&self, year: &Year) -> f64 {
        12.0 * self.share.0 * self.monthly(year)
    }

    fn risk(&self, year: &Year) -> FullRisk {
        FullRisk {
            part: 1.0,
            corridor: FullRisk::corridor(&self.corridor, self.beyond.0, 1.0),
            retained: Retained::of(self.stop_loss.as_ref(), self.budget(year)),
        }
    }

    /// What Stars bring or cost, by composite score, at the prices of the year in which they are paid.
    fn stars(&self, year: &Year) -> Option<Piecewise> {
        if !year.runs_after(MEASURED_TO_PAID) {
            return None;
        }
        let per_dollar = 12.0 * self.share.0 * year.lives * self.growth(year, usize::from(MEASURED_TO_PAID));
        self.bid.as_ref()?.reward(self.drift(year), per_dollar)
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
        self.risk(&e.year).settle_beside(self.stars(&e.year).as_ref(), e)
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![SettlementRule::share("share of premium", self.share.0)];
        rules.extend(self.risk(&e.year).rules(e));
        if let Some(bid) = &self.bid {
            rules.extend(bid.rules(self.growth(&e.year, 0), self.drift(&e.year)));
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
    use crate::payer::{CountyQuartile, Stars};
    use crate::units::{CalendarYear, Cents, Ratio, UsdAmount};

    fn contract(bands: &[(f64, f64)]) -> PercentOfPremium {
        PercentOfPremium {
            premium: Some(PerMemberMonth(1_250.0)),
            bid: None,
            share: Share(0.85),
            premium_growth: SignedShare(0.0),
            corridor: bands
                .iter()
                .map(|(to, share)| RiskBand { to: Share(*to), share: Share(*share) })
                .collect(),
            beyond: Share(0.0),
            stop_loss: None,
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

    /// 1,250 of traditional Medicare's spending in a county of the second quartile, bid at 1,100.
    fn bid(rating: f64, four_stars: Option<f64>) -> MedicareBid {
        MedicareBid {
            amount: PerMemberMonth(1_100.0),
            base: PerMemberMonth(1_250.0),
            quartile: CountyQuartile::SecondHighest,
            ceiling: None,
            risk_score: Ratio(1.0),
            rebate_counts: true,
            stars: Stars {
                rating: Ratio(rating),
                bonus: Share(0.05),
                doubled: Share(0.0),
                four_stars: four_stars.map(Share),
                half_star: Share(0.1),
            },
        }
    }

    #[test]
    fn a_bid_makes_the_premium() {
        // 3.5 stars: 1,100 + 65 % of 150 = 1,197.50; × 12 × 85 % = 12,214.50. Four: 65 % of 212.50 = 138.125:
        // 12,628.875. 8,000 members: 3,315,000 a year between them, where 5 % of the budget of 102.0M was 5.1M.
        let with = |rating| PercentOfPremium {
            premium: None,
            bid: Some(bid(rating, None)),
            premium_growth: SignedShare(0.04),
            ..contract(&[])
        };
        let (lower, higher) = (with(3.5).budget(&YEAR), with(4.0).budget(&YEAR));
        assert!((lower - 12_214.5).abs() < 1e-9 && (higher - 12_628.875).abs() < 1e-9);
        assert!((8_000.0 * (higher - lower) - 3_315_000.0).abs() < 1e-6);
        // Two years on at 4 %, with risk 3 % up: (1,133 + 97.50) × 1.0816 × 10.2 = 13,575.27.
        let later = Year { index: 2, risk_ratio: 1.03, ..YEAR };
        assert!((with(3.5).budget(&later) - 13_575.269_76).abs() < 1e-6);
    }

    #[test]
    fn stars_move_the_premium_three_years_on() {
        // A rating of 3.5 and a composite of 0.85. Four stars from 0.80: 3,315,000 at the prices of three years
        // later, × 1.04³ = 1.124864: 3,728,924.16. From 0.86: 3.5 stars, nothing. Rated four and measured 3.5: as
        // much is lost.
        let with = |rating, four| PercentOfPremium {
            premium: None,
            bid: Some(bid(rating, Some(four))),
            premium_growth: SignedShare(0.04),
            ..contract(&[])
        };
        assert_eq!(settled(&with(3.5, 0.80), 0.82).reward, Cents(372_892_416));
        assert_eq!(settled(&with(3.5, 0.86), 0.82).reward, Cents::ZERO);
        let lost = settled(&with(4.0, 0.86), 0.82);
        assert_eq!((lost.reward, lost.penalty), (Cents::ZERO, Cents(372_892_416)));
        // Cost 98.4M against 8,000 × 12,214.50 = 97.716M.
        assert_eq!(settled(&with(3.5, 0.80), 0.82).owed, Cents(68_400_000));
        // A premium that does not count the rebate: 1,100, and Stars change nothing.
        let mut without = with(3.5, 0.80);
        without.bid = without.bid.map(|bid| MedicareBid { rebate_counts: false, ..bid });
        assert!((without.monthly(&YEAR) - 1_100.0).abs() < 1e-9);
        assert_eq!(settled(&without, 0.82).reward, Cents::ZERO);
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
        let scores = RawScores { v24: Ratio(1.25), v28: Ratio(1.10), payment_year: None };
        let terms = PercentOfPremium { risk_scores: Some(scores), ..contract(&[]) };
        let third = Year { index: 2, calendar: CalendarYear(2026), ..YEAR };
        // 12,750 × 0.970/1.025 = 12,065.85.
        assert!((terms.budget(&third) - 12_065.853_66).abs() < 1e-4);
    }
}
