//! What funds variants, solved by the engine itself: the factor on what gives way with which a variant's pay over
//! the horizon costs what it is to cost.
//!
//! Arms are simulated if nobody responds, on the luck of the run's own first trials. The searches of a variant go
//! through the same simulations, each plan meeting the factor that its own search asks for next; and variants are
//! simulated side by side, each beside the baseline.

use super::bills::{ArmAsked, BillBench, BillBeside, Bills, Going, mean, with_enough};
use super::solved::Solved;
use crate::engine::Fault;
use crate::model::{Arm, Funded, Funding, Model, PlanFactor};
use crate::order::Ordered;
use crate::schema::Problem;

/// How near a bill comes to its budget, as a share of it.
const NEAR: f64 = 1e-5;

/// How far it may stay away where it jumps.
const TOLERATED: f64 = 1e-3;

/// Simulations at most.
const ROUNDS: usize = 60;

/// Why arms are not funded.
pub(super) enum Unfunded {
    /// It was asked to stop.
    Stopped,
    /// What is wrong with them.
    Problems(Vec<Problem>),
}

/// Solves what funds the arms of a model: each by itself, so that it does not hang on which others there are, and all
/// of them side by side.
pub(super) fn fund(model: &mut Model, known: &Solved, going: Going<'_>) -> Result<(), Unfunded> {
    let Some(baseline) = model.arms.first().map(Arm::without_response) else { return Ok(()) };
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut variants: Vec<(usize, Variant)> = Vec::new();
    for (place, arm) in model.arms.iter().enumerate().skip(1) {
        let Some(funding) = &arm.scenario.funding else { continue };
        match known.of(&baseline, arm) {
            Some(funded) => found.push((place, funded)),
            None => variants.push((place, Variant::new(arm.without_response(), funding, &model.plans))),
        }
    }
    let bench = BillBench { model, baseline: &baseline, going };
    search(&mut variants, &bench).map_err(|fault| match fault {
        Fault::Stopped => Unfunded::Stopped,
        Fault::Unbalanced { .. } | Fault::Trials(_) | Fault::Threads(_) => {
            Unfunded::Problems(vec![problem(&baseline, fault.to_string())])
        }
    })?;
    for (place, variant) in variants {
        let arm = &model.arms[place];
        match variant.found() {
            Ok(funded) => {
                known.keep(&baseline, arm, &funded);
                found.push((place, funded));
            }
            Err(messages) => problems.extend(messages.into_iter().map(|said| problem(arm, said))),
        }
    }
    for (place, funded) in found {
        put(model, place, &funded);
    }
    if problems.is_empty() { Ok(()) } else { Err(Unfunded::Problems(problems)) }
}

/// Takes the searches of variants to their ends, beside the baseline: every simulation is of all that are open.
fn search(variants: &mut [(usize, Variant)], bench: &BillBench<'_>) -> Result<(), Fault> {
    if variants.is_empty() {
        return Ok(());
    }
    let groups: Vec<Vec<ArmAsked<'_>>> =
        variants.iter().map(|(_, variant)| vec![variant.asked_with_everyone()]).collect();
    let begun = with_enough(bench, &groups)?;
    for ((_, variant), (enough, few)) in variants.iter_mut().zip(begun) {
        variant.begin(&enough, &few);
    }
    for _ in 0..ROUNDS {
        let open = variants.iter_mut().map(|(_, variant)| variant).filter(|variant| variant.is_open());
        let mut open: Vec<(Arm, &mut Variant)> =
            open.map(|variant| (variant.arm.funded_at(&variant.factors()), variant)).collect();
        if open.is_empty() {
            break;
        }
        let trials = 0..bench.few_trials();
        let wanted = open.iter().map(|(arm, variant)| {
            let asked = ArmAsked { arm, members: variant.members() };
            (asked, trials.clone())
        });
        let wanted: Vec<_> = wanted.collect();
        let bills: Vec<Vec<f64>> =
            bench.pay(&wanted)?.iter().map(|columns| columns.iter().map(|pay| mean(pay)).collect()).collect();
        for ((_, variant), bills) in open.iter_mut().zip(bills) {
            variant.searches.iter_mut().zip(bills).for_each(|(search, bill)| search.note(bill));
        }
    }
    Ok(())
}

/// Funds arms as those of the same name in another model are.
pub(super) fn fund_as(model: &mut Model, other: &Model) {
    for known in &other.arms {
        let place = model.arms.iter().position(|arm| arm.name == known.name);
        if let Some((place, funded)) = place.zip(known.funded.as_ref()) {
            put(model, place, funded);
        }
    }
}

