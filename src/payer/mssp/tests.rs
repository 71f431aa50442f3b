//! Worked examples of settlements, and of what an ACO elects.

use super::*;
use crate::payer::RuleSet;

/// Terms at their defaults.
pub(super) fn mssp(level: Level) -> Mssp {
    Mssp {
        level,
        glide_path: false,
        elected_rate: None,
        low_revenue: false,
        participant_revenue: None,
        quality_standard: Share(0.7385),
        alternative_standard: Share(0.45),
        national_weight: Share(0.15),
        acpt_growth: SignedShare(0.049),
        regional_ratio: Ratio(1.0),
        agreement: 1,
        prior_savings: PerPersonYear(0.0),
        prior_savings_proration: Share(1.0),
        dual_or_low_income: Share(0.0),
        dual_share: Share(0.0),
        mean_risk: Ratio(1.0),
        benchmark: BenchmarkFrom::Growth(SimulatedBase {}),
        sequestration: Share(0.02),
        risk_cap: Share(0.03),
        demographic_growth: SignedShare(0.008),
        risk_test: None,
        enrolment: Vec::new(),
    }
}

fn year(lives: f64) -> Year {
    Year { lives, ..Year::FIRST }
}

fn settle(terms: &Mssp, lives: f64, status: QualityStatus, quality: f64, b: f64, e: f64) -> i64 {
    let rules = terms.sharing(&year(lives), status, quality, b);
    let net = rules.settle(Cents::round(b), Cents::round(e)).net();
    (net.0 as f64 / 100.0).round() as i64
}

/// Worked example 1: BASIC B, 13,151 beneficiaries, 12,857 person-years, benchmark 13,278,
/// spending 12,691.
#[test]
fn worked_example_1() {
    let (b, e) = (13_278.0 * 12_857.0, 12_691.0 * 12_857.0);
    let terms = mssp(Level::BasicB);
    // G = 587 × 12,857 = 7,547,059; 40 % × 98 % = 2,958,447.13.
    assert_eq!(settle(&terms, 13_151.0, QualityStatus::Met, 0.8, b, e), 2_958_447);
    // Without sequestration 3,018,823.60.
    let plain = Mssp { sequestration: Share(0.0), ..terms.clone() };
    assert_eq!(settle(&plain, 13_151.0, QualityStatus::Met, 0.8, b, e), 3_018_824);
    // The alternative route at 0.70 without sequestration: 2,113,176.52.
    assert_eq!(settle(&plain, 13_151.0, QualityStatus::Alternative, 0.70, b, e), 2_113_177);
    // Spending 12,950: g = 2.47 % < 2.811 %: nothing; low-revenue half rate: 20 % × 328 × 12,857
    // = 843,419.20.
    let e = 12_950.0 * 12_857.0;
    assert_eq!(settle(&terms, 13_151.0, QualityStatus::Met, 0.8, b, e), 0);
    let low = Mssp { low_revenue: true, ..plain };
    assert_eq!(settle(&low, 13_151.0, QualityStatus::Met, 0.8, b, e), 843_419);
}

/// Worked example 2: losses of 6 % on a benchmark of 100M.
#[test]
fn worked_example_2() {
    let with = |level, revenue| Mssp {
        participant_revenue: Some(UsdPerYear(revenue)),
        elected_rate: Some(Share(0.005)),
        ..mssp(level)
    };
    let owed =
        |level, revenue| -settle(&with(level, revenue), 10_000.0, QualityStatus::Met, 0.8, 100e6, 106e6);
    assert_eq!(owed(Level::BasicE, 18e6), 1_440_000);
    assert_eq!(owed(Level::BasicC, 18e6), 360_000);
    assert_eq!(owed(Level::BasicD, 18e6), 720_000);
    assert_eq!(owed(Level::BasicC, 60e6), 1_000_000);
    assert_eq!(owed(Level::BasicD, 60e6), 1_800_000);
    assert_eq!(owed(Level::BasicE, 60e6), 1_800_000);
    assert_eq!(owed(Level::BasicA, 60e6), 0);
}

/// Worked example 3: ENHANCED with a benchmark of 330M.
#[test]
fn worked_example_3() {
    let terms = Mssp { elected_rate: Some(Share(0.0)), ..mssp(Level::Enhanced) };
    let net =
        |status, quality, rate: f64| settle(&terms, 20_000.0, status, quality, 330e6, 330e6 * (1.0 - rate));
    assert_eq!(net(QualityStatus::Met, 0.8, 0.07), 16_978_500); // 17.325M × 98 %
    // 1 − 0.75 × 0.7385 = 0.446125; × 16.5M = 7,361,062.50.
    assert!((net(QualityStatus::Met, 0.7385, -0.05) + 7_361_062).abs() <= 1);
    assert_eq!(net(QualityStatus::Alternative, 0.60, -0.05), -9_075_000);
    assert_eq!(net(QualityStatus::Met, 0.7385, -0.35), -49_500_000);
    assert_eq!(net(QualityStatus::Met, 0.8, 0.30), 66_000_000);
    // A failed standard owes 75 %.
    assert_eq!(net(QualityStatus::Failed, 0.3, -0.05), -12_375_000);
    assert_eq!(net(QualityStatus::Failed, 0.3, 0.07), 0);
}

