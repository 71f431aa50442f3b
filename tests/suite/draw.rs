//! Draws against production over the years.

use super::common::{build, run, text_of};
use cascade::engine::{DrawStory, Scope, explain_physician};
use cascade::model::Model;
use cascade::scenario::read_arms;
use cascade::schema::Source;
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
                new: story.hired == Some(story.year),
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
    let problems = read_arms(Source { name: "test.toml".into(), text: twice }).unwrap_err();
    let said = problems[0].to_string();
    assert!(said.contains("`draw` and `draw`") && said.contains("write one of them"), "{said}");
}
