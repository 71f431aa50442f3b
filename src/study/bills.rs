//! What arms are expected to pay over the horizon if nobody responds to incentives, on the luck of a run's own first
//! trials.

use crate::engine::{
    BLOCK, Fault, HorizonMetric, Metric, ModelSample, Pick, Progress, RunOptions, Scope, Silent, sample_each,
};
use crate::model::{Arm, Model};
use crate::units::real;
use std::ops::Range;

/// Trials of each simulation of a search. What chance leaves in a variant's bill beside the baseline's is taken
/// out once, over more trials where it takes more.
const TRIALS: u64 = 128;

/// The most trials.
const MOST_TRIALS: u64 = 2048;

/// Standard error, as a share of all pay, that trials are to leave in a bill beside the baseline's.
const ERROR: f64 = 5e-4;

/// Positions and trials, together, that a search simulates at once; large rosters need fewer trials.
const POSITIONS: u64 = 256_000;

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
    bills_of(model, &model.arms.iter().collect::<Vec<_>>())
}

/// The same of the variants that do not say what funds them; nothing is simulated where there are none.
///
/// # Errors
///
/// As the engine.
pub fn unfunded_bills(model: &Model) -> Result<Vec<PayBill>, Fault> {
    let unfunded = model.arms.iter().enumerate().filter(|(place, arm)| *place == 0 || arm.funded.is_none());
    let arms: Vec<&Arm> = unfunded.map(|(_, arm)| arm).collect();
    if arms.len() < 2 {
        return Ok(Vec::new());
    }
    Ok(bills_of(model, &arms)?.split_off(1))
}

/// Bills of arms of a model, the baseline first.
fn bills_of(model: &Model, arms: &[&Arm]) -> Result<Vec<PayBill>, Fault> {
    let silent: Vec<Arm> = arms.iter().map(|arm| arm.without_response()).collect();
    let Some(baseline) = silent.first() else { return Ok(Vec::new()) };
    let variants = if silent.len() > 1 { &silent[1..] } else { &silent };
    let going = Going { options: RunOptions::trials(1), progress: &Silent };
    let asked = variants.iter().map(|arm| ArmAsked { arm, members: vec![None] }).collect();
    let found = with_enough(&BillBench { model, baseline, going }, &[asked])?;
    let all = found.into_iter().next().map(|(enough, _)| enough.all).unwrap_or_default();
    let bill = |(arm, beside): (&&Arm, &BillBeside)| PayBill {
        arm: arm.name.clone(),
        bill: beside.bill,
        off: beside.off(),
        error: beside.error,
    };
    let own = all.first().map(|beside| BillBeside { bill: beside.baseline, error: 0.0, ..*beside });
    Ok(arms.iter().zip(own.iter().chain(&all)).map(bill).collect())
}

/// The mean over trials; nothing over none.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / real(values.len().max(1))
}

/// A bill beside the baseline's.
#[derive(Clone, Copy, Debug)]
pub(super) struct BillBeside {
    pub(super) bill: f64,
    pub(super) baseline: f64,
    /// Standard error of the difference, as a share of the baseline's.
    error: f64,
}

impl BillBeside {
    fn of(values: &[f64], baseline: &[f64]) -> BillBeside {
        let n = real(values.len().max(1));
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

/// An arm of which pay over the horizon is asked for.
#[derive(Clone, Debug)]
pub(super) struct ArmAsked<'a> {
    pub(super) arm: &'a Arm,
    /// Of those who begin on so many plans; of everyone where it is `None`.
    pub(super) members: Vec<PlanMembers<'a>>,
}

/// The plans on which those begin whose pay is asked for; everyone's where it is `None`.
type PlanMembers<'a> = Option<&'a [String]>;

/// What to take from every trial of an arm, each with its weight.
fn picks(model: &Model, arm: usize, members: PlanMembers<'_>) -> Vec<(Pick, f64)> {
    let Some(plans) = members else {
        return vec![(Pick::horizon(arm, HorizonMetric::TotalPay), 1.0)];
    };
    let pay = Metric::Pay.definition().name;
    let mut picks = Vec::new();
    for plan in plans {
        let positions = model.physicians.iter().filter(|physician| physician.plan == *plan).count();
        for year in 0..model.years {
            picks.push((Pick::year(arm, year, Scope::Plan, plan, pay), real(positions)));
        }
    }
    picks
}

/// How simulations go about it, however many trials they have; and who is told.
#[derive(Clone, Copy)]
pub(super) struct Going<'a> {
    pub(super) options: RunOptions<'a>,
    pub(super) progress: &'a dyn Progress,
}

