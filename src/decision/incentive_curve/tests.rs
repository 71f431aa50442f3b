//! Worked out by hand: 100 million of benchmark, level B of MSSP at 60,000 lives (40 % above a minimum of 2 %, 2 % sequestered,
//! at most 10 %), and plans of a threshold and of a quality bonus.

use super::channel::{MoneyChannel, SettledOnWay};
use super::curve::{CurveAxis, FeatureKind, IncentiveCurve};
use super::{contract, member};
use crate::engine::{ForeseenArm, ForeseenMember, ForeseenSettlement};
use crate::model::Model;
use crate::pay::{Outlook, Work};
use crate::payer::{Contract, Experience, Forecast, QualityOutlook, Year};
use crate::terms::ClauseState;
use crate::units::Cents;
use crate::{NoFiles, Study};

fn model(contract: &str, pay: &str) -> Model {
    let text = format!(
        r#"
        run = {{ years = 1 }}
        scenario = {{ title = "Two physicians" }}
        system = {{ name = "Small clinic" }}
        plan.one.pay = [{pay}]
        cohort.fm = {{ count = 2, specialty = "family_medicine", plans = {{ one = 1.0 }}, wrvu = 5000 }}
        contract.aco = {{ payer = "Payer", line = "medicare", revenue_share = 1.0, spending = 10000, {contract} }}
        "#
    );
    Study::read("two.toml", &text, &NoFiles).expect("a valid scenario").model().expect("a roster that fits")
}

const SALARY: &str = "{ salary = { per_fte = 250000 } }";

fn level(terms: &str) -> Contract {
    model(&format!("terms = {{ mssp = {{ {terms} }} }}"), SALARY).arms[0].scenario.contract.0[0].1.clone()
}

fn seen(benchmark: f64, savings: (f64, f64), quality: f64) -> ForeseenSettlement {
    ForeseenSettlement {
        forecast: Forecast {
            year: Year { lives: 60_000.0, ..Year::FIRST },
            benchmark,
            savings_rate: savings.0,
            savings_sd: savings.1,
            quality: QualityOutlook { mean: quality, sd: 0.0 },
            professional: 0.0,
        },
        clauses: ClauseState::NEW,
        passed_on: 0.4,
        cost: 600_000.0,
        floor: None,
    }
}

fn near(ours: f64, worked: f64, within: f64) {
    assert!((ours - worked).abs() <= within, "{ours} against {worked}");
}

#[test]
fn what_level_b_is_expected_to_pay_is_the_normal_integral() {
    let (contract, seen) = (level("level = \"basic_b\""), seen(100e6, (0.02, 0.02), 0.95));
    let system = SettledOnWay { contract: &contract, seen: &seen, to: MoneyChannel::SYSTEM };
    // At the minimum, 2 % ± 2 %: z = 0. Slope 0.392 × (Φ(0) + 0.02 × φ(0)/0.02) = 0.392 × 0.898942 = 0.352385;
    // value 0.392 × (0.02 × 0.5 + 0.02 × 0.398942) = 0.0070477 of the benchmark.
    let at = system.expected_by_savings(0.02);
    near(at.slope / 100e6, 0.352_385, 1e-6);
    near(at.value, 704_770.0, 5.0);
    // At 4 %: z = 1. 0.392 × (0.841345 + 0.241971) = 0.424660.
    near(system.expected_by_savings(0.04).slope / 100e6, 0.424_660, 1e-6);
}

#[test]
fn pools_begin_above_the_cost_and_a_physician_has_a_part() {
    let (contract, seen) = (level("level = \"basic_b\""), seen(100e6, (0.05, 0.02), 0.95));
    let to = |to| SettledOnWay { contract: &contract, seen: &seen, to }.by_savings();
    // 2 % pays 784,000: 184,000 above the cost, of which 40 % go into pools, and one of 200 has a two-hundredth.
    near(to(MoneyChannel::of_pools(0.4)).value(0.02), 73_600.0, 1e-6);
    near(to(MoneyChannel::of_pools(0.4 / 200.0)).value(0.02), 368.0, 1e-6);
    // Slope to the physician: 0.392 × 0.4 / 200 = 0.000784 of a dollar.
    let own = to(MoneyChannel::of_pools(0.4 / 200.0));
    near((own.value(0.06) - own.value(0.05)) / 1e6, 0.000_784, 1e-12);
    // Kept at 5 %: 1.96M less 0.4 × 1.36M less 27 cents on 5M of care avoided: 1.96 − 0.544 − 1.35 = 0.066M.
    near(to(MoneyChannel::kept(0.4, 0.27)).value(0.05), 66_000.0, 1e-6);
    near(to(MoneyChannel::kept(0.4, 0.27)).value(0.01), -270_000.0, 1e-6);
}

