//! LEAD: Long-term Enhanced ACO Design, the successor of ACO REACH.
//!
//! # What it pays
//! What aligned beneficiaries cost less than their benchmark, from the first dollar, band by band; what
//! they cost more is owed by bands too. Ten years without rebasing: savings are not taken back through
//! the benchmark.
//!
//! # Formula
//! `b = benchmark × (1 − discount + add-on) × (1 − w + w·q)` with quality withhold `w`. Bands of
//! `|g| = |b − E|/b`: Global 100 % to 15 %, 50 % to 35 %, 25 % to 50 %, 10 % above; Professional, of
//! savings, 60 % to 10 %, 35 % to 15 %, 15 % to 20 %, 5 % above, with the first band of losses at 50 %.
//! Benchmark per person: base years 10/30/60 (new) or equal (renewing), plus the higher of the regional
//! and the prior-savings adjustment, grown by ⅔ two-way + ⅓ prospective growth kept near the two-way,
//! times the risk ratio within ±3 %.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Lower cost of care, nearly dollar for dollar under Global, for ten years; quality by the withhold;
//! coding within the cap on either side.
//!
//! # Edge cases
//! No minimum savings rate. The bands do not stop: losing the whole benchmark costs Global 33.75 % of it,
//! and twice the benchmark more. The discount of higher-spending ACOs rises over the first six years.
//!
//! # Law and market notes
//! Performance years 2027 to 2036; request for applications of March 2026, finance paper of July 2026.
//! At least 5,000 aligned beneficiaries; a financial guarantee of 4 % of base-year cost (cash that is not
//! modelled; the advance of enhanced primary-care capitation is the contract's `prepayment`). Papers disagree on Professional: the July
//! paper shares 60 % of the first band of savings, earlier documents 50 %; losses "up to 50 %".
//!
//! # Sources
//! cms.gov LEAD pages; mcdermottplus.com, Benesch (14 April 2026); a summary of CMS's finance paper. Worked
//! examples in the tests.
//!
//! # Example
//! ```toml
//! [contract.lead.terms.lead]
//! arrangement = "global"
//! spending_group = "higher"
//! ```

use super::benchmark::own_base;
use super::family::Family;
use super::withheld::Withheld;
use super::{Arrangement, BASE_YEARS, Category, Experience, Forecast, History, Market, Payoff, Year};
use crate::math::power;
use crate::schema::{Grade, ReadTable, empty, flag, keywords, number, optional, parameters, required, word};
use crate::terms::{
    Band, Corridor, EnrolmentKind, EnrolmentType, Retained, Settlement, SettlementRule, check_enrolment,
    risk_within_caps,
};
use crate::units::{PerPersonYear, Ratio, Share, SignedShare};

keywords! {
    /// Where the ACO's spending lies against its region: decides discount and add-on.
    pub enum SpendingGroup {
        /// Lower: the full discount.
        Lower = "lower",
        /// Higher: a smaller discount that grows, and an administrative add-on.
        Higher = "higher",
    }
}

/// Weight of prospective growth in the benchmark's growth.
const PROSPECTIVE_WEIGHT: f64 = 1.0 / 3.0;

/// Most the risk score of beneficiaries with high needs may move the benchmark (finance paper, July 2026, as
/// summarised).
const HIGH_NEEDS_CAP: f64 = 0.04;

/// First performance year of the model.
const FIRST_YEAR: f64 = 2027.0;