/// Bills over so many trials.
#[derive(Clone, Debug)]
pub(super) struct Bills {
    pub(super) all: Vec<BillBeside>,
    pub(super) trials: u64,
}

impl Bills {
    /// As many trials as leave little enough of chance in them.
    fn enough_trials(&self) -> u64 {
        let error = self.all.iter().map(|beside| beside.error).fold(0.0, f64::max);
        let times = (error / ERROR) * (error / ERROR);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most so many times as many"
        )]
        let times = times.min(64.0).ceil() as u64;
        (self.trials * times.max(1)).min(MOST_TRIALS.max(self.trials))
    }
}

/// Pay trial by trial: of everyone who is asked for.
type PayColumns = Vec<Vec<f64>>;

/// Where arms are simulated if nobody responds: each beside the baseline at its start, and on the same luck.
#[derive(Clone, Copy)]
pub(super) struct BillBench<'a> {
    pub(super) model: &'a Model,
    pub(super) baseline: &'a Arm,
    pub(super) going: Going<'a>,
}

impl BillBench<'_> {
    /// Pay in some trials of each arm, side by side. Pay does not rest on what the baseline's physicians had, so that
    /// the baseline's own years are simulated where the baseline is asked for, and nowhere else.
    pub(super) fn pay(&self, wanted: &[(ArmAsked<'_>, Range<u64>)]) -> Result<Vec<PayColumns>, Fault> {
        let model = self.model;
        let parts = |asked: &ArmAsked<'_>| -> Vec<Vec<(Pick, f64)>> {
            let place = usize::from(!self.is_baseline(asked.arm));
            asked.members.iter().map(|members| picks(model, place, *members)).collect()
        };
        let parts: Vec<Vec<Vec<(Pick, f64)>>> = wanted.iter().map(|(asked, _)| parts(asked)).collect();
        let samples = wanted.iter().zip(&parts).map(|((asked, trials), parts)| {
            let picks = parts.iter().flatten().map(|(pick, _)| pick.clone()).collect();
            ModelSample::new(|| Some(self.model_of(asked.arm)), picks, trials.clone()).without_baseline()
        });
        let samples: Vec<ModelSample<'_>> = samples.collect();
        let found = sample_each(&samples, self.going.options, self.going.progress)?;
        Ok(parts.iter().zip(found).map(|(parts, found)| summed(parts, found.unwrap_or_default())).collect())
    }

    fn is_baseline(&self, arm: &Arm) -> bool {
        std::ptr::eq(arm, self.baseline)
    }

    /// The baseline with an arm beside it.
    fn model_of(&self, arm: &Arm) -> Model {
        let mut arms = vec![self.baseline.clone()];
        arms.extend((!self.is_baseline(arm)).then(|| arm.clone()));
        // Where rosters are redrawn, the same on each of them.
        let further = self
            .model
            .further
            .iter()
            .map(|own| Model { arms: on_roster(own, &arms), ..own.clone() })
            .collect();
        Model { arms, further, ..self.model.clone() }
    }

    /// Trials of a search's simulations: one where there is no chance.
    pub(super) fn few_trials(&self) -> u64 {
        let positions = (self.model.len() as u64).max(1);
        let certain = self.model.arms.iter().all(|arm| arm.scenario.chance.none);
        let trials = if certain { 1 } else { (POSITIONS / positions).clamp(BLOCK as u64, TRIALS) };
        trials.next_multiple_of(self.model.rosters() as u64)
    }
}

/// Of everyone who is asked for, trial by trial, the sum of what was picked, each times its weight.
fn summed(parts: &[Vec<(Pick, f64)>], picked: Vec<Vec<f64>>) -> PayColumns {
    let mut picked = picked.into_iter();
    let sum = |parts: &Vec<(Pick, f64)>| {
        let mut sum = Vec::new();
        for ((_, weight), own) in parts.iter().zip(&mut picked) {
            sum.resize(own.len(), 0.0);
            sum.iter_mut().zip(&own).for_each(|(sum, value)| *sum += weight * value);
        }
        sum
    };
    parts.iter().map(sum).collect()
}

