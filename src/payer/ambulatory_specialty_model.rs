//! Ambulatory Specialty Model: heart failure and low back pain.
//!
//! # What it pays
//! Specialists' Part B payments are adjusted up or down, by up to 9 % at first and 12 % at last, as their
//! quality and cost compare with other specialists who treat the same condition: a tournament in which CMS keeps
//! 15 % of what is withheld.
//!
//! # Formula
//! `score = 50 % quality + 50 % cost − improvement activities − interoperability + bonus`, 0 to 100;
//! `transformed = 1/(1 + exp(−steepness × (score − midpoint)))`;
//! `adjustment = risk level × transformed × scaling − risk level`, on the Part B payments of the second year
//! after; `scaling = 85 % / mean transformed score`, weighted by payments. A score of zero loses the whole risk
//! level.
//!
//! # Parameters
//! Below, with unit, range, default and source. An attributed life is an episode of the condition: lives are
//! episodes a year, spending the cost of one. Where the cohort's other specialists stand, and so the midpoint,
//! steepness and scaling of the exchange, is known only when CMS has scored them: state what you expect.
//!
//! # What it rewards
//! Quality and a lower cost of the condition's episodes than others', most near the midpoint; more visits as far
//! as adjustments are gains.
//!
//! # Edge cases
//! Fewer than 20 episodes: no adjustment. At the mean transformed score the adjustment is below zero: 15 % of
//! the risk level is gone. A final score of zero has no transformed score. All specialists of a contract are
//! scored as one, where the model scores each. It is pay for performance: what physicians take off the cost of care
//! under value-based contracts reaches these episodes by spill-over only.
//!
//! # Law and market notes
//! 42 CFR 512 subpart G; mandatory for specialists of about a quarter of the country's areas, performance years
//! 2027 to 2031, payment years 2029 to 2033; about 8,600 specialists. They are exempt from MIPS in those years: the
//! same revenue under a contract of family `mips` is adjusted twice. The CY2026 rule is final (CMS-1832-F).
//!
//! # Sources
//! 42 CFR 512.750(a) to (c)(1), 512.725 and 512.730 (read); risk levels between the first and the last, the part
//! kept, and points of the adjustments are recalled; of the exchange function only its shape and the formula were
//! readable. ebglaw.com and apmconnect.com on the final rule. Quinn 2015: beside payment method 6, the service.
//!
//! # Example
//! ```toml
//! [contract.heart]
//! spending = 9000
//! clock = { settlement_month = 20, payment_month = 24 }
//! [contract.heart.terms.ambulatory_specialty_model]
//! cohort = "heart_failure"
//! cost_score = 0.5
//! midpoint = 0.6
//! steepness = 10
//! mean_transformed = 0.5
//! ```

use super::episodes::noise;
use super::family::Family;
use super::{BASE_YEARS, Category, Experience, Forecast, History, Market, Payoff, ProgrammeYears, Year};
use crate::math::exp;
use crate::schema::{Grade, ReadTable, keywords, number, optional, parameters, required};
use crate::terms::{Gauge, PaidOver, PaymentUnit, Piece, Piecewise, Settlement, SettlementRule, reaches};
use crate::units::{CalendarYear, Cents, Members, Ratio, Share};

keywords! {
    /// Specialists who are compared with each other.
    pub enum SpecialtyCohort {
        /// Cardiologists who treat heart failure.
        HeartFailure = "heart_failure",
        /// Specialists of several kinds who treat low back pain.
        LowBackPain = "low_back_pain",
    }
}

/// The first performance year.
const FIRST: CalendarYear = CalendarYear(2027);
/// Risk level by performance year: payment years 2029 to 2033.
const RISK_LEVELS: [f64; 5] = [0.09, 0.09, 0.10, 0.11, 0.12];
/// Weight of quality, and of cost, in the final score (42 CFR 512.730(e)).
const HALF: f64 = 0.5;
/// Straight pieces that the exchange function is taken in where it is expected.
const PIECES: u32 = 50;

