//! One year as a statement: the lines of `cascade explain`.

use crate::engine::{ContractYearStory, DeferralStory, DrawStory, LevelStory, PhysicianYearStory, PlanStory};
use crate::entity::Lever;
use crate::pay::PayClass;
use crate::units::{CalendarYear, Cents};
use comfy_table::{CellAlignment, Table, presets::NOTHING};

/// Lines of a statement: what, and how much.
struct Lines {
    table: Table,
}

impl Lines {
    fn new() -> Lines {
        let mut table = Table::new();
        table.load_style(NOTHING);
        Lines { table }
    }

    fn money(&mut self, what: impl Into<String>, amount: Cents) {
        self.row(what, amount.to_string());
    }

    fn row(&mut self, what: impl Into<String>, amount: impl Into<String>) {
        self.table.add_row([what.into(), amount.into()]);
    }

    fn text(mut self) -> String {
        if let Some(column) = self.table.column_mut(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        shifted(&self.table)
    }
}

/// A table two letters in from the left.
fn shifted(table: &Table) -> String {
    table.lines().fold(String::new(), |text, line| text + " " + line.trim_end() + "\n")
}

fn month((year, month): (CalendarYear, u16)) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!("{} {year}", NAMES[usize::from(month.clamp(1, 12)) - 1])
}

fn percent(share: f64) -> String {
    let text = format!("{:.2} %", 100.0 * share);
    // What rounds to nothing has no sign.
    if text == "-0.00 %" { "0.00 %".to_owned() } else { text }
}

/// A physician's year.
pub(super) fn physician(story: &PhysicianYearStory) -> String {
    let mut page = format!(
        "Physician {}, {}, {} in arm {}, trial {}\n",
        story.id, story.specialty, story.year, story.arm, story.trial
    );
    if story.present < 1.0 {
        page += &format!("The position was filled for {:.1} months.\n", 12.0 * story.present);
    }
    if let Some(hired) = story.hired {
        page += &format!("Whoever is in it now was hired in {hired}.\n");
    }
    if story.repaid != Cents::ZERO {
        page += &format!("Whoever left it repaid {} of value pay.\n", story.repaid);
    }
    if let Some(draw) = story.draw.filter(|draw| draw.left != Cents::ZERO) {
        page += &format!("Whoever left it left {} of a draw unpaid.\n", draw.left);
    }
    if let Some(account) = story.deferral.as_ref().filter(|account| account.forfeited != Cents::ZERO) {
        page += &format!("Whoever left it forfeited {} of deferred pay.\n", account.forfeited);
    }
    page += "\nPAY\n";
    page += &pay(story);
    page += &format!("\nBY WHAT IT IS FOR\n{}", classes(story));
    page += &format!("\nWORK AND INCENTIVE\n{}", incentive(story));
    page += "\nONE MORE UNIT OF EACH LEVER, expected $ a year\n";
    page += &levers(story);
    let [whole, contract, employment] = &story.alignment;
    page += &format!(
        "\nMISALIGNMENT  {:.4} = distortion {:.4} + strength {:.4}  (0 aligned, 1 no better than a flat salary)\n",
        whole.misalignment, whole.distortion, whole.strength
    );
    page += &format!(
        "  contract leg (worth → system) {:.4}, employment leg (system → physician) {:.4}\n",
        contract.misalignment, employment.misalignment
    );
    page
}

fn pay(story: &PhysicianYearStory) -> String {
    let mut lines = Lines::new();
    for plan in &story.plans {
        lines.row(heading(plan), "");
        for line in &plan.lines {
            lines.money(format!("  {} ({})", line.what, line.class.key()), line.pay);
        }
        if let Some(story) = &plan.level {
            level(story, &mut lines);
        }
    }
    for pool in &story.pools {
        let (part, class) = (percent(pool.part), pool.class.key());
        lines.money(format!("pool {}: {part} of {} ({class})", pool.pool, pool.money), pool.pay);
    }
    if story.cut.total() != Cents::ZERO {
        lines.money("above the fair-market cap, not paid", -story.cut.total());
    }
    lines.money("pay earned", story.statement.total());
    lines.money("the same position in the baseline", story.baseline);
    lines.money("change", story.statement.total() - story.baseline);
    if let Some(account) = &story.draw {
        draw(account, &mut lines);
    }
    if let Some(account) = &story.deferral {
        deferral(story, account, &mut lines);
    }
    for shadow in &story.shadows {
        let total: Cents = shadow.lines.iter().map(|line| line.pay).sum();
        lines.row(
            format!("in shadow, not paid: plan {}, {:.1} months", shadow.plan, 12.0 * shadow.portion),
            "",
        );
        for line in &shadow.lines {
            lines.money(format!("  {} ({})", line.what, line.class.key()), line.pay);
        }
        lines.money("  together, before pools", total);
    }
    let mut text = lines.text();
    if let Some(paid) = story.pools_paid {
        text += &format!(" Pool money is earned for {} and paid by {}.\n", story.year, month(paid));
    }
    text
}

