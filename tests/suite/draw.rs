//! Draws against production over the years.

use super::common::{ByPlace as _, build, run, text_of};
use cascade::engine::{DrawStory, Scope, explain_physician};
use cascade::model::Model;
use cascade::units::Cents;

const EXAMPLE: &str = "scenarios/models/draw.toml";

/// One position's year: its draw, what it earned and was paid, whether somebody new came.
struct Year {
    draw: Option<DrawStory>,
    earned: Cents,
    draws: Cents,
    most: Cents,
    paid: Cents,
    new: bool,
}

fn history(model: &Model, trial: u64, place: usize) -> Vec<Year> {
    (0..model.years)
        .map(|year| {
            let story = explain_physician(model, 0, trial, year, place).unwrap();
            let plan = &story.plans[0];
            let on = |what: &str| plan.lines.iter().filter(|l| l.what == what).map(|l| l.pay).sum::<Cents>();
            Year {
                draw: story.draw,
                earned: on("wrvu"),
                draws: Cents::round(240_000.0 * plan.work.portion * plan.work.fte),
                most: Cents::round(60_000.0 * plan.pay_index * plan.work.fte),
                paid: story.statement.total(),
                new: story.hired.is_some_and(|date| date.year == story.year.0),
            }
        })
        .collect()
}

#[test]
fn what_is_owed_goes_from_year_to_year_and_ends_with_the_physician() {
    let model = build(&text_of(EXAMPLE), None);
    let (mut owing, mut left) = (0, 0);
    for trial in 0..4 {
        for place in 0..model.len() {
            let mut owed = Cents::ZERO;
            for year in history(&model, trial, place) {
                let story = year.draw.unwrap_or_default();
                let before = std::mem::replace(&mut owed, story.owed_after);
                let (opens, goes) = if year.new { (Cents::ZERO, before) } else { (before, Cents::ZERO) };
                assert_eq!((story.owed, story.left), (opens, goes));
                assert_eq!(year.paid, year.draws.max(year.earned - opens));
                let most = year.most;
                assert_eq!(story.owed_after, (opens + year.paid - year.earned).min(most));
                owing += u32::from(opens > Cents::ZERO);
                left += u32::from(goes > Cents::ZERO);
            }
        }
    }
    assert!(owing > 10 && left > 0, "{owing} years with a debt, {left} left one");
}

fn flow(model: &Model, trials: u64, year: usize, name: &str) -> f64 {
    let outcome = run(model, trials, 2);
    let mut rows = outcome.of(0, year).rows().filter(|r| r.row.scope == Scope::Flow && r.row.metric == name);
    rows.next().unwrap_or_else(|| panic!("no {name}")).summary.mean
}

#[test]
fn what_those_who_leave_still_owe_is_a_line_of_the_ledger() {
    let model = build(&text_of(EXAMPLE), None);
    let (trials, year) = (6, 3);
    let left: i64 = (0..trials)
        .flat_map(|trial| (0..model.len()).map(move |place| (trial, place)))
        .filter_map(|(trial, place)| explain_physician(&model, 0, trial, year, place).unwrap().draw)
        .map(|draw| draw.left.0)
        .sum();
    let ours = flow(&model, trials, year, "advances left unpaid");
    assert!(left > 0 && (ours - left as f64 / 100.0 / trials as f64).abs() < 1e-6, "{ours} for {left}");
}

#[test]
fn a_redesign_ends_a_draw_and_the_next_plan_begins_anew() {
    let redesigned = text_of(EXAMPLE)
        + "[[redesign]]\nfrom = \"production\"\nto = \"salaried\"\nwhen = \"immediately\"\nlead_months = 24\n"
        + "[[plan.salaried.pay]]\nsalary = { per_fte = 250000 }\n";
    let model = build(&redesigned, None);
    let mut ended = 0;
    for place in 0..model.len() {
        let story = |year| explain_physician(&model, 0, 0, year, place).unwrap();
        let last = story(1).draw.map_or(Cents::ZERO, |draw| draw.owed_after);
        let next = story(2).draw;
        if last > Cents::ZERO {
            let draw = next.expect("something was owed");
            assert_eq!((draw.ended + draw.left, draw.owed_after), (last, Cents::ZERO));
            ended += u32::from(draw.ended > Cents::ZERO);
        }
        assert_eq!(story(3).draw, None);
    }
    assert!(ended > 0);
}

#[test]
fn two_that_carry_something_are_refused() {
    let twice = text_of(EXAMPLE)
        .replace("[workforce]", "[[plan.production.pay]]\ndraw = { per_fte = 1000 }\n[workforce]");
    let said = super::common::said_of(&twice);
    assert!(said.contains("`draw` and `draw`") && said.contains("write one of them"), "{said}");
}