#[test]
fn worked_examples_of_settlements() {
    // BASIC B, 13,151 lives, benchmark 170.715M, 4.42 % saved: 40 % less 2 %: 2.958M.
    let lives = |seen: ForeseenSettlement, lives| {
        let year = Year { lives, ..seen.forecast.year };
        ForeseenSettlement { forecast: Forecast { year, ..seen.forecast }, ..seen }
    };
    let system = |contract: &Contract, seen: &ForeseenSettlement, rate: f64| {
        SettledOnWay { contract, seen, to: MoneyChannel::SYSTEM }.by_savings().value(rate)
    };
    let b = lives(seen(170.715e6, (0.0, 0.02), 0.95), 13_151.0);
    near(system(&level("level = \"basic_b\""), &b, 7.547 / 170.715), 2.958e6, 1e3);
    near(system(&level("level = \"basic_b\""), &b, 0.0247), 0.0, 1e-9);
    // BASIC E, 100M, 6 % lost: 30 % of it is 1.8M, and 8 % of 18M of revenue is the most: 1.44M.
    let e = level("level = \"basic_e\", participant_revenue = 18000000");
    near(system(&e, &seen(100e6, (0.0, 0.02), 0.95), -0.06), -1.44e6, 1.0);
    // ENHANCED, 330M: 7 % earns 75 % less 2 %, 16.98M; 5 % lost at a score of 73.85 owes 1 − 0.75 × 0.7385 = 44.61 %,
    // 7.36M; at 60 it is 55 %: 9.08M, and of 30 % lost not 16.5 % but the most, 15 %, 49.5M; 30 % saved earn 20 %, 66M.
    let enhanced = level("level = \"enhanced\"");
    let at = |rate, quality| system(&enhanced, &seen(330e6, (0.0, 0.02), quality), rate);
    near(at(0.07, 0.95), 16.9785e6, 1.0);
    near(at(-0.05, 0.7385), -7.361e6, 1e3);
    near(at(-0.05, 0.60), -9.075e6, 1e3);
    near(at(-0.30, 0.60), -49.5e6, 1.0);
    near(at(0.30, 0.95), 66e6, 1.0);
}

#[test]
fn the_quality_gate_is_a_jump_of_its_size() {
    // 5 % saved: full rate 1.96M. From 0.45 on a part of it by the score, 882,000 at once; at 0.7385 the rest of it,
    // 1.96M × 0.2615 = 512,540; between them 19,600 a point.
    let text = "terms = { mssp = { level = \"basic_b\" } }";
    let model = model(text, SALARY);
    let (contract, seen) = (&model.arms[0].scenario.contract.0[0].1, seen(100e6, (0.05, 0.0), 0.95));
    let one = contract::ContractCurves {
        model: &model,
        arm: 0,
        year: 0,
        name: "aco",
        own: contract,
        seen: &seen,
        pools: false,
    };
    let curves = one.curves(&[]);
    let by_quality = curves.iter().find(|curve| curve.axis == CurveAxis::Quality).unwrap();
    let cliffs: Vec<_> = by_quality.features.iter().filter(|one| one.kind == FeatureKind::Cliff).collect();
    assert_eq!(cliffs.len(), 2, "{:?}", by_quality.features);
    near(cliffs[0].from, 0.45, 1e-9);
    near(cliffs[0].dollars, 882_000.0, 1.0);
    near(cliffs[0].slopes[1], 19_600.0, 0.1);
    near(cliffs[1].from, 0.7385, 1e-9);
    near(cliffs[1].dollars, 512_540.0, 1.0);
    assert_eq!(
        (cliffs[0].cause.as_str(), cliffs[1].cause.as_str()),
        ("alternative standard", "quality standard")
    );
    // Above the standard nothing is paid for a point, and that is where 95 stands.
    let last = by_quality.features.last().unwrap();
    assert_eq!((last.kind, last.is_open, last.distance), (FeatureKind::Zero, [false, true], 0.0));
}

#[test]
fn savings_are_told_in_words_with_their_cause() {
    let model = model("terms = { mssp = { level = \"basic_b\" } }", SALARY);
    let (contract, seen) = (&model.arms[0].scenario.contract.0[0].1, seen(100e6, (0.01, 0.02), 0.95));
    let one = contract::ContractCurves {
        model: &model,
        arm: 0,
        year: 0,
        name: "aco",
        own: contract,
        seen: &seen,
        pools: false,
    };
    let curves = one.curves(&[]);
    let said: Vec<&str> = curves[0].features.iter().map(|one| one.sentence.as_str()).collect();
    assert_eq!(
        said,
        [
            "Up to 2.0 % savings the next dollar saved pays the system nothing (minimum savings rate)",
            "At 2.0 % savings the system gains $784k at once (minimum savings rate)",
            "At 25.51 % savings the next dollar saved pays the system 0 ¢ instead of 39 ¢ (most that can be earned)",
            "From 25.51 % savings on the next dollar saved pays the system nothing (most that can be earned)",
        ]
    );
    // A year foreseen at 1 % ± 2 % falls short of 2 % with Φ(0.5) = 69.15 %, and stands within the dead band.
    near(curves[0].features[0].chance, 0.691_462, 1e-6);
    assert_eq!(curves[0].features[0].distance, 0.0);
    near(curves[0].features[1].distance, 0.01, 1e-12);
}

