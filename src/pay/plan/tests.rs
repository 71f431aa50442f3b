//! A plan with every component: one physician at a time against a tile at a time.

use super::*;
use crate::entity::{Duties, DutiesTile};
use crate::pay::{
    AppSupervision, CallCoverage, CallRates, Capitation, Carried, CarriedTile, CoManagement, CollaredSalary,
    Collections, Draw, EncounterFee, Gainsharing, MarginTile, OutlookTile, Panel, PayAmount, PerEncounter,
    Psa, QualityBonus, QualityGate, QualityWithhold, Salary, Scorecard, Shift, StatementTile, Stipend,
    TargetKind, TargetTerms, Tier, TierKind, Whose, WorkTile, WrvuPay, WrvuThreshold,
};
use crate::terms::{Ladder, Rungs};
use crate::tile::{Lanes, TILE};
use crate::units::{
    Hours, HoursPerWeek, Members, Months, PerMemberMonth, PerPersonYear, PerWrvu, Ratio, Share, UsdAmount,
    UsdPerHour, UsdPerYear, Wrvu,
};
use pulp::Arch;
use std::sync::LazyLock;

fn ladder() -> Ladder {
    Ladder { threshold: Share(0.6), target: Share(0.9), rungs: Rungs::Linear, gate: None }
}

fn withhold(share: f64) -> QualityWithhold {
    QualityWithhold { score: Scorecard::composite(ladder()), share: Share(share) }
}

fn draw() -> Component {
    Component::Draw(Draw {
        most: Some(Ratio(0.3)),
        forgiven: Share(0.2),
        forgiven_after: Some(Months(36.0)),
        ..Draw::of(PayAmount::per_fte(230_000.0))
    })
}

