//! Notes about contracts: spending beside the nation's, revenue shares that are not what is used, programmes
//! that ask for more lives.

use super::{Look, Remarks};
use crate::payer::mssp::BenchmarkFrom;
use crate::payer::{Contract, LineOfBusiness, Terms};
use crate::terms::reaches;
use crate::units::{count, figure, whole_dollars};

/// Cost of care of a person and year by line of business: what is usual, and how far from it is asked about.
/// Recalled: about what national accounts show a person (Medicare some $13,000, private insurance $6,500,
/// Medicaid $8,000).
const fn usual(line: LineOfBusiness) -> (&'static str, f64, f64, f64) {
    match line {
        LineOfBusiness::Medicare => ("traditional Medicare", 4_000.0, 13_000.0, 60_000.0),
        LineOfBusiness::MedicareAdvantage => ("Medicare Advantage", 4_000.0, 13_000.0, 60_000.0),
        LineOfBusiness::Commercial => ("commercial insurance", 1_500.0, 6_500.0, 40_000.0),
        LineOfBusiness::Medicaid => ("Medicaid", 1_000.0, 8_000.0, 60_000.0),
    }
}

/// Professional revenue per wRVU that is asked about.
const PRICES: (f64, f64) = (15.0, 400.0);
/// Lives below which the Shared Savings Program takes no ACO (42 CFR 425.110).
const ENOUGH: f64 = 5_000.0;
/// Points by which a stated share may differ from the one used without a word.
const POINTS: f64 = 0.10;

/// Cost of care and prices far from what is usual.
pub(super) fn spending(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, contract) in look.arm.scenario.contract.iter() {
        let (line, least, mean, most) = usual(contract.line);
        let found = contract.spending.0;
        if contract.terms.counts_people() && !(least..=most).contains(&found) {
            let advice = if (least..=most).contains(&(12.0 * found)) {
                format!("write {} if it is a month's", figure(12.0 * found))
            } else {
                "write dollars for one person and a whole year".to_owned()
            };
            remarks.say(
                format!("contract.{name}.spending"),
                format!("{} a person and year", whole_dollars(found)),
                format!("beside about {}, usual in {line}", whole_dollars(mean)),
                advice,
            );
        }
        let price = contract.price_per_wrvu.0;
        if price > 0.0 && !(PRICES.0..=PRICES.1).contains(&price) {
            remarks.say(
                format!("contract.{name}.price_per_wrvu"),
                format!("${price:.2} per wRVU"),
                "beside $76.63, the mean of all payers in 2025",
                "write what the payer pays for professional services per work RVU",
            );
        }
    }
}

/// On which basis spending was taken, where the scenario leaves it open.
pub(super) fn basis(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, contract) in look.arm.scenario.contract.iter().filter(|(_, c)| c.leaves_basis_open()) {
        let Some(basis) = contract.basis() else { continue };
        remarks.say(
            format!("contract.{name}.spending"),
            format!("each person's cost counts {basis}"),
            "",
            "write truncation = { percentile = 1 } if every person's cost counts whole, or the limit that the contract sets, with stated_at for a figure cut elsewhere",
        );
    }
}

/// Months of a clock before which nothing of the Merit-based Incentive Payment System is paid: it adjusts claims of the
/// second calendar year after.
const SECOND_YEAR: f64 = 24.0;

/// Money that moves, and base years that lie, elsewhere than in the programme.
pub(super) fn clocks(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, contract) in look.arm.scenario.contract.iter() {
        let month = contract.clock.payment_month.0;
        if matches!(contract.terms, Terms::Mips(_)) && month < SECOND_YEAR {
            remarks.say(
                format!("contract.{name}.clock.payment_month"),
                format!("money moves in month {month}"),
                "adjustments and lump sums are paid in the second calendar year after the performance year",
                "write clock = { settlement_month = 20, payment_month = 30 }",
            );
        }
        let begins = contract.begins(look.start);
        if let Some(advice) = instead_of_simulated(&contract.terms).filter(|_| begins < look.start) {
            remarks.say(
                format!("contract.{name}.first_year"),
                format!("the agreement began in {begins}"),
                format!(
                    "its benchmark rests on the three years before {}, and not on those before it",
                    look.start
                ),
                advice,
            );
        }
    }
}

/// What to write where a benchmark rests on simulated base years.
fn instead_of_simulated(terms: &Terms) -> Option<&'static str> {
    if let Terms::Mssp(terms) = terms {
        matches!(terms.benchmark, BenchmarkFrom::Growth(_)).then_some(
            "write benchmark = { stated = { updated = ..., year = ... } } or base_years for what is published",
        )
    } else {
        matches!(terms, Terms::Lead(_))
            .then_some("begin the scenario with the agreement if its own base years matter")
    }
}

