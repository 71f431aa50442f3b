//! LEAD: Long-term Enhanced ACO Design, the successor of ACO REACH.
//!
//! # What it pays
//! What aligned beneficiaries cost less than their benchmark, from the first dollar, band by band; what
//! they cost more is owed by bands too. Ten years without rebasing: savings are not taken back through
//! the benchmark.
//!
//! # Formula
//! `b = benchmark × (1 − discount + add-on) × (1 − w + w·q)` with quality withhold `w`. Bands of `|g| = |b − E|/b`:
//! Global 100 % to 15 %, 50 % to 35 %, 25 % to 50 %, 10 % above; Professional, of savings, 60 % to 10 %, 35 % to
//! 15 %, 15 % to 20 %, 5 % above, with the first band of losses at 50 %. Sequestration takes 2 % of what is earned and
//! adds 2 % of a gross loss to what is owed. Benchmark per person: base years 10/30/60 (new) or equal (renewing),
//! plus an adjustment, grown by ⅔ two-way and ⅓ prospective growth, times the risk ratio within ±3 %. The prospective
//! growth alone is held near the two-way growth, within limits that widen with the years. The adjustment is the
//! higher of half of prior savings (renewing ACOs) and, for lower-spending Global ACOs, half of what the region
//! spends more; it is never below zero.
//!
//! # Parameters
//! Below, with unit, range, default and source.
//!
//! # What it rewards
//! Lower cost of care, nearly dollar for dollar under Global, for ten years; quality by the withhold;
//! coding within the cap on either side.
//!
//! # Edge cases
//! No minimum savings rate. The bands do not stop: losing the whole benchmark costs Global 33.75 % of it, and twice
//! the benchmark more. The discount of higher-spending ACOs rises over the first six years. An ACO that spends more
//! than its region is not adjusted downward. What is added to a Global ACO's loss lets it owe more than it lost.
//!
//! # Law and market notes
//! Performance years 2027 to 2036; request for applications of March 2026, finance paper of July 2026. At least 5,000
//! aligned beneficiaries; a financial guarantee of 4 % of base-year cost (cash that is not modelled; the advance of
//! enhanced primary-care capitation is the contract's `prepayment`). Papers disagree on Professional: the July paper
//! shares 60 % of the first band of savings, earlier documents 50 %; losses "up to 50 %". On sequestration of losses
//! the July paper, as summarised, and a modeller's workbook for Global say 2 %, the workbook as −2 % of the whole
//! margin; ACO REACH's settled record has none: write `sequestration_on_losses = 0` for that. How the limits on
//! prospective growth widen after 2027 was not found. A change to a regional rate book in the last five years, which
//! an actuary's recap mentions, is not modelled.
//!
//! # Sources
//! cms.gov LEAD pages; mcdermottplus.com, Benesch (14 April 2026); Milliman (27 April 2026: no negative regional
//! adjustment); medinsight.com (2 June 2026: higher-spending ACOs have their own history and the add-on); a
//! summary of CMS's finance paper of July 2026. Worked examples in the tests.
//!
//! # Example
//! ```toml
//! [contract.lead.terms.lead]
//! arrangement = "global"
//! spending_group = "higher"
//! ```

use super::benchmark::own_base;
use super::family::Family;
use super::withheld::{HighPerformersPool, Withheld};
use super::{
    Arrangement, BASE_YEARS, Category, Experience, Forecast, History, Market, Payoff, ProgrammeYears, Year,
};
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
const FIRST_YEAR: u16 = 2027;

/// Most that prior savings may add, as a share of national spending (finance paper, July 2026, as summarised).
const PRIOR_SAVINGS_CAP: f64 = 0.05;

