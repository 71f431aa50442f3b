//! Salaries that last year's work sets anew.

use super::common::{build, text_of};
use cascade::engine::explain_physician;
use cascade::entity::Lever;
use cascade::units::Cents;

#[test]
fn last_years_work_sets_this_years_salary_within_the_limit_and_is_felt_now() {
    let model = build(&text_of("scenarios/models/rebased_salary.toml"), None);
    let (mut followed, mut limited) = (0, 0);
    for place in 0..model.len() {
        let mut level = 1.0;
        for year in 0..model.years {
            let story = explain_physician(&model, 0, 0, year, place).unwrap();
            if story.hired == Some(story.year) {
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
            let volume = story.levers.iter().find(|(lever, ..)| *lever == Lever::Volume).unwrap().3;
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