parameters! {
    /// Ambulatory Specialty Model.
    pub struct AmbulatorySpecialtyModel {
        /// With whom the specialists are compared.
        cohort: SpecialtyCohort = required();
        /// Score for cost, out of 1, of specialists whose episodes cost what was expected of their peers'.
        cost_score: Share = required();
        /// Points of that score for each point by which episodes cost less than expected.
        per_saving: Ratio = number(2.0).range(0.0, 20.0)
            .because("a tenth less cost moves a fifth of the measure's range; how CMS will band it is not published");
        /// Cost expected of peers' episodes over the group's own, in the base year.
        relative_cost: Ratio = number(1.0).range(0.3, 3.0).because("they cost what peers' cost");
        /// How the score for quality follows the composite; the composite itself when left out.
        quality_score: Option<Gauge> = optional();
        /// Part of the final score lost for improvement activities that are not done.
        activities_lost: Share = number(0.0).range(0.0, 0.2).from(Grade::Recalled, "none lost; one of two activities costs 10 points, both 20 (42 CFR 512.745)");
        /// Part of the final score lost for promoting interoperability.
        interoperability_lost: Share = number(0.0).range(0.0, 0.1).from(Grade::Recalled, "none lost; up to 10 points (42 CFR 512.745)");
        /// Part of a score added for small practices and complex patients.
        bonus: Share = number(0.0).range(0.0, 0.3).because("a practice of more than 15 clinicians whose patients are as complex as others'");
        /// Final score, out of 1, whose transformed score is one half.
        midpoint: Share = required();
        /// Steepness of the exchange function over the final score out of 1; 10 is a tenth for each of 100 points.
        steepness: Ratio = required().range(0.1, 200.0);
        /// Payment-weighted mean transformed score of the cohort; or `scaling`.
        mean_transformed: Option<Share> = optional().range(0.01, 1.0);
        /// Scaling factor of the incentive pool, in place of the mean transformed score.
        scaling: Option<Ratio> = optional().range(0.1, 50.0);
        /// Part of what is withheld that goes back to the cohort.
        redistributed: Share = number(0.85).range(0.0, 1.0).from(Grade::Recalled, "CMS keeps 15 % (CY2026 rule, CMS-1832-F)");
        /// Largest adjustment, either way; by performance year when left out: 9 % for 2027 and 2028, then 10, 11 and
        /// 12 % (9 % and 12 % published, between them recalled).
        risk_level: Option<Share> = optional().range(0.0, 0.5);
        /// Part of the contract's professional revenue that is adjusted, in dollars of the performance year.
        covered: Share = number(1.0).because("all of it is Part B covered professional services, and as much two years later");
        /// Episodes a year below which nothing is adjusted.
        minimum_episodes: Members = number(20.0).from(Grade::Official, "20 cases of the cost measure (42 CFR 512.730(d))");
        /// Coefficient of variation of the cost of an episode, risk-adjusted.
        episode_cv: Ratio = number(0.9).range(0.0, 3.0).because("between an operation's and a person's year; no source found");
    }
    check AmbulatorySpecialtyModel::check
}

/// What a final score is made of: quality, cost, and points beside them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct FinalScore {
    quality: f64,
    cost: f64,
    beside: f64,
}

impl FinalScore {
    fn value(self) -> f64 {
        (HALF * self.quality + HALF * self.cost + self.beside).clamp(0.0, 1.0)
    }
}

