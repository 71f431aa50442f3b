//! The benchmark of a simulated agreement: from its own base years, from published ones, or from a
//! published benchmark that is moved on.

use super::construction::{TypeHistory, base_weights, weighted};
use super::enrolment::MedicareType;
use super::given::{BaseYearFacts, StatedBenchmark, TypeFacts};
use super::stratum::{AdjustmentTaken, BuiltBenchmark, Construction, Stratum};
use crate::math::{power, powf};
use crate::payer::{BASE_YEARS, History, Market, Year};
use crate::units::{Ratio, Share, SignedShare};

/// A year of an agreement, with all that its benchmark moves by.
#[derive(Clone, Copy, Debug)]
pub(super) struct BenchmarkYear<'a> {
    pub(super) year: &'a Year,
    pub(super) history: &'a History,
    pub(super) market: &'a Market<'a>,
    pub(super) construction: Construction,
    pub(super) is_first: bool,
    /// The national weight in two-way growth.
    pub(super) national_weight: f64,
    /// Prospective growth, a year.
    pub(super) prospective: f64,
    pub(super) risk_limit: f64,
    /// Regional spending over the ACO's own, in the base year.
    pub(super) regional_ratio: Ratio,
}

/// Growth over some years.
#[derive(Clone, Copy, Debug)]
struct GrowthFactors {
    two_way: f64,
    prospective: f64,
}

impl GrowthFactors {
    /// As the programme counts it, and without prospective growth.
    fn counted(self, weight: f64) -> [f64; 2] {
        [(1.0 - weight) * self.two_way + weight * self.prospective, self.two_way]
    }
}

/// An index at a place; before its first year it goes back as it grew from the first to the second.
fn level(index: &[f64], place: i32) -> f64 {
    match usize::try_from(place) {
        Ok(place) => index[place.min(index.len() - 1)],
        Err(_) => index[0] * power(index[1] / index[0], place),
    }
}

