//! What of a plan one factor is laid on, so that the plan costs what it is to cost.

use super::{CollaredSalary, Component, PayAmount, Plan, RebasedSalary, Salary};
use crate::schema::keywords;
use crate::units::{PerWrvu, Quantity as _, Ratio, Share, UsdPerYear};

keywords! {
    /// What of a plan gives way to pay for its other changes.
    pub enum FundedBy {
        /// Rates per wRVU, those of every tier alike; thresholds stay where they are.
        Rate = "rate",
        /// Salaries: `salary`, `rebased_salary`, `collared_salary`, the base of `wrvu_threshold`.
        Base = "base",
        /// Rates per wRVU and salaries, by one factor.
        RateAndBase = "rate_and_base",
        /// The part of pay that `quality_withhold` holds back.
        Withhold = "withhold",
    }
}

impl FundedBy {
    /// What to write so that a plan has something of the kind.
    #[must_use]
    pub const fn instead(self) -> &'static str {
        match self {
            FundedBy::Rate => "a component with a rate per wRVU above 0, such as wrvu or wrvu_threshold",
            FundedBy::Base => "a salary above 0, such as salary = { per_fte = 200000 }",
            FundedBy::RateAndBase => "a rate per wRVU or a salary above 0",
            FundedBy::Withhold => "a quality_withhold with a share above 0",
        }
    }
}

/// The most that a share of the roster's base salary may be.
const MOST_OF_BASE: f64 = 10.0;

/// The most that a quality withhold may hold back.
const MOST_WITHHELD: f64 = 0.5;

impl PayAmount {
    /// Multiplies a salary, the roster's own where nothing is stated.
    pub(super) fn scale_salary(&mut self, factor: f64) {
        if !self.is_stated() {
            self.share_of_base = Some(Ratio(1.0));
        }
        for dollars in [&mut self.per_fte, &mut self.per_person].into_iter().flatten() {
            dollars.0 *= factor;
        }
        if let Some(share) = &mut self.share_of_base {
            share.0 *= factor;
        }
    }

    /// The most that such a salary may be multiplied by.
    fn room(&self) -> f64 {
        let dollars = [self.per_fte, self.per_person]
            .into_iter()
            .flatten()
            .map(|dollars| room(dollars.0, UsdPerYear::MAX));
        let share = self.share_of_base.map_or(1.0, |share| share.0);
        let of_base = (!self.is_stated() || self.is_of_base()).then(|| room(share, MOST_OF_BASE));
        dollars.chain(of_base).fold(f64::INFINITY, f64::min)
    }
}

/// The most that a number may be multiplied by; no limit for nothing.
fn room(number: f64, most: f64) -> f64 {
    if number > 0.0 { most / number } else { f64::INFINITY }
}

/// One thing of a component that a factor is laid on.
enum Scaled<'a> {
    Rate(&'a mut PerWrvu),
    Dollars(&'a mut UsdPerYear),
    Salary(&'a mut PayAmount),
    Withheld(&'a mut Share),
}

impl Scaled<'_> {
    fn multiply(self, factor: f64) {
        match self {
            Scaled::Rate(rate) => rate.0 *= factor,
            Scaled::Dollars(dollars) => dollars.0 *= factor,
            Scaled::Salary(amount) => amount.scale_salary(factor),
            Scaled::Withheld(share) => share.0 *= factor,
        }
    }

    fn room(&self) -> f64 {
        match self {
            Scaled::Rate(rate) => room(rate.0, PerWrvu::MAX),
            Scaled::Dollars(dollars) => room(dollars.0, UsdPerYear::MAX),
            Scaled::Salary(amount) => amount.room(),
            Scaled::Withheld(share) => room(share.0, MOST_WITHHELD),
        }
    }
}

/// What a component has of a kind.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "a component that is not named has rates per wRVU, or nothing"
)]
fn parts(component: &mut Component, by: FundedBy) -> Vec<Scaled<'_>> {
    let (rate, base) = match by {
        FundedBy::Rate => (true, false),
        FundedBy::Base => (false, true),
        FundedBy::RateAndBase => (true, true),
        FundedBy::Withhold => (false, false),
    };
    match component {
        Component::QualityWithhold(withhold) => {
            let held = by == FundedBy::Withhold;
            held.then_some(Scaled::Withheld(&mut withhold.share)).into_iter().collect()
        }
        Component::Salary(Salary { amount, .. })
        | Component::RebasedSalary(RebasedSalary { amount, .. })
        | Component::CollaredSalary(CollaredSalary { amount, .. }) => {
            base.then_some(Scaled::Salary(amount)).into_iter().collect()
        }
        Component::WrvuThreshold(threshold) => {
            let salaries = [&mut threshold.base_per_fte, &mut threshold.base_per_person];
            let salaries = salaries.into_iter().flatten().filter(|_| base).map(Scaled::Dollars);
            rate.then_some(Scaled::Rate(&mut threshold.rate)).into_iter().chain(salaries).collect()
        }
        other => other.rates_per_wrvu().into_iter().filter(|_| rate).map(Scaled::Rate).collect(),
    }
}

