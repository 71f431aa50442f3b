//! A compensation plan: components in order, then guarantee and cap.

use super::better::better_of;
use super::reckon::{lends, part_that_leaves_a_debt, reckon};
use super::{
    BudgetNeutral, Capitation, CareBudget, CareYear, Clawback, Component, Deferral, DeferredPay, Draw,
    Expected, FairMarketValue, GroupPool, Guarantee, HoldHarmless, Margin, Needs, Outlook, PayClass,
    Reckoned, Statement, Work,
};
use crate::entity::{Label, Labelled};
use crate::schema::{Grade, ReadTable, empty, keywords, number, optional, parameters, required, word};
use crate::terms::Period;
use crate::units::{Cents, PerWrvu, Real, SignedShare, both};

keywords! {
    /// Under which fee schedule a plan counts wRVUs when the schedule changes.
    pub enum FeeSchedule {
        /// The one in force: pay moves with the units for the same work.
        Current = "current",
        /// The one in force when the roster was drawn up: the same work, the same pay.
        Locked = "locked",
        /// The one in force, at rates that keep what the plan as a whole counts: pay moves between its
        /// members.
        Neutral = "neutral",
    }
}

parameters! {
    /// A compensation plan.
    pub struct Plan {
        /// What people call it.
        title: Option<String> = optional();
        /// Components, in the order they are worked out.
        pay: Vec<Component> = required();
        /// A second list of components: whoever earns more by it is paid by it instead.
        alternative: Vec<Component> = empty();
        /// Month in which the agreement's year begins, 1 for January. What is earned by volume, quality and
        /// cost is reckoned over that year and booked in the calendar year in which it ends; dollar amounts
        /// are adjusted when it begins.
        year_begins: u64 = number(1.0).range(1.0, 12.0).because("most agreements run by the calendar year");
        /// Over what the lists are worked out and compared as a whole. Components and the guarantee can be
        /// reckoned more finely by themselves.
        period: Period = word("year");
        /// Yearly adjustment of the plan's own dollar amounts (cost of living, market); the scenario's
        /// `outlook.pay_growth` when left out.
        growth: Option<SignedShare> = optional().range(-0.2, 0.2);
        /// Under which fee schedule wRVUs are counted.
        fee_schedule: FeeSchedule = word("current");
        /// Rates per wRVU that keep a budget.
        budget_neutral: Option<BudgetNeutral> = optional();
        /// Guarantee for new hires.
        guarantee: Option<Guarantee> = optional();
        /// Floor for those whom a redesign moves to this plan.
        hold_harmless: Option<HoldHarmless> = optional();
        /// Value pay repaid by those who leave soon after earning it.
        clawback: Option<Clawback> = optional();
        /// Pay held back until it vests, and lost to whoever leaves first.
        deferral: Option<Deferral> = optional();
        /// Cap on all sources of pay together.
        fair_market_value: Option<FairMarketValue> = optional();
        /// Quality measures a physician on this plan is asked to attend to, over all contracts:
        /// attention is spread over them. What reporting costs is a matter of contracts (`contract.<name>.measures`).
        measures: Real = number(10.0).range(1.0, 500.0)
            .from(Grade::Derived, "a physician's own dashboard; primary care faces about 57 in 7.6 contracts (Boone 2024)");
    }
    check Plan::check
}

/// One line of a worked-out plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The component or rule.
    pub what: String,
    /// What it is pay for.
    pub class: PayClass,
    /// Whole cents; negative for pay held back or cut.
    pub pay: Cents,
}