parameters! {
    /// LEAD.
    pub struct Lead {
        /// Global or Professional.
        arrangement: Arrangement = required();
        /// Where the ACO's spending lies against its region.
        spending_group: SpendingGroup = word("lower").because("the larger discount");
        /// Performance year of the model in the scenario's first year.
        performance_year: u64 = number(2027.0).range(2027.0, 2036.0).from(Grade::Official, "the model begins in 2027 (cms.gov)");
        /// Discount from the benchmark; by group and year when left out: Global 3 %, or 1.75 % rising to
        /// 3 % by 2032; Professional none.
        discount: Option<Share> = optional().range(0.0, 0.2);
        /// Administrative add-on of higher-spending Global ACOs.
        add_on: Share = number(0.015).range(0.0, 0.1).from(Grade::Published, "1.5 % (finance paper, July 2026, as summarised)");
        /// Part of the benchmark that quality earns back.
        quality_withhold: Share = number(0.03).range(0.0, 0.2).from(Grade::Published, "3 % (finance paper, July 2026, as summarised)");
        /// Professional's share of the first band of savings.
        professional_first: Share = number(0.60).from(Grade::Published, "60 % in the July 2026 paper; 50 % in earlier documents");
        /// Professional's share of the first band of losses.
        professional_first_loss: Share = number(0.50).from(Grade::Published, "\"up to 50 %\" (July 2026 paper)");
        /// Whether the ACO renews from an earlier model: equal base weights and prior savings.
        renewing: bool = flag(false);
        /// Prior savings per person and year, for a renewing ACO.
        prior_savings: PerPersonYear = number(0.0).range(0.0, 10_000.0).because("none unless stated");
        /// Regional spending per person over the ACO's own, in the base year.
        regional_ratio: Ratio = number(1.0).range(0.5, 2.0).because("the ACO spends what its region spends");
        /// Most that adjustment may be, as a share of national spending.
        adjustment_cap: Share = number(0.05).range(0.0, 0.2).from(Grade::Published, "5 %; 3 % for those who come from MSSP");
        /// The ACO's share of assignable beneficiaries in its counties: the national weight in growth.
        national_weight: Share = number(0.15).because("a mid-sized ACO in a metropolitan region");
        /// Prospective administrative growth, a year.
        prospective_growth: SignedShare = number(0.049).range(-0.1, 0.2)
            .from(Grade::Published, "the prospective growth of MSSP for PY2024, 4.9 %, stands in");
        /// Most the growth may lie above the two-way growth.
        guardrail_up: Share = number(0.003).range(0.0, 0.1).from(Grade::Published, "+0.3 % in PY2027, read as a distance from the two-way growth");
        /// Most the growth may lie below the two-way growth.
        guardrail_down: Share = number(0.002).range(0.0, 0.1).from(Grade::Published, "-0.2 % in PY2027, read as a distance from the two-way growth");
        /// Most the risk score may move the benchmark, up or down.
        risk_cap: Share = number(0.03).range(0.0, 0.2).from(Grade::Published, "3 %; 4 % for high needs");
        /// Enrolment types with risk caps of their own: aged or disabled and ESRD as above, high needs 4 %;
        /// the whole population under one cap when empty.
        enrolment: Vec<EnrolmentType> = empty();
        /// Part of what is earned that sequestration withholds.
        sequestration: Share = number(0.02).range(0.0, 0.1).from(Grade::Published, "2 % (LEAD modellers)");
        /// Part by which sequestration lowers what is owed.
        loss_sequestration: Share = number(0.02).range(0.0, 0.1).from(Grade::Published, "2 % in both directions (LEAD modellers)");
    }
    check Lead::check
}

impl Lead {
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

    fn year(&self, year: &Year) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "calendar years")]
        let first = self.performance_year as f64;
        #[expect(clippy::cast_precision_loss, reason = "years of the horizon")]
        let since = year.index as f64;
        first + since
    }

    /// The discount of a year, less the add-on.
    #[must_use]
    pub fn discount(&self, year: &Year) -> f64 {
        let global = self.arrangement == Arrangement::Global;
        let by_year = match self.spending_group {
            _ if !global => 0.0,
            SpendingGroup::Lower => 0.03,
            // A quarter point a year from 1.75 % in 2027 to 3 % in 2032.
            SpendingGroup::Higher => (0.0175 + 0.0025 * (self.year(year) - FIRST_YEAR)).min(0.03),
        };
        let add_on = if global && self.spending_group == SpendingGroup::Higher { self.add_on.0 } else { 0.0 };
        self.discount.map_or(by_year, |own| own.0) - add_on
    }

    /// The corridors.
    #[must_use]
    pub fn corridor(&self) -> Corridor {
        let list = |bands: [(f64, f64); 4]| bands.map(|(to, share)| Band { to, share }).to_vec();
        let mut corridor = match self.arrangement {
            Arrangement::Global => {
                Corridor::symmetric(list([(0.15, 1.0), (0.35, 0.50), (0.50, 0.25), (f64::INFINITY, 0.10)]))
            }
            Arrangement::Professional => {
                let bands = |first| list([(0.10, first), (0.15, 0.35), (0.20, 0.15), (f64::INFINITY, 0.05)]);
                Corridor::new(bands(self.professional_first.0), bands(self.professional_first_loss.0))
            }
        };
        corridor.sequestration = self.sequestration.0;
        corridor.loss_sequestration = self.loss_sequestration.0;
        corridor
    }

    fn terms(&self) -> Withheld {
        Withheld { withhold: self.quality_withhold.0, corridor: self.corridor(), retained: Retained::ALL }
    }

    /// The higher of half the distance to the region and half of prior savings, within the cap.
    fn adjustment(&self, historical: f64, regional: f64, national: f64) -> f64 {
        let cap = self.adjustment_cap.0 * national;
        let region = (0.5 * (regional - historical)).clamp(-cap, cap);
        let prior = if self.renewing { (0.5 * self.prior_savings.0).min(cap) } else { 0.0 };
        if self.renewing && prior > region { prior } else { region }
    }

    /// Growth of the benchmark from base to performance year, from the two-way growth over `years`.
    fn growth(&self, two_way: f64, years: i32) -> f64 {
        let prospective = power(1.0 + self.prospective_growth.0, years);
        let blend = (1.0 - PROSPECTIVE_WEIGHT) * two_way + PROSPECTIVE_WEIGHT * prospective;
        blend.clamp(two_way * (1.0 - self.guardrail_down.0), two_way * (1.0 + self.guardrail_up.0))
    }
}

