//! Pay by what it is called and by what it is based on: a base that last year's wRVUs set is called salary and
//! follows volume.

use super::common::{ByPlace as _, build, run};
use cascade::engine::Metric;

/// 71,000 fixed, 137,000 set anew each year by wRVUs over 5,300, 30.5 for each wRVU above 3,000, and 28,000 for
/// quality that is always reached: at 5,300 wRVUs 71,000 + 137,000 + 70,150 + 28,000 = 306,150.
fn scenario(more: &str) -> String {
    format!(
        r#"
        run = {{ years = 3, trials = 1 }}
        scenario = {{ title = "One physician" }}
        system = {{ name = "Clinic" }}
        chance = {{ none = true }}
        outlook = {{ pay_growth = 0 }}
        workforce = {{ ramp = [1.0] }}
        behaviour = "none"
        roster = {{ file = "roster.csv" }}
        [contract.book]
        payer = "Everyone"
        line = "commercial"
        revenue_share = 1.0
        spending = 6000
        terms = "fee_for_service"
        [plan.p]
        {more}
        [[plan.p.pay]]
        salary = {{ per_fte = 71000 }}
        [[plan.p.pay]]
        rebased_salary = {{ per_fte = 137000, target = 5300, most_change = 0.10 }}
        [[plan.p.pay]]
        wrvu = {{ tiers = [{{ rate = 0 }}, {{ above = 3000, rate = 30.5 }}] }}
        [[plan.p.pay]]
        quality_bonus = {{ per_fte = 28000, ladder = {{ threshold = 0.01, target = 0.02 }} }}
        "#
    )
}

/// Measures of the only physician in a year; `hired` in the roster.
fn measured(more: &str, hired: &str, year: usize, metrics: &[Metric]) -> Vec<f64> {
    let roster =
        format!("physician_id,specialty,plan,clinical_fte,wrvu,hired\na,family_medicine,p,1,5300,{hired}\n");
    let model = build(&scenario(more), Some(&roster));
    let outcome = run(&model, 1, 1);
    let there = outcome.of(0, year);
    metrics.iter().map(|metric| there.physician("a").unwrap().get(*metric).mean).collect()
}

#[test]
fn called_salary_and_based_on_volume() {
    use Metric::{Pay, TimePay, VolumeBasisPay, VolumeBasisShare, VolumePay, VolumeShare};
    let all = [Pay, TimePay, VolumePay, VolumeBasisPay, VolumeShare, VolumeBasisShare];
    for year in 0..3 {
        let found = measured("", "2015-01", year, &all);
        // By label 208,000 of 306,150 is salary, 67.9 %, and 22.9 % volume; by basis 207,150 is volume, 67.7 %.
        let expected = [306_150.0, 208_000.0, 70_150.0, 207_150.0, 0.229_136, 0.676_629];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-5 * expected, "{year}: {found} for {expected}");
        }
    }
}

#[test]
fn pay_under_a_guarantee_is_for_time_by_both() {
    // Hired as the first year begins: two years under the guarantee, in which only 70,150 follows volume.
    let guarantee = "guarantee = { per_fte = 100000, months = 24 }";
    for (year, expected) in [(0, 70_150.0), (1, 70_150.0), (2, 207_150.0)] {
        let found = measured(guarantee, "2026-01", year, &[Metric::VolumeBasisPay])[0];
        assert!((found - expected).abs() < 0.02, "{year}: {found}");
    }
}

#[test]
fn a_cap_cuts_what_is_based_on_volume_with_the_rest_of_the_salary() {
    // 150,000 at most: quality and volume go first, then 58,000 of 208,000 of salary. 137,000 × 150/208 = 98,798.
    let cap = "fair_market_value = { cap_per_fte = 150000, growth = 0 }";
    let found = measured(cap, "2015-01", 0, &[Metric::TimePay, Metric::VolumePay, Metric::VolumeBasisPay]);
    assert_eq!(found[..2], [150_000.0, 0.0]);
    assert!((found[2] - 98_798.08).abs() < 0.01, "{found:?}");
}
