//! ACO REACH, and Direct Contracting (GPDC) before it: full or half risk with corridors.
//!
//! # What it pays
//! What aligned beneficiaries cost less than their benchmark, from the first dollar, band by band;
//! what they cost more is owed by the same bands. Global keeps nearly all of it and pays a discount
//! for that; Professional keeps half.
//!
//! # Formula
//! `b = benchmark·(1 − discount)·(1 − w + w·q)` with quality withhold `w` and score `q`; `g = (b − E)/b`. Bands of
//! `|g|` with the part kept or owed: Professional 50 % to 5 %, 35 % to 10 %, 15 % to 15 %, 5 % above; Global 100 % to
//! 25 % (10 % in 2026), 50 % to 35 %, 25 % to 50 %, 10 % above. Sequestration takes 2 % of what is earned. Benchmark
//! per person: own base years 10/30/60 blended with the region, where the blend moves it by at most 5 % of national
//! spending upward (3 % since 2025) and 2 % downward, grown prospectively, times risk, plus the equity adjustment.
//! Risk: the ratio since the reference year within ±3 %, over the coding intensity factor; in 2026 growth since 2019
//! is cut at 3 % after that. The high performers' pool adds to the settlement of an ACO that reaches its score.
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
//! zero settles to nothing. The bands do not stop: the worst loss has no cap, only a falling share. Rules are those of
//! the calendar year, before 2021 and after 2026 those of the nearest; `rules_of` holds one year's throughout.
//!
//! # Law and market notes
//! A model under §1115A; the last performance year is 2026. Capitation and advances move cash, not the settlement;
//! write the advance of enhanced primary-care capitation as the contract's `prepayment`. The optional stop-loss is
//! budget-neutral; its attachment points are not public, so none stands unless a scenario names one. In 2022 most of
//! Medicare's net came from the discount, not from sharing. Of 2026's rules two are not modelled: the cap of 8 % on
//! newly and voluntarily aligned beneficiaries with high needs, and that a population three times the reference
//! year's is no longer free of caps. New entrants and ACOs for high needs keep the ceiling of 5 % and have blends of
//! their own: write `regional_ceiling` and `own_weight`.
//!
//! # Sources
//! CMS Innovation Center quick references for PY2025 (ceiling, blend) and PY2026 (risk, blend, withhold);
//! policymed.com (September 2024: ceiling 5 % to 3 %); Milliman (PY2026: the further cap comes after cap and factor,
//! without a floor); CMS request for applications, 24 February 2022, table 6.16 (discount and withhold to 2024, no
//! pool before 2023); pearlhealth.com (discount, corridors to PY2025); `laraco.net` (blend, withhold and corridor of
//! PY2026); 152 published settlements of 2021 and 2022, every one reproduced by [`Arrangement::corridor`] (`cascade
//! replay reach`).
//!
//! # Example
//! ```toml
//! [contract.reach.terms.reach]
//! arrangement = "global"
//! ```

use super::benchmark::own_base;
use super::family::Family;
use super::reach_rules::ReachRules;
use super::withheld::{HighPerformersPool, Withheld};
use super::{
    Arrangement, BASE_YEARS, Category, Experience, Forecast, History, Market, Payoff, ProgrammeYears, Year,
};
use crate::math::power;
use crate::schema::{Grade, ReadTable, empty, number, optional, parameters, required};
use crate::terms::{
    Corridor, EnrolmentKind, EnrolmentType, Retained, Settlement, SettlementRule, StopLoss, check_enrolment,
    risk_by_type,
};
use crate::units::{CalendarYear, PerPersonYear, Ratio, Share, SignedShare};

/// Most the risk score of beneficiaries with high needs may move the benchmark (CMS PY2026 model update
/// quick reference).
const HIGH_NEEDS_CAP: f64 = 0.10;

/// Most the coding intensity factor counts, and for high needs since 2026 (the same).
const CODING_INTENSITY_CAPS: (f64, f64) = (0.01, 0.02);

/// Most the risk score counts in 2026 for growth since 2019 (the same).
const GROWTH_SINCE_2019: f64 = 0.03;

/// Weights of the base years, oldest first.
const BASE_WEIGHTS: [Share; 3] = [Share(0.1), Share(0.3), Share(0.6)];