/// Puts what funds an arm into it, on every roster.
fn put(model: &mut Model, place: usize, funded: &Funded) {
    for arms in model.further.iter_mut().map(|other| &mut other.arms).chain([&mut model.arms]) {
        arms[place] = arms[place].funded_at(&funded.factors);
        arms[place].funded = Some(funded.clone());
    }
}

/// A variant whose factors are searched for: one, or one for each of its plans.
#[derive(Debug)]
struct Variant {
    /// As it is stated, if nobody responds.
    arm: Arm,
    /// Its bill as it is stated.
    all: Option<BillBeside>,
    /// Trials of the exact bills.
    trials: u64,
    searches: Vec<FactorSearch>,
}

impl Variant {
    fn new(arm: Arm, funding: &Funding, starts: &[String]) -> Variant {
        let groups =
            if funding.each { groups(&arm, funding, starts) } else { vec![(funding.plans.clone(), None)] };
        let search = |(plans, members): (Vec<String>, Option<Vec<String>>)| {
            let most = arm.room_to_fund(&plans);
            let funding = funding.clone();
            FactorSearch { plans, members, funding, most, baseline: 0.0, luck: 0.0, tried: Vec::new() }
        };
        let searches = groups.into_iter().map(search).collect();
        Variant { arm, all: None, trials: 0, searches }
    }

    /// As it is stated: everyone's pay, then that of those whom each search asks for.
    fn asked_with_everyone(&self) -> ArmAsked<'_> {
        ArmAsked { arm: &self.arm, members: std::iter::once(None).chain(self.members()).collect() }
    }

    /// Whom each search asks for.
    fn members(&self) -> Vec<Option<&[String]>> {
        self.searches.iter().map(|search| search.members.as_deref()).collect()
    }

    /// Takes its bills as it is stated, exact and over few trials.
    fn begin(&mut self, enough: &Bills, few: &Bills) {
        let mut both = enough.all.iter().zip(&few.all);
        self.all = both.next().map(|(exact, _)| *exact);
        self.trials = enough.trials;
        for (search, (exact, few)) in self.searches.iter_mut().zip(both) {
            search.begin(exact, few);
        }
    }

    /// Whether any of its factors is still searched for.
    fn is_open(&self) -> bool {
        self.searches.iter().any(|search| matches!(search.next(), Next::Try(_)))
    }

    /// The factors to be tried next: of those that are found already, what was found.
    fn factors(&self) -> Vec<PlanFactor> {
        let each = self.searches.iter().flat_map(|search| {
            let factor = match search.next() {
                Next::Try(factor) | Next::Done(factor, _) => factor,
                Next::Nowhere => 1.0,
            };
            search.plans.iter().map(move |plan| PlanFactor { plan: plan.clone(), factor })
        });
        each.collect()
    }

    /// What was found, or why nothing was.
    fn found(&self) -> Result<Funded, Vec<String>> {
        let refused: Vec<String> = self.searches.iter().filter_map(FactorSearch::refused).collect();
        if !refused.is_empty() {
            return Err(refused);
        }
        let (factors, all) = (self.factors(), self.all.map_or((0.0, 0.0), |all| (all.baseline, all.bill)));
        // Whoever begins on other plans is paid as stated.
        let moved = |to: &dyn Fn(&FactorSearch) -> f64| {
            all.1 + self.searches.iter().map(|search| to(search) - search.stated()).sum::<f64>()
        };
        Ok(Funded {
            by: self.searches.first().map_or("", |search| search.funding.by.key()),
            amounts: self.arm.amounts_at(&factors),
            factors,
            baseline: all.0,
            stated: all.1,
            budget: moved(&FactorSearch::budget),
            bill: moved(&|search| match search.next() {
                Next::Done(_, bill) => bill,
                Next::Try(_) | Next::Nowhere => search.stated(),
            }),
            trials: self.trials,
        })
    }
}

/// The plans that give way, each with the plans on which those begin whom it pays sooner or later; plans that pay the
/// same people together.
fn groups(arm: &Arm, funding: &Funding, starts: &[String]) -> Vec<(Vec<String>, Option<Vec<String>>)> {
    let mut groups: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for plan in &funding.plans {
        let moved = |start: &String| {
            start == plan
                || arm.scenario.redesign.iter().any(|change| change.to == *plan && change.from == *start)
        };
        let mut own = (vec![plan.clone()], starts.iter().filter(|start| moved(start)).cloned().collect());
        let (same, others): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(_, members)| members.iter().any(&moved));
        groups = others;
        for (plans, members) in same {
            let (known, mut all): (Vec<String>, Vec<String>) = own;
            all.extend(members.into_iter().filter(|start| !moved(start)));
            own = ([plans, known].concat(), all);
        }
        groups.push(own);
    }
    groups.into_iter().map(|(plans, members)| (plans, Some(members))).collect()
}