/// The 30 % loss of example 3 as the note prints it: −30 % at q = .7385 owes
/// min(44.6125 % × 99M, 49.5M) = 44,166,375, below the cap the note names; the cap of 15 % binds
/// from a loss of 33.6 %.
#[test]
fn worked_example_3_cap() {
    let terms = Mssp { elected_rate: Some(Share(0.0)), ..mssp(Level::Enhanced) };
    assert_eq!(settle(&terms, 20_000.0, QualityStatus::Met, 0.7385, 330e6, 429e6), -44_166_375);
    assert_eq!(settle(&terms, 20_000.0, QualityStatus::Alternative, 0.60, 330e6, 429e6), -49_500_000);
}

/// Worked example 6: 4,000,000 × 50 % × quality 90 % × half of a year = 900,000 (Aledade).
#[test]
fn worked_example_6() {
    let terms = Mssp { sequestration: Share(0.0), elected_rate: Some(Share(0.0)), ..mssp(Level::BasicE) };
    let full = settle(&terms, 10_000.0, QualityStatus::Alternative, 0.90, 100e6, 96e6);
    assert_eq!(full, 1_800_000);
    assert_eq!(full / 2, 900_000);
}

/// BASIC E at 0.5 %, 100M, spent 103M: 30 % of 3M = 900,000. Over 101M, without prospective growth, 30 %
/// of 2M = 600,000. Over 102.6M the loss is 400,000, within 0.5 % of 102.6M (513,000): nothing. Over 104M
/// it would be a gain, and earns nothing. Over 99M the loss would be larger: it is not.
#[test]
fn a_loss_is_tested_again_without_prospective_growth() {
    let terms = Mssp { elected_rate: Some(Share(0.005)), ..mssp(Level::BasicE) };
    let at = |retest: f64, spending: f64| {
        let basis = BenchmarkBasis { retest, ..BenchmarkBasis::NONE };
        let year = Year { basis, ..year(10_000.0) };
        let e = Experience { year, benchmark: 100e6, spending, quality: 0.9, professional: 0.0 };
        let settled = terms.settle(&e);
        assert!(settled.balances());
        // What is expected is what is settled, to the rounding of cents.
        let payoff = terms.sharing(&year, QualityStatus::Met, 0.9, 100e6).payoff_retested(retest);
        let expected = payoff.value(1.0 - spending / 100e6) * 100e6;
        let net = settled.net().dollars();
        assert!((expected - net).abs() < 0.02, "{retest} {spending}: {expected} instead of {net}");
        settled.net().dollars()
    };
    assert_eq!(
        [1.0, 1.01, 1.026, 1.04, 0.99].map(|retest| at(retest, 103e6)),
        [-900e3, -600e3, 0.0, 0.0, -900e3]
    );
    // At most 4 % of the benchmark: 30 % of 29M = 8.7M against 4M, as without the second test.
    assert_eq!(at(1.01, 130e6), -4_000_000.0);
    // A gain knows no second test: 50 % of 5M less 2 %.
    assert_eq!(at(1.04, 95e6), 2_450_000.0);
}

#[test]
fn the_glide_path_climbs_and_stops() {
    let terms = Mssp { glide_path: true, ..mssp(Level::BasicA) };
    let at = |agreement_year, agreement| terms.level(&Year { agreement_year, agreement, ..year(1e4) });
    assert_eq!(
        [at(1, 1), at(2, 1), at(3, 1), at(5, 1), at(1, 2)],
        [Level::BasicA, Level::BasicB, Level::BasicC, Level::BasicE, Level::BasicE]
    );
}

#[test]
fn one_sided_years_are_counted_by_agreement_and_calendar() {
    let basic_a = mssp(Level::BasicA);
    let at = |terms: &Mssp, calendar: u16, agreement, agreement_year| {
        let calendar = crate::units::CalendarYear(calendar);
        terms.not_offered(&Year { calendar, agreement_year, agreement, ..year(1e4) }).is_some()
    };
    // A first agreement from 2026: its five years stand, the second begins in 2031 and none of it does.
    assert!(!at(&basic_a, 2030, 1, 5));
    assert!(at(&basic_a, 2031, 2, 1));
    // A renewing ACO: none of an agreement from 2027; one that began in 2026 is left as it is.
    let second = Mssp { agreement: 2, ..basic_a.clone() };
    assert!(!at(&second, 2028, 1, 3));
    assert!(at(&second, 2027, 1, 1));
    // On the glide path it has moved on to C by its third year.
    let glides = Mssp { glide_path: true, ..basic_a.clone() };
    assert!(!at(&glides, 2028, 1, 3) && !at(&glides, 2031, 2, 1));
    let said = basic_a.not_offered(&Year {
        calendar: crate::units::CalendarYear(2031),
        agreement_year: 1,
        agreement: 2,
        ..year(1e4)
    });
    assert!(said.is_some_and(|said| said.message.contains("last_year = 2030")));
}

