//! What arms are expected to pay over the horizon if nobody responds to incentives, on the luck of a run's own first
//! trials.

use crate::engine::{
    BLOCK, Fault, HorizonMetric, Metric, Pick, Picks, Progress, RunOptions, Scope, Silent, sample,
};
use crate::model::{Arm, Model};
use crate::units::real;

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
    let all: Vec<Asked<'_>> = (0..silent.len()).map(|arm| Asked { arm, members: None }).collect();
    let going = Going { options: RunOptions::trials(1), progress: &Silent };
    let (found, _) = with_enough(model, &silent, &all, going)?;
    let bill = |(arm, beside): (&&Arm, &BillBeside)| PayBill {
        arm: arm.name.clone(),
        bill: beside.bill,
        off: beside.off(),
        error: beside.error,
    };
    Ok(arms.iter().zip(&found.all).map(bill).collect())
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

/// Whose pay over the horizon is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    /// The arm.
    pub(super) arm: usize,
    /// The plans on which they begin; everyone where it is `None`.
    pub(super) members: Option<&'a [String]>,
}

impl Asked<'_> {
    /// What to take from every trial, each with its weight.
    fn picks(&self, model: &Model) -> Vec<(Pick, f64)> {
        let Some(plans) = self.members else {
            return vec![(Pick::horizon(self.arm, HorizonMetric::TotalPay), 1.0)];
        };
        let pay = Metric::Pay.definition().name;
        let mut picks = Vec::new();
        for plan in plans {
            let positions = model.physicians.iter().filter(|physician| physician.plan == *plan).count();
            for year in 0..model.years {
                picks.push((Pick::year(self.arm, year, Scope::Plan, plan, pay), real(positions)));
            }
        }
        picks
    }
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

/// Simulates arms, the baseline first: what is asked for, beside the same of the baseline.
pub(super) fn simulate(
    model: &Model,
    arms: &[Arm],
    asked: &[Asked<'_>],
    trials: u64,
    going: Going<'_>,
) -> Result<Bills, Fault> {
    let baseline = asked.iter().map(|asked| Asked { arm: 0, ..*asked });
    let wanted: Vec<Vec<(Pick, f64)>> =
        asked.iter().copied().chain(baseline).map(|asked| asked.picks(model)).collect();
    let picks: Vec<Pick> = wanted.iter().flatten().map(|(pick, _)| pick.clone()).collect();
    // Where rosters are redrawn, the same on each of them.
    let further =
        model.further.iter().map(|own| Model { arms: on_roster(own, arms), ..own.clone() }).collect();
    let model = Model { arms: arms.to_vec(), further, ..model.clone() };
    let mut values = match Picks::find(&model, &picks) {
        Ok(picks) => {
            let options = RunOptions { trials, ..going.options };
            sample(&model, options, 0, &picks, going.progress)?.into_iter()
        }
        Err(_) => Vec::new().into_iter(),
    };
    let sums: Vec<Vec<f64>> = wanted
        .iter()
        .map(|parts| {
            let mut sum = Vec::new();
            for ((_, weight), own) in parts.iter().zip(&mut values) {
                sum.resize(own.len(), 0.0);
                sum.iter_mut().zip(&own).for_each(|(sum, value)| *sum += weight * value);
            }
            sum
        })
        .collect();
    let (own, baseline) = sums.split_at(asked.len());
    let all = own.iter().zip(baseline).map(|(own, base)| BillBeside::of(own, base)).collect();
    Ok(Bills { all, trials })
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

/// Trials of a search's simulations: one where there is no chance.
fn few_trials(model: &Model) -> u64 {
    let positions = (model.len() as u64).max(1);
    let certain = model.arms.iter().all(|arm| arm.scenario.chance.none);
    let trials = if certain { 1 } else { (POSITIONS / positions).clamp(BLOCK as u64, TRIALS) };
    trials.next_multiple_of(model.rosters() as u64)
}

/// Simulates arms over as many trials as their differences ask for: those bills, and those over few trials.
pub(super) fn with_enough(
    model: &Model,
    arms: &[Arm],
    asked: &[Asked<'_>],
    going: Going<'_>,
) -> Result<(Bills, Bills), Fault> {
    let few = simulate(model, arms, asked, few_trials(model), going)?;
    let error = few.all.iter().map(|beside| beside.error).fold(0.0, f64::max);
    let times = (error / ERROR) * (error / ERROR);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most so many times as many"
    )]
    let times = times.min(64.0).ceil() as u64;
    let trials = (few.trials * times.max(1)).min(MOST_TRIALS.max(few.trials));
    let enough = if trials > few.trials { simulate(model, arms, asked, trials, going)? } else { few.clone() };
    Ok((enough, few))
}
