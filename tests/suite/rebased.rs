//! Salaries that last year's work sets anew.

use super::common::{build, ended, file, text_of};
use cascade::engine::explain_physician;
use cascade::units::Cents;

#[test]
fn last_years_work_sets_this_years_salary_within_the_limit_and_is_felt_now() {
    let model = build(&text_of("scenarios/models/rebased_salary.toml"), None);
    let (mut followed, mut limited) = (0, 0);
    for place in 0..model.len() {
        let mut level = 1.0;
        for year in 0..model.years {
            let story = explain_physician(&model, 0, 0, year, place).unwrap();
            if story.hired.is_some_and(|date| date.year == story.year.0) {
                level = 1.0;
            }
            let plan = &story.plans[0];
            let salary = 260_000.0 * plan.work.portion * plan.work.fte * level;
            assert_eq!(story.statement.total(), Cents::round(salary), "year {year} of {place}");
            let next: f64 = plan.work.wrvu / (4_800.0 * plan.work.clinical_fte);
            let within = next.clamp(0.9 * level, 1.1 * level);
            if within == next {
                followed += 1;
            } else {
                limited += 1;
            }
            level = within;
            // Nothing moves in the year; what moves later counts now.
            let volume = story.gradients.pay.volume;
            assert!(volume > 0.0 && story.stimulus.volume_share > 0.0);
        }
    }
    assert!(followed > 5 && limited > 5, "{followed} followed, {limited} limited");
}

#[test]
fn a_plain_salary_moves_with_nothing() {
    let text = text_of("scenarios/models/rebased_salary.toml").replace(
        "rebased_salary = { per_fte = 260000, target = 4800, most_change = 0.1 }",
        "salary = { per_fte = 260000 }",
    );
    let story = explain_physician(&build(&text, None), 0, 0, 2, 0).unwrap();
    assert_eq!(story.stimulus.volume_share, 0.0);
    assert!((story.alignment[0].misalignment - 1.0).abs() < 1e-9);
}

#[test]
fn the_page_shows_the_level_that_gives_the_salary_and_what_the_next_begins_with() {
    let model = build(&text_of("scenarios/models/rebased_salary.toml"), None);
    let story = |year| explain_physician(&model, 0, 0, year, 0).unwrap();
    let (now, next) = (story(0), story(1));
    let plan = &now.plans[0];
    let level = plan.level.expect("a re-based salary has a level");
    assert_eq!((level.what, level.level), ("rebased_salary", 1.0));
    let over: f64 = plan.work.wrvu / (4_800.0 * plan.work.clinical_fte);
    assert!((level.next - over.clamp(0.9, 1.1)).abs() < 1e-12);
    let then = next.plans[0].level.expect("a level again");
    assert!(next.hired.is_some_and(|date| date.year == next.year.0) || then.level == level.next);
    let year = now.year.to_string();
    let arguments = ["explain", "scenarios/models/rebased_salary.toml", "--trial", "1", "--year", &year];
    let (page, _) = ended(&file("."), &[&arguments[..], &["--physician", &now.id]].concat(), 0);
    let row = |what: &str| {
        page.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("no {what} in {page}"))
    };
    assert!(row("this year's salary, set by the work of earlier years").ends_with("x 1.000000"));
    assert!(row("next year's salary, set by this year's work").ends_with(&format!("x {:.6}", level.next)));
    assert!(row("share of pay that moves with the last wRVU").contains("now and in later years"));
}

#[test]
fn a_bounded_collar_shows_last_years_pay() {
    let text = text_of("scenarios/models/collared_salary.toml")
        .replace("ceiling = 1.2 }", "ceiling = 1.2, most_change = 0.03 }");
    let model = build(&text, None);
    let mut moved = 0;
    for place in 0..model.len() {
        let story = explain_physician(&model, 0, 0, 0, place).unwrap();
        let plan = &story.plans[0];
        let level = plan.level.expect("a bounded collar follows last year's pay");
        assert_eq!((level.what, level.level), ("collared_salary", 1.0));
        let paid: i64 = plan.lines.iter().map(|line| line.pay.0).sum();
        let stated = 27_000_000.0 * plan.work.portion * plan.work.fte;
        assert!((paid as f64 - stated * level.next).abs() < 2.0, "{paid} for {}", stated * level.next);
        moved += u32::from((level.next - 1.0).abs() > 0.02);
    }
    assert!(moved > 0);
    let plain = build(&text_of("scenarios/models/collared_salary.toml"), None);
    assert_eq!(explain_physician(&plain, 0, 0, 0, 0).unwrap().plans[0].level, None);
}