impl AmbulatorySpecialtyModel {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        match (self.mean_transformed, self.scaling) {
            (Some(_), Some(_)) => table.problem(
                "scaling",
                "found beside `mean_transformed`, and either follows from the other; write the published factor or the mean, not both",
            ),
            (None, None) => table.problem(
                "mean_transformed",
                "CMS knows it once the cohort is scored; write what you expect, such as mean_transformed = 0.5, or the published factor as `scaling`",
            ),
            _ => {}
        }
        if self.scaling.is_some() && table.states("redistributed") {
            table.problem("redistributed", "found beside `scaling`, which holds it; remove one of them");
        }
    }

    /// The risk level of a performance year.
    #[must_use]
    pub fn risk(&self, year: &Year) -> f64 {
        let since = usize::from(year.calendar.0.saturating_sub(FIRST.0)).min(RISK_LEVELS.len() - 1);
        self.risk_level.map_or(RISK_LEVELS[since], |stated| stated.0)
    }

    /// The transformed score of a final score, both out of 1; none of a final score of zero.
    #[must_use]
    pub fn transformed(&self, score: f64) -> f64 {
        if score > 0.0 { 1.0 / (1.0 + exp(-self.steepness.0 * (score - self.midpoint.0))) } else { 0.0 }
    }

    /// The scaling factor of the incentive pool.
    #[must_use]
    pub fn scaling_factor(&self) -> f64 {
        let mean = self.mean_transformed.map_or(1.0, |mean| mean.0);
        self.scaling.map_or(self.redistributed.0 / mean, |stated| stated.0)
    }

    /// The adjustment of payments at a final score out of 1.
    #[must_use]
    pub fn adjustment(&self, year: &Year, score: f64) -> f64 {
        let risk = self.risk(year);
        risk * self.transformed(score) * self.scaling_factor() - risk
    }

    /// The same in straight pieces.
    fn exchange(&self, year: &Year) -> Piecewise {
        let at = |place: u32| f64::from(place) / f64::from(PIECES);
        // Just above zero, where the curve begins.
        let value = |score: f64| self.adjustment(year, score.max(1e-9));
        let piece = |place: u32| {
            let (from, to) = (at(place), at(place + 1));
            let slope = (value(to) - value(from)) / (to - from);
            let from_all = if place == 0 { f64::NEG_INFINITY } else { from };
            Piece { from: from_all, intercept: value(from) - slope * from, slope }
        };
        Piecewise::new((0..PIECES).map(piece).collect())
    }

    fn quality(&self, quality: f64) -> f64 {
        Gauge::or_composite(self.quality_score.as_ref()).score(quality)
    }

    fn beside(&self) -> f64 {
        self.bonus.0 - self.activities_lost.0 - self.interoperability_lost.0
    }

    /// The final score at a composite and a rate by which episodes cost less than expected.
    fn final_score(&self, quality: f64, savings_rate: f64) -> FinalScore {
        let cost = (self.cost_score.0 + self.per_saving.0 * savings_rate).clamp(0.0, 1.0);
        FinalScore { quality: self.quality(quality), cost, beside: self.beside() }
    }

    /// Adjustment of payments by the rate by which episodes cost less than expected.
    fn by_savings(&self, year: &Year, quality: f64) -> Piecewise {
        let at =
            |cost: f64| FinalScore { quality: self.quality(quality), cost, beside: self.beside() }.value();
        let (lowest, highest) = (at(0.0), at(1.0));
        let slope = HALF * self.per_saving.0;
        if slope <= 0.0 || highest <= lowest {
            return Piecewise::flat(self.adjustment(year, at(self.cost_score.0)));
        }
        let at_zero = HALF * (self.quality(quality) + self.cost_score.0) + self.beside();
        self.exchange(year).clipped(lowest, highest).along(at_zero, slope)
    }

    fn adjusts(&self, year: &Year) -> bool {
        reaches(year.lives, self.minimum_episodes.0)
    }

    /// Revenue that is adjusted, $.
    fn base(&self, year: &Year, professional: f64) -> f64 {
        if self.adjusts(year) { self.covered.0 * professional } else { 0.0 }
    }

    /// The final score of a year that is over.
    fn score_of(&self, e: &Experience) -> FinalScore {
        let saved = if e.benchmark > 0.0 { 1.0 - e.spending / e.benchmark } else { 0.0 };
        self.final_score(e.quality, saved)
    }
}

impl Family for AmbulatorySpecialtyModel {
    const UNIT: PaymentUnit = PaymentUnit::Service;
    const PROGRAMME: ProgrammeYears = ProgrammeYears::between(
        2027,
        2031,
        "42 CFR 512.705 (CMS-1832-F, CY2026): performance years 2027 to 2031",
    )
    .then("nothing is announced");

    fn category(&self) -> Category {
        Category::Performance
    }

