//! The curves of one contract: over what it saves and over its quality score, to the system and down to physicians.

use super::channel::{MoneyChannel, SettledOnWay};
use super::curve::{CurveAxis, CurveOf, CurveReceiver, FeatureKind, IncentiveCurve, IncentiveFeature};
use super::law::LeastTold;
use super::member::TypicalMember;
use super::named::{StatedNumber, name_at, of_contract};
use super::recover::pieces_of;
use crate::engine::ForeseenSettlement;
use crate::model::Model;
use crate::payer::{Contract, Experience};
use crate::system::arriving;
use crate::terms::{Amount, Piecewise, SettlementRule};

/// Savings shown at least, as shares of the benchmark; farther where a law turns or a year may well stand.
const SAVINGS: (f64, f64) = (-0.10, 0.15);
/// Farthest that a turn of the law is followed.
const FARTHEST: f64 = 0.30;
/// Places on the axis of quality: every 2.5 points.
const QUALITY_PLACES: u32 = 40;

/// One contract of an arm.
pub(super) struct ContractCurves<'a> {
    pub model: &'a Model,
    pub arm: usize,
    pub year: usize,
    pub name: &'a str,
    pub own: &'a Contract,
    pub seen: &'a ForeseenSettlement,
    /// Whether what pools receive may be shown.
    pub pools: bool,
}

impl ContractCurves<'_> {
    /// Every curve.
    pub(super) fn curves(&self, typical: &[TypicalMember]) -> Vec<IncentiveCurve> {
        let scenario = &self.model.arms[self.arm].scenario;
        let passed = self.seen.passed_on;
        let arriving = arriving(&scenario.allocation.hops);
        let sent =
            if arriving > 0.0 { passed / arriving } else { scenario.allocation.physicians_in(self.year) };
        let mut receivers = vec![(CurveReceiver::System, MoneyChannel::SYSTEM, None)];
        if self.pools {
            let kept = MoneyChannel::kept(sent, scenario.system.margin_lost());
            receivers.push((CurveReceiver::SystemKept, kept, None));
            if passed > 0.0 {
                receivers.push((CurveReceiver::Physicians, MoneyChannel::of_pools(passed), None));
            }
        }
        for one in typical.iter().filter(|one| one.own_part() > 0.0 && passed > 0.0) {
            receivers.push((
                CurveReceiver::Physician,
                MoneyChannel::of_pools(passed * one.part()),
                Some(one),
            ));
            let own =
                MoneyChannel { saved: -one.visits(), ..MoneyChannel::of_pools(passed * one.own_part()) };
            receivers.push((CurveReceiver::PhysicianOwn, own, Some(one)));
        }
        let rules = self.rules();
        let numbers = of_contract(self.own);
        let mut all = Vec::new();
        for (receiver, to, member) in receivers {
            let settled = SettledOnWay { contract: self.own, seen: self.seen, to };
            let blank = |axis| self.blank(receiver, axis, member);
            if settled.has_savings() {
                all.push(self.by_savings(&settled, &rules, blank(CurveAxis::Savings)));
            }
            // A point of quality avoids no care: what is kept of it differs only where it is passed on, and the score is
            // everybody's.
            let differs = match receiver {
                CurveReceiver::SystemKept => sent > 0.0,
                CurveReceiver::PhysicianOwn => false,
                CurveReceiver::System | CurveReceiver::Physicians | CurveReceiver::Physician => true,
            };
            if differs {
                all.push(self.by_quality(&settled, &numbers, blank(CurveAxis::Quality)));
            }
        }
        all
    }

    /// The numbers that decide the settlement, where the year is foreseen.
    fn rules(&self) -> Vec<SettlementRule> {
        let forecast = &self.seen.forecast;
        self.own.terms.rules(&Experience {
            year: forecast.year,
            benchmark: forecast.benchmark,
            spending: forecast.benchmark * (1.0 - forecast.savings_rate),
            quality: forecast.quality.mean,
            professional: forecast.professional,
        })
    }

    fn by_savings(
        &self,
        settled: &SettledOnWay<'_>,
        rules: &[SettlementRule],
        blank: IncentiveCurve,
    ) -> IncentiveCurve {
        let forecast = &self.seen.forecast;
        let benchmark = forecast.benchmark.max(1.0);
        let law = settled.by_savings();
        let received = SettledOnWay { to: MoneyChannel::SYSTEM, ..*settled }.by_savings();
        let range = savings_range(&law, (forecast.savings_rate, forecast.savings_sd));
        let of = CurveOf {
            law: &law,
            expected: &|rate| settled.expected_by_savings(rate),
            range,
            even: half_percents(range),
            step: 1.0 / benchmark,
            foreseen: forecast.savings_rate,
            sd: forecast.savings_sd,
            least: LeastTold { jump: 1.0, slope: 1e-6 * benchmark },
        };
        let floor = self.seen.floor.map(|(floor, _)| floor * benchmark);
        let on_its_way = settled.to != MoneyChannel::SYSTEM;
        of.curve(blank).told(&|at, feature| {
            if feature.is_open == [true, true] {
                "the contract pays the same whatever is saved".to_owned()
            } else if !on_its_way || turns(&received, at) {
                of_sharing(&received, rules, at, feature)
            } else if floor.is_some_and(|floor| (received.value(at) - self.seen.cost - floor).abs() < 1.0) {
                "floor of the circuit breaker".to_owned()
            } else {
                "what is earned covers the programme's cost".to_owned()
            }
        })
    }

    fn by_quality(
        &self,
        settled: &SettledOnWay<'_>,
        numbers: &[StatedNumber],
        blank: IncentiveCurve,
    ) -> IncentiveCurve {
        let quality = self.seen.forecast.quality;
        let mut stated: Vec<f64> = numbers.iter().flat_map(|one| [one.value, 0.01 * one.value]).collect();
        stated.extend(settled.turns_of_rewards());
        let scale = settled.at_score(0.0).abs().max(settled.at_score(1.0).abs());
        let law = pieces_of(&|score| settled.at_score(score), (0.0, 1.0), &stated, 1e-9 * scale.max(1.0));
        let of = CurveOf {
            law: &law,
            expected: &|mean| settled.expected_by_score(mean),
            range: (0.0, 1.0),
            even: QUALITY_PLACES,
            step: 0.01,
            foreseen: quality.mean.clamp(0.0, 1.0),
            sd: quality.sd,
            least: LeastTold { jump: 1.0, slope: 1.0 },
        };
        let received = SettledOnWay { to: MoneyChannel::SYSTEM, ..*settled };
        let is_unpaid = received.at_score(quality.mean) == 0.0;
        of.curve(blank).told(&|at, feature| match (feature.is_open, is_unpaid) {
            ([true, true], true) => "nothing is paid at the savings that are foreseen".to_owned(),
            ([true, true], false) => "the score moves nothing that is paid".to_owned(),
            _ => name_at(numbers, at, &[1.0, 0.01]).unwrap_or_else(|| "a step of the score".to_owned()),
        })
    }

    fn blank(
        &self,
        receiver: CurveReceiver,
        axis: CurveAxis,
        member: Option<&TypicalMember>,
    ) -> IncentiveCurve {
        IncentiveCurve {
            arm: self.arm,
            year: self.model.start.plus(self.year),
            contract: Some(self.name.to_owned()),
            plan: member.map(|one| one.plan.clone()),
            specialty: member.map(|one| one.specialty.clone()),
            members: member.map_or(0, |one| one.members),
            ..IncentiveCurve::of(axis, receiver)
        }
    }
}