impl BenchmarkYear<'_> {
    /// The calendar year.
    fn calendar(&self) -> i32 {
        i32::from(self.year.calendar.0)
    }

    /// Third base year of the agreement in force.
    fn last_base(&self) -> i32 {
        i32::from(self.year.began().0) - 1
    }

    /// Growth between calendar years.
    fn growth(&self, from: i32, to: i32) -> GrowthFactors {
        let place = |calendar: i32| {
            let now = i32::try_from(BASE_YEARS + self.year.index).unwrap_or(i32::MAX);
            now - (self.calendar() - calendar)
        };
        let along = |index: &[f64]| level(index, place(to)) / level(index, place(from));
        let own = self.national_weight;
        GrowthFactors {
            two_way: own * along(self.market.national) + (1.0 - own) * along(self.market.regional),
            prospective: power(
                1.0 + self.prospective_rate(along(self.market.national), to - from),
                to - from,
            ),
        }
    }

    /// Prospective growth a year, between the rails around the nation's over those years.
    fn prospective_rate(&self, national: f64, years: i32) -> f64 {
        let (below, above) = self.construction.rules.rails;
        if years <= 0 || below.is_infinite() {
            return self.prospective;
        }
        let yearly = powf(national, 1.0 / f64::from(years)) - 1.0;
        self.prospective.clamp(yearly - below, yearly + above)
    }

    /// Growth of risk scores over the last years of those of the agreement so far.
    fn risk_growth(&self, years: i32) -> f64 {
        let so_far = i32::try_from(self.year.agreement_year).unwrap_or(1);
        if years >= so_far {
            return self.year.risk_ratio;
        }
        powf(self.year.risk_ratio, f64::from(years.max(0)) / f64::from(so_far))
    }

    /// From the record of the simulated years.
    pub(super) fn simulated(&self, enrolment: &[MedicareType]) -> BuiltBenchmark {
        let (history, market, first) = (self.history, self.market, BASE_YEARS - 1);
        let last = history.last_base;
        let years = i32::try_from(BASE_YEARS + self.year.index - last).unwrap_or(i32::MAX);
        let growth = self.growth(self.calendar() - years, self.calendar());
        // The base is trended to its last year like the region; regional and national levels follow
        // their own indices from the scenario's base year.
        let whole = Stratum {
            historical: weighted(history.trended(market.regional), base_weights(self.is_first)),
            regional: self.regional_ratio.0 * market.level * market.regional[last] / market.regional[first],
            national: market.level * market.national[last] / market.national[first],
            two_way: growth.two_way,
            acpt: growth.prospective,
            risk_ratio: self.year.risk_ratio,
            risk_limit: self.risk_limit,
        };
        if enrolment.is_empty() {
            return self.built(std::iter::once((Share(1.0), whole)));
        }
        self.built(MedicareType::strata(enrolment, whole, self.regional_ratio))
    }

    fn built(&self, types: impl Iterator<Item = (Share, Stratum)> + Clone) -> BuiltBenchmark {
        let taken = self.construction.taken(types.clone());
        self.construction.build(types, taken)
    }

    /// A published benchmark, moved on.
    pub(super) fn stated(&self, stated: &StatedBenchmark) -> BuiltBenchmark {
        let from = i32::try_from(stated.year).unwrap_or(i32::MAX);
        let weight = self.construction.rules.prospective_weight;
        let limited = |ratio: f64| ratio.min(self.risk_limit);
        let factors = match stated.updated {
            None => {
                let grown = self.growth(from, self.calendar()).counted(weight);
                let risk = limited(self.year.risk_ratio);
                grown.map(|growth| stated.historical.map_or(0.0, |dollars| dollars.0) * growth * risk)
            }
            Some(dollars) => {
                // What updates from the third base year were then and are now.
                let base = self.last_base();
                let [then, now] = [from, self.calendar()].map(|year| self.growth(base, year).counted(weight));
                let ratio = stated.risk_ratio.0;
                let risk = limited(ratio * self.risk_growth(self.calendar() - from)) / limited(ratio);
                [0, 1].map(|place| dollars.0 * now[place] / then[place] * risk)
            }
        };
        let [per_person, without_prospect] = factors;
        BuiltBenchmark { per_person, without_prospect, taken: None }
    }

    /// From base years as published, scaled to what was published of the benchmark.
    pub(super) fn facts(&self, facts: &BaseYearFacts) -> BuiltBenchmark {
        let base = i32::try_from(facts.last).unwrap_or(i32::MAX);
        let growth = self.growth(base, self.calendar());
        let risk_of = |one: &TypeFacts| match &facts.updated {
            None => self.year.risk_ratio,
            Some(updated) => {
                let since = self.calendar() - i32::try_from(updated.year).unwrap_or(i32::MAX);
                one.risk_since_base() * self.risk_growth(since)
            }
        };
        let strata = |growth: GrowthFactors,
                      risk: &dyn Fn(&TypeFacts) -> f64,
                      scale: f64|
         -> Vec<(Share, Stratum)> {
            facts.types.iter().map(|one| (one.share, self.stratum(one, growth, risk(one), scale))).collect()
        };
        let unscaled = strata(growth, &risk_of, 1.0);
        let whole: f64 = unscaled.iter().map(|(share, one)| share.0 * one.historical).sum();
        let taken = self.construction.taken(unscaled.into_iter());
        let scale = facts.historical.map_or(1.0, |dollars| (dollars.0 - taken.amount) / whole);
        // Scaled types keep what was added to them as one amount.
        let taken = AdjustmentTaken { by_type: taken.by_type && facts.historical.is_none(), ..taken };
        let at = |growth, risk: &dyn Fn(&TypeFacts) -> f64| {
            let mut types = strata(growth, risk, scale);
            for (place, one) in types.iter_mut().zip(&facts.types) {
                place.0 = one.share_then.unwrap_or(one.share);
            }
            self.construction.build(types.into_iter(), taken)
        };
        let now = at(growth, &risk_of);
        let Some(updated) = &facts.updated else { return now };
        let year = i32::try_from(updated.year).unwrap_or(i32::MAX);
        let then = at(self.growth(base, year), &|one: &TypeFacts| one.risk_since_base());
        BuiltBenchmark {
            per_person: updated.per_person.0 * now.per_person / then.per_person,
            without_prospect: updated.per_person.0 * now.without_prospect / then.without_prospect,
            ..now
        }
    }

    /// A type of published base years.
    fn stratum(&self, one: &TypeFacts, growth: GrowthFactors, risk_ratio: f64, scale: f64) -> Stratum {
        // Base years grow by the contract's trend, whatever the scenario's start.
        let trend = self.market.regional[1] / self.market.regional[0];
        let history = one.history(trend);
        let third = history.spending[2];
        Stratum {
            historical: scale * history.historical(base_weights(self.is_first)),
            regional: self.regional_ratio.0 * third,
            national: third,
            two_way: growth.two_way,
            acpt: growth.prospective,
            risk_ratio,
            risk_limit: self.risk_limit,
        }
    }
}