/// Arms on another roster, with what funds them as it stands in them.
fn on_roster(own: &Model, arms: &[Arm]) -> Vec<Arm> {
    let there = |arm: &Arm| {
        let mut found = own.arms.iter().find(|other| other.name == arm.name)?.without_response();
        let gives_way =
            |name: &str| arm.scenario.funding.iter().any(|f| f.plans.iter().any(|own| own == name));
        for (name, plan) in found.scenario.plan.0.iter_mut().filter(|(name, _)| gives_way(name)) {
            if let Some(funded) = arm.scenario.plan.get(name) {
                plan.clone_from(funded);
            }
        }
        Some(found)
    };
    arms.iter().filter_map(there).collect()
}

/// Simulates groups of variants over as many trials as the differences of each group from the baseline ask for: of each
/// group those bills, and those over few trials, in the order in which they were asked for.
pub(super) fn with_enough<'a>(
    bench: &BillBench<'a>,
    groups: &[Vec<ArmAsked<'a>>],
) -> Result<Vec<(Bills, Bills)>, Fault> {
    let members = groups.iter().flatten().flat_map(|asked| asked.members.iter().copied()).collect();
    let mut baseline = ArmPay { asked: ArmAsked { arm: bench.baseline, members }, columns: Vec::new() };
    let nothing_yet = |asked: &ArmAsked<'a>| ArmPay { asked: asked.clone(), columns: Vec::new() };
    let mut variants: Vec<Vec<ArmPay<'a>>> =
        groups.iter().map(|group| group.iter().map(nothing_yet).collect()).collect();
    let trials = vec![bench.few_trials(); groups.len()];
    simulate_to(bench, &mut baseline, &mut variants, &trials)?;
    let few = beside(&baseline, &variants, &trials);
    let trials: Vec<u64> = few.iter().map(Bills::enough_trials).collect();
    simulate_to(bench, &mut baseline, &mut variants, &trials)?;
    Ok(beside(&baseline, &variants, &trials).into_iter().zip(few).collect())
}

/// The pay of an arm as far as it is simulated.
struct ArmPay<'a> {
    asked: ArmAsked<'a>,
    columns: PayColumns,
}

impl ArmPay<'_> {
    fn trials(&self) -> u64 {
        self.columns.iter().map(Vec::len).max().unwrap_or(0) as u64
    }
}

/// Simulates so many trials of each group's variants, and as many of the baseline as the longest of them, from where
/// they were left.
fn simulate_to<'a>(
    bench: &BillBench<'_>,
    baseline: &mut ArmPay<'a>,
    variants: &mut [Vec<ArmPay<'a>>],
    trials: &[u64],
) -> Result<(), Fault> {
    let most = trials.iter().copied().max().unwrap_or(0);
    let of_groups = variants.iter_mut().zip(trials);
    let each = of_groups.flat_map(|(group, trials)| group.iter_mut().map(move |one| (one, *trials)));
    let further =
        std::iter::once((baseline, most)).chain(each).filter(|(one, trials)| one.trials() < *trials);
    let mut further: Vec<(&mut ArmPay<'a>, u64)> = further.collect();
    if further.is_empty() {
        return Ok(());
    }
    // From the beginning of a block: one that was not whole is simulated again.
    let from = |one: &ArmPay<'_>| one.trials() / BLOCK as u64 * BLOCK as u64;
    let wanted: Vec<(ArmAsked<'_>, Range<u64>)> =
        further.iter().map(|(one, trials)| (one.asked.clone(), from(one)..*trials)).collect();
    let found = bench.pay(&wanted)?;
    for (((one, _), columns), (_, range)) in further.iter_mut().zip(found).zip(&wanted) {
        one.columns.resize(columns.len(), Vec::new());
        for (column, part) in one.columns.iter_mut().zip(columns) {
            column.truncate(usize::try_from(range.start).unwrap_or(0));
            column.extend(part);
        }
    }
    Ok(())
}

/// The bills of each group over so many trials.
fn beside(baseline: &ArmPay<'_>, variants: &[Vec<ArmPay<'_>>], trials: &[u64]) -> Vec<Bills> {
    let mut own = baseline.columns.iter();
    let bills = |(group, trials): (&Vec<ArmPay<'_>>, &u64)| {
        let n = usize::try_from(*trials).unwrap_or(usize::MAX);
        let first = |column: &Vec<f64>| column[..n.min(column.len())].to_vec();
        let columns = group.iter().flat_map(|one| &one.columns);
        let all = columns.zip(&mut own).map(|(column, own)| BillBeside::of(&first(column), &first(own)));
        Bills { all: all.collect(), trials: *trials }
    };
    variants.iter().zip(trials).map(bills).collect()
}