/// How last year enters a salary.
fn level(story: &LevelStory, lines: &mut Lines) {
    let (now, next) = if story.what == "collared_salary" {
        ("last year's pay, which bounds this year's", "this year's pay, which bounds next year's")
    } else {
        (
            "this year's salary, set by the work of earlier years",
            "next year's salary, set by this year's work",
        )
    };
    for (what, level) in [(now, story.level), (next, story.next)] {
        lines.row(format!("    {what}, of the salary stated"), format!("x {level:.6}"));
    }
}

/// The account of a draw.
fn draw(account: &DrawStory, lines: &mut Lines) {
    lines.money("owed on the draw when the year began", account.owed);
    for (what, amount) in [
        ("  advanced beyond what was earned", account.advanced),
        ("  recouped from what was earned", -account.recouped),
        ("  forgiven", -account.forgiven),
        ("  left unpaid with the old plan", -account.ended),
    ] {
        if amount != Cents::ZERO {
            lines.money(what, amount);
        }
    }
    lines.money("owed on the draw when the year ended", account.owed_after);
}

/// Pay held back: what of this year's, what of earlier years' is paid now, what is still to come.
fn deferral(story: &PhysicianYearStory, account: &DeferralStory, lines: &mut Lines) {
    lines.money("held back until it vests", -account.deferred);
    for (earned, amount) in &account.vested {
        lines.money(format!("held back in {earned}, vested and paid out"), *amount);
    }
    let vested: Cents = account.vested.iter().map(|(_, amount)| *amount).sum();
    lines.money(
        "earned, less held back, with what vested",
        story.statement.total() - account.deferred + vested,
    );
    for (earned, vests, amount) in &account.held {
        lines.money(format!("  still held: earned in {earned}, to be paid at the end of {vests}"), *amount);
    }
}