/// What the Shared Savings Program would not admit.
pub(super) fn sizes(look: &Look<'_>, remarks: &mut Remarks) {
    for (place, (name, contract)) in look.arm.scenario.contract.iter().enumerate() {
        let lives = contract.lives(look.arm.practice_under(place).lives[place], 1.0);
        if matches!(contract.terms, Terms::Mssp(_)) && lives > 0.0 && !reaches(lives, ENOUGH) {
            remarks.say(
                format!("contract.{name}"),
                format!("{lives:.0} assigned lives"),
                "the Shared Savings Program asks for 5,000 (42 CFR 425.110): below, the minimum rate is that of the size whatever was elected, CMS asks for a corrective action plan, and ends the agreement if there are still fewer at the end of the next performance year; this goes on to settle",
                format!("add lives.{name} to the roster, or other_lives for clinicians who are not on it"),
            );
        }
    }
}

/// Revenue shares that are not what contracts state.
pub(super) fn shares(look: &Look<'_>, remarks: &mut Remarks) {
    let contracts = &look.arm.scenario.contract;
    let people_of = look.arm.scenario.people_of(0);
    let at_first = || contracts.iter().zip(&people_of).filter(|(_, of)| of.is_some()).map(|(one, _)| one);
    let stated: f64 = at_first().map(|(_, c)| c.revenue_share.0).sum();
    let rows = look.arm.roster.iter().flatten();
    let (own, open): (Vec<_>, Vec<_>) = rows.partition(|p| p.revenue_share.iter().any(|(_, s)| *s > 0.0));
    if stated < 1.0 - 1e-6 && !open.is_empty() {
        let part =
            |(name, c): (&str, &Contract)| format!("{name} {:.3}", c.revenue_share.0 / stated.max(1e-9));
        let parts: Vec<String> = at_first().map(part).collect();
        remarks.say(
            "contract revenue_share",
            format!("the shares of all contracts add up to {}", figure((1e4 * stated).round() / 1e4)),
            format!(
                "every wRVU is somebody's, so they are taken as parts of the whole: {}",
                parts.join(", ")
            ),
            "let them add up to 1, with a fee_for_service contract for the rest",
        );
    }
    let short: Vec<(usize, f64)> = look.unpaid();
    if !short.is_empty() {
        let (_, used) = short[0];
        let from = if own.is_empty() { "lives over the panel" } else { "the row's own shares" };
        remarks.say(
            "roster revenue_share",
            format!("{}: {from} come to {} of the revenue", look.names(&short), percent(used)),
            "no contract pays for the rest of the wRVUs",
            "let the shares of a row add up to 1, or state a contract without lives for the rest",
        );
    }
    for (place, (name, contract)) in contracts.iter().enumerate() {
        let Some((used, people)) = look.by_lives(place) else { continue };
        if (used - contract.revenue_share.0).abs() > POINTS {
            remarks.say(
                format!("contract.{name}.revenue_share"),
                format!("states {} of professional revenue", percent(contract.revenue_share.0)),
                format!(
                    "the roster has lives under it, so for {} their part of the panel is used instead: {}",
                    count(people, "physician"),
                    percent(used)
                ),
                format!("correct lives or panels, or state revenue_share.{name} in the roster"),
            );
        }
    }
}

/// A share in words, with a decimal where it would be lost.
fn percent(share: f64) -> String {
    if share < 0.095 { format!("{:.1} %", 100.0 * share) } else { format!("{:.0} %", 100.0 * share) }
}

impl Look<'_> {
    /// Places of physicians whose shares do not come to the whole, each with what they come to.
    fn unpaid(&self) -> Vec<(usize, f64)> {
        let practice = &self.arm.practice;
        let present = self.arm.roster.iter().enumerate().filter(|(_, p)| p.is_some());
        let used = present.map(|(place, _)| {
            let own = practice.contracts_of(place / crate::tile::TILE);
            let lane = place % crate::tile::TILE;
            (place, own.iter().map(|c| c.revenue_share[lane]).sum::<f64>())
        });
        used.filter(|(_, share)| *share < 1.0 - 1e-6).collect()
    }

    /// Where a contract's people decide the share: the mean share by wRVUs, and of how many.
    fn by_lives(&self, contract: usize) -> Option<(f64, usize)> {
        let (name, terms) = &self.arm.scenario.contract.0[contract];
        if !terms.terms.counts_people() {
            return None;
        }
        let (mut work, mut under, mut people) = (0.0, 0.0, 0);
        for p in self.arm.roster.iter().flatten().filter(|p| p.revenue_share.iter().all(|(_, s)| *s <= 0.0)) {
            let lives = p.lives.iter().find(|(own, lives)| **own == **name && *lives > 0.0);
            if let Some((_, lives)) = lives.filter(|_| p.panel > 0.0) {
                work += p.wrvu;
                under += p.wrvu * lives / p.panel;
                people += 1;
            }
        }
        (work > 0.0).then_some((under / work, people))
    }
}