/// An amount of money for a message.
fn money(amount: f64) -> String {
    if amount < 1e6 { format!("{amount:.0} $") } else { format!("{:.3} million $", amount / 1e6) }
}

fn problem(arm: &Arm, message: String) -> Problem {
    Problem::of_whole(&arm.name, "funding", message)
}

/// The search for one factor: the bill as stated first, then secants, inside a bracket as soon as there is one.
#[derive(Debug)]
struct FactorSearch {
    /// The plans that give way by it.
    plans: Vec<String>,
    /// The plans on which those begin whose pay is to stay; everyone's where it is `None`.
    members: Option<Vec<String>>,
    funding: Funding,
    /// The most that the factor can be.
    most: f64,
    /// The baseline's bill.
    baseline: f64,
    /// What few trials are off, $: it hardly moves with the factor.
    luck: f64,
    /// Factors with their bills, in the order in which they were tried: what is stated first.
    tried: Vec<(f64, f64)>,
}

/// What a search does next.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    /// It asks for the bill at a factor.
    Try(f64),
    /// It is done, at one of those tried.
    Done(f64, f64),
    /// No factor meets the budget.
    Nowhere,
}

impl FactorSearch {
    /// Takes the bill as stated, exact and over few trials.
    fn begin(&mut self, exact: &BillBeside, few: &BillBeside) {
        self.baseline = exact.baseline;
        self.luck = few.bill - exact.bill;
        self.tried.push((1.0, exact.bill));
    }

    fn next(&self) -> Next {
        next(&self.tried, self.budget(), self.most)
    }

    /// Takes the bill over few trials at the factor that it asked for, if it did.
    fn note(&mut self, bill: f64) {
        if let Next::Try(factor) = self.next() {
            self.tried.push((factor, bill - self.luck));
        }
    }

    /// The bill as stated.
    fn stated(&self) -> f64 {
        self.tried.first().map_or(0.0, |(_, bill)| *bill)
    }

    fn budget(&self) -> f64 {
        self.funding.budget(self.baseline, self.stated())
    }

    /// Why nothing was found, if nothing was.
    fn refused(&self) -> Option<String> {
        let is_nobodys = self.members.as_ref().is_some_and(Vec::is_empty);
        if !is_nobodys && matches!(self.next(), Next::Done(..)) {
            return None;
        }
        if is_nobodys {
            return Some(format!(
                "nobody begins on plan `{}` or is moved to it by a redesign, so it has no budget of its own; leave it out of plans, or leave out each",
                self.plans.join("` or `")
            ));
        }
        let bills = || self.tried.iter().map(|(_, bill)| *bill);
        let (least, most) = (bills().fold(f64::INFINITY, f64::min), bills().fold(0.0, f64::max));
        let whose = if self.members.is_some() {
            format!(" of those on plan `{}`", self.plans.join("` and `"))
        } else {
            String::new()
        };
        Some(format!(
            "the budget of {} of pay{whose} over the horizon cannot be met by = {:?}: the variant is expected to pay {} as it is stated, and from {} to {} whatever that is multiplied by; let more plans give way, fund it by something else, change what it pays beside them, or write a share below 1 or a budget_change",
            money(self.budget()),
            self.funding.by.key(),
            money(self.stated()),
            money(least),
            money(most),
        ))
    }
}

