//! A physician's year: pay, work and incentive, levers, misalignment.

use super::explanation::{Chapter, ExplainPage, Explained, Legs, LeverWorth, month, percent};
use crate::engine::{DeferralStory, DrawStory, LevelStory, PhysicianYearStory, PlanStory, PoolSource};
use crate::entity::Lever;
use crate::pay::PayClass;
use crate::units::Cents;
use std::borrow::Cow;

impl From<&PhysicianYearStory> for ExplainPage {
    fn from(story: &PhysicianYearStory) -> ExplainPage {
        let [whole, contract, employment] = &story.alignment;
        let of = &story.gradients;
        let worth = |lever: &Lever| {
            let (name, unit, _) = lever.describe();
            LeverWorth {
                lever: name,
                unit,
                worth: of.value[*lever],
                to_the_system: of.system[*lever],
                to_the_physician: of.pay[*lever],
            }
        };
        ExplainPage {
            subject: Explained::Physician { physician: story.id.clone(), specialty: story.specialty.clone() },
            arm: story.arm.clone(),
            year: story.year.0,
            trial: story.trial,
            remarks: remarks(story),
            chapters: vec![pay(story, "PAY".into()), classes(story), incentive(story)],
            levers: Lever::ALL.iter().map(worth).collect(),
            misalignment: Some(Legs {
                misalignment: whole.misalignment,
                distortion: whole.distortion,
                strength: whole.strength,
                contract_leg: contract.misalignment,
                employment_leg: employment.misalignment,
            }),
        }
    }
}

/// All appointments of one person in one year.
impl From<&[PhysicianYearStory]> for ExplainPage {
    fn from(appointments: &[PhysicianYearStory]) -> ExplainPage {
        let Some(first) = appointments.first() else {
            return ExplainPage {
                subject: Explained::Physician { physician: String::new(), specialty: String::new() },
                arm: String::new(),
                year: 0,
                trial: 0,
                remarks: Vec::new(),
                chapters: Vec::new(),
                levers: Vec::new(),
                misalignment: None,
            };
        };
        let each = |story: &PhysicianYearStory| {
            let at = story.id.strip_prefix(&first.person).unwrap_or(&story.id).trim_start_matches('/');
            pay(story, format!("PAY, {at}").into())
        };
        ExplainPage {
            subject: Explained::Physician {
                physician: first.person.clone(),
                specialty: first.specialty.clone(),
            },
            remarks: appointments
                .iter()
                .flat_map(|story| remarks(story).into_iter().map(|said| format!("{}: {said}", story.id)))
                .collect(),
            chapters: std::iter::once(together(appointments)).chain(appointments.iter().map(each)).collect(),
            levers: Vec::new(),
            misalignment: None,
            ..ExplainPage::from(first)
        }
    }
}

/// What a person is paid at all appointments.
fn together(appointments: &[PhysicianYearStory]) -> Chapter {
    let sum = |of: &dyn Fn(&PhysicianYearStory) -> Cents| appointments.iter().map(of).sum::<Cents>();
    let mut chapter = Chapter::new("ALL APPOINTMENTS TOGETHER");
    for story in appointments {
        chapter.money(&*story.id, story.statement.total() + story.cut.total());
    }
    let cut = sum(&|story| story.cut.total());
    if cut != Cents::ZERO {
        chapter.money("above the fair-market cap on all of them, not paid", -cut);
    }
    let (paid, baseline) = (sum(&|story| story.statement.total()), sum(&|story| story.baseline));
    chapter.money("pay earned", paid);
    chapter.money("the same positions in the baseline", baseline);
    chapter.money("change", paid - baseline);
    elsewhere(sum(&|story| story.elsewhere), &mut chapter);
    chapter
}

/// Where the money of a pool is from, where that says more than its name.
fn source(source: &PoolSource, chapter: &mut Chapter) {
    let mut lines = |lines: &[(&str, Cents)]| {
        for (what, amount) in lines.iter().filter(|(_, amount)| *amount != Cents::ZERO) {
            chapter.money(format!("  {what}"), *amount);
        }
    };
    match source {
        PoolSource::PassedOn { nobody_saved: true } => chapter.heading(
            "  nobody's attributed savings are above zero, by cost_style against the roster's mean: in equal shares",
        ),
        PoolSource::PassedOn { nobody_saved: false } | PoolSource::Fixed => {}
        PoolSource::Collections { before, after } => lines(&[
            ("expense of earlier years that the group still had to cover", *before),
            ("expense that it carries into the next year", *after),
        ]),
        PoolSource::Withhold { year, returned } => lines(&[
            ("withheld of everyone on the plan", Cents::round(year.withheld)),
            ("budget for the care of their members", Cents::round(year.budget)),
            ("what that care cost", Cents::round(year.cost)),
            ("returned of the withhold", *returned),
        ]),
    }
}