fn heading(plan: &PlanStory) -> String {
    let mut text = format!("plan {}", plan.plan);
    if plan.portion < 1.0 {
        text += &format!(", {:.1} months", 12.0 * plan.portion);
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

fn classes(story: &PhysicianYearStory) -> String {
    let mut lines = Lines::new();
    let total = story.statement.total();
    for class in PayClass::ALL {
        let pay = story.statement.of(*class);
        if pay != Cents::ZERO {
            let share = if total == Cents::ZERO { 0.0 } else { pay.count() / total.count() };
            lines.row(format!("{} ({})", class.key(), percent(share)), pay.to_string());
        }
    }
    lines.text()
}

fn incentive(story: &PhysicianYearStory) -> String {
    let mut lines = Lines::new();
    if let Some(plan) = story.plans.last() {
        lines.row("clinical FTE", format!("{:.2}", plan.work.clinical_fte));
        lines.row("wRVUs, at an annual rate", format!("{:.1}", plan.work.wrvu));
        lines.row("  expected before the year", format!("{:.1}", story.expected_wrvu));
        lines.row("measured quality", percent(plan.work.quality));
        lines.row("panel", format!("{:.0}", plan.work.panel));
    }
    lines.row("true savings on the care under own influence", Cents::round(story.true_savings).to_string());
    lines.row(
        "share of pay that moves with the last wRVU, now and in later years",
        percent(story.stimulus.volume_share),
    );
    lines.row("pay per wRVU against market", format!("{:.3}", story.stimulus.rate_ratio));
    lines.row("share of pay at stake over 20 points of quality", percent(story.stimulus.quality_share));
    lines.row("own part of a saved dollar, as it is felt", percent(story.stimulus.saved_share));
    lines.row("part of the incentive that is seen", percent(story.stimulus.sight));
    lines.text()
}

fn levers(story: &PhysicianYearStory) -> String {
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_header(["lever", "unit", "worth", "to the system", "to the physician"]);
    let of = &story.gradients;
    for lever in Lever::ALL {
        let (name, unit, _) = lever.describe();
        let amounts = [of.value, of.system, of.pay].map(|by| Cents::round(by[lever]).to_string());
        table.add_row([name.to_owned(), unit.to_owned()].into_iter().chain(amounts));
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    shifted(&table)
}

/// A contract's year.
pub(super) fn contract(story: &ContractYearStory) -> String {
    let mut page = format!(
        "Contract {} ({}, {}), {} in arm {}, trial {}\n",
        story.contract, story.payer, story.family, story.year, story.arm, story.trial
    );
    if !story.settles {
        page += if story.settled.runs {
            "Fee-for-service: professional revenue only, nothing to settle.\n"
        } else {
            "The agreement has ended: visits are paid in full, and nothing is settled.\n"
        };
        if story.settled.recovered > Cents::ZERO {
            page += &format!("\nALLOCATION BY THE SYSTEM, ALL CONTRACTS\n{}", allocation(story));
        }
        return page;
    }
    page += &format!(
        "Agreement {}, year {} of it. Money moves in {}.\n",
        story.agreement.agreement,
        story.agreement.agreement_year,
        month(story.paid)
    );
    page += &format!("\nPOPULATION\n{}", population(story));
    page += &format!("\nRULES AT THIS QUALITY\n{}", rules(story));
    page += &format!("\nSETTLEMENT\n{}", settlement(story));
    page += &format!("\nALLOCATION BY THE SYSTEM, ALL CONTRACTS\n{}", allocation(story));
    page
}

fn population(story: &ContractYearStory) -> String {
    let settled = &story.settled;
    let mut lines = Lines::new();
    let per_person = |dollars: f64| Cents::round(dollars).to_string();
    lines.row("attributed lives", format!("{:.0}", settled.lives));
    lines.row("benchmark, per person", per_person(settled.benchmark));
    lines.row("spending without any response or luck, per person", per_person(settled.expected_spending));
    lines.row("taken off by physicians and the organisation", percent(settled.effect));
    lines.row("spending, per person", per_person(settled.spending));
    lines.row("true savings", Cents::round(settled.true_savings).to_string());
    lines.row("quality score", percent(settled.quality));
    lines.text()
}

fn rules(story: &ContractYearStory) -> String {
    let mut lines = Lines::new();
    for rule in &story.rules {
        lines.row(rule.name, rule.amount.to_string());
    }
    lines.row("expected receipts for a saved dollar, before the year", format!("${:.3}", story.slope));
    lines.text()
}

fn settlement(story: &ContractYearStory) -> String {
    let s = &story.settled.settlement;
    let mut lines = Lines::new();
    lines.money("benchmark", s.benchmark);
    lines.money("spending", s.spending);
    let rate = if s.benchmark == Cents::ZERO { 0.0 } else { s.gross().count() / s.benchmark.count() };
    lines.money(format!("gross savings ({} of benchmark)", percent(rate)), s.gross());
    for (what, amount) in [
        ("kept by the payer", s.payer_keeps),
        ("forfeited: below the minimum savings rate", s.forfeited.minimum_savings_rate),
        ("forfeited: quality", s.forfeited.quality),
        ("forfeited: sequestration", s.forfeited.sequestration),
        ("forfeited: cap", s.forfeited.cap),
    ] {
        if amount != Cents::ZERO {
            lines.money(format!("  {what}"), -amount);
        }
    }
    if s.payer_bears != Cents::ZERO {
        lines.money("  borne by the payer", s.payer_bears);
    }
    lines.money("earned", s.earned);
    lines.money("owed", s.owed);
    for (what, amount) in
        [("reward for quality or reporting", s.reward), ("penalty for quality or reporting", -s.penalty)]
    {
        if amount != Cents::ZERO {
            lines.money(what, amount);
        }
    }
    if story.prepaid != Cents::ZERO {
        lines.money("prepaid during the year, trued up with the final payment", story.prepaid);
    }
    if let Some(interim) = story.interim {
        let provisional = story.settled.provisional;
        lines.money(format!("moved in {}, by an interim settlement", month(interim)), provisional);
        lines.money(format!("left to move in {}", month(story.paid)), s.net() - story.prepaid - provisional);
    }
    lines.text()
}

fn allocation(story: &ContractYearStory) -> String {
    let (value, uses) = (&story.value, &story.uses);
    let mut lines = Lines::new();
    lines.money("earned", value.earned);
    for (what, amount) in [
        ("programme cost beyond fees", uses.programme),
        ("losses on other contracts, and what audits take back", uses.losses),
        ("reserve", uses.reserve),
        ("infrastructure", uses.infrastructure),
        ("physicians' pools", uses.physicians),
        ("staff", uses.staff),
    ] {
        lines.money(format!("  {what}"), -amount);
    }
    for (name, kept) in &story.hops {
        lines.money(format!("  kept by {name}"), -*kept);
    }
    if story.pools_cut < 1.0 {
        lines.row("circuit breaker", format!("{:.0} % of the pools", 100.0 * story.pools_cut));
    }
    lines.money("margin", uses.margin);
    if value.owed != Cents::ZERO {
        lines.money("owed to payers", value.owed);
        if story.settled.recovered > Cents::ZERO {
            let back = story.settled.recovered;
            lines.money("  of it taken back here, of earlier years, after an audit", back);
        }
        lines.money("  paid from the reserve", uses.from_reserve);
    }
    lines.text()
}