/// The law of every axis is the settlement itself, to the cent that that rounds to.
#[test]
fn the_law_is_what_is_settled() {
    for terms in [
        "terms = { mssp = { level = \"enhanced\", elected_rate = 0.01 } }",
        "terms = { mssp = { level = \"basic_e\" } }",
        "terms = { shared_savings = { sharing_rate = 0.5, minimum_savings_rate = 0.02, quality = { threshold = 0.6, target = 0.8 } } }",
        "terms = { reach = { arrangement = \"professional\" } }",
        "terms = { pay_for_performance = { pool_share = 0.05 } }",
    ] {
        let model = model(terms, SALARY);
        let contract = &model.arms[0].scenario.contract.0[0].1;
        let mut paid = 0;
        for (rate, quality) in [(-0.08, 0.5), (-0.03, 0.9), (0.013, 0.7), (0.021, 0.81), (0.07, 0.61)] {
            let mut seen = seen(100e6, (rate, 0.02), quality);
            seen.forecast.professional = 10e6;
            let forecast = seen.forecast;
            let law = SettledOnWay { contract, seen: &seen, to: MoneyChannel::SYSTEM };
            let settled = contract.terms.settle(&Experience {
                year: forecast.year,
                benchmark: 100e6,
                spending: 100e6 * (1.0 - rate),
                quality,
                professional: 10e6,
            });
            near(law.at_score(quality), settled.net().dollars(), 0.02);
            if law.has_savings() {
                near(law.by_savings().value(rate), settled.net().dollars(), 0.02);
            }
            paid += usize::from(settled.net() != Cents::ZERO);
        }
        assert!(paid >= 2, "{terms}: something is settled");
    }
}

fn typical(pay: &str, work: &Work, sds: (f64, f64)) -> Vec<IncentiveCurve> {
    let model = model("terms = \"fee_for_service\"", pay);
    let own = ForeseenMember {
        place: 0,
        plan: 0,
        outlook: Outlook { work: *work, wrvu_sd: sds.0, quality_sd: sds.1, worth_next_year: 1.0 },
        covered: 0.0,
        pool_part: 0.0,
        own_part: 0.0,
        pools: 0.0,
        most: 1e12,
        visits: 0.0,
    };
    let arm = ForeseenArm { contracts: vec![None], members: vec![own] };
    member::typical(&model, 0, &arm)[0].curves(&model, 0)
}

fn on(curves: &[IncentiveCurve], axis: CurveAxis) -> &IncentiveCurve {
    curves.iter().find(|curve| curve.axis == axis).unwrap()
}

fn full_time() -> Work {
    Work {
        portion: 1.0,
        pay_index: 1.0,
        fte: 1.0,
        clinical_fte: 1.0,
        wrvu: 4_800.0,
        quality: 0.8,
        ..Work::default()
    }
}

#[test]
fn a_threshold_of_work_pays_nothing_below_it() {
    // 240,000 and $50 above 4,800 wRVUs: nothing below; expected at 4,800 ± 500 half of it, $25; at 5,280 (the grid's
    // 1.1 × 4,800), z = 0.96, Φ = 0.831472: $41.57.
    let curves =
        typical("{ wrvu_threshold = { base_per_fte = 240000, rate = 50 } }", &full_time(), (500.0, 0.04));
    let work = on(&curves, CurveAxis::Work);
    let [zero, kink] = &work.features[..] else { panic!("{:?}", work.features) };
    assert_eq!((zero.kind, kink.kind), (FeatureKind::Zero, FeatureKind::Kink));
    near(kink.from, 4_800.0, 0.01);
    near(kink.slopes[1], 50.0, 1e-3);
    assert!(zero.sentence.starts_with("Up to 4,800 wRVUs the next wRVU pays"), "{}", zero.sentence);
    let at = |place: f64| {
        work.points.iter().min_by(|a, b| (a.at - place).abs().total_cmp(&(b.at - place).abs())).unwrap()
    };
    near(at(4_800.0).expected_slope, 25.0, 0.05);
    near(at(5_280.0).expected_slope, 41.574, 0.01);
    // Quality pays nothing anywhere, and no contract's savings do.
    assert_eq!(on(&curves, CurveAxis::Quality).features[0].is_open, [true, true]);
    assert!(on(&curves, CurveAxis::Savings).features[0].sentence.contains("passes nothing on"));
}