/// What other employers pay.
fn elsewhere(pay: Cents, chapter: &mut Chapter) {
    if pay != Cents::ZERO {
        chapter.money("from other employers, which counts against a cap and is not paid here", pay);
    }
}

/// Who came, who left, and what they took or left behind.
fn remarks(story: &PhysicianYearStory) -> Vec<String> {
    let mut remarks = Vec::new();
    if story.appointments > 1 {
        remarks.push(format!("One of {} appointments of {}.", story.appointments, story.person));
    }
    if story.present < 1.0 {
        remarks.push(format!("The position was filled for {:.1} months.", 12.0 * story.present));
    }
    remarks.extend(story.dates.iter().cloned());
    if let Some(hired) = story.hired {
        remarks.push(format!("Whoever is in it now was hired in {hired}."));
    }
    if story.repaid != Cents::ZERO {
        remarks.push(format!("Whoever left it repaid {} of value pay.", story.repaid));
    }
    if let Some(draw) = story.draw.filter(|draw| draw.left != Cents::ZERO) {
        remarks.push(format!("Whoever left it left {} of a draw unpaid.", draw.left));
    }
    if let Some(account) = story.deferral.as_ref().filter(|account| account.forfeited != Cents::ZERO) {
        remarks.push(format!("Whoever left it forfeited {} of deferred pay.", account.forfeited));
    }
    remarks
}

fn pay(story: &PhysicianYearStory, title: Cow<'static, str>) -> Chapter {
    let mut chapter = Chapter::new(title);
    for plan in &story.plans {
        chapter.heading(heading(plan));
        for line in &plan.lines {
            chapter.money(format!("  {}", line.what), line.pay);
            chapter.of(line.class.key());
        }
        for (what, dollars) in plan.care.iter().flat_map(|year| {
            [
                ("withheld of the capitation", year.withheld),
                ("budget for the care of own members", year.budget),
                ("what that care cost", year.cost),
            ]
        }) {
            chapter.dollars(format!("    {what}"), dollars);
        }
        if let Some(base) = plan.base {
            chapter.dollars("    one's own base, a year, which shares refer to", base);
        }
        if let Some(story) = &plan.level {
            level(story, &mut chapter);
        }
    }
    for pool in &story.pools {
        chapter.money(format!("pool {}: {} of {}", pool.pool, percent(pool.part), pool.money), pool.pay);
        chapter.of(pool.class.key());
        source(&pool.source, &mut chapter);
    }
    if story.cut.total() != Cents::ZERO {
        let cap = if story.appointments > 1 {
            "its part of what is above the fair-market cap on all appointments, not paid"
        } else {
            "above the fair-market cap, not paid"
        };
        chapter.money(cap, -story.cut.total());
    }
    chapter.money("pay earned", story.statement.total());
    chapter.money("the same position in the baseline", story.baseline);
    chapter.money("change", story.statement.total() - story.baseline);
    elsewhere(story.elsewhere, &mut chapter);
    if let Some(account) = &story.draw {
        draw(account, &mut chapter);
    }
    if let Some(account) = &story.deferral {
        deferral(story, account, &mut chapter);
    }
    for shadow in &story.shadows {
        let total: Cents = shadow.lines.iter().map(|line| line.pay).sum();
        chapter.heading(format!(
            "in shadow, not paid: plan {}, {:.1} months",
            shadow.plan,
            12.0 * shadow.portion
        ));
        for line in &shadow.lines {
            chapter.money(format!("  {}", line.what), line.pay);
            chapter.of(line.class.key());
        }
        chapter.money("  together, before pools", total);
    }
    chapter.remark = story
        .pools_paid
        .map(|paid| format!("Pool money is earned for {} and paid by {}.", story.year, month(paid)));
    chapter
}

