//! ACO REACH, and Direct Contracting (GPDC) before it: full or half risk with corridors.
//!
//! # What it pays
//! What aligned beneficiaries cost less than their benchmark, from the first dollar, band by band;
//! what they cost more is owed by the same bands. Global keeps nearly all of it and pays a discount
//! for that; Professional keeps half.
//!
//! # Formula
//! `b = benchmark·(1 − discount)·(1 − w + w·q)` with quality withhold `w` and score `q`;
//! `g = (b − E)/b`. Bands of `|g|` with the part kept or owed: Professional 50 % to 5 %, 35 % to
//! 10 %, 15 % to 15 %, 5 % above; Global 100 % to 25 % (10 % in 2026), 50 % to 35 %, 25 % to 50 %,
//! 10 % above. Sequestration takes 2 % of what is earned. Benchmark per person: own base years
//! 10/30/60 blended with the region, moved by prospective growth, times the risk ratio within
//! ±3 %, plus the equity adjustment.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Lower cost of care, nearly dollar for dollar under Global; quality, by the withhold; coding,
//! within the cap on either side.
//!
//! # Edge cases
//! There is no minimum savings rate. A score of 1 earns the whole withhold back. A benchmark of
//! zero settles to nothing. The bands do not stop: the worst loss has no cap, only a falling share.
//!
//! # Law and market notes
//! A model under §1115A; the last performance year is 2026. Capitation and advances move cash, not
//! the settlement; write the advance of enhanced primary-care capitation as the contract's `prepayment`. The
//! optional stop-loss is budget-neutral; its attachment points are not public, so none stands unless
//! a scenario names one. In 2022 most of Medicare's net came from the
//! discount, not from sharing.
//!
//! # Sources
//! CMS Innovation Center quick reference for PY2026; pearlhealth.com (discount, corridors to PY2025);
//! `laraco.net` (blend, withhold and corridor of PY2026); 152 published settlements of 2021 and 2022,
//! every one reproduced by [`Arrangement::corridor`] (`cascade replay reach`).
//!
//! # Example
//! ```toml
//! [contract.reach.terms.reach]
//! arrangement = "global"
//! ```

use super::benchmark::own_base;
use super::family::Family;
use super::withheld::Withheld;
use super::{BASE_YEARS, Category, Experience, Forecast, History, Market, Payoff, Year};
use crate::math::power;
use crate::schema::{Grade, ReadTable, empty, keywords, number, optional, parameters, required};
use crate::terms::{
    Band, Corridor, EnrolmentKind, EnrolmentType, Retained, Settlement, SettlementRule, StopLoss,
    check_enrolment, risk_within_caps,
};
use crate::units::{PerPersonYear, Ratio, Share, SignedShare};

keywords! {
    /// How much risk the ACO takes.
    pub enum Arrangement {
        /// All of the first band, for a discount.
        Global = "global",
        /// Half of the first band, without a discount.
        Professional = "professional",
    }
}

impl Arrangement {
    /// The corridors of a performance year, with sequestration of what is earned.
    #[must_use]
    pub fn corridor(self, performance_year: u16, sequestration: f64) -> Corridor {
        let first = if performance_year >= 2026 { 0.10 } else { 0.25 };
        let bands: [(f64, f64); 4] = match self {
            Arrangement::Global => [(first, 1.0), (0.35, 0.50), (0.50, 0.25), (f64::INFINITY, 0.10)],
            Arrangement::Professional => [(0.05, 0.50), (0.10, 0.35), (0.15, 0.15), (f64::INFINITY, 0.05)],
        };
        Corridor::symmetric(bands.map(|(to, share)| Band { to, share }).to_vec()).sequestered(sequestration)
    }

    /// The discount of a performance year.
    fn discount(self, performance_year: u64) -> f64 {
        match (self, performance_year) {
            (Arrangement::Professional, _) => 0.0,
            (Arrangement::Global, ..=2022) => 0.02,
            (Arrangement::Global, 2023 | 2024) => 0.03,
            (Arrangement::Global, _) => 0.035,
        }
    }
}

/// Most the risk score of beneficiaries with high needs may move the benchmark (CMS PY2026 model update
/// quick reference).
const HIGH_NEEDS_CAP: f64 = 0.10;