    fn counts_people(&self) -> bool {
        false
    }

    fn paid_over(&self) -> PaidOver {
        PaidOver::CalendarYear
    }

    fn benchmark(&self, year: &Year, _: &History, market: &Market<'_>) -> f64 {
        let growth = market.regional[BASE_YEARS + year.index] / market.regional[BASE_YEARS - 1];
        self.relative_cost.0 * market.level * growth
    }

    fn payoff(&self, f: &Forecast) -> Payoff {
        let per_dollar = self.base(&f.year, f.professional) / f.benchmark.max(1.0);
        Payoff::of_savings(f.quality.mean, |quality| self.by_savings(&f.year, quality).times(per_dollar))
    }

    fn settle(&self, e: &Experience) -> Settlement {
        let adjustment = self.adjustment(&e.year, self.score_of(e).value());
        Settlement::adjustment(Cents::round(self.base(&e.year, e.professional) * adjustment))
    }

    fn rules(&self, e: &Experience) -> Vec<SettlementRule> {
        let score = self.score_of(e);
        let mut rules = vec![
            SettlementRule::dollars("covered professional revenue", self.covered.0 * e.professional),
            SettlementRule::number("score for quality", 100.0 * score.quality),
            SettlementRule::number("score for cost", 100.0 * score.cost),
            SettlementRule::number("points beside them", 100.0 * score.beside),
            SettlementRule::number("final score", 100.0 * score.value()),
            SettlementRule::number("transformed score", self.transformed(score.value())),
            SettlementRule::number("scaling factor", self.scaling_factor()),
            SettlementRule::share("risk level", self.risk(&e.year)),
        ];
        rules.push(if self.adjusts(&e.year) {
            SettlementRule::share("adjustment", self.adjustment(&e.year, score.value()))
        } else {
            SettlementRule::number("not adjusted: fewer episodes than", self.minimum_episodes.0)
        });
        rules
    }