/// How last year enters a salary.
fn level(story: &LevelStory, chapter: &mut Chapter) {
    let (now, next) = if story.what == "collared_salary" {
        ("last year's pay, which bounds this year's", "this year's pay, which bounds next year's")
    } else {
        (
            "this year's salary, set by the work of earlier years",
            "next year's salary, set by this year's work",
        )
    };
    for (what, level) in [(now, story.level), (next, story.next)] {
        let what = format!("    {what}, of the salary stated");
        chapter.line(what, Some(level), "multiple", format!("x {level:.6}"));
    }
}

/// The account of a draw.
fn draw(account: &DrawStory, chapter: &mut Chapter) {
    chapter.money("owed on the draw when the year began", account.owed);
    for (what, amount) in [
        ("  advanced beyond what was earned", account.advanced),
        ("  recouped from what was earned", -account.recouped),
        ("  forgiven", -account.forgiven),
        ("  left unpaid with the old plan", -account.ended),
    ] {
        if amount != Cents::ZERO {
            chapter.money(what, amount);
        }
    }
    chapter.money("owed on the draw when the year ended", account.owed_after);
}

/// Pay held back: what of this year's, what of earlier years' is paid now, what is still to come.
fn deferral(story: &PhysicianYearStory, account: &DeferralStory, chapter: &mut Chapter) {
    chapter.money("held back until it vests", -account.deferred);
    for (earned, amount) in &account.vested {
        chapter.money(format!("held back in {earned}, vested and paid out"), *amount);
    }
    let vested: Cents = account.vested.iter().map(|(_, amount)| *amount).sum();
    chapter.money(
        "earned, less held back, with what vested",
        story.statement.total() - account.deferred + vested,
    );
    for (earned, vests, amount) in &account.held {
        chapter.money(format!("  still held: earned in {earned}, to be paid at the end of {vests}"), *amount);
    }
}

fn heading(plan: &PlanStory) -> String {
    let mut text = format!("plan {}", plan.plan);
    if plan.portion < 1.0 {
        let (from, until) = plan.months;
        text += &format!(", {:.1} months between {from:.1} and {until:.1} of the year", 12.0 * plan.portion);
    }
    text += &format!(", amounts x {:.4}", plan.pay_index);
    if let Some(factor) = plan.rate_factor {
        text += &format!(", rates per wRVU x {factor:.4} for its budget");
    }
    if plan.work.bonus_cut > 0.0 {
        text += &format!(", quality bonuses x {:.4} by the circuit breaker", 1.0 - plan.work.bonus_cut);
    }
    if plan.covered > 0.0 {
        text += &format!(", {} of it under the guarantee", percent(plan.covered));
    }
    text
}

fn classes(story: &PhysicianYearStory) -> Chapter {
    let mut chapter = Chapter::new("BY WHAT IT IS FOR");
    let total = story.statement.total();
    for class in PayClass::ALL {
        let pay = story.statement.of(*class);
        if pay != Cents::ZERO {
            chapter.money(class.key(), pay);
            chapter.of(percent(if total == Cents::ZERO { 0.0 } else { pay.count() / total.count() }));
        }
    }
    chapter
}

fn incentive(story: &PhysicianYearStory) -> Chapter {
    let mut chapter = Chapter::new("WORK AND INCENTIVE");
    if let Some(plan) = story.plans.last() {
        chapter.number("clinical FTE", plan.work.clinical_fte, "FTE", 2);
        chapter.number("wRVUs, at an annual rate", plan.work.wrvu, "wRVU", 1);
        chapter.number("  expected before the year", story.expected_wrvu, "wRVU", 1);
        chapter.share("measured quality", plan.work.quality);
        chapter.number("panel", plan.work.panel, "people", 0);
    }
    let felt = &story.stimulus;
    chapter.dollars("true savings on the care under own influence", story.true_savings);
    chapter.share("share of pay that moves with the last wRVU, now and in later years", felt.volume_share);
    chapter.number("pay per wRVU against market", felt.rate_ratio, "multiple", 3);
    let (own, passed) = (felt.quality_share, felt.passed_quality_share);
    chapter.share("share of pay at stake over 20 points of quality, as it is felt", own + passed);
    chapter.share("own part of a saved dollar, as it is felt", felt.saved_share + felt.passed_saved_share);
    let [visits, set_in_motion] = story.volume_worth;
    chapter.dollars("worth of 1 % more volume to those who pay (value.marginal_volume)", visits);
    chapter.dollars("  less care it sets in motion (volume_to_cost)", -set_in_motion);
    chapter.share("part of the own plan that is seen", felt.plan_sight);
    chapter.share("part of the contracts' money that is seen", felt.sight);
    chapter
}