/// Weights of the base years, oldest first.
const BASE_WEIGHTS: [Share; 3] = [Share(0.1), Share(0.3), Share(0.6)];

parameters! {
    /// ACO REACH.
    pub struct Reach {
        /// How much risk the ACO takes.
        arrangement: Arrangement = required();
        /// Performance year of the model whose corridors, discount and withhold hold.
        rules_of: u64 = number(2026.0).range(2021.0, 2026.0)
            .from(Grade::Official, "the last performance year of the model (CMS PY2026 model update quick reference)");
        /// Discount from the benchmark; by year when left out: Global 2 % to 2022, 3 % to 2024, 3.5 % since; Professional none.
        discount: Option<Share> = optional().range(0.0, 0.5);
        /// Part of the benchmark that quality earns back; by year when left out: 2 % to 2025, 5 % in 2026.
        quality_withhold: Option<Share> = optional().range(0.0, 0.2);
        /// Weight of the ACO's own history in the benchmark; the region has the rest.
        own_weight: Share = number(0.60).from(Grade::Published, "standard ACOs, PY2026: 60/40 (laraco.net); 55/45 before");
        /// Regional spending per person over the ACO's own, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.5, 2.0).because("the ACO spends what its region spends");
        /// Prospective growth of the benchmark.
        growth: SignedShare = number(0.049).range(-0.2, 0.3)
            .because("the prospective growth CMS set for MSSP in PY2024, 4.9 %, stands in for the model's own");
        /// Most the risk score may move the benchmark, up or down.
        risk_cap: Share = number(0.03).range(0.0, 0.2)
            .from(Grade::Official, "symmetric 3 % (CMS PY2026 model update quick reference)");
        /// Enrolment types with risk caps of their own: aged or disabled and ESRD 3 %, high needs 10 %; the
        /// whole population under one cap when empty.
        enrolment: Vec<EnrolmentType> = empty();
        /// Health equity benchmark adjustment per person; below zero where the deprived are few.
        equity_adjustment: PerPersonYear = number(0.0).range(-1_200.0, 1_200.0)
            .because("an average population: the adjustment redistributes");
        /// Stop-loss for each person, from CMS: write a load of 1 for its budget-neutral charge; none when left out.
        stop_loss: Option<StopLoss> = optional();
        /// Part of earned savings withheld by sequestration.
        sequestration: Share = number(0.02).range(0.0, 0.1)
            .from(Grade::Derived, "2 % of every positive payment in the 152 published settlements of 2021-22, none of losses");
    }
    check Reach::check
}

impl Reach {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        check_enrolment(&self.enrolment, EnrolmentType::part, table);
    }

    /// What risk scores do to the benchmark.
    fn risk(&self, ratio: f64) -> f64 {
        risk_within_caps(&self.enrolment, ratio, self.risk_cap.0, |kind| match kind {
            EnrolmentKind::AgedDisabled | EnrolmentKind::Esrd => self.risk_cap.0,
            EnrolmentKind::HighNeeds => HIGH_NEEDS_CAP,
        })
    }

    fn discount(&self) -> f64 {
        self.discount.map_or_else(|| self.arrangement.discount(self.rules_of), |own| own.0)
    }

    fn withhold(&self) -> f64 {
        let by_year = if self.rules_of >= 2026 { 0.05 } else { 0.02 };
        self.quality_withhold.map_or(by_year, |own| own.0)
    }

    /// The corridors in force.
    #[must_use]
    pub fn corridor(&self) -> Corridor {
        let year = u16::try_from(self.rules_of).unwrap_or(u16::MAX);
        self.arrangement.corridor(year, self.sequestration.0)
    }

    fn terms(&self, benchmark: f64, year: &Year) -> Withheld {
        let retained = Retained::of(self.stop_loss.as_ref(), benchmark / year.lives.max(1.0));
        Withheld { withhold: self.withhold(), corridor: self.corridor(), retained }
    }
}

impl Family for Reach {
    fn category(&self) -> Category {
        match self.arrangement {
            Arrangement::Global => Category::PopulationPayment,
            Arrangement::Professional => Category::SharedRisk,
        }
    }

