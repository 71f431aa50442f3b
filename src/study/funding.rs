//! What funds variants, solved by the engine itself: the factor on what gives way with which a variant's pay over
//! the horizon costs what it is to cost.
//!
//! Arms are simulated if nobody responds, on the luck of the run's own first trials. All variants go through the
//! same simulations: each meets the factor that its own search asks for next.

use crate::engine::{BLOCK, Fault, HorizonMetric, Pick, Picks, RunOptions, Silent, sample};
use crate::entity::Roster;
use crate::model::{Arm, Drawn, Funded, Model, Scenario};
use crate::random::Copula;
use crate::schema::Problem;
use std::sync::{Arc, Mutex, PoisonError};

/// Trials of each simulation of a search. What chance leaves in a variant's bill beside the baseline's is taken
/// out once, over more trials where it takes more.
const TRIALS: u64 = 128;

/// The most trials.
const MOST_TRIALS: u64 = 2048;

/// Standard error, as a share of all pay, that trials are to leave in a bill beside the baseline's.
const ERROR: f64 = 5e-4;

/// Positions and trials, together, that a search simulates at once; large rosters need fewer trials.
const POSITIONS: u64 = 256_000;

/// How near a bill comes to its budget, as a share of it.
const NEAR: f64 = 1e-5;

/// How far it may stay away where it jumps.
const TOLERATED: f64 = 1e-3;

/// Simulations at most.
const ROUNDS: usize = 60;

/// What the pay of everyone over the horizon is expected to be in an arm if nobody responds.
#[derive(Clone, Debug, PartialEq)]
pub struct PayBill {
    /// The arm.
    pub arm: String,
    /// Mean over trials, $.
    pub bill: f64,
    /// The same less the baseline's, as a share of that.
    pub off: f64,
    /// Standard error of that.
    pub error: f64,
}

/// What every arm of a model is expected to pay over the horizon if nobody responds to incentives, the baseline
/// first: whether a variant costs more or less than it says.
///
/// # Errors
///
/// As the engine.
pub fn pay_bills(model: &Model) -> Result<Vec<PayBill>, Fault> {
    bills_of(model, &(0..model.arms.len()).collect::<Vec<_>>())
}

/// The same of the variants that do not say what funds them; nothing is simulated where there are none.
///
/// # Errors
///
/// As the engine.
pub fn unfunded_bills(model: &Model) -> Result<Vec<PayBill>, Fault> {
    let unfunded = |place: &usize| *place == 0 || model.arms[*place].funded.is_none();
    let arms: Vec<usize> = (0..model.arms.len()).filter(unfunded).collect();
    if arms.len() < 2 {
        return Ok(Vec::new());
    }
    Ok(bills_of(model, &arms)?.split_off(1))
}

/// Bills of arms of a model by their places, the baseline first.
fn bills_of(model: &Model, arms: &[usize]) -> Result<Vec<PayBill>, Fault> {
    let asked: Vec<AskedBill> = arms.iter().map(|place| (*place, 1.0)).collect();
    let (found, _) = with_enough(model, &asked)?;
    let bill = |(place, beside): (&usize, &BillBeside)| PayBill {
        arm: model.arms[*place].name.clone(),
        bill: beside.bill,
        off: beside.off(),
        error: beside.error,
    };
    Ok(arms.iter().zip(&found.all).map(bill).collect())
}

/// A bill beside the baseline's.
#[derive(Clone, Copy, Debug)]
struct BillBeside {
    bill: f64,
    baseline: f64,
    /// Standard error of the difference, as a share of the baseline's.
    error: f64,
}

impl BillBeside {
    #[expect(clippy::cast_precision_loss, reason = "some thousand trials")]
    fn of(values: &[f64], baseline: &[f64]) -> BillBeside {
        let n = values.len().max(1) as f64;
        let mean = |all: &[f64]| all.iter().sum::<f64>() / n;
        let (bill, own) = (mean(values), mean(baseline));
        let apart = |(value, base): (&f64, &f64)| {
            let off = (value - base) - (bill - own);
            off * off
        };
        let spread = values.iter().zip(baseline).map(apart).sum::<f64>() / (n - 1.0).max(1.0);
        BillBeside { bill, baseline: own, error: (spread / n).sqrt() / own.max(0.01) }
    }