impl BaseYearFacts {
    /// The types as a later agreement has them: as many, as dear beside each other.
    pub(super) fn enrolment(&self) -> Vec<MedicareType> {
        let of = |one: &TypeFacts| MedicareType {
            kind: one.kind,
            share: one.share_then.unwrap_or(one.share),
            cost_ratio: Ratio(one.spending.get(2).map_or(1.0, |dollars| dollars.0)),
            risk_growth: SignedShare(0.0),
            regional_ratio: None,
        };
        self.types.iter().map(of).collect()
    }
}

impl TypeFacts {
    fn history(&self, trend: f64) -> TypeHistory {
        let three = |values: &[f64], otherwise: f64| {
            std::array::from_fn(|year| values.get(year).copied().unwrap_or(otherwise))
        };
        let spending: Vec<f64> = self.spending.iter().map(|dollars| dollars.0).collect();
        let risk: Vec<f64> = self.risk.iter().map(|score| score.0).collect();
        let trends: Vec<f64> = self.trend.iter().map(|growth| growth.0).collect();
        let trend = if let [first, second] = trends[..] { [first, second] } else { [trend * trend, trend] };
        TypeHistory { spending: three(&spending, 0.0), risk: three(&risk, 1.0), trend }
    }

    /// Risk ratio from the third base year to the year of the published update.
    fn risk_since_base(&self) -> f64 {
        match (self.risk_then, self.risk.get(2)) {
            (Some(then), Some(base)) if then.0 > 0.0 && base.0 > 0.0 => then.0 / base.0,
            _ => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::RuleSet;
    use crate::payer::family::Family;
    use crate::payer::mssp::tests::mssp;
    use crate::payer::mssp::{BenchmarkFrom, Level, MedicareKind, Mssp, PublishedUpdate};
    use crate::units::{CalendarYear, PerPersonYear};

    /// Growth of 5 % in every year, before and in the scenario; prospective growth 2 %.
    const INDEX: [f64; 6] = [1.0, 1.05, 1.1025, 1.157_625, 1.215_506_25, 1.276_281_562_5];

    /// The first year of a scenario that begins in `calendar`, in the given year of an agreement.
    fn year(calendar: u16, agreement_year: usize, risk_ratio: f64) -> Year {
        Year { calendar: CalendarYear(calendar), agreement_year, risk_ratio, lives: 1e4, ..Year::FIRST }
    }

    fn strike(benchmark: BenchmarkFrom, year: &Year) -> BuiltBenchmark {
        let terms = Mssp { acpt_growth: SignedShare(0.02), benchmark, ..mssp(Level::BasicE) };
        let market = Market { national: &INDEX, regional: &INDEX, level: 11_000.0 };
        terms.built(year, &History::new([11_000.0; 3], 1), &market)
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found} instead of {expected}");
    }

    fn stated(updated: Option<f64>, historical: Option<f64>, year: u64, risk_ratio: f64) -> BenchmarkFrom {
        BenchmarkFrom::Stated(StatedBenchmark {
            updated: updated.map(PerPersonYear),
            historical: historical.map(PerPersonYear),
            year,
            risk_ratio: Ratio(risk_ratio),
        })
    }

    /// An agreement of 2022 knows no prospective growth: from 13,000 in 2023 to 2024 by 5 %, 13,650.
    #[test]
    fn a_stated_benchmark_of_2023_is_moved_on() {
        let found = strike(stated(Some(13_000.0), None, 2023, 1.0), &year(2024, 3, 1.0));
        close(found.per_person, 13_650.0);
        close(found.without_prospect, 13_650.0);
        assert_eq!(found.taken, None);
        // The year itself.
        close(strike(stated(Some(13_000.0), None, 2024, 1.0), &year(2024, 3, 1.0)).per_person, 13_000.0);
    }

    /// An agreement of 2024, third base year 2023. Growth to 2024: ⅔ × 1.05 + ⅓ × 1.02 = 1.04; to 2025:
    /// ⅔ × 1.1025 + ⅓ × 1.0404 = 1.0818. From 13,000 in 2024: × 1.0818/1.04 = 13,522.50; two-way alone 13,650.
    #[test]
    fn prospective_growth_counts_from_the_third_base_year() {
        let in_2025 = |risk_ratio, stated_ratio| {
            strike(stated(Some(13_000.0), None, 2024, stated_ratio), &year(2025, 2, risk_ratio))
        };
        close(in_2025(1.0, 1.0).per_person, 13_522.5);
        close(in_2025(1.0, 1.0).without_prospect, 13_650.0);
        // Scores grow 1 % a year, 1.0201 over two; 1.02 stood in the benchmark: 1.0302 is within 1.038.
        close(in_2025(1.0201, 1.02).per_person, 13_522.5 * 1.01);
        // With 1.035 in it, 1.04535 is cut at 1.038.
        close(in_2025(1.0201, 1.035).per_person, 13_522.5 * 1.038 / 1.035);
        // The historical benchmark of 12,000: × 1.0818.
        close(strike(stated(None, Some(12_000.0), 2023, 1.0), &year(2025, 2, 1.0)).per_person, 12_981.6);
    }

    /// Proposed for 2027: the nation grows 5 % a year and prospective growth of 2 % is raised to 4 %: ⅔ × 1.05 +
    /// ⅓ × 1.04 = 1.046 667, so 12,000 is 12,560; under the rules in force × 1.04. Where the nation does not grow
    /// 2 % is cut at 1.5 %: ⅔ + ⅓ × 1.015 = 1.005.
    #[test]
    fn what_was_proposed_keeps_prospective_growth_near_the_nations() {
        let at = |index: &[f64], rules| {
            let terms = Mssp {
                acpt_growth: SignedShare(0.02),
                benchmark: stated(None, Some(12_000.0), 2026, 1.0),
                ..mssp(Level::BasicE)
            };
            let market = Market { national: index, regional: index, level: 11_000.0 };
            let year = Year { rules, ..year(2027, 1, 1.0) };
            terms.benchmark(&year, &History::new([11_000.0; 3], 1), &market)
        };
        close(at(&INDEX, RuleSet::Proposed2027), 12_560.0);
        close(at(&INDEX, RuleSet::Final), 12_480.0);
        close(at(&[1.0; 4], RuleSet::Proposed2027), 12_060.0);
    }

    fn facts() -> BaseYearFacts {
        BaseYearFacts {
            last: 2023,
            historical: None,
            updated: None,
            regional_adjustment: None,
            prior_savings_adjustment: None,
            types: vec![TypeFacts {
                kind: MedicareKind::AgedNonDual,
                share: Share(1.0),
                share_then: None,
                spending: [10_000.0, 10_500.0, 11_000.0].map(PerPersonYear).to_vec(),
                risk: [1.0, 1.05, 1.10].map(Ratio).to_vec(),
                risk_then: None,
                trend: [1.06, 1.03].map(Ratio).to_vec(),
            }],
        }
    }

    /// Base years as the third: 11,660, 11,330, 11,000; 10/30/60 is 11,165. The region spends 11,000, less: no
    /// adjustment. To 2024 × 1.04 = 11,611.60, to 2025 × 1.0818.
    #[test]
    fn published_base_years_make_the_benchmark() {
        let built = |facts, year: &Year| strike(BenchmarkFrom::BaseYears(facts), year);
        let first = year(2024, 1, 1.0);
        close(built(facts(), &first).per_person, 11_611.6);
        // A published regional adjustment of 200: 11,365 × 1.04 = 11,819.60.
        let adjusted = BaseYearFacts { regional_adjustment: Some(PerPersonYear(200.0)), ..facts() };
        close(built(adjusted.clone(), &first).per_person, 11_819.6);
        assert_eq!(built(adjusted.clone(), &first).taken.map(|taken| taken.amount), Some(200.0));
        // A published historical benchmark of 11,500 holds the adjustment: 11,500 × 1.04 = 11,960.
        let scaled = BaseYearFacts { historical: Some(PerPersonYear(11_500.0)), ..adjusted };
        close(built(scaled.clone(), &first).per_person, 11_960.0);
        // 12,000 published for 2024: 2025 is × 1.0818/1.04 = 12,482.307 692.
        let updated = Some(PublishedUpdate { per_person: PerPersonYear(12_000.0), year: 2024 });
        let moved = BaseYearFacts { updated, ..scaled };
        close(built(moved, &year(2025, 2, 1.0)).per_person, 12_482.307_692_307_7);
    }

    /// Scores grew from 1.10 to 1.155 by the published year, 1.05, beyond the limit of 1.038: it is used up,
    /// and further growth of scores moves nothing.
    #[test]
    fn a_limit_that_was_used_up_stays_so() {
        let mut facts = facts();
        facts.updated = Some(PublishedUpdate { per_person: PerPersonYear(12_000.0), year: 2024 });
        facts.types[0].risk_then = Some(Ratio(1.155));
        let found = |risk_ratio| {
            strike(BenchmarkFrom::BaseYears(facts.clone()), &year(2025, 2, risk_ratio)).per_person
        };
        close(found(1.0), 12_482.307_692_307_7);
        close(found(1.0404), 12_482.307_692_307_7);
    }

    /// After five years base years are the simulated ones: 11,000 in each, and 300 saved on the mean by 9,200
    /// people who are 10,000 now: half of 276 is 138 beside a region that spends as much. Without growth
    /// 11,138.
    #[test]
    fn after_rebasing_the_simulated_years_count_and_savings_are_prorated() {
        let index = [1.0; 9];
        let market = Market { national: &index, regional: &index, level: 11_000.0 };
        let terms = Mssp {
            acpt_growth: SignedShare(0.0),
            benchmark: stated(Some(13_000.0), None, 2024, 1.0),
            ..mssp(Level::BasicE)
        };
        let mut history = History::new([11_000.0; 3], 6);
        for _ in 0..5 {
            history.assign(9_200.0);
            history.record(11_000.0, 300.0);
        }
        history.rebase();
        let renewed = Year { index: 5, agreement: 2, ..year(2030, 1, 1.0) };
        let (found, basis) = terms.strike(&renewed, &history, &market);
        close(found, 11_138.0);
        assert_eq!(basis.adjustment, Some(("prior savings adjustment, per person", 138.0)));
        // So they do after published base years, by the types of these.
        let from_facts = Mssp { benchmark: BenchmarkFrom::BaseYears(facts()), ..terms };
        close(from_facts.benchmark(&renewed, &history, &market), 11_138.0);
    }

    #[test]
    fn an_index_goes_back_as_it_began() {
        close(level(&INDEX, -2), 1.0 / 1.1025);
        close(level(&INDEX, 2), 1.1025);
    }
}