parameters! {
    /// LEAD.
    pub struct Lead {
        /// Global or Professional.
        arrangement: Arrangement = required();
        /// Where the ACO's spending lies against its region.
        spending_group: SpendingGroup = word("lower").because("the larger discount");
        /// Discount from the benchmark; by group and calendar year when left out: Global 3 %, or 1.75 % in 2027 rising
        /// to 3 % by 2032; Professional none.
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
        /// Prior savings per person and year, prorated for growth of the population, for a renewing ACO.
        prior_savings: PerPersonYear = number(0.0).range(0.0, 10_000.0).because("none unless stated");
        /// Regional spending per person over the ACO's own, in the base year. It moves the benchmark of lower-spending
        /// Global ACOs alone.
        regional_ratio: Ratio = number(1.0).range(0.5, 2.0).because("the ACO spends what its region spends");
        /// Most the regional adjustment may be, as a share of national spending; the least is 0.
        adjustment_cap: Share = number(0.05).range(0.0, 0.2).from(Grade::Published, "5 %; 3 % for those who come from MSSP (finance paper, July 2026, as summarised)");
        /// The ACO's share of assignable beneficiaries in its counties: the national weight in growth.
        national_weight: Share = number(0.15).because("a mid-sized ACO in a metropolitan region");
        /// Prospective administrative growth, a year.
        prospective_growth: SignedShare = number(0.049).range(-0.1, 0.2)
            .from(Grade::Published, "the prospective growth of MSSP for PY2024, 4.9 %, stands in");
        /// Most the prospective growth may lie above the two-way growth in 2027.
        guardrail_up: Share = number(0.003).range(0.0, 0.1).from(Grade::Published, "+0.3 % in PY2027 (finance paper, July 2026, as summarised)");
        /// Most the prospective growth may lie below the two-way growth in 2027.
        guardrail_down: Share = number(0.002).range(0.0, 0.1).from(Grade::Published, "-0.2 % in PY2027 (finance paper, July 2026, as summarised)");
        /// By how much of those of 2027 these limits widen in each later year.
        guardrail_widening: Ratio = number(1.0).range(0.0, 20.0)
            .because("they widen in later years (as summarised), by how much was not found: growth that runs from the base years may drift by the first year's limit each year");
        /// Most the risk score may move the benchmark, up or down.
        risk_cap: Share = number(0.03).range(0.0, 0.2).from(Grade::Published, "3 %; 4 % for high needs");
        /// Enrolment types with risk caps of their own: aged or disabled and ESRD as above, high needs 4 %;
        /// the whole population under one cap when empty.
        enrolment: Vec<EnrolmentType> = empty();
        /// The high performers' pool; none when left out.
        high_performers: Option<HighPerformersPool> = optional();
        /// Part of what is earned that sequestration withholds.
        sequestration: Share = number(0.02).range(0.0, 0.1).from(Grade::Published, "2 % (LEAD modellers)");
        /// Part of a gross loss, before the bands, that sequestration adds to what is owed.
        sequestration_on_losses: Share = number(0.02).range(0.0, 0.1)
            .from(Grade::Published, "-2 % of the margin, gain or loss (a modeller's workbook for PY2027); 2 % applies to savings and losses (finance paper, as summarised); none in ACO REACH's record");
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

    /// Years since the model's first.
    fn since_first(year: &Year) -> f64 {
        f64::from(year.calendar.0.saturating_sub(FIRST_YEAR))
    }

    /// Most that prospective growth may lie below and above the two-way growth in a year.
    fn rails(&self, year: &Year) -> (f64, f64) {
        let width = 1.0 + self.guardrail_widening.0 * Lead::since_first(year);
        (width * self.guardrail_down.0, width * self.guardrail_up.0)
    }

    /// The discount of a year, less the add-on.
    #[must_use]
    pub fn discount(&self, year: &Year) -> f64 {
        let global = self.arrangement == Arrangement::Global;
        let by_year = match self.spending_group {
            _ if !global => 0.0,
            SpendingGroup::Lower => 0.03,
            // A quarter point a year from 1.75 % in 2027 to 3 % in 2032.
            SpendingGroup::Higher => (0.0175 + 0.0025 * Lead::since_first(year)).min(0.03),
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
        corridor.added_to_losses = self.sequestration_on_losses.0;
        corridor
    }

    fn terms(&self) -> Withheld {
        Withheld {
            withhold: self.quality_withhold.0,
            corridor: self.corridor(),
            retained: Retained::ALL,
            high_performers: self.high_performers.clone(),
        }
    }

    /// The higher of half of prior savings and, for lower-spending Global ACOs, half the distance to a region that
    /// spends more, each within its cap; never below zero.
    fn adjustment(&self, historical: f64, regional: f64, national: f64) -> f64 {
        let is_eligible =
            self.arrangement == Arrangement::Global && self.spending_group == SpendingGroup::Lower;
        let cap = self.adjustment_cap.0 * national;
        let region = if is_eligible { (0.5 * (regional - historical)).clamp(0.0, cap) } else { 0.0 };
        let prior = if self.renewing { 0.5 * self.prior_savings.0 } else { 0.0 };
        region.max(prior.min(PRIOR_SAVINGS_CAP * national))
    }

    /// Growth of the benchmark from base to performance year, from the two-way growth over `years`.
    fn growth(&self, two_way: f64, years: i32, year: &Year) -> f64 {
        let (down, up) = self.rails(year);
        let prospective = power(1.0 + self.prospective_growth.0, years);
        let held = prospective.clamp(two_way * (1.0 - down), two_way * (1.0 + up));
        (1.0 - PROSPECTIVE_WEIGHT) * two_way + PROSPECTIVE_WEIGHT * held
    }
}

impl Family for Lead {
    const PROGRAMME: ProgrammeYears = ProgrammeYears::between(
        2027,
        2036,
        "CMS, request for applications of 31 March 2026: ten performance years",
    )
    .then("nothing is announced");

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
        adjusted * self.growth(two_way, years, year) * risk * (1.0 - self.discount(year))
    }

    fn payoff(&self, forecast: &Forecast) -> Payoff {
        self.terms().payoff(forecast)
    }

    fn settle(&self, e: &Experience) -> Settlement {
        self.terms().settle(e)
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let mut rules = vec![
            SettlementRule::share("discount less add-on, in the benchmark", self.discount(&e.year)),
            SettlementRule::share("prospective growth, most above the two-way growth", self.rails(&e.year).1),
        ];
        rules.extend(self.terms().rules(e));
        rules
    }

    /// Prospective growth is held next to the two-way growth: nothing is left to a wrong forecast but a third of
    /// the limits' width.
    fn forecast_exposure(&self) -> f64 {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{CalendarYear, Cents};

    fn lead(arrangement: Arrangement) -> Lead {
        Lead {
            arrangement,
            spending_group: SpendingGroup::Lower,
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
            guardrail_widening: Ratio(1.0),
            risk_cap: Share(0.03),
            enrolment: Vec::new(),
            high_performers: None,
            sequestration: Share(0.0),
            sequestration_on_losses: Share(0.0),
        }
    }

    /// The year `index` after 2027, of a scenario that begins with the model.
    fn year(index: usize, risk_ratio: f64) -> Year {
        Year {
            index,
            calendar: CalendarYear(FIRST_YEAR).plus(index),
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
        // Sequestration takes 2 % of 9.7M; of a loss of 2.3M at 102M it adds 2 %: 2.346M.
        let both = Lead {
            sequestration: Share(0.02),
            sequestration_on_losses: Share(0.02),
            ..lead(Arrangement::Global)
        };
        assert_eq!(both.settle(&e).net(), Cents(950_600_000));
        let loss = both.settle(&Experience { spending: 102e6, ..e });
        assert_eq!(loss.net(), Cents(-234_600_000));
        assert!(loss.balances());
        // Professional: half of 2.3M and 2 % of 2.3M: 1.196M. As in ACO REACH's record, without: 2.3M.
        let half = Lead { arrangement: Arrangement::Professional, ..both };
        let loss = half.settle(&Experience { spending: 102e6, ..e });
        assert_eq!((loss.net(), loss.payer_bears), (Cents(-119_600_000), Cents(110_400_000)));
        let loss = lead(Arrangement::Global).settle(&Experience { spending: 102e6, ..e });
        assert_eq!(loss.net(), Cents(-230_000_000));
    }

    #[test]
    fn the_discount_of_higher_spenders_rises() {
        let higher = Lead { spending_group: SpendingGroup::Higher, ..lead(Arrangement::Global) };
        // 1.75 % − 1.5 %; 2029: 2.25 % − 1.5 %; from 2032 3 % − 1.5 %.
        for (index, discount) in [(0, 0.0025), (2, 0.0075), (5, 0.015), (9, 0.015)] {
            assert!((higher.discount(&year(index, 1.0)) - discount).abs() < 1e-12, "{index}");
        }
        // By the calendar: a scenario that begins in 2030 has 2030's, 2.5 % − 1.5 %, in its first year.
        let late = Year { index: 0, agreement_year: 1, ..year(3, 1.0) };
        assert!((higher.discount(&late) - 0.01).abs() < 1e-12);
        assert_eq!(lead(Arrangement::Professional).discount(&year(0, 1.0)), 0.0);
        assert_eq!(lead(Arrangement::Global).discount(&year(0, 1.0)), 0.03);
    }

    #[test]
    fn benchmark_hand_worked() {
        // Base years 9,000, 9,500, 10,000 in a flat region: 900 + 2,850 + 6,000 = 9,750. Region 10,200 (1.02):
        // half of 450 = 225 (cap 500): 9,975. Two-way 1, prospective 1.049 held at 1.003: ⅔ + ⅓ × 1.003 = 1.001.
        // Risk 1.05 counts as 1.03; discount 3 %: 9,975 × 1.001 × 1.03 × 0.97 = 9,975.988 522 5.
        let index = [1.0; 4];
        let history = History::new([9_000.0, 9_500.0, 10_000.0], 1);
        let market = Market { national: &index, regional: &index, level: 10_000.0 };
        let terms = Lead { regional_ratio: Ratio(1.02), ..lead(Arrangement::Global) };
        let found = terms.benchmark(&year(0, 1.05), &history, &market);
        assert!((found - 9_975.988_522_5).abs() < 1e-6, "{found}");
        // A renewing ACO weighs equally, 9,500, and takes the higher of 350 and half of 800.
        let renewing = Lead { renewing: true, prior_savings: PerPersonYear(800.0), ..terms };
        let found = renewing.benchmark(&year(0, 1.0), &history, &market);
        assert!((found - 9_900.0 * 1.001 * 0.97).abs() < 1e-6, "{found}");
        // High needs alone may move by 4 %: 1.05 counts as 1.04.
        let needs = EnrolmentType {
            kind: EnrolmentKind::HighNeeds,
            share: Share(1.0),
            cost_ratio: Ratio(1.0),
            risk_growth: SignedShare(0.0),
            risk_cap: None,
        };
        let found = Lead { enrolment: vec![needs], ..renewing }.benchmark(&year(0, 1.05), &history, &market);
        assert!((found - 9_900.0 * 1.001 * 1.04 * 0.97).abs() < 1e-6, "{found}");
    }

    #[test]
    fn the_region_raises_lower_spending_global_acos_alone_and_lowers_nobody() {
        // History 10,000, national 12,000. A region of 11,000: half of 1,000; of 12,000: 1,000 cut at 5 % of 12,000.
        let lower = lead(Arrangement::Global);
        assert_eq!(lower.adjustment(10_000.0, 11_000.0, 12_000.0), 500.0);
        assert_eq!(lower.adjustment(10_000.0, 12_000.0, 12_000.0), 600.0);
        // A region that spends less lowers nothing.
        assert_eq!(lower.adjustment(10_000.0, 9_000.0, 12_000.0), 0.0);
        for other in [
            Lead { spending_group: SpendingGroup::Higher, ..lead(Arrangement::Global) },
            lead(Arrangement::Professional),
        ] {
            assert_eq!(other.adjustment(10_000.0, 11_000.0, 12_000.0), 0.0);
            // Prior savings are theirs all the same: half of 800, and 5 % of 12,000 at most.
            let renewing = |prior| Lead {
                renewing: true,
                prior_savings: PerPersonYear(prior),
                adjustment_cap: Share(0.03),
                ..other.clone()
            };
            assert_eq!(renewing(800.0).adjustment(10_000.0, 11_000.0, 12_000.0), 400.0);
            assert_eq!(renewing(2_000.0).adjustment(10_000.0, 11_000.0, 12_000.0), 600.0);
        }
    }

    #[test]
    fn the_guardrail_holds_prospective_growth_and_widens_by_the_calendar() {
        // Two-way 1.10 over two years, prospective 1.049² = 1.100401: within 0.6 % either way in 2028:
        // ⅔ × 1.10 + ⅓ × 1.100401 = 1.100133 667.
        let terms = lead(Arrangement::Global);
        assert!((terms.growth(1.10, 2, &year(1, 1.0)) - 1.100_133_666_667).abs() < 1e-9);
        // Two-way 1.12: held at 1.12 × (1 − 0.004) = 1.11552: ⅔ × 1.12 + ⅓ × 1.11552 = 1.118 506 667.
        assert!((terms.growth(1.12, 2, &year(1, 1.0)) - 1.118_506_666_667).abs() < 1e-9);
        // Without widening the limit is 2027's, 0.2 %: ⅔ × 1.12 + ⅓ × 1.11776 = 1.119 253 333.
        let fixed = Lead { guardrail_widening: Ratio(0.0), ..lead(Arrangement::Global) };
        assert!((fixed.growth(1.12, 2, &year(1, 1.0)) - 1.119_253_333_333).abs() < 1e-9);
    }
}