    fn off(&self) -> f64 {
        self.bill / self.baseline.max(0.01) - 1.0
    }
}

/// Bills of arms, the baseline's first, over so many trials.
#[derive(Clone, Debug)]
struct Bills {
    all: Vec<BillBeside>,
    trials: u64,
}

/// An arm by its place in the model, and the factor on what funds it at which its bill is asked for.
type AskedBill = (usize, f64);

/// Simulates arms if nobody responds, the baseline first; where rosters are redrawn, on each of them at the same
/// factor.
fn simulate(model: &Model, asked: &[AskedBill], trials: u64) -> Result<Bills, Fault> {
    let picks: Vec<Pick> = (0..asked.len()).map(|arm| Pick::horizon(arm, HorizonMetric::TotalPay)).collect();
    let on = |own: &Model| -> Vec<Arm> {
        asked.iter().map(|(place, factor)| own.arms[*place].without_response().funded_at(*factor)).collect()
    };
    let further = model.further.iter().map(|own| Model { arms: on(own), ..own.clone() }).collect();
    let model = Model { arms: on(model), further, ..model.clone() };
    let values = match Picks::find(&model, &picks) {
        Ok(picks) => sample(&model, RunOptions::trials(trials), 0, &picks, &Silent)?,
        Err(_) => Vec::new(),
    };
    let all = values.iter().map(|own| BillBeside::of(own, &values[0])).collect();
    Ok(Bills { all, trials })
}

/// Trials of a search's simulations: one where there is no chance. Each roster is met as often as any other.
fn few_trials(model: &Model) -> u64 {
    let positions = (model.len() as u64).max(1);
    let certain = model.arms.iter().all(|arm| arm.scenario.chance.none);
    let trials = if certain { 1 } else { (POSITIONS / positions).clamp(BLOCK as u64, TRIALS) };
    trials.next_multiple_of(model.rosters() as u64)
}

/// Simulates arms over as many trials as their differences ask for: those bills, and those over few trials.
fn with_enough(model: &Model, arms: &[AskedBill]) -> Result<(Bills, Bills), Fault> {
    let few = simulate(model, arms, few_trials(model))?;
    let error = few.all.iter().map(|beside| beside.error).fold(0.0, f64::max);
    let times = (error / ERROR) * (error / ERROR);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most so many times as many"
    )]
    let times = times.min(64.0).ceil() as u64;
    let trials = (few.trials * times.max(1)).min(MOST_TRIALS.max(few.trials));
    let enough = if trials > few.trials { simulate(model, arms, trials)? } else { few.clone() };
    Ok((enough, few))
}