/// Every component at once.
#[expect(clippy::too_many_lines, reason = "every component")]
fn kitchen_sink() -> Plan {
    Plan {
        title: None,
        year_begins: 1,
        period: Period::Year,
        alternative: Vec::new(),
        growth: None,
        hold_harmless: None,
        budget_neutral: None,
        clawback: None,
        deferral: None,
        fee_schedule: FeeSchedule::Current,
        pay: vec![
            Component::Salary(Salary { amount: PayAmount::per_fte(50_000.0) }),
            Component::Wrvu(WrvuPay {
                tiers: vec![
                    Tier { above: Wrvu(0.0), rate: PerWrvu(20.0) },
                    Tier { above: Wrvu(6_000.0), rate: PerWrvu(31.7) },
                ],
                kind: TierKind::Cliff,
                period: Period::Year,
            }),
            Component::WrvuThreshold(WrvuThreshold {
                threshold: Some(Wrvu(5_100.0)),
                ..WrvuThreshold::of(100_000.0, 30.0)
            }),
            Component::QualityWithhold(withhold(0.1)),
            Component::QualityBonus(QualityBonus {
                of: Whose::Group,
                ..QualityBonus::of(PayAmount::per_fte(15_000.0), ladder())
            }),
            // A share of one's own base, and dollars for each patient.
            Component::QualityBonus(QualityBonus::of(PayAmount::share_of_base(0.05), ladder())),
            Component::QualityBonus(QualityBonus {
                per_member: Some(PerPersonYear(3.0)),
                ..QualityBonus::of(PayAmount::NONE, ladder())
            }),
            Component::Stipend(Stipend {
                amount: PayAmount::NONE,
                hours_per_week: Some(HoursPerWeek(2.0)),
                weeks: Real(46.0),
                rate: UsdPerHour(150.0),
                transforming: Share(1.0),
                from_clinic: Share(0.5),
            }),
            Component::CollaredSalary(CollaredSalary {
                slope: Ratio(0.8),
                ceiling: Ratio(1.2),
                ..CollaredSalary::of(PayAmount::NONE, 4_800.0)
            }),
            Component::Collections(Collections::of(0.1, 60_000.0)),
            Component::PerEncounter(PerEncounter {
                fees: vec![EncounterFee { share: Share(0.7), fee: UsdAmount(12.34) }],
                above: Real(0.0),
                tiers: Vec::new(),
                kind: TierKind::Marginal,
                period: Period::Year,
            }),
            Component::Shift(Shift {
                rate: UsdPerHour(11.0),
                differential_share: Share(0.3),
                differential: Share(0.2),
            }),
            Component::CallCoverage(CallCoverage {
                rates: CallRates {
                    per_day: Some(UsdAmount(333.33)),
                    included_days: Real(20.0),
                    tiers: Vec::new(),
                    callback_fee: UsdAmount(50.0),
                    callbacks_per_day: Real(0.3),
                },
                kinds: Vec::new(),
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
                withhold: Share(0.0),
                budget: None,
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
                incentive_per_fte: Some(UsdPerYear(9_000.0)),
                incentive_per_person: None,
                metrics: [TargetKind::Quality, TargetKind::Cost, TargetKind::Experience]
                    .map(|of| TargetTerms { of, measure: None, weight: Share(0.3), ladder: ladder() })
                    .to_vec(),
                transforming: Share(0.5),
                from_clinic: Share(0.5),
            }),
            Component::Psa(Psa::of(3.3, 7_000.0)),
            Component::AppSupervision(AppSupervision { per_app: UsdPerYear(5_000.0), most: Real(3.0) }),
            Component::QualityGate(QualityGate { gate: Share(0.7), measure: None, kept: Share(0.85) }),
            draw(),
        ],
        guarantee: Some(Guarantee {
            amount: PayAmount::per_fte(300_000.0),
            months: Months(24.0),
            period: Period::Year,
        }),
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

static CARRIED: LazyLock<CarriedTile> = LazyLock::new(|| {
    let mut tile = CarriedTile::NEW;
    for lane in 0..TILE {
        let owed = Cents(123_457 * lane as i64);
        let (owed_years, level) = ((lane % 3) as f64, 0.9 + lane as f64 / 99.0);
        tile.set(lane, &Carried { owed, owed_years, level, ..Carried::NEW });
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
        carried: &CARRIED,
        carries: 0x7fff_fff7,
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
    plan.pay_tile(Arch::new(), &work, Some(&covered), &mut tile);
    for lane in 0..TILE {
        let mut one = Statement::default();
        plan.pay(&work.lane(lane), covered[lane], &mut one);
        assert_eq!(tile.lane(lane), one, "lane {lane}");
        let lines: Cents = plan.lines(Arch::new(), &work, lane, Some(&covered)).iter().map(|l| l.pay).sum();
        assert_eq!(lines, one.total(), "lane {lane}");
    }
}

#[test]
fn a_tile_expects_the_same_bits_as_one_at_a_time() {
    let plan = kitchen_sink();
    let (work, covered) = varied_tile();
    let outlook =
        OutlookTile { work, wrvu_sd: [430.0; TILE], quality_sd: varied(|_| 0.06), worth_next_year: 0.9 };
    let alternative = vec![
        Component::Salary(Salary { amount: PayAmount::per_fte(640_000.0) }),
        Component::QualityWithhold(withhold(0.2)),
    ];
    let plans = [
        plan,
        Plan { guarantee: None, ..kitchen_sink() },
        Plan { alternative, guarantee: None, ..kitchen_sink() },
    ];
    for plan in plans {
        let mut tile = MarginTile::EMPTY;
        plan.expect_tile(Arch::new(), &outlook, Some(&covered), &mut tile);
        for lane in 0..TILE {
            let one = plan.expect(&outlook.lane(lane), covered[lane]);
            assert_eq!(tile.lane(lane), one, "lane {lane}");
        }
    }
}

/// Salary of 240,000 or 50 $/wRVU, whichever is more.
fn greater_of() -> Plan {
    let production = WrvuPay {
        tiers: vec![Tier { above: Wrvu(0.0), rate: PerWrvu(50.0) }],
        kind: TierKind::Marginal,
        period: Period::Year,
    };
    Plan {
        pay: vec![Component::Salary(Salary { amount: PayAmount::per_fte(240_000.0) })],
        alternative: vec![Component::Wrvu(production)],
        guarantee: None,
        ..kitchen_sink()
    }
}

#[test]
fn the_greater_of_two_is_the_same_plan_as_a_base_with_a_bonus_above_break_even() {
    let written_otherwise = WrvuThreshold::of(240_000.0, 50.0);
    for wrvu in [3_000.0, 4_799.0, 4_800.0, 4_801.0, 6_000.0] {
        let work = Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu, quality: 0.8, ..Work::default() };
        let (mut one, mut other) = (Statement::default(), Statement::default());
        greater_of().pay(&work, 0.0, &mut one);
        Component::WrvuThreshold(written_otherwise.clone()).pay(&work, &mut other);
        assert_eq!(one.total(), other.total(), "{wrvu}");
        // And in expectation: Clark's formula is exact for a line against a constant.
        let outlook = Outlook { work, wrvu_sd: 450.0, quality_sd: 0.0, ..Outlook::default() };
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
    greater_of().pay_tile(Arch::new(), &work, Some(&covered), &mut tile);
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
        Component::Wrvu(WrvuPay {
            tiers: vec![Tier { above: Wrvu(0.0), rate: PerWrvu(rate) }],
            kind: TierKind::Marginal,
            period: Period::Year,
        })
        .pay(&work, &mut statement);
        statement.total().0
    };
    assert_eq!(with(80.0), 2 * with(40.0));
}

#[test]
fn what_produces_is_what_pays_for_volume() {
    let (work, _) = varied_tile();
    // A lane that is present, with quality above the gate and production above every threshold.
    let lane = 27;
    for component in kitchen_sink().pay {
        if component.acts_on_others() {
            continue;
        }
        let mut statement = Statement::default();
        component.pay(&work.lane(lane), &mut statement);
        assert_eq!(
            statement.of(PayClass::Volume) != Cents::ZERO,
            component.produces(),
            "{}",
            component.key()
        );
    }
}

/// A draw of 240,000 against 50 per wRVU, under a guarantee of `guarantee`.
fn guaranteed_draw(guarantee: f64) -> Plan {
    let tiers = vec![Tier { above: Wrvu(0.0), rate: PerWrvu(50.0) }];
    let draw = Draw::of(PayAmount::per_fte(240_000.0));
    Plan {
        pay: vec![
            Component::Wrvu(WrvuPay { tiers, kind: TierKind::Marginal, period: Period::Year }),
            Component::Draw(draw),
        ],
        guarantee: Some(Guarantee {
            amount: PayAmount::per_fte(guarantee),
            months: Months(24.0),
            period: Period::Year,
        }),
        ..Plan::of_nothing()
    }
}

/// The lines of one physician on full time.
fn lines_of(plan: &Plan, work: &Work, covered: f64) -> Vec<Line> {
    let fte = [work.fte; TILE];
    let tile = WorkTile {
        portion: [work.portion; TILE],
        fte: &fte,
        clinical_fte: &fte,
        wrvu: [work.wrvu; TILE],
        pay_index: work.pay_index,
        ..WorkTile::EMPTY
    };
    plan.lines(Arch::new(), &tile, 0, Some(&[covered; TILE]))
}

#[test]
fn a_guarantee_fills_what_a_draw_would_lend() {
    // 4,000 wRVUs earn 200,000: 40,000 short of the draw.
    let work =
        Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu: 4_000.0, pay_index: 1.0, ..Work::default() };
    for (guarantee, covered, draw, filled, owed) in [
        (260_000.0, 0.0, 40_000, 0, 40_000),      // no month under it
        (260_000.0, 1.0, 0, 60_000, 0),           // it fills all 60,000 itself
        (260_000.0, 0.5, 20_000, 30_000, 20_000), // half of 40,000, and half of the 20,000 above the draw
        (230_000.0, 1.0, 10_000, 30_000, 10_000), // up to 230,000; the draw lends the rest
        (190_000.0, 1.0, 40_000, 0, 40_000),      // it never binds
    ] {
        let plan = guaranteed_draw(guarantee);
        let lines = lines_of(&plan, &work, covered);
        let on = |what: &str| lines.iter().filter(|l| l.what == what).map(|l| l.pay.0 / 100).sum::<i64>();
        assert_eq!((on("draw"), on("guarantee")), (draw, filled), "{guarantee}, {covered}");
        let reckoned = plan.reckon(&work, covered);
        assert_eq!((reckoned.advanced.0, reckoned.next.owed.0), (100 * owed, 100 * owed));
        let mut paid = Statement::default();
        plan.pay(&work, covered, &mut paid);
        assert_eq!(paid.total().0, 100 * (200_000 + draw + filled));
    }
}

#[test]
fn work_under_a_guarantee_repays_no_later_debt() {
    // 4,500 wRVUs earn 225,000, one deviation of 15,000 short of the draw of 240,000: what is lent is likely repaid.
    let work =
        Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu: 4_500.0, pay_index: 1.0, ..Work::default() };
    let outlook = Outlook { work, wrvu_sd: 300.0, worth_next_year: 0.9, ..Outlook::default() };
    let later = |covered: f64| guaranteed_draw(240_000.0).expect(&outlook, covered).per_wrvu_later;
    assert!(later(0.0) > 1.0);
    assert_eq!((later(0.5), later(1.0)), (later(0.0) / 2.0, 0.0));
}