/// The next step of a search for the factor in `[0, most]` whose bill is the budget, where bills go one way in the
/// factor; the first that was tried is 1.
fn next(tried: &[(f64, f64)], budget: f64, most: f64) -> Next {
    let off = |bill: f64| bill - budget;
    let nearest = tried.iter().min_by(|a, b| off(a.1).abs().total_cmp(&off(b.1).abs()));
    let Some(&(factor, bill)) = nearest else { return Next::Try(1.0) };
    if off(bill).abs() <= NEAR * budget.abs() {
        return Next::Done(factor, bill);
    }
    // The factors next to the budget, on either side of it.
    let mut sorted = tried.to_vec();
    sorted.order_by(|a, b| a.0.total_cmp(&b.0));
    let sides = sorted.windows(2).find(|pair| (off(pair[0].1) < 0.0) != (off(pair[1].1) < 0.0));
    if let Some(&[under, over]) = sides {
        let secant = under.0 + (over.0 - under.0) * off(under.1) / (under.1 - over.1);
        let middle = 0.5 * (under.0 + over.0);
        let step = if tried.len() > 5 && tried.len().is_multiple_of(3) { middle } else { secant };
        let narrow = over.0 - under.0 <= 1e-9 * over.0;
        let again = tried.iter().any(|(known, _)| known.to_bits() == step.to_bits());
        if narrow || again {
            let near = off(bill).abs() <= TOLERATED * budget.abs();
            return if near { Next::Done(factor, bill) } else { Next::Nowhere };
        }
        return Next::Try(step);
    }
    let was_tried = |factor: f64| tried.iter().any(|(known, _)| known.to_bits() == factor.to_bits());
    if was_tried(0.0) && was_tried(most) {
        return Next::Nowhere;
    }
    let guess = match tried {
        [.., before, last] if (last.1 - before.1).abs() > f64::EPSILON * budget.abs() => {
            // A little beyond what a straight line says, so that the budget lies between.
            let slope = (last.1 - before.1) / (last.0 - before.0);
            let step = -off(last.1) / slope;
            (last.0 + 1.02 * step).clamp(0.25 * last.0, (4.0 * last.0).max(0.1))
        }
        [.., last] => last.0 * (budget / last.1.max(0.01)).clamp(0.5, 2.0),
        [] => 1.0,
    };
    // Towards nothing, or beyond what is likely, straight to the limit.
    let guess = if guess < 1e-3 || tried.len() > ROUNDS / 4 { 0.0 } else { guess.min(most) };
    let limit = if was_tried(0.0) { most } else { 0.0 };
    Next::Try(if was_tried(guess) { limit } else { guess })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Factors asked for until there is an end, and the end.
    fn search(budget: f64, most: f64, bill: impl Fn(f64) -> f64) -> (usize, Next) {
        let mut tried = vec![(1.0, bill(1.0))];
        loop {
            let end = next(&tried, budget, most);
            let Next::Try(factor) = end else { return (tried.len(), end) };
            tried.push((factor, bill(factor)));
            assert!(tried.len() < ROUNDS, "{tried:?}");
        }
    }

    fn factor(end: Next) -> f64 {
        let Next::Done(factor, _) = end else { panic!("{end:?}") };
        factor
    }

    #[test]
    fn what_meets_the_budget_already_stays_as_it_is() {
        assert_eq!(search(500.0, 20.0, |c| 400.0 + 100.0 * c), (1, Next::Done(1.0, 500.0)));
    }

    #[test]
    fn a_straight_line_takes_few_simulations() {
        // 200 + 300 c = 440: c = 0.8.
        let (simulations, end) = search(440.0, 20.0, |c| 200.0 + 300.0 * c);
        assert!((factor(end) - 0.8).abs() < 1e-4, "{end:?}");
        assert!(simulations <= 4, "{simulations}");
    }

    #[test]
    fn kinks_are_found_from_either_side() {
        // max(240, 300 c) + max(240, 200 c): 500 for 300 c = 260; 700 for 500 c = 700; 600 for 300 c = 360.
        let bill = |c: f64| (300.0 * c).max(240.0) + (200.0 * c).max(240.0);
        for (budget, expected) in [(500.0, 26.0 / 30.0), (700.0, 1.4), (600.0, 1.2)] {
            let (_, end) = search(budget, 20.0, bill);
            assert!((factor(end) - expected).abs() < 1e-3, "{budget}: {end:?}");
        }
    }

    #[test]
    fn a_bill_that_falls_with_the_factor_is_met_too() {
        // A withhold: 500 − 20 c = 470 at c = 1.5.
        let (_, end) = search(470.0, 10.0, |c| 500.0 - 20.0 * c);
        assert!((factor(end) - 1.5).abs() < 1e-3, "{end:?}");
        // 500 − 20 c = 494 at c = 0.3.
        let (_, end) = search(494.0, 10.0, |c| 500.0 - 20.0 * c);
        assert!((factor(end) - 0.3).abs() < 1e-3, "{end:?}");
    }

    #[test]
    fn what_lies_out_of_reach_is_nowhere() {
        let capped = |c: f64| (100.0 + 50.0 * c).min(400.0);
        assert_eq!(search(90.0, 20.0, capped).1, Next::Nowhere);
        assert_eq!(search(500.0, 20.0, capped).1, Next::Nowhere);
        assert_eq!(search(90.0, 20.0, |_| 100.0).1, Next::Nowhere);
        // A jump over the budget.
        assert_eq!(search(90.0, 20.0, |c| if c > 0.5 { 100.0 } else { 50.0 }).1, Next::Nowhere);
    }
}