const PRODUCTION: &str = "[[plan.production.pay]]\nwrvu = { tiers = [{ rate = 50 }] }\n";
const DRAW: &str = "[[plan.production.pay]]\ndraw = { per_fte = 240000, most = 0.25 }\n";

/// What is said of the example with these components; nothing when it is accepted.
fn said_of(pay: &str) -> String {
    let text = text_of(EXAMPLE);
    let both = format!("{PRODUCTION}{DRAW}");
    assert_eq!(text.matches(&both).count(), 1);
    let text = text.replace(&both, pay);
    super::common::said_of(&text)
}

#[test]
fn a_draw_stands_after_the_production_it_advances() {
    assert_eq!(said_of(&format!("{PRODUCTION}{DRAW}")), "");
    let salary = "[[plan.production.pay]]\nsalary = { per_fte = 50000 }\n";
    assert_eq!(said_of(&format!("{PRODUCTION}{DRAW}{salary}")), "");
    let words = "found draw before wrvu; write the draw after the production it advances";
    let first = said_of(&format!("{DRAW}{PRODUCTION}"));
    assert!(
        first.contains(words) && first.contains("test.toml:") && first.contains("plan.production.pay"),
        "{first}"
    );
    assert!(said_of(&format!("{PRODUCTION}{DRAW}{PRODUCTION}")).contains(words));
    let none = said_of(&format!("{salary}{DRAW}"));
    assert!(none.contains("found draw without production; write volume pay"), "{none}");
    let pool = "[[plan.production.pay]]\ngroup_pool = { share = 0.5 }\n";
    for pay in
        [format!("{PRODUCTION}{DRAW}{pool}"), format!("{PRODUCTION}{pool}{DRAW}"), format!("{DRAW}{pool}")]
    {
        let said = said_of(&pay);
        assert!(said.contains("found draw and group_pool, which is divided after the plan"), "{said}");
    }
}

#[test]
fn what_holds_pay_back_stands_after_the_draw() {
    for (key, held) in [
        ("quality_withhold", "quality_withhold = { share = 0.1 }"),
        ("quality_gate", "quality_gate = { gate = 0.7, kept = 0.8 }"),
    ] {
        let held = format!("[[plan.production.pay]]\n{held}\n");
        assert_eq!(said_of(&format!("{PRODUCTION}{DRAW}{held}")), "", "{key}");
        let said = said_of(&format!("{PRODUCTION}{held}{DRAW}"));
        assert!(
            said.contains(&format!("found {key} before draw")) && said.contains("write it after the draw"),
            "{said}"
        );
    }
}

#[test]
fn a_draw_above_the_cap_on_pay_is_refused() {
    let capped = |cap: &str| {
        said_of(&format!("{PRODUCTION}{DRAW}[plan.production.fair_market_value]\ncap_per_fte = {cap}\n"))
    };
    assert_eq!(capped("240000"), "");
    let said = capped("239999");
    assert!(said.contains("draw.per_fte = 240000 above fair_market_value.cap_per_fte = 239999"), "{said}");
}

#[test]
fn forgiveness_comes_after_whole_years() {
    let after = |months: &str| {
        said_of(&format!(
            "{PRODUCTION}{}",
            DRAW.replace("most = 0.25", &format!("forgiven_after = {months}"))
        ))
    };
    assert_eq!(after("24"), "");
    let said = after("18");
    assert!(said.contains("found 18;") && said.contains("whole number of years, such as 12 or 24"), "{said}");
}

#[test]
fn nothing_is_lent_while_a_guarantee_of_the_draw_covers_a_physician() {
    let guarantee = "[plan.production]\nguarantee = { per_fte = 240000, months = 60 }\n";
    let model = build(&text_of(EXAMPLE).replace("[plan.production]\n", guarantee), None);
    let (mut filled, mut lent) = (0, 0);
    for place in 0..model.len() {
        for year in 0..model.years {
            let story = explain_physician(&model, 0, 0, year, place).unwrap();
            let plan = &story.plans[0];
            let advanced = story.draw.map_or(Cents::ZERO, |draw| draw.advanced);
            if plan.covered < 1.0 {
                lent += u32::from(advanced > Cents::ZERO);
                continue;
            }
            let on = |what: &str| plan.lines.iter().filter(|l| l.what == what).map(|l| l.pay).sum::<Cents>();
            let short = Cents::round(240_000.0 * plan.work.portion * plan.work.fte) - on("wrvu");
            assert_eq!(advanced, Cents::ZERO);
            if short > Cents::ZERO {
                assert_eq!((on("guarantee"), on("draw")), (short, Cents::ZERO));
                filled += 1;
            }
        }
    }
    assert!(filled > 0 && lent > 0, "{filled} filled, {lent} lent");
}
