//! A compensation plan: components in order, then guarantee and cap.

use super::lists::{better_of, expect_list};
use super::{
    Clawback, Component, Expectations, Expected, FairMarketValue, GroupPool, Guarantee, HoldHarmless, Margin,
    MarginTile, Moves, Needs, Outlook, OutlookTile, PayClass, Statement, StatementTile, Work, WorkTile,
};
use crate::schema::{Grade, Table, empty, keywords, number, optional, parameters, required, word};
use crate::tile::{Lanes, TILE};
use crate::units::{Cents, Real, SignedShare};

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
        /// Yearly adjustment of the plan's own dollar amounts (cost of living, market); the scenario's
        /// `outlook.pay_growth` when left out.
        growth: Option<SignedShare> = optional().range(-0.2, 0.2);
        /// Under which fee schedule wRVUs are counted.
        fee_schedule: FeeSchedule = word("current");
        /// Guarantee for new hires.
        guarantee: Option<Guarantee> = optional();
        /// Floor for those whom a redesign moves to this plan.
        hold_harmless: Option<HoldHarmless> = optional();
        /// Value pay repaid by those who leave soon after earning it.
        clawback: Option<Clawback> = optional();
        /// Cap on all sources of pay together.
        fair_market_value: Option<FairMarketValue> = optional();
        /// Quality measures a physician on this plan is asked to attend to, over all contracts:
        /// attention is spread over them.
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
    fn check(&self, table: &mut Table<'_, '_, '_>) {
        if self.alternative.iter().any(|component| component.pool().is_some() || component.group().is_some())
        {
            table.problem(
                "alternative",
                "found a share in a pool; pools are divided among everyone, so write it under pay",
            );
        }
        if self.pay.iter().filter_map(Component::group).count() > 1 {
            table.problem("pay", "the plan has more than one group_pool; write one, with a mix of weights");
        }
        if self.pay.is_empty() {
            table.problem("pay", "the list is empty; write at least one component, such as [[plan.<name>.pay]] with salary = { per_fte = 280000 }");
        }
    }

    /// Components of both lists.
    fn everything(&self) -> impl Iterator<Item = &Component> {
        self.pay.iter().chain(&self.alternative)
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

    /// Whether some component pays the roster's base salary.
    #[must_use]
    pub fn needs_base_salary(&self) -> bool {
        self.everything().any(Component::needs_base_salary)
    }

    /// Facts that must be worked out for its components.
    #[must_use]
    pub fn needs(&self) -> Needs {
        self.everything().fold(Needs::NOTHING, |needs, component| needs.or(component.needs()))
    }

    /// Part of the plan's quality components that hold back pay which can be lost.
    #[must_use]
    pub fn quality_at_risk(&self) -> f64 {
        let held = self.pay.iter().filter(|component| component.acts_on_others()).count();
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
        let mut own = Statement::default();
        for component in self.better_list(work) {
            component.pay(work, &mut own);
        }
        if let Some(guarantee) = &self.guarantee {
            guarantee.top_up(work.fte, work.portion, covered, &mut own);
        }
        for class in PayClass::ALL {
            statement.add(*class, own.of(*class));
        }
    }

    /// [`Plan::pay`] for a tile. Lanes whose portion is zero receive nothing. `covered` is `None`
    /// when nobody is under the guarantee.
    #[inline(always)]
    pub fn pay_tile(&self, work: &WorkTile<'_>, covered: Option<&Lanes>, statement: &mut StatementTile) {
        let guarantee = self.guarantee.as_ref().zip(covered);
        if guarantee.is_none() && !self.acts_on_itself() {
            self.pay_components(work, statement);
            return;
        }
        let mut own = StatementTile::EMPTY;
        self.pay_components(work, &mut own);
        if !self.alternative.is_empty() {
            let mut other = StatementTile::EMPTY;
            for component in &self.alternative {
                component.pay_tile(work, &mut other);
            }
            let (first, second) = (own.totals(), other.totals());
            for lane in 0..TILE {
                if second[lane] > first[lane] {
                    own.set(lane, &other.lane(lane));
                }
            }
        }
        if let Some((guarantee, covered)) = guarantee {
            for lane in 0..TILE {
                let mut one = own.lane(lane);
                guarantee.top_up(work.fte[lane], work.portion[lane], covered[lane], &mut one);
                own.set(lane, &one);
            }
        }
        statement.add(&own);
    }

    #[inline(always)]
    fn pay_components(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        for component in &self.pay {
            component.pay_tile(work, statement);
        }
    }

    /// Whether what this plan, and no other, has paid must be known apart.
    #[inline(always)]
    fn acts_on_itself(&self) -> bool {
        !self.alternative.is_empty() || self.pay.iter().any(Component::acts_on_others)
    }

    /// Adds a year's expected pay of a tile, before pools and cap; `covered` as for
    /// [`Plan::pay_tile`].
    #[inline(always)]
    pub fn expect_tile(&self, outlook: &OutlookTile<'_>, covered: Option<&Lanes>, expected: &mut MarginTile) {
        let guarantee = self.guarantee.as_ref().zip(covered);
        if guarantee.is_none() && !self.acts_on_itself() {
            for component in &self.pay {
                component.expect_tile(outlook, expected);
            }
            return;
        }
        let mut own = MarginTile::EMPTY;
        expect_list(&self.pay, outlook, &mut own);
        if !self.alternative.is_empty() {
            let mut other = MarginTile::EMPTY;
            expect_list(&self.alternative, outlook, &mut other);
            for lane in 0..TILE {
                let better = better_of(&own.lane(lane), &other.lane(lane), &outlook.lane(lane));
                own.set(lane, &better);
            }
        }
        if let Some((guarantee, covered)) = guarantee {
            for lane in 0..TILE {
                let mut margin = own.lane(lane);
                let sd = (margin.per_wrvu * outlook.wrvu_sd[lane]).abs();
                guarantee.expect(
                    outlook.work.fte[lane],
                    outlook.work.portion[lane],
                    covered[lane],
                    sd,
                    &mut margin,
                );
                expected.add(lane, PayClass::Time, 1.0, &margin, Moves::ALL);
            }
        } else {
            for lane in 0..TILE {
                expected.add(lane, PayClass::Time, 1.0, &own.lane(lane), Moves::ALL);
            }
        }
    }

    /// [`Plan::expect_tile`] for one physician.
    #[must_use]
    pub fn expect(&self, outlook: &Outlook, covered: f64) -> Margin {
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
            guarantee.expect(outlook.work.fte, outlook.work.portion, covered, sd, &mut margin);
        }
        margin
    }

    /// The plan worked out line by line; the lines add up to [`Plan::pay`].
    #[must_use]
    pub fn lines(&self, work: &Work, covered: f64) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut so_far = Statement::default();
        let mut note = |what: &str, before: &Statement, after: &Statement| {
            for class in PayClass::ALL {
                let pay = after.of(*class) - before.of(*class);
                if pay != Cents::ZERO {
                    lines.push(Line { what: what.to_owned(), class: *class, pay });
                }
            }
        };
        for component in self.better_list(work) {
            let before = so_far;
            component.pay(work, &mut so_far);
            note(component.key(), &before, &so_far);
        }
        if let Some(guarantee) = &self.guarantee {
            let before = so_far;
            guarantee.top_up(work.fte, work.portion, covered, &mut so_far);
            note("guarantee", &before, &so_far);
        }
        lines
    }

    /// Most that a full-time physician may be paid from all sources, $ a year: a billion without a
    /// cap, so that part of a year on such a plan still adds up.
    #[must_use]
    pub fn cap_per_fte(&self) -> f64 {
        self.fair_market_value.as_ref().map_or(1e9, |rule| rule.cap_per_fte.0.min(1e9))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::{Duties, DutiesTile};
    use crate::pay::{
        AppSupervision, CallCoverage, Capitation, CoManagement, CollaredSalary, Collections, EncounterFee,
        Gainsharing, Panel, PerEncounter, Psa, QualityBonus, QualityGate, QualityWithhold, Salary, Shift,
        Stipend, Target, TargetTerms, Tier, TierKind, Whose, WrvuPay, WrvuThreshold,
    };
    use crate::terms::{Ladder, Rungs};
    use crate::units::{
        Hours, HoursPerWeek, Members, Months, PerMemberMonth, PerWrvu, Ratio, Share, UsdAmount, UsdPerHour,
        UsdPerYear, Wrvu,
    };
    use std::sync::LazyLock;

    fn ladder() -> Ladder {
        Ladder { threshold: Share(0.6), target: Share(0.9), rungs: Rungs::Linear, gate: None }
    }

    /// Every component at once.
    fn kitchen_sink() -> Plan {
        Plan {
            title: None,
            alternative: Vec::new(),
            growth: None,
            hold_harmless: None,
            clawback: None,
            fee_schedule: FeeSchedule::Current,
            pay: vec![
                Component::Salary(Salary { per_fte: Some(UsdPerYear(50_000.0)) }),
                Component::Wrvu(WrvuPay {
                    tiers: vec![
                        Tier { above: Wrvu(0.0), rate: PerWrvu(20.0) },
                        Tier { above: Wrvu(6_000.0), rate: PerWrvu(31.7) },
                    ],
                    kind: TierKind::Cliff,
                }),
                Component::WrvuThreshold(WrvuThreshold {
                    base_per_fte: Some(UsdPerYear(100_000.0)),
                    rate: PerWrvu(30.0),
                    threshold: Some(Wrvu(5_100.0)),
                }),
                Component::QualityWithhold(QualityWithhold { share: Share(0.1), ladder: ladder() }),
                Component::QualityBonus(QualityBonus {
                    per_fte: UsdPerYear(15_000.0),
                    of: Whose::Group,
                    ladder: ladder(),
                }),
                Component::Stipend(Stipend {
                    hours_per_week: HoursPerWeek(2.0),
                    rate: UsdPerHour(150.0),
                    transforming: Share(1.0),
                    from_clinic: Share(0.5),
                }),
                Component::CollaredSalary(CollaredSalary {
                    per_fte: None,
                    target: Wrvu(4_800.0),
                    slope: Ratio(0.8),
                    dead_band: Share(0.05),
                    floor: Share(0.9),
                    ceiling: Ratio(1.2),
                }),
                Component::Collections(Collections {
                    share: Share(0.1),
                    expense_per_fte: UsdPerYear(60_000.0),
                }),
                Component::PerEncounter(PerEncounter {
                    fees: vec![EncounterFee { share: Share(0.7), fee: UsdAmount(12.34) }],
                }),
                Component::Shift(Shift {
                    rate: UsdPerHour(11.0),
                    differential_share: Share(0.3),
                    differential: Share(0.2),
                }),
                Component::CallCoverage(CallCoverage {
                    per_day: UsdAmount(333.33),
                    included_days: Real(20.0),
                    callback_fee: UsdAmount(50.0),
                    callbacks_per_day: Real(0.3),
                }),
                Component::Panel(Panel {
                    per_member_month: PerMemberMonth(1.7),
                    risk_adjusted: Share(0.6),
                    coded: Share(0.5),
                    most_per_fte: Some(Members(1_800.0)),
                }),
                Component::Capitation(Capitation {
                    per_member_month: PerMemberMonth(4.0),
                    own_cost: PerMemberMonth(0.5),
                    referral_share: Share(0.02),
                    referral_limit: Share(0.25),
                    coded: Share(0.5),
                }),
                Component::Gainsharing(Gainsharing {
                    target: UsdAmount(20_000.0),
                    fee: UsdAmount(900.0),
                    share: Share(0.5),
                    fee_cap: Share(0.5),
                    gate: Share(0.6),
                    cv: Ratio(0.35),
                }),
                Component::CoManagement(CoManagement {
                    hours: Hours(100.0),
                    rate: UsdPerHour(150.0),
                    incentive_per_fte: UsdPerYear(9_000.0),
                    metrics: [Target::Quality, Target::Cost, Target::Experience]
                        .map(|of| TargetTerms { of, weight: Share(0.3), ladder: ladder() })
                        .to_vec(),
                    transforming: Share(0.5),
                    from_clinic: Share(0.5),
                }),
                Component::Psa(Psa { rate: PerWrvu(3.3), fixed_per_fte: UsdPerYear(7_000.0) }),
                Component::AppSupervision(AppSupervision { per_app: UsdPerYear(5_000.0), most: Real(3.0) }),
                Component::QualityGate(QualityGate { gate: Share(0.7), kept: Share(0.85) }),
            ],
            guarantee: Some(Guarantee { per_fte: UsdPerYear(300_000.0), months: Months(24.0) }),
            fair_market_value: None,
            measures: Real(10.0),
        }
    }

    static DUTIES: LazyLock<DutiesTile> = LazyLock::new(|| {
        let mut tile = DutiesTile::EMPTY;
        for lane in 0..TILE {
            let x = lane as f64;
            let duties = Duties {
                call_days: 3.0 * x,
                panel_risk: 0.8 + x / 80.0,
                apps_supervised: (x / 8.0).floor(),
                episodes: 5.0 * x,
                patient_experience: 0.6 + x / 100.0,
                ..Duties::usual(0.4 + x / 64.0)
            };
            tile.set(lane, &duties);
        }
        tile
    });

    fn varied(value: impl Fn(f64) -> f64) -> &'static Lanes {
        Box::leak(Box::new(std::array::from_fn(|lane| value(lane as f64 / TILE as f64))))
    }

    fn varied_tile() -> (WorkTile<'static>, Lanes) {
        let mut work = WorkTile {
            fte: varied(|x| 0.5 + x / 2.0),
            clinical_fte: varied(|x| 0.4 + x / 2.0),
            panel: varied(|x| 400.0 + 1_500.0 * x),
            base_salary: varied(|x| 90_000.0 * x),
            cost_sd: varied(|_| 0.05),
            duties: &DUTIES,
            ..WorkTile::EMPTY
        };
        let mut covered = [0.0; TILE];
        for lane in 0..TILE {
            let x = lane as f64 / TILE as f64;
            work.portion[lane] = if lane % 5 == 0 { 0.0 } else { 1.0 - x / 3.0 };
            work.wrvu[lane] = 2_000.0 + 5_000.0 * x;
            work.quality[lane] = 0.5 + x / 2.0;
            work.collected_per_wrvu[lane] = 70.0 + 20.0 * x;
            work.spending[lane] = 9e6 * x;
            work.taken[lane] = 0.04 * x;
            work.cost_luck[lane] = 2.0 - 4.0 * x;
            work.group_quality[lane] = 0.7;
            work.group_part[lane] = x / 10.0;
            work.schedule[lane] = -0.025 * x;
            covered[lane] = if lane % 3 == 0 { 0.0 } else { x };
        }
        (work, covered)
    }

    #[test]
    fn a_tile_pays_the_same_cents_as_one_at_a_time() {
        let plan = kitchen_sink();
        let (work, covered) = varied_tile();
        let mut tile = StatementTile::EMPTY;
        plan.pay_tile(&work, Some(&covered), &mut tile);
        for lane in 0..TILE {
            let mut one = Statement::default();
            plan.pay(&work.lane(lane), covered[lane], &mut one);
            assert_eq!(tile.lane(lane), one, "lane {lane}");
            let lines: Cents = plan.lines(&work.lane(lane), covered[lane]).iter().map(|l| l.pay).sum();
            assert_eq!(lines, one.total(), "lane {lane}");
        }
    }

    #[test]
    fn a_tile_expects_the_same_bits_as_one_at_a_time() {
        let plan = kitchen_sink();
        let (work, covered) = varied_tile();
        let outlook = OutlookTile { work, wrvu_sd: [430.0; TILE], quality_sd: varied(|_| 0.06) };
        let alternative = vec![
            Component::Salary(Salary { per_fte: Some(UsdPerYear(640_000.0)) }),
            Component::QualityWithhold(QualityWithhold { share: Share(0.2), ladder: ladder() }),
        ];
        let plans = [
            plan,
            Plan { guarantee: None, ..kitchen_sink() },
            Plan { alternative, guarantee: None, ..kitchen_sink() },
        ];
        for plan in plans {
            let mut tile = MarginTile::EMPTY;
            plan.expect_tile(&outlook, Some(&covered), &mut tile);
            for lane in 0..TILE {
                let one = plan.expect(&outlook.lane(lane), covered[lane]);
                assert_eq!(tile.lane(lane), one, "lane {lane}");
            }
        }
    }

    /// Salary of 240,000 or 50 $/wRVU, whichever is more.
    fn greater_of() -> Plan {
        let production =
            WrvuPay { tiers: vec![Tier { above: Wrvu(0.0), rate: PerWrvu(50.0) }], kind: TierKind::Marginal };
        Plan {
            pay: vec![Component::Salary(Salary { per_fte: Some(UsdPerYear(240_000.0)) })],
            alternative: vec![Component::Wrvu(production)],
            guarantee: None,
            ..kitchen_sink()
        }
    }

    #[test]
    fn the_greater_of_two_is_the_same_plan_as_a_base_with_a_bonus_above_break_even() {
        let written_otherwise =
            WrvuThreshold { base_per_fte: Some(UsdPerYear(240_000.0)), rate: PerWrvu(50.0), threshold: None };
        for wrvu in [3_000.0, 4_799.0, 4_800.0, 4_801.0, 6_000.0] {
            let work =
                Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu, quality: 0.8, ..Work::default() };
            let (mut one, mut other) = (Statement::default(), Statement::default());
            greater_of().pay(&work, 0.0, &mut one);
            Component::WrvuThreshold(written_otherwise.clone()).pay(&work, &mut other);
            assert_eq!(one.total(), other.total(), "{wrvu}");
            // And in expectation: Clark's formula is exact for a line against a constant.
            let outlook = Outlook { work, wrvu_sd: 450.0, quality_sd: 0.0 };
            let mut expected = Expected::default();
            Component::WrvuThreshold(written_otherwise.clone()).expect(&outlook, &mut expected);
            let (a, b) = (greater_of().expect(&outlook, 0.0), expected.total());
            assert!((a.pay - b.pay).abs() < 1e-6 && (a.per_wrvu - b.per_wrvu).abs() < 1e-9, "{wrvu}");
        }
    }

    #[test]
    fn a_tile_is_paid_by_the_better_list_lane_by_lane() {
        let (work, covered) = varied_tile();
        let mut tile = StatementTile::EMPTY;
        greater_of().pay_tile(&work, Some(&covered), &mut tile);
        for lane in 0..TILE {
            let mut one = Statement::default();
            greater_of().pay(&work.lane(lane), covered[lane], &mut one);
            assert_eq!(tile.lane(lane), one, "lane {lane}");
        }
    }

    #[test]
    fn doubling_a_rate_doubles_that_pay() {
        let work = Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu: 5_321.0, ..Work::default() };
        let with = |rate| {
            let mut statement = Statement::default();
            WrvuPay { tiers: vec![Tier { above: Wrvu(0.0), rate: PerWrvu(rate) }], kind: TierKind::Marginal };
            Component::Wrvu(WrvuPay {
                tiers: vec![Tier { above: Wrvu(0.0), rate: PerWrvu(rate) }],
                kind: TierKind::Marginal,
            })
            .pay(&work, &mut statement);
            statement.total().0
        };
        assert_eq!(with(80.0), 2 * with(40.0));
    }
}