impl Family for Lead {
    fn category(&self) -> Category {
        match self.arrangement {
            Arrangement::Global => Category::PopulationPayment,
            Arrangement::Professional => Category::SharedRisk,
        }
    }

    fn benchmark(&self, year: &Year, history: &History, market: &Market<'_>) -> f64 {
        const NEW: [Share; BASE_YEARS] = [Share(0.1), Share(0.3), Share(0.6)];
        let historical = own_base(if self.renewing { &[] } else { &NEW }, history, market.regional);
        let (last, first) = (history.last_base, BASE_YEARS - 1);
        let regional = self.regional_ratio.0 * market.level * market.regional[last] / market.regional[first];
        let national = market.level * market.national[last] / market.national[first];
        let two_way = self.national_weight.0 * Market::growth(market.national, history, year.index)
            + (1.0 - self.national_weight.0) * Market::growth(market.regional, history, year.index);
        let years = i32::try_from(BASE_YEARS + year.index - last).unwrap_or(i32::MAX);
        let adjusted = historical + self.adjustment(historical, regional, national);
        let risk = self.risk(year.risk_ratio);
        adjusted * self.growth(two_way, years) * risk * (1.0 - self.discount(year))
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        self.terms().payoff(forecast)
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.terms().settle(e)
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules =
            vec![SettlementRule::share("discount less add-on, in the benchmark", self.discount(&e.year))];
        rules.extend(self.terms().rules(e));
        rules
    }