parameters! {
    /// ACO REACH.
    pub struct Reach {
        /// How much risk the ACO takes.
        arrangement: Arrangement = required();
        /// Performance year of the model whose rules hold throughout; each calendar year's own when left out.
        rules_of: Option<u64> = optional().range(2021.0, 2026.0);
        /// Discount from the benchmark; by year when left out: Global 2 % to 2022, 3 % to 2024, 3.5 % since;
        /// Professional none.
        discount: Option<Share> = optional().range(0.0, 0.5);
        /// Part of the benchmark that quality earns back; by year when left out: 5 % to 2022, 2 % to 2025, 5 % in 2026.
        quality_withhold: Option<Share> = optional().range(0.0, 0.2);
        /// Weight of the ACO's own history in the benchmark, the region has the rest; by year for standard ACOs when
        /// left out: 65 % to 2022, 60 % in 2023, 55 % to 2025, 60 % in 2026.
        own_weight: Option<Share> = optional();
        /// Regional spending per person over the ACO's own, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.5, 2.0).because("the ACO spends what its region spends");
        /// Most that blending with the region may raise the benchmark, as a share of national spending; by year for
        /// standard ACOs when left out: 5 % to 2024, 3 % since.
        regional_ceiling: Option<Share> = optional().range(0.0, 0.5);
        /// Most that blending with the region may lower the benchmark, as a share of national spending.
        regional_floor: Share = number(0.02).range(0.0, 0.5)
            .from(Grade::Recalled, "2 %; that there is a floor: CMS PY2025 model update quick reference");
        /// Prospective growth of the benchmark.
        growth: SignedShare = number(0.049).range(-0.2, 0.3)
            .because("the prospective growth CMS set for MSSP in PY2024, 4.9 %, stands in for the model's own");
        /// Most the risk score may move the benchmark, up or down.
        risk_cap: Share = number(0.03).range(0.0, 0.2)
            .from(Grade::Official, "symmetric 3 % (CMS PY2026 model update quick reference)");
        /// Growth of the risk score from 2019 to the reference year 2022: the further cap of 2026 counts it.
        early_risk_growth: SignedShare = number(0.0).range(-0.5, 0.5)
            .because("no early growth unless stated; with it, coding of those years comes off the benchmark of 2026");
        /// Growth of all ACOs' scores by coding, by which each score is divided: counted to 1 %, for high needs to 2
        /// % since 2026.
        coding_intensity: Share = number(0.0).range(0.0, 0.2)
            .because("CMS sets the factor after the year; no published value was found");
        /// Enrolment types with risk caps of their own: aged or disabled and ESRD 3 %, high needs 10 %; the
        /// whole population under one cap when empty.
        enrolment: Vec<EnrolmentType> = empty();
        /// Health equity benchmark adjustment per person; below zero where the deprived are few.
        equity_adjustment: PerPersonYear = number(0.0).range(-1_200.0, 1_200.0)
            .because("an average population: the adjustment redistributes");
        /// The high performers' pool, from 2023 on; none when left out.
        high_performers: Option<HighPerformersPool> = optional();
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

    /// The rules that hold in a year.
    fn rules_in(&self, year: &Year) -> ReachRules {
        let stated = self.rules_of.and_then(|stated| u16::try_from(stated).ok());
        ReachRules::of(stated.map_or(year.calendar, CalendarYear))
    }

    /// What risk scores do to the benchmark.
    fn risk(&self, year: &Year) -> f64 {
        let in_last = self.rules_in(year).caps_growth_since_2019;
        let cap_of = |kind| match kind {
            EnrolmentKind::AgedDisabled | EnrolmentKind::Esrd => self.risk_cap.0,
            EnrolmentKind::HighNeeds => HIGH_NEEDS_CAP,
        };
        risk_by_type(&self.enrolment, year.risk_ratio, self.risk_cap.0, cap_of, |kind, capped| {
            let has_high_needs = kind == Some(EnrolmentKind::HighNeeds);
            let (usual, high) = CODING_INTENSITY_CAPS;
            let most = if has_high_needs && in_last { high } else { usual };
            let counted = capped / (1.0 + self.coding_intensity.0.min(most));
            let early = 1.0 + self.early_risk_growth.0;
            if in_last && !has_high_needs { counted.min((1.0 + GROWTH_SINCE_2019) / early) } else { counted }
        })
    }

    fn discount(&self, year: &Year) -> f64 {
        self.discount.map_or_else(|| self.rules_in(year).discount(self.arrangement), |own| own.0)
    }

    fn withhold(&self, year: &Year) -> f64 {
        self.quality_withhold.map_or_else(|| self.rules_in(year).quality_withhold, |own| own.0)
    }

    fn own_weight(&self, year: &Year) -> f64 {
        self.own_weight.map_or_else(|| self.rules_in(year).own_weight, |own| own.0)
    }

    /// Own history blended with the region, within ceiling and floor around it.
    fn blend(&self, own: f64, region: f64, national: f64, year: &Year) -> f64 {
        let ceiling = self.regional_ceiling.map_or_else(|| self.rules_in(year).regional_ceiling, |own| own.0);
        let moved = (1.0 - self.own_weight(year)) * (region - own);
        own + moved.clamp(-self.regional_floor.0 * national, ceiling * national)
    }

    /// The corridors in force.
    #[must_use]
    pub fn corridor(&self, year: &Year) -> Corridor {
        self.arrangement.corridor(self.rules_in(year).year, self.sequestration.0)
    }

    fn terms(&self, benchmark: f64, year: &Year) -> Withheld {
        let retained = Retained::of(self.stop_loss.as_ref(), benchmark / year.lives.max(1.0));
        let has_pool = self.rules_in(year).has_high_performers_pool;
        let high_performers = self.high_performers.as_ref().filter(|_| has_pool).cloned();
        Withheld { withhold: self.withhold(year), corridor: self.corridor(year), retained, high_performers }
    }
}

impl Family for Reach {
    const PROGRAMME: ProgrammeYears = ProgrammeYears::between(
        2021,
        2026,
        "CMS: Direct Contracting from April 2021, ACO REACH from 2023 to 31 December 2026",
    )
    .then("LEAD, by application; or the Shared Savings Program; or fee-for-service");

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
        let national = market.level * market.national[last] / market.national[BASE_YEARS - 1];
        let blend = self.blend(own, region, national, year);
        let years = i32::try_from(BASE_YEARS + year.index - last).unwrap_or(i32::MAX);
        let risk = self.risk(year);
        let trended = blend * power(1.0 + self.growth.0, years) * risk + self.equity_adjustment.0;
        trended.max(0.0) * (1.0 - self.discount(year))
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        self.terms(forecast.benchmark, &forecast.year).payoff(forecast)
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.terms(e.benchmark, &e.year).settle(e)
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![SettlementRule::share("discount, in the benchmark", self.discount(&e.year))];
        rules
            .push(SettlementRule::share("weight of own history, in the benchmark", self.own_weight(&e.year)));
        rules.push(SettlementRule::share("risk, in the benchmark", self.risk(&e.year)));
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
            rules_of: Some(rules_of),
            discount: None,
            quality_withhold: None,
            own_weight: None,
            regional_ratio: Ratio(1.0),
            regional_ceiling: None,
            regional_floor: Share(0.02),
            growth: SignedShare(0.05),
            risk_cap: Share(0.03),
            early_risk_growth: SignedShare(0.0),
            coding_intensity: Share(0.0),
            enrolment: Vec::new(),
            equity_adjustment: PerPersonYear(0.0),
            high_performers: None,
            stop_loss: None,
            sequestration: Share(0.0),
        }
    }

    fn year(risk_ratio: f64) -> Year {
        Year { lives: 1e4, risk_ratio, ..Year::FIRST }
    }

    /// Settles 120M before discount against a spending, at a quality of 0.90.
    fn net(terms: &Reach, spending: f64) -> Cents {
        let benchmark = 120e6 * (1.0 - terms.discount(&year(1.0)));
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
    fn the_region_moves_the_benchmark_within_ceiling_and_floor() {
        // Own 10,000, region 12,500, national 10,000. 2026: 40 % of 2,500 = 1,000, cut at 3 % = 300. 2024: 45 % of
        // 2,500 = 1,125, cut at 5 % = 500. Region 10,500: 40 % of 500 = 200 stands.
        let terms = |year| reach(Arrangement::Global, year);
        let at = |year, region| terms(year).blend(10_000.0, region, 10_000.0, &self::year(1.0));
        assert_eq!((at(2026, 12_500.0), at(2025, 12_500.0)), (10_300.0, 10_300.0));
        assert_eq!(at(2024, 12_500.0), 10_500.0);
        assert!((at(2026, 10_500.0) - 10_200.0).abs() < 1e-9);
        // Region 9,000: 40 % of −1,000 = −400, held at −200; 9,600: −160 stands.
        assert_eq!(at(2026, 9_000.0), 9_800.0);
        assert!((at(2026, 9_600.0) - 9_840.0).abs() < 1e-9);
        // A new entrant's own: 45 % of 2,500, cut at 5 %.
        let entrant =
            Reach { own_weight: Some(Share(0.55)), regional_ceiling: Some(Share(0.05)), ..terms(2026) };
        assert_eq!(entrant.blend(10_000.0, 12_500.0, 10_000.0, &year(1.0)), 10_500.0);
    }

    #[test]
    fn early_growth_comes_off_in_2026_alone_and_after_cap_and_factor() {
        // 5 % up to the reference year and 8 % since: capped at 1.03, over 1.01 (a factor of 1.5 % counts 1 %) =
        // 1.019 802; in all 1.05 × 1.019802 = 1.0708, cut at 1.03: 1.03/1.05 = 0.980 952.
        let coded = |rules_of| Reach {
            early_risk_growth: SignedShare(0.05),
            coding_intensity: Share(0.015),
            ..reach(Arrangement::Global, rules_of)
        };
        assert!((coded(2026).risk(&year(1.08)) - 0.980_952_381).abs() < 1e-9);
        assert!((coded(2025).risk(&year(1.08)) - 1.019_801_980).abs() < 1e-9);
        // Without a floor: scores that fell since stay fallen, 0.97/1.01.
        assert!((coded(2026).risk(&year(0.90)) - 0.960_396_040).abs() < 1e-9);
        // High needs: 1.08 is within 10 %; 1.5 % counts whole in 2026, 1 % before; no further cap.
        let needs = |rules_of| Reach {
            enrolment: vec![EnrolmentType {
                kind: EnrolmentKind::HighNeeds,
                share: Share(1.0),
                cost_ratio: Ratio(1.0),
                risk_growth: SignedShare(0.0),
                risk_cap: None,
            }],
            ..coded(rules_of)
        };
        assert!((needs(2026).risk(&year(1.08)) - 1.08 / 1.015).abs() < 1e-9);
        assert!((needs(2025).risk(&year(1.08)) - 1.08 / 1.01).abs() < 1e-9);
    }

    #[test]
    fn rules_are_those_of_the_calendar_year() {
        let terms = Reach { rules_of: None, ..reach(Arrangement::Global, 2026) };
        let of = |calendar| {
            let year = Year { calendar: CalendarYear(calendar), ..year(1.0) };
            (
                terms.discount(&year),
                terms.withhold(&year),
                terms.own_weight(&year),
                terms.corridor(&year).part(0.20),
            )
        };
        assert_eq!(of(2022), (0.02, 0.05, 0.65, 0.20));
        assert_eq!(of(2023), (0.03, 0.02, 0.60, 0.20));
        assert_eq!(of(2024), (0.03, 0.02, 0.55, 0.20));
        assert_eq!(of(2025), (0.035, 0.02, 0.55, 0.20));
        let (discount, withhold, own, part) = of(2026);
        assert_eq!((discount, withhold, own), (0.035, 0.05, 0.60));
        assert!((part - 0.15).abs() < 1e-12);
        assert_eq!(of(2020), of(2021));
    }

    #[test]
    fn high_performers_have_a_part_of_the_pool_since_2023() {
        // 0.5 % of 120M × 0.965 = 115.8M: 579,000, beside 7.221M, from a score of 0.85; ours is 0.90.
        let with = |rules_of, score| Reach {
            high_performers: Some(HighPerformersPool { score: Share(score), bonus: Share(0.005) }),
            ..reach(Arrangement::Global, rules_of)
        };
        assert_eq!(net(&with(2026, 0.85), 108e6), Cents(722_100_000 + 57_900_000));
        assert_eq!(net(&with(2026, 0.95), 108e6), Cents(722_100_000));
        // 2022: 120M × 0.98 = 117.6M × (1 − 0.05 × 0.1) = 117.012M − 108M = 9.012M, and no pool.
        assert_eq!(net(&with(2022, 0.85), 108e6), Cents(901_200_000));
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