    fn noise(&self, _: f64) -> f64 {
        noise(self.episode_cv.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payer::{ContractOutlook, QualityOutlook};

    fn asm() -> AmbulatorySpecialtyModel {
        AmbulatorySpecialtyModel {
            cohort: SpecialtyCohort::HeartFailure,
            cost_score: Share(0.5),
            per_saving: Ratio(2.0),
            relative_cost: Ratio(1.0),
            quality_score: None,
            activities_lost: Share(0.0),
            interoperability_lost: Share(0.0),
            bonus: Share(0.0),
            midpoint: Share(0.5),
            steepness: Ratio(10.0),
            mean_transformed: Some(Share(0.5)),
            scaling: None,
            redistributed: Share(0.85),
            risk_level: None,
            covered: Share(1.0),
            minimum_episodes: Members(20.0),
            episode_cv: Ratio(0.9),
        }
    }

    const YEAR: Year = Year { lives: 200.0, calendar: FIRST, ..Year::FIRST };

    fn net(terms: &AmbulatorySpecialtyModel, year: Year, quality: f64, saved: f64) -> Cents {
        let (benchmark, professional) = (1_800_000.0, 400_000.0);
        let spending = (1.0 - saved) * benchmark;
        let settled = terms.settle(&Experience { year, benchmark, spending, quality, professional });
        assert!(settled.balances());
        settled.net()
    }

    /// Final scores 70, 50 and 30 around a midpoint of 50, a tenth a point: 1/(1 + e^−2) = 0.88079708, 0.5 and
    /// 0.11920292; mean 0.5, scaling 0.85/0.5 = 1.7. Adjustments 9 % × (1.7 × 0.88079708 − 1) = +4.4761953 %,
    /// −1.35 % and −7.1761953 %; on 400,000 each: +17,904.78, −5,400 and −28,704.78. Together −16,200: CMS keeps 15 %
    /// of the 9 % that was withheld of 1.2 million.
    #[test]
    fn three_specialists_exchange_85_per_cent_of_what_is_withheld() {
        let of = |quality| net(&asm(), YEAR, quality, 0.0);
        // Quality 90, 50 and 10 with a cost score of 50.
        assert_eq!([of(0.9), of(0.5), of(0.1)], [Cents(1_790_478), Cents(-540_000), Cents(-2_870_478)]);
        let together = of(0.9) + of(0.5) + of(0.1);
        assert_eq!(together, Cents(-1_620_000));
        // The same from a published scaling factor.
        let published =
            AmbulatorySpecialtyModel { mean_transformed: None, scaling: Some(Ratio(1.7)), ..asm() };
        assert_eq!(net(&published, YEAR, 0.9, 0.0), Cents(1_790_478));
    }

    /// Ten per cent less than expected is 20 points of the cost score: 50 % × 50 + 50 % × 70 = 60:
    /// 1/(1 + e^−1) = 0.73105858: 9 % × (1.7 × 0.73105858 − 1) = 2.18519627 % of 400,000 = 8,740.79.
    #[test]
    fn cost_is_half_of_the_score() {
        assert_eq!(net(&asm(), YEAR, 0.5, 0.10), Cents(874_079));
        // Beyond a cost score of 100 nothing more: 50 % less is 1.5, cut at 1: a final score of 75.
        assert_eq!(net(&asm(), YEAR, 0.5, 0.25), net(&asm(), YEAR, 0.5, 0.50));
    }

    /// No activities and a score of 20 for each category: nothing is left, the whole risk level is lost; fewer than
    /// 20 episodes lose nothing.
    #[test]
    fn a_score_of_zero_and_few_episodes() {
        let nothing =
            AmbulatorySpecialtyModel { activities_lost: Share(0.2), cost_score: Share(0.2), ..asm() };
        assert_eq!(net(&nothing, YEAR, 0.2, 0.0), Cents(-3_600_000));
        assert_eq!(net(&nothing, Year { lives: 19.0, ..YEAR }, 0.2, 0.0), Cents::ZERO);
        assert_eq!(net(&nothing, Year { lives: 20.0, ..YEAR }, 0.2, 0.0), Cents(-3_600_000));
    }

    #[test]
    fn the_risk_level_rises_to_12_per_cent() {
        let risk = |year| asm().risk(&Year { calendar: CalendarYear(year), ..YEAR });
        assert_eq!((2027..=2031).map(risk).collect::<Vec<f64>>(), [0.09, 0.09, 0.10, 0.11, 0.12]);
        let stated = AmbulatorySpecialtyModel { risk_level: Some(Share(0.05)), ..asm() };
        // 5 % × (1.7 × 0.5 − 1) of 400,000.
        assert_eq!(net(&stated, YEAR, 0.5, 0.0), Cents(-300_000));
    }

    /// The pieces stand for the curve: in expectation of a certain year what is settled, to a tenth of a per cent of
    /// what is at risk.
    #[test]
    fn what_is_expected_is_what_is_settled() {
        for (quality, saved) in [(0.1, -0.3), (0.5, 0.0), (0.73, 0.04), (0.9, 0.2), (1.0, 0.6)] {
            let forecast = Forecast {
                year: YEAR,
                benchmark: 1_800_000.0,
                savings_rate: saved,
                savings_sd: 0.0,
                quality: QualityOutlook { mean: quality, sd: 0.0 },
                professional: 400_000.0,
            };
            let outlook = ContractOutlook::of(&asm().payoff(&forecast), &forecast);
            let settled = net(&asm(), YEAR, quality, saved).dollars();
            assert!((outlook.receipts - settled).abs() < 36.0, "{quality} {saved}: {outlook:?} {settled}");
        }
    }

    /// Peers' cost grows with the region: 9,000 × 1.05 a year later, 2 % more than ours.
    #[test]
    fn peers_cost_is_the_regions() {
        let terms = AmbulatorySpecialtyModel { relative_cost: Ratio(1.02), ..asm() };
        let index = [0.9, 0.95, 1.0, 1.05];
        let market = Market { national: &index, regional: &index, level: 9_000.0 };
        let found = terms.benchmark(&YEAR, &History::new([9_000.0; 3], 1), &market);
        assert!((found - 9_000.0 * 1.05 * 1.02).abs() < 1e-9);
    }
}
