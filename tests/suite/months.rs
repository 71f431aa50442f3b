//! Parts of a year: what is expected of quarters and months is what they pay on average.

use super::common::study;
use cascade::math::normal_quantile;
use cascade::pay::{CalendarTile, MarginTile, OutlookTile, Plan, StatementTile, WorkTile};
use cascade::tile::{Lanes, TILE};
use pulp::Arch;

/// A plan as a scenario states it.
fn plan(text: &str) -> Plan {
    let scenario = format!(
        "[scenario]\ntitle = \"t\"\n[system]\nname = \"s\"\n[contract.book]\npayer = \"p\"\nline = \"commercial\"\nrevenue_share = 1.0\nspending = 6000\nterms = \"fee_for_service\"\n[roster]\nfile = \"roster.csv\"\n[plan.p]\n{text}"
    );
    let roster = "physician_id,specialty,plan,clinical_fte,wrvu\na,family_medicine,p,1,5000\n";
    let model = study(&scenario, Some(roster)).model().unwrap();
    model.arms[0].scenario.plan.get("p").unwrap().clone()
}

const FULL_TIME: Lanes = [1.0; TILE];
/// One month's luck as a share of a usual month.
const MONTH: f64 = 0.2;
/// The luck of the year.
const YEAR: f64 = 0.1;

/// A year of 5,000 wRVUs, of which `begun` months are on the plan, the first half of them under its
/// guarantee.
fn work(begun: usize, calendar: CalendarTile) -> WorkTile<'static> {
    let mut calendar = calendar;
    for month in 0..12 {
        calendar.here[month] = [if month < begun { 1.0 } else { 0.0 }; TILE];
        calendar.covered[month] = [if 2 * month < begun { 1.0 } else { 0.0 }; TILE];
    }
    WorkTile {
        portion: [begun as f64 / 12.0; TILE],
        fte: &FULL_TIME,
        clinical_fte: &FULL_TIME,
        wrvu: [5_000.0; TILE],
        calendar: Some(Box::new(calendar)),
        ..WorkTile::EMPTY
    }
}

/// Mean pay over the luck of the year and of each month, when so much more work is done, $.
fn paid(plan: &Plan, begun: usize, more: f64, seed: &mut u64) -> f64 {
    let mut normal = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        normal_quantile(((*seed >> 11) as f64 + 0.5) / (1_u64 << 53) as f64)
    };
    let draws = 2_000;
    let mut sum = 0.0;
    for _ in 0..draws {
        let mut year = work(begun, CalendarTile::EVEN);
        let mut weights = [[0.0; TILE]; 12];
        for lane in 0..TILE {
            year.wrvu[lane] = 5_000.0 * (1.0 + YEAR * normal());
            for month in &mut weights {
                month[lane] = (1.0 + MONTH * normal()).max(0.0);
            }
        }
        let calendar = year.calendar.as_mut().unwrap();
        calendar.spread_by(&weights);
        // One wRVU more lies in the months as usual, not as luck has it.
        for lane in 0..TILE {
            let all = year.wrvu[lane] + more;
            for pace in &mut calendar.pace {
                pace[lane] = (year.wrvu[lane] * pace[lane] + more) / all;
            }
            year.wrvu[lane] = all;
        }
        let mut statement = StatementTile::EMPTY;
        plan.pay_tile(Arch::new(), &year, Some(&[0.5; TILE]), &mut statement);
        sum += statement.totals().iter().map(|pay| pay.dollars()).sum::<f64>() / TILE as f64;
    }
    sum / f64::from(draws)
}

#[test]
fn what_is_expected_of_periods_is_what_they_pay_on_average() {
    for (text, begun) in [
        (
            "period = \"quarter\"\npay = [{ wrvu_threshold = { base_per_fte = 200000, rate = 50, threshold = 5000 } }]",
            12,
        ),
        (
            "period = \"month\"\npay = [{ salary = { per_fte = 240000 } }]\nalternative = [{ wrvu = { tiers = [{ rate = 48 }] } }]",
            9,
        ),
        (
            "guarantee = { per_fte = 250000, months = 24, period = \"month\" }\npay = [{ wrvu = { tiers = [{ rate = 50 }] } }]",
            12,
        ),
        (
            "period = \"half_year\"\nguarantee = { per_fte = 240000, months = 24, period = \"month\" }\npay = [{ wrvu = { tiers = [{ rate = 50 }] } }]",
            12,
        ),
    ] {
        let plan = plan(text);
        let work = work(begun, CalendarTile { spread: [MONTH; TILE], ..CalendarTile::EVEN });
        let outlook = OutlookTile { work, wrvu_sd: [YEAR * 5_000.0; TILE], ..OutlookTile::EMPTY };
        let mut margin = MarginTile::EMPTY;
        plan.expect_tile(Arch::new(), &outlook, Some(&[0.5; TILE]), &mut margin);
        let (ahead, mut seed) = (margin.lane(0), 1);
        let mean = paid(&plan, begun, 0.0, &mut seed);
        assert!((ahead.pay - mean).abs() < 0.004 * mean, "{text}: expected {}, paid {mean}", ahead.pay);
        // The slope is that of what is paid on average, on the same luck.
        let (mut one, mut other) = (7, 7);
        let slope = (paid(&plan, begun, 50.0, &mut one) - paid(&plan, begun, -50.0, &mut other)) / 100.0;
        assert!((ahead.per_wrvu - slope).abs() < 1.0, "{text}: slope {} against {slope}", ahead.per_wrvu);
    }
}