impl Plan {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.alternative.iter().any(|component| {
            component.pool().is_some() || component.group().is_some() || component.pooled_withhold().is_some()
        }) {
            table.problem(
                "alternative",
                "found a share in a pool; pools are divided among everyone, so write it under pay",
            );
        }
        if self.pay.iter().filter_map(Component::pooled_withhold).count() > 1 {
            table.problem("pay", "more than one withhold answers for a budget of the group; write one capitation, or let the others be of = \"own\"");
        }
        if self.pay.iter().filter_map(Component::group).count() > 1 {
            table.problem("pay", "the plan has more than one group_pool; write one, with a mix of weights");
        }
        let carrying: Vec<&str> =
            self.everything().filter(|component| component.carries()).map(Component::key).collect();
        if let Some(key) = carrying.first().filter(|_| !self.alternative.is_empty()) {
            table.problem(
                "alternative",
                format!("found with {key}, which carries a balance from year to year; leave out the one or the other"),
            );
        }
        if carrying.len() > 1 {
            table.problem(
                "pay",
                format!(
                    "found {}; each carries something from year to year, so write one of them",
                    both(&carrying)
                ),
            );
        }
        if let Some(why) = self.deferral.as_ref().and_then(|rule| self.cannot_defer(rule)) {
            table.problem("deferral", why);
        }
        if let Some(key) = self.no_agreement_year() {
            table.problem(
                "year_begins",
                format!(
                    "found {} with {key}, which goes by the calendar year; leave out the one or the other",
                    self.year_begins
                ),
            );
        }
        let in_parts = |component: &&Component| {
            let parts = self.period != Period::Year;
            if let Component::Draw(draw) = component {
                parts && draw.months.is_some()
            } else {
                component.owes() && (parts || component.period() != Period::Year)
            }
        };
        if let Some(component) = self.pay.iter().find(in_parts) {
            table.problem(
                "pay",
                format!(
                    "found {} reckoned by parts of a year, while what it lends is settled by the year; leave out the period, or what ends or is carried",
                    component.key()
                ),
            );
        }
        for reason in Draw::misplaced(&self.pay, self.fair_market_value.as_ref()) {
            table.problem("pay", reason);
        }
        if self.fills_by_parts() && self.lends() {
            table.problem_within(
                &["guarantee", "period"],
                "found with draw, which is advanced and repaid over the year; leave out the period, or write the guaranteed amount as the draw",
            );
        }
        if self.pay.is_empty() {
            table.problem("pay", "the list is empty; write at least one component, such as [[plan.<name>.pay]] with salary = { per_fte = 280000 }");
        }
    }

    /// Whether its guarantee is reckoned by parts of a year.
    fn fills_by_parts(&self) -> bool {
        self.guarantee.as_ref().is_some_and(|guarantee| guarantee.period != Period::Year)
    }

    /// Whether anything of it is.
    fn by_parts(&self) -> bool {
        let component = || self.everything().any(|component| component.period() != Period::Year);
        self.period != Period::Year || self.fills_by_parts() || component()
    }

    /// What of the plan goes by the calendar year, where its own year does not.
    fn no_agreement_year(&self) -> Option<&'static str> {
        if self.year_begins == 1 {
            return None;
        }
        if self.by_parts() {
            return Some("period");
        }
        self.everything().find(|component| component.carries()).map(Component::key)
    }

    /// Why pay of this plan cannot be held back as a rule says.
    fn cannot_defer(&self, rule: &Deferral) -> Option<&'static str> {
        let pays_value = |c: &Component| c.seen().value && !matches!(c, Component::QualityGate(_));
        if self.clawback.is_some() {
            Some(
                "found with clawback, which would take back from those who leave what they have not been paid; leave out the one or the other",
            )
        } else if rule.of == DeferredPay::All && self.everything().any(|c| matches!(c, Component::Draw(_))) {
            Some(
                "found of = \"all\" with draw, which pays before it is earned what this would hold back; write of = \"value\", or leave out the draw",
            )
        } else if rule.of == DeferredPay::Value && !self.pay.is_empty() && !self.everything().any(pays_value)
        {
            Some(
                "found of = \"value\", but the plan has no component that pays for quality or cost of care; write of = \"all\", or add one such as quality_bonus",
            )
        } else {
            None
        }
    }

    /// Whether anything of it depends on earlier years.
    #[must_use]
    pub fn carries(&self) -> bool {
        self.pay.iter().any(Component::carries)
    }

    /// Whether some of it is a draw, which lends.
    fn lends(&self) -> bool {
        lends(&self.pay)
    }

    /// What a year of work leaves for the next, when `covered` of the time is under the guarantee.
    #[must_use]
    pub fn reckon(&self, work: &Work, covered: f64) -> Reckoned {
        reckon(&self.pay, self.guarantee.as_ref(), &self.based(work), covered)
    }

    /// A plan without components, for tests.
    #[cfg(test)]
    pub(super) fn of_nothing() -> Plan {
        Plan {
            title: None,
            pay: Vec::new(),
            alternative: Vec::new(),
            year_begins: 1,
            period: Period::Year,
            growth: None,
            fee_schedule: FeeSchedule::Current,
            budget_neutral: None,
            guarantee: None,
            hold_harmless: None,
            clawback: None,
            deferral: None,
            fair_market_value: None,
            measures: Real(10.0),
        }
    }

    /// Components of both lists.
    pub(crate) fn everything(&self) -> impl Iterator<Item = &Component> {
        self.pay.iter().chain(&self.alternative)
    }

    /// What both lists name of the roster.
    pub fn labels(&mut self) -> impl Iterator<Item = (Labelled, &mut Label)> {
        self.pay.iter_mut().chain(&mut self.alternative).flat_map(Component::labels)
    }

    /// Rates per wRVU of both lists.
    pub fn rates_per_wrvu(&mut self) -> impl Iterator<Item = &mut PerWrvu> {
        self.pay.iter_mut().chain(&mut self.alternative).flat_map(Component::rates_per_wrvu)
    }

    /// Key of the component that last year's pay or work sets or bounds, if any does.
    #[must_use]
    pub fn follows_last_year(&self) -> Option<&'static str> {
        let follows =
            |c: &&Component| matches!(c, Component::RebasedSalary(_) | Component::CollaredSalary(_));
        self.pay.iter().filter(follows).find(|component| component.carries()).map(Component::key)
    }

    /// Names of the pools that the plan gives a share in.
    pub fn pools(&self) -> impl Iterator<Item = &str> {
        self.pay.iter().filter_map(Component::pool)
    }

    /// What everyone on the plan collects and divides, if it says so.
    #[must_use]
    pub fn group_pool(&self) -> Option<&GroupPool> {
        self.pay.iter().find_map(Component::group)
    }

    /// The withhold against a budget of everyone on the plan, if it has one.
    #[must_use]
    pub fn pooled_withhold(&self) -> Option<(&Capitation, &CareBudget)> {
        self.pay.iter().find_map(Component::pooled_withhold)
    }

    /// The year of a physician's own members, where it meets a budget of their own.
    #[must_use]
    pub fn own_care(&self, work: &Work) -> Option<CareYear> {
        self.pay.iter().find_map(|component| {
            let Component::Capitation(capitation) = component else { return None };
            capitation.own_care(work)
        })
    }

    /// Whether some component pays the roster's base salary.
    #[must_use]
    pub fn needs_base_salary(&self) -> bool {
        self.everything().any(Component::needs_base_salary) || self.refers_to_the_rosters_base()
    }

    /// Whether it pays employees: under a professional services agreement physicians' own group employs and
    /// insures them, and the rate is loaded for that.
    #[must_use]
    pub fn employs(&self) -> bool {
        !self.everything().any(|component| matches!(component, Component::Psa(_)))
    }

    /// Facts that must be worked out for its components.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let own = if self.by_parts() { Needs::MONTHS } else { Needs::NOTHING };
        let own = if self.year_begins == 1 { own } else { own.or(Needs::LAST_YEAR) };
        self.everything().fold(own, |needs, component| needs.or(component.needs()))
    }

    /// Part of the plan's quality components that hold back pay which can be lost.
    #[must_use]
    pub fn quality_at_risk(&self) -> f64 {
        let held = self.pay.iter().filter(|c| c.acts_on_others() && c.seen().value).count();
        let gained =
            self.pay.iter().filter(|component| matches!(component, Component::QualityBonus(_))).count();
        #[expect(clippy::cast_precision_loss, reason = "a count of components")]
        if held > 0 { held as f64 / (held + gained) as f64 } else { 0.0 }
    }

    /// Paid non-clinical hours a week: those that transform care, and those taken from clinic.
    #[must_use]
    pub fn service_hours(&self) -> (f64, f64) {
        let mut hours = (0.0, 0.0);
        for component in &self.pay {
            let (transforming, from_clinic) = component.service_hours();
            hours.0 += transforming;
            hours.1 += from_clinic;
        }
        hours
    }

    /// The list that pays more; the first when both pay the same.
    fn better_list(&self, work: &Work) -> &[Component] {
        let total = |list: &[Component]| {
            let mut statement = Statement::default();
            for component in list {
                component.pay(work, &mut statement);
            }
            statement.total()
        };
        if !self.alternative.is_empty() && total(&self.alternative) > total(&self.pay) {
            &self.alternative
        } else {
            &self.pay
        }
    }

    /// Adds a year's pay of one physician, before pools and cap; `covered` is the part of the
    /// portion under the new-hire guarantee.
    pub fn pay(&self, work: &Work, covered: f64, statement: &mut Statement) {
        let work = &self.based(work);
        let mut own = Statement::default();
        for component in self.better_list(work) {
            component.pay(work, &mut own);
        }
        if let Some(guarantee) = &self.guarantee {
            guarantee.top_up(work, covered, &mut own);
        }
        for class in PayClass::ALL {
            statement.add(*class, own.of(*class));
        }
    }

    /// A year's expected pay of one physician, before pools and cap; `covered` as for [`Plan::pay`].
    #[must_use]
    pub fn expect(&self, outlook: &Outlook, covered: f64) -> Margin {
        let outlook = &Outlook { work: self.based(&outlook.work), ..*outlook };
        let expect = |list: &[Component]| {
            let mut expected = Expected::default();
            for component in list {
                component.expect(outlook, &mut expected);
            }
            expected.total()
        };
        let mut margin = expect(&self.pay);
        if !self.alternative.is_empty() {
            margin = better_of(&margin, &expect(&self.alternative), outlook);
        }
        if let Some(guarantee) = &self.guarantee {
            let sd = (margin.per_wrvu * outlook.wrvu_sd).abs();
            margin.per_wrvu_later *= part_that_leaves_a_debt(self.lends(), covered);
            guarantee.expect(&outlook.work, covered, sd, &mut margin);
        }
        margin
    }
}

mod agreement_year;
mod base;
mod basis;
mod lines;
mod owed;
mod tile;

#[cfg(test)]
mod tests;