    fn benchmark(&self, year: &Year, history: &History, market: &Market<'_>) -> f64 {
        let last = history.last_base;
        let own = own_base(&BASE_WEIGHTS, history, market.regional);
        let region =
            self.regional_ratio.0 * market.level * market.regional[last] / market.regional[BASE_YEARS - 1];
        let blend = self.own_weight.0 * own + (1.0 - self.own_weight.0) * region;
        let years = i32::try_from(BASE_YEARS + year.index - last).unwrap_or(i32::MAX);
        let risk = self.risk(year.risk_ratio);
        let trended = blend * power(1.0 + self.growth.0, years) * risk + self.equity_adjustment.0;
        trended.max(0.0) * (1.0 - self.discount())
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        self.terms(forecast.benchmark, &forecast.year).payoff(forecast)
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.terms(e.benchmark, &e.year).settle(e)
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![SettlementRule::share("discount, in the benchmark", self.discount())];
        rules.extend(self.terms(e.benchmark, &e.year).rules(e));
        rules
    }

    /// The whole growth of the benchmark is prospective.
    fn forecast_exposure(&self) -> f64 {
        1.0
    }

    /// Stop-loss takes its part of the noise there is without it.
    fn noise(&self, spending: f64) -> f64 {
        Retained::of(self.stop_loss.as_ref(), spending).noise() / Retained::ALL.noise()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::QualityOutlook;
    use crate::units::Cents;

    fn reach(arrangement: Arrangement, rules_of: u64) -> Reach {
        Reach {
            arrangement,
            rules_of,
            discount: None,
            quality_withhold: None,
            own_weight: Share(0.6),
            regional_ratio: Ratio(1.0),
            growth: SignedShare(0.05),
            risk_cap: Share(0.03),
            enrolment: Vec::new(),
            equity_adjustment: PerPersonYear(0.0),
            stop_loss: None,
            sequestration: Share(0.0),
        }
    }

    fn year(risk_ratio: f64) -> Year {
        Year { lives: 1e4, risk_ratio, ..Year::FIRST }
    }

    /// Settles 120M before discount against a spending, at a quality of 0.90.
    fn net(terms: &Reach, spending: f64) -> Cents {
        let benchmark = 120e6 * (1.0 - terms.discount());
        terms
            .settle(&Experience { year: year(1.0), benchmark, spending, quality: 0.90, professional: 0.0 })
            .net()
    }

    #[test]
    fn worked_gain() {
        // Global 2026: 120M × 0.965 = 115.8M × (1 − 0.05 × 0.1) = 115.221M; less 108M = 7.221M
        // (6.27 % < 10 %), all of it. The note rounds to 7.20M.
        assert_eq!(net(&reach(Arrangement::Global, 2026), 108e6), Cents(722_100_000));
        // 2025: 115.8M × 0.998 = 115.5684M − 108M = 7.5684M; the note: 7.56M.
        assert_eq!(net(&reach(Arrangement::Global, 2025), 108e6), Cents(756_840_000));
        // Professional 2026: 119.4M; 11.4M is 9.548 %: 2.985M + 0.35 × (11.4M − 5.97M) = 4.8855M.
        assert_eq!(net(&reach(Arrangement::Professional, 2026), 108e6), Cents(488_550_000));
    }

    #[test]
    fn worked_loss() {
        // Global: 115.221M − 122M = −6.779M, 5.9 %. Professional: half of 2.6M.
        assert_eq!(net(&reach(Arrangement::Global, 2026), 122e6), Cents(-677_900_000));
        assert_eq!(net(&reach(Arrangement::Professional, 2026), 122e6), Cents(-130_000_000));
    }

    #[test]
    fn twenty_per_cent_before_and_after_the_first_band_narrowed() {
        // 20 % gross: all of it to 2025; 10 % + half of 10 % = 15 % in 2026; Professional 5.25 %.
        let part = |arrangement: Arrangement, year| arrangement.corridor(year, 0.02).part(0.20);
        assert!((part(Arrangement::Global, 2025) - 0.20).abs() < 1e-12);
        assert!((part(Arrangement::Global, 2026) - 0.15).abs() < 1e-12);
        assert!((part(Arrangement::Professional, 2026) - 0.0525).abs() < 1e-12);
    }

    #[test]
    fn a_budget_neutral_stop_loss_moves_no_expected_dollar_and_calms_the_year() {
        // An attachment at the 99th percentile, (ln 100)²/2 = 10.603796 means of 11,500: 5.605170 % of cost
        // goes to CMS. 10,000 lives: benchmark 115M, cost 112M, quality 1. Kept 94.394830 % of 112M =
        // 105,722,209.39; charge 5.605170 % of 115M = 6,445,945.71; gain 115M − 112,168,155.10 =
        // 2,831,844.90: what is retained of the 3M.
        let retained = crate::units::UsdAmount(11_500.0 * 100.0_f64.ln().powi(2) / 2.0);
        let stop_loss = StopLoss { attachment: retained, coinsurance: Share(0.0), load: Ratio(1.0) };
        let insured = Reach { stop_loss: Some(stop_loss), ..reach(Arrangement::Global, 2026) };
        let at = |spending| {
            let e =
                Experience { year: year(1.0), benchmark: 115e6, spending, quality: 1.0, professional: 0.0 };
            insured.settle(&e).net().dollars()
        };
        assert!((at(112e6) - 2_831_844.90).abs() < 0.5, "{}", at(112e6));
        // On its benchmark it neither gains nor owes: the charge is what is recovered.
        assert!(at(115e6).abs() < 0.02, "{}", at(115e6));
        // Noise 1.883129/2.236068 of what it was.
        assert!((insured.noise(11_500.0) - 0.842_161).abs() < 1e-5, "{}", insured.noise(11_500.0));
        assert_eq!(reach(Arrangement::Global, 2026).noise(11_500.0), 1.0);
    }

    #[test]
    fn benchmark_hand_worked() {
        // Base years 9,000, 9,500, 10,000 at a region that does not grow: 900 + 2,850 + 6,000 =
        // 9,750; the region 10,000. 0.6 × 9,750 + 0.4 × 10,000 = 9,850; × 1.05 × 1.03 (the risk
        // ratio 1.08 capped) = 10,652.775; Global 2026 less 3.5 % = 10,279.927 875.
        let index = [1.0; 4];
        let history = History::new([9_000.0, 9_500.0, 10_000.0], 1);
        let market = Market { national: &index, regional: &index, level: 10_000.0 };
        let terms = reach(Arrangement::Global, 2026);
        assert!((terms.benchmark(&year(1.08), &history, &market) - 10_279.927_875).abs() < 1e-6);
        // The cap holds on either side: a ratio of 0.90 counts as 0.97.
        let lower = 9_850.0 * 1.05 * 0.97 * 0.965;
        assert!((terms.benchmark(&year(0.90), &history, &market) - lower).abs() < 1e-6);
    }

    #[test]
    fn the_payoff_is_the_settlement() {
        for terms in [
            reach(Arrangement::Global, 2026),
            Reach { sequestration: Share(0.02), ..reach(Arrangement::Professional, 2024) },
            Reach {
                stop_loss: Some(StopLoss {
                    attachment: crate::units::UsdAmount(60_000.0),
                    coinsurance: Share(0.1),
                    load: Ratio(1.0),
                }),
                ..reach(Arrangement::Professional, 2026)
            },
        ] {
            let benchmark = 100e6;
            let forecast = Forecast {
                year: year(1.0),
                benchmark,
                savings_rate: 0.0,
                savings_sd: 0.03,
                quality: QualityOutlook { mean: 0.8, sd: 0.04 },
                professional: 0.0,
            };
            let payoff = terms.payoff(&forecast);
            for step in -30..=30 {
                let rate = f64::from(step) * 0.02 + 1.3e-4;
                let spending = benchmark * (1.0 - rate);
                let e = Experience { year: year(1.0), benchmark, spending, quality: 0.8, professional: 0.0 };
                let settled = terms.settle(&e);
                assert!(settled.balances());
                let expected = payoff.cases[0].payoff.value(rate) * benchmark;
                assert!((settled.net().dollars() - expected).abs() < 0.02, "{rate}");
            }
        }
    }
}