/// Whether a law turns at a place.
fn turns(law: &Piecewise, at: f64) -> bool {
    law.pieces().iter().any(|piece| (piece.from - at).abs() < 1e-9)
}

/// What of the sharing rules makes a turn at a rate of savings.
fn of_sharing(law: &Piecewise, rules: &[SettlementRule], at: f64, feature: &IncentiveFeature) -> String {
    let share_of = |rule: &SettlementRule| match rule.amount {
        Amount::Share(share) => Some(share),
        Amount::Dollars(_) | Amount::Number(_) | Amount::FiscalYear(_) => None,
    };
    let named = |word: &str| {
        let mut own = rules.iter().filter(|rule| rule.name.contains(word));
        own.find(|rule| share_of(rule).is_some_and(|share| (share - at.abs()).abs() < 1e-6))
            .map(|rule| rule.name.trim())
    };
    let side = if at > 0.0 { "minimum savings rate" } else { "minimum loss rate" };
    if let Some(name) = named(side).filter(|_| at != 0.0) {
        return name.to_owned();
    }
    if at.abs() < 1e-12 {
        return "the benchmark".to_owned();
    }
    let [before, after] = around(law, at);
    if (after.1 - before.1).abs() > 1.0 && feature.kind != FeatureKind::Kink {
        return side.to_owned();
    }
    if before.0 == 0.0 || after.0 == 0.0 {
        return if at > 0.0 { "most that can be earned" } else { "most that can be owed" }.to_owned();
    }
    "a band of the sharing".to_owned()
}

/// Slope and value of a law just below and just above a place.
fn around(law: &Piecewise, at: f64) -> [(f64, f64); 2] {
    let pieces = law.pieces();
    let above = pieces.iter().rposition(|piece| piece.from <= at + 1e-9).unwrap_or(0);
    let below = pieces.iter().rposition(|piece| piece.from < at - 1e-9).unwrap_or(0);
    [below, above].map(|i| (pieces[i].slope, pieces[i].intercept + pieces[i].slope * at))
}

/// Savings over which a curve runs.
fn savings_range(law: &Piecewise, (mean, sd): (f64, f64)) -> (f64, f64) {
    let (mut low, mut high) = SAVINGS;
    for (at, margin) in [(mean - 3.0 * sd, 0.0), (mean + 3.0 * sd, 0.0)]
        .into_iter()
        .chain(law.pieces().iter().map(|piece| (piece.from, 0.01)))
        .filter(|(at, _)| at.abs() <= FARTHEST)
    {
        low = low.min(at - margin);
        high = high.max(at + margin);
    }
    (0.01 * (100.0 * low).floor(), 0.01 * (100.0 * high).ceil())
}

/// Half percents of a range.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 120")]
fn half_percents((low, high): (f64, f64)) -> u32 {
    ((high - low) / 0.005).round() as u32
}