impl Plan {
    fn scaled(&mut self, by: FundedBy) -> impl Iterator<Item = Scaled<'_>> {
        self.pay.iter_mut().chain(&mut self.alternative).flat_map(move |component| parts(component, by))
    }

    /// Multiplies what it has of a kind, in both lists.
    pub fn scale(&mut self, by: FundedBy, factor: f64) {
        self.scaled(by).for_each(|part| part.multiply(factor));
    }

    /// The most that what it has of a kind may be multiplied by without leaving the range that a file may
    /// state; infinite where it has nothing of it.
    #[must_use]
    pub fn room_to_scale(&self, by: FundedBy) -> f64 {
        self.clone().scaled(by).map(|part| part.room()).fold(f64::INFINITY, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::{Salary, Tier, TierKind, WrvuPay, WrvuThreshold};
    use crate::terms::Period;
    use crate::units::Wrvu;

    fn plan(pay: Vec<Component>) -> Plan {
        Plan { pay, ..Plan::of_nothing() }
    }

    fn salary(amount: PayAmount) -> Component {
        Component::Salary(Salary { amount })
    }

    #[test]
    fn rates_and_bases_are_scaled_apart() {
        // 200,000 + 50 a wRVU: half the rate is 25, half the base 100,000.
        let both = || plan(vec![Component::WrvuThreshold(WrvuThreshold::of(200_000.0, 50.0))]);
        let scaled = |by| {
            let mut plan = both();
            plan.scale(by, 0.5);
            plan
        };
        let of = |base, rate| plan(vec![Component::WrvuThreshold(WrvuThreshold::of(base, rate))]);
        assert_eq!(scaled(FundedBy::Rate), of(200_000.0, 25.0));
        assert_eq!(scaled(FundedBy::Base), of(100_000.0, 50.0));
        assert_eq!(scaled(FundedBy::RateAndBase), of(100_000.0, 25.0));
        assert_eq!(scaled(FundedBy::Withhold), both());
    }

    #[test]
    fn the_rosters_salary_becomes_a_share_of_it() {
        let mut own = plan(vec![salary(PayAmount::NONE)]);
        own.scale(FundedBy::Base, 0.9);
        assert_eq!(own, plan(vec![salary(PayAmount::share_of_base(0.9))]));
    }

    #[test]
    fn room_ends_where_a_file_may_state_no_more() {
        // A rate of 50 may be 1,000: 20 times. The roster's salary may be ten times itself.
        let tiers = vec![Tier { above: Wrvu(0.0), rate: PerWrvu(50.0) }];
        let rate =
            plan(vec![Component::Wrvu(WrvuPay { tiers, kind: TierKind::Marginal, period: Period::Year })]);
        assert_eq!(rate.room_to_scale(FundedBy::Rate), 20.0);
        assert_eq!(rate.room_to_scale(FundedBy::Base), f64::INFINITY);
        assert_eq!(plan(vec![salary(PayAmount::NONE)]).room_to_scale(FundedBy::Base), 10.0);
    }
}