#[test]
fn a_bonus_at_a_target_is_a_cliff() {
    // 20,000 from a score of 80 on. Expected at 80 ± 4: 20,000 × φ(0)/0.04 a unit, $1,994.71 a point.
    let curves = typical(
        "{ salary = { per_fte = 200000 } }, { quality_bonus = { per_fte = 20000, ladder = { threshold = 0.6, target = 0.8, rungs = \"step\" } } }",
        &full_time(),
        (500.0, 0.04),
    );
    let quality = on(&curves, CurveAxis::Quality);
    let cliff = quality.features.iter().find(|one| one.kind == FeatureKind::Cliff).unwrap();
    near(cliff.from, 0.8, 1e-9);
    near(cliff.dollars, 20_000.0, 0.05);
    near(quality.points.iter().find(|one| one.at == cliff.from).unwrap().expected_slope, 1_994.71, 0.05);
}

#[test]
fn slopes_between_places_and_jumps_add_up_to_what_is_paid() {
    for terms in [
        "terms = { mssp = { level = \"enhanced\", elected_rate = 0.01 } }",
        "terms = { shared_savings = { sharing_rate = 0.5, minimum_savings_rate = 0.02, quality = { threshold = 0.6, target = 0.8 } } }",
    ] {
        let model = model(terms, SALARY);
        let seen = seen(100e6, (0.03, 0.02), 0.75);
        let own = &model.arms[0].scenario.contract.0[0].1;
        let one = contract::ContractCurves {
            model: &model,
            arm: 0,
            year: 0,
            name: "aco",
            own,
            seen: &seen,
            pools: true,
        };
        for curve in one.curves(&[]) {
            let jumps = curve.features.iter().filter(|one| one.kind == FeatureKind::Cliff);
            let jumps: f64 = jumps.map(|one| one.dollars).sum();
            // From below a turn the slope of what comes before holds, from a turn on what comes after.
            let runs = curve.points.windows(2).filter(|pair| pair[1].at > pair[0].at);
            let run: f64 = runs.map(|pair| pair[0].slope / curve.step * (pair[1].at - pair[0].at)).sum();
            let (first, last) = (curve.points[0], curve.points[curve.points.len() - 1]);
            near(run + jumps, last.paid - first.paid, 1e-6 * last.paid.abs().max(1e6));
        }
    }
}

#[test]
fn what_reaches_one_of_two_is_half_and_more_of_own_savings() {
    // Two alike. Of equal shares each has half, whoever saved. Where half of the pool goes by own savings and nobody's are
    // known yet, that half too is divided evenly. Of an own dollar that half is one's own, and of the other half one
    // has half: 0.5 + 0.25. The colleague has 0.25 of it: a dollar is handed out once.
    for (weights, pool, own) in [("", 0.5, 0.5), ("weights = { attribution = 0.5 }", 0.5, 0.75)] {
        let text = format!(
            r#"
            run = {{ years = 1 }}
            scenario = {{ title = "Two physicians" }}
            system = {{ name = "Small clinic" }}
            plan.one.pay = [{{ salary = {{ per_fte = 250000 }} }}, {{ shared_savings = {{ pool = "all" }} }}]
            allocation = {{ physicians = 0.4, pool = {{ all = {{ share = 1.0, {weights} }} }} }}
            cohort.fm = {{ count = 2, specialty = "family_medicine", plans = {{ one = 1.0 }}, wrvu = 5000 }}
            contract.aco = {{ payer = "Payer", line = "medicare", revenue_share = 1.0, spending = 10000, other_lives = 9000, terms = {{ mssp = {{ level = "enhanced", elected_rate = 0.0 }} }} }}
            "#
        );
        let model = Study::read("two.toml", &text, &NoFiles).unwrap().model().unwrap();
        let found = crate::engine::foreseen_by_arm(&model).unwrap();
        for member in &found[0].members {
            near(member.pool_part, pool, 1e-9);
            near(member.own_part, own, 1e-9);
            assert_eq!(member.visits, 0.0, "a salary pays no visit");
        }
        let (year, seen) = found[0].contracts[0].as_ref().unwrap();
        near(seen.passed_on, 0.4, 1e-12);
        // Where it is foreseen, the slope is the one that the engine itself works with.
        let certain = model.without_chance();
        let story = crate::engine::explain_contract(&certain, 0, 0, *year, 0).unwrap();
        let contract = &model.arms[0].scenario.contract.0[0].1;
        let system = SettledOnWay { contract, seen, to: MoneyChannel::SYSTEM };
        let slope = system.expected_by_savings(seen.forecast.savings_rate).slope / seen.forecast.benchmark;
        near(slope, story.slope, 1e-9);
        assert!(slope > 0.3, "{slope}");
    }
}