    /// The guardrail keeps growth next to the two-way growth: nothing is left to a wrong forecast but
    /// its width.
    fn forecast_exposure(&self) -> f64 {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Cents;

    fn lead(arrangement: Arrangement) -> Lead {
        Lead {
            arrangement,
            spending_group: SpendingGroup::Lower,
            performance_year: 2027,
            discount: None,
            add_on: Share(0.015),
            quality_withhold: Share(0.03),
            professional_first: Share(0.60),
            professional_first_loss: Share(0.50),
            renewing: false,
            prior_savings: PerPersonYear(0.0),
            regional_ratio: Ratio(1.0),
            adjustment_cap: Share(0.05),
            national_weight: Share(0.15),
            prospective_growth: SignedShare(0.049),
            guardrail_up: Share(0.003),
            guardrail_down: Share(0.002),
            risk_cap: Share(0.03),
            enrolment: Vec::new(),
            sequestration: Share(0.0),
            loss_sequestration: Share(0.0),
        }
    }

    fn year(index: usize, risk_ratio: f64) -> Year {
        Year {
            index,
            calendar: Year::FIRST.calendar.plus(index),
            agreement_year: index + 1,
            lives: 1e4,
            risk_ratio,
            ..Year::FIRST
        }
    }

    #[test]
    fn twenty_per_cent_saved_and_everything_lost() {
        // Global: 15 % + half of 5 % = 17.5 %; Professional 6 + 1.75 + 0.75 = 8.5 %.
        let (global, professional) = (lead(Arrangement::Global), lead(Arrangement::Professional));
        assert!((global.corridor().part(0.20) - 0.175).abs() < 1e-12);
        assert!((professional.corridor().part(0.20) - 0.085).abs() < 1e-12);
        // The whole benchmark lost: 15 + 10 + 3.75 + 5 = 33.75 %.
        assert!((global.corridor().part(-1.0) + 0.3375).abs() < 1e-12);
        // Professional's losses: 5 + 1.75 + 0.75 = 7.5 % of 20 %.
        assert!((professional.corridor().part(-0.20) + 0.075).abs() < 1e-12);
    }

    #[test]
    fn settled_to_the_cent() {
        // 100M after discount, quality 0.90: × (1 − 0.03 × 0.1) = 99.7M; cost 90M: 9.7M, all of it.
        let e = Experience {
            year: year(0, 1.0),
            benchmark: 100e6,
            spending: 90e6,
            quality: 0.90,
            professional: 0.0,
        };
        assert_eq!(lead(Arrangement::Global).settle(&e).net(), Cents(970_000_000));
        // Sequestration on both sides: 98 % of 9.7M; of a loss of 2.3M at 102M 98 % too.
        let both =
            Lead { sequestration: Share(0.02), loss_sequestration: Share(0.02), ..lead(Arrangement::Global) };
        assert_eq!(both.settle(&e).net(), Cents(950_600_000));
        let loss = both.settle(&Experience { spending: 102e6, ..e });
        assert_eq!(loss.net(), Cents(-225_400_000));
        assert!(loss.balances());
    }

    #[test]
    fn the_discount_of_higher_spenders_rises() {
        let higher = Lead { spending_group: SpendingGroup::Higher, ..lead(Arrangement::Global) };
        // 1.75 % − 1.5 %; 2029: 2.25 % − 1.5 %; from 2032 3 % − 1.5 %.
        for (index, discount) in [(0, 0.0025), (2, 0.0075), (5, 0.015), (9, 0.015)] {
            assert!((higher.discount(&year(index, 1.0)) - discount).abs() < 1e-12, "{index}");
        }
        assert_eq!(lead(Arrangement::Professional).discount(&year(0, 1.0)), 0.0);
        assert_eq!(lead(Arrangement::Global).discount(&year(0, 1.0)), 0.03);
    }

    #[test]
    fn benchmark_hand_worked() {
        // Base years 9,000, 9,500, 10,000 in a flat region: 900 + 2,850 + 6,000 = 9,750. Region 10,200 (1.02):
        // half of 450 = 225 (cap 500): 9,975. Two-way 1, prospective 1.049: blend 1.016333, held at
        // 1.003. Risk 1.05 counts as 1.03; discount 3 %:
        // 9,975 × 1.003 × 1.03 × 0.97 = 9,995.920 567 5.
        let index = [1.0; 4];
        let history = History::new([9_000.0, 9_500.0, 10_000.0], 1);
        let market = Market { national: &index, regional: &index, level: 10_000.0 };
        let terms = Lead { regional_ratio: Ratio(1.02), ..lead(Arrangement::Global) };
        let found = terms.benchmark(&year(0, 1.05), &history, &market);
        assert!((found - 9_995.920_567_5).abs() < 1e-6, "{found}");
        // A renewing ACO weighs equally, 9,500, and takes the higher of 350 and half of 800.
        let renewing = Lead { renewing: true, prior_savings: PerPersonYear(800.0), ..terms };
        let found = renewing.benchmark(&year(0, 1.0), &history, &market);
        assert!((found - 9_900.0 * 1.003 * 0.97).abs() < 1e-6, "{found}");
        // High needs alone may move by 4 %: 1.05 counts as 1.04.
        let needs = EnrolmentType {
            kind: EnrolmentKind::HighNeeds,
            share: Share(1.0),
            cost_ratio: Ratio(1.0),
            risk_growth: SignedShare(0.0),
            risk_cap: None,
        };
        let found = Lead { enrolment: vec![needs], ..renewing }.benchmark(&year(0, 1.05), &history, &market);
        assert!((found - 9_900.0 * 1.003 * 1.04 * 0.97).abs() < 1e-6, "{found}");
    }
}