#[test]
fn tracks_open_and_close_by_calendar() {
    let at = |level, calendar| {
        let calendar = crate::units::CalendarYear(calendar);
        mssp(level).not_offered(&Year { calendar, ..year(1e4) }).is_none()
    };
    assert!(at(Level::Track2, 2012) && at(Level::Track2, 2021) && !at(Level::Track2, 2022));
    assert!(!at(Level::Track1Plus, 2017) && at(Level::Track1Plus, 2018));
    assert!(!at(Level::Enhanced, 2018) && at(Level::Enhanced, 2019) && at(Level::Enhanced, 2040));
}

/// Proposed for 2027: 10M saved of 100M at BASIC E, 6 % less 2 % withheld: 60 % of 10M × 98 % = 5.88M, where
/// the rules in force pay 50 %, 4.9M.
#[test]
fn the_proposal_for_2027_raises_level_e() {
    let terms = Mssp { elected_rate: Some(Share(0.0)), ..mssp(Level::BasicE) };
    let net = |calendar, rules| {
        let year = Year { calendar: crate::units::CalendarYear(calendar), rules, ..year(1e4) };
        let sharing = terms.sharing(&year, QualityStatus::Met, 0.8, 100e6);
        sharing.settle(Cents(10_000_000_000), Cents(9_000_000_000)).net()
    };
    assert_eq!(net(2027, RuleSet::Proposed2027), Cents(588_000_000));
    assert_eq!(net(2027, RuleSet::Final), Cents(490_000_000));
    assert_eq!(net(2026, RuleSet::Proposed2027), Cents(490_000_000));
}

/// Worked example 5, published: 25,000 beneficiaries at 12,500; growth projected 2.7 to 3.9 points too low (0.9
/// to 1.3 % of the benchmark at its weight of a third) takes 2.7 to 4.1 million from the benchmark and about 1.5
/// to 2.0 million from shared savings, at half of them.
#[test]
fn worked_example_5() {
    let terms = Mssp { sequestration: Share(0.0), elected_rate: Some(Share(0.0)), ..mssp(Level::BasicE) };
    let index = [1.0; 4];
    let total = |prospective| {
        let market = Market { national: &index, regional: &index, level: 12_500.0 };
        let terms = Mssp { acpt_growth: SignedShare(prospective), ..terms.clone() };
        25_000.0 * terms.benchmark(&year(25_000.0), &History::new([12_500.0; 3], 1), &market)
    };
    let earned = |b| settle(&terms, 25_000.0, QualityStatus::Met, 0.8, b, 300e6);
    assert!((total(0.0) - 312.5e6).abs() < 1e-6);
    // 312.5M × 2.7 %/3 = 2.8125M, 312.5M × 3.9 %/3 = 4.0625M; half of each: 1.40625M, 2.03125M.
    for (shortfall, fall, lost, printed) in
        [(0.027, 2_812_500.0, 1_406_250, [2.7e6, 1.5e6]), (0.039, 4_062_500.0, 2_031_250, [4.1e6, 2.0e6])]
    {
        let below = total(-shortfall);
        assert!((total(0.0) - below - fall).abs() < 1e-6, "{below}");
        assert_eq!(earned(total(0.0)) - earned(below), lost);
        // The source prints ranges to the tenth of a million.
        assert!((fall - printed[0]).abs() < 0.12e6 && (f64::from(lost as i32) - printed[1]).abs() < 0.1e6);
    }
}

#[test]
fn quality_cases_add_up() {
    let terms = mssp(Level::Enhanced);
    let at = |mean: f64| terms.cases(&year(1e4), QualityOutlook { mean, sd: 0.05 }, 1e8);
    let chances: f64 = at(0.7).iter().map(|c| c.chance).sum();
    assert!((chances - 1.0).abs() < 1e-12);
    let slopes: f64 = at(0.7).iter().map(|c| c.chance_slope).sum();
    assert!(slopes.abs() < 1e-9);
    let numeric = (at(0.7 + 1e-6)[0].chance - at(0.7 - 1e-6)[0].chance) / 2e-6;
    assert!((at(0.7)[0].chance_slope - numeric).abs() < 1e-4);
}