/// Solves what funds the arms of a model. Where rosters are redrawn, one factor has the bill meet the budget on average
/// over them.
pub(super) fn fund(model: &mut Model, known: &Solved) -> Result<(), Vec<Problem>> {
    let asking = |arm: &&Arm| arm.scenario.funding.is_some();
    let (Some(first), true) = (model.arms.first(), model.arms.iter().skip(1).any(|arm| asking(&arm))) else {
        return Ok(());
    };
    let baseline = first.without_response();
    let (mut found, mut searches) = (Vec::new(), Vec::new());
    for (place, arm) in model.arms.iter().enumerate().skip(1).filter(|(_, arm)| asking(arm)) {
        match known.of(&baseline, arm) {
            Some(funded) => found.push((place, funded)),
            None => searches.push(FactorSearch::new(place, arm.without_response())),
        }
    }
    search(model, &mut searches).map_err(|fault| vec![problem(&baseline, fault.to_string())])?;
    let mut problems = Vec::new();
    for search in searches {
        match search.found() {
            Ok(funded) => {
                known.keep(&baseline, &model.arms[search.place], &funded);
                found.push((search.place, funded));
            }
            Err(message) => problems.push(problem(&search.arm, message)),
        }
    }
    for (place, funded) in found {
        for arms in model.further.iter_mut().map(|other| &mut other.arms).chain([&mut model.arms]) {
            arms[place] = arms[place].funded_at(funded.factor);
            arms[place].funded = Some(funded.clone());
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Takes searches to their ends, together.
fn search(model: &Model, searches: &mut [FactorSearch]) -> Result<(), Fault> {
    if searches.is_empty() {
        return Ok(());
    }
    let with = |arms: Vec<AskedBill>| [vec![(0, 1.0)], arms].concat();
    let stated = with(searches.iter().map(|search| (search.place, 1.0)).collect());
    let (enough, few) = with_enough(model, &stated)?;
    for ((search, exact), few) in searches.iter_mut().zip(&enough.all[1..]).zip(&few.all[1..]) {
        search.begin(exact, few, enough.trials);
    }
    for _ in 0..ROUNDS {
        let asked: Vec<(usize, f64)> =
            searches.iter().enumerate().filter_map(|(i, search)| Some((i, search.asks()?))).collect();
        if asked.is_empty() {
            break;
        }
        let arms = with(asked.iter().map(|(i, factor)| (searches[*i].place, *factor)).collect());
        let bills = simulate(model, &arms, few.trials)?;
        for ((i, factor), there) in asked.iter().zip(&bills.all[1..]) {
            searches[*i].note(*factor, there.bill);
        }
    }
    Ok(())
}

/// An amount of money for a message.
fn money(amount: f64) -> String {
    if amount < 1e6 { format!("{amount:.0} $") } else { format!("{:.3} million $", amount / 1e6) }
}

fn problem(arm: &Arm, message: String) -> Problem {
    Problem { file: arm.name.clone(), line: 1, column: 1, path: "funding".to_owned(), message }
}

/// The search for one variant's factor: its own bill first, then secants, inside a bracket as soon as there is one.
#[derive(Debug)]
struct FactorSearch {
    /// Its place among the model's arms.
    place: usize,
    /// The variant as it is stated, if nobody responds.
    arm: Arm,
    /// The most that the factor can be.
    most: f64,
    /// The baseline's bill.
    baseline: f64,
    /// What few trials are off, $: it hardly moves with the factor.
    luck: f64,
    /// Trials of the exact bills.
    trials: u64,
    /// Factors with their bills, in the order in which they were tried: the variant as it is stated first.
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
    fn new(place: usize, arm: Arm) -> FactorSearch {
        let most = arm.room_to_fund();
        FactorSearch { place, arm, most, baseline: 0.0, luck: 0.0, trials: 0, tried: Vec::new() }
    }

    /// Takes the bill of the variant as it is stated, exact and over few trials.
    fn begin(&mut self, exact: &BillBeside, few: &BillBeside, trials: u64) {
        self.baseline = exact.baseline;
        self.luck = few.bill - exact.bill;
        self.trials = trials;
        self.tried.push((1.0, exact.bill));
    }

    /// The factor whose bill it asks for.
    fn asks(&self) -> Option<f64> {
        match next(&self.tried, self.budget(), self.most) {
            Next::Try(factor) => Some(factor),
            Next::Done(..) | Next::Nowhere => None,
        }
    }

    /// Takes a bill over few trials.
    fn note(&mut self, factor: f64, bill: f64) {
        self.tried.push((factor, bill - self.luck));
    }

    fn budget(&self) -> f64 {
        let own = self.tried.first().map_or(0.0, |(_, bill)| *bill);
        self.arm.scenario.funding.as_ref().map_or(own, |funding| funding.budget(self.baseline, own))
    }

    /// What was found, or why nothing was.
    fn found(&self) -> Result<Funded, String> {
        let (budget, stated) = (self.budget(), self.tried.first().map_or(0.0, |(_, bill)| *bill));
        let by = self.arm.scenario.funding.as_ref().map_or("", |funding| funding.by.key());
        match next(&self.tried, budget, self.most) {
            Next::Done(factor, bill) => Ok(Funded {
                by,
                factor,
                amounts: self.arm.amounts_at(factor),
                baseline: self.baseline,
                stated,
                budget,
                bill,
                trials: self.trials,
            }),
            Next::Nowhere | Next::Try(_) => {
                let bills = || self.tried.iter().map(|(_, bill)| *bill);
                let (least, most) = (bills().fold(f64::INFINITY, f64::min), bills().fold(0.0, f64::max));
                Err(format!(
                    "the budget of {} of pay over the horizon cannot be met by = {by:?}: the variant is expected to pay {} as it is stated, and from {} to {} whatever that is multiplied by; let more plans give way, fund it by something else, change what it pays beside them, or write a share below 1 or a budget_change",
                    money(budget),
                    money(stated),
                    money(least),
                    money(most),
                ))
            }
        }
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
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let sides = sorted.windows(2).find(|pair| (off(pair[0].1) < 0.0) != (off(pair[1].1) < 0.0));
    if let Some(&[under, over]) = sides {
        let secant = under.0 + (over.0 - under.0) * off(under.1) / (under.1 - over.1);
        let middle = 0.5 * (under.0 + over.0);
        let step = if tried.len() > 5 && tried.len() % 3 == 0 { middle } else { secant };
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

/// What was solved, to be used again by runs and changes that leave the same arms as they were.
#[derive(Debug, Default)]
pub(super) struct Solved(Mutex<Vec<SolvedArm>>);

/// Enough for the variants of a scenario; searches that change numbers do not fill the memory.
const KEPT: usize = 16;

/// A solution with what it was found for.
#[derive(Clone, Debug)]
struct SolvedArm {
    arms: [Same; 2],
    funded: Funded,
}

/// What of an arm a solution depends on.
#[derive(Clone, Debug)]
struct Same {
    scenario: Scenario,
    drawn: Vec<Drawn>,
    copula: Option<Copula>,
    listed: Arc<Roster>,
}

impl Same {
    fn of(arm: &Arm) -> Same {
        let mut scenario = arm.scenario.clone();
        // How many trials a run has changes nothing.
        scenario.run.trials = TRIALS;
        let (drawn, copula) = (arm.drawn.clone(), arm.copula.clone());
        Same { scenario, drawn, copula, listed: Arc::clone(&arm.listed) }
    }

    fn is(&self, other: &Same) -> bool {
        Arc::ptr_eq(&self.listed, &other.listed)
            && self.scenario == other.scenario
            && self.drawn == other.drawn
            && self.copula == other.copula
    }
}

impl Clone for Solved {
    fn clone(&self) -> Solved {
        Solved(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl Solved {
    fn of(&self, baseline: &Arm, arm: &Arm) -> Option<Funded> {
        let arms = [Same::of(baseline), Same::of(&arm.without_response())];
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |k: &&SolvedArm| k.arms.iter().zip(&arms).all(|(known, arm)| known.is(arm));
        known.iter().find(same).map(|k| k.funded.clone())
    }

    /// Keeps a solution for an arm as it is stated.
    fn keep(&self, baseline: &Arm, arm: &Arm, funded: &Funded) {
        if self.of(baseline, arm).is_some() {
            return;
        }
        let arms = [Same::of(baseline), Same::of(&arm.without_response())];
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.truncate(KEPT - 1);
        known.insert(0, SolvedArm { arms, funded: funded.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Factors asked for until there is an end, and the end.
    fn search(budget: f64, most: f64, bill: impl Fn(f64) -> f64) -> (usize, Next) {
        let mut tried = vec![(1.0, bill(1.0))];
        loop {
            match next(&tried, budget, most) {
                Next::Try(factor) => tried.push((factor, bill(factor))),
                end => return (tried.len(), end),
            }
            assert!(tried.len() < ROUNDS, "{tried:?}");
        }
    }

    fn factor(end: Next) -> f64 {
        match end {
            Next::Done(factor, _) => factor,
            other => panic!("{other:?}"),
        }
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
