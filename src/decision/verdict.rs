//! Which arm, for whom, at what cost and risk? Every arm by what decides, and the answer in a few sentences.

use super::best::{BestArm, best_arms};
use super::disclosure::Disclosure;
use super::robust::under_stress;
use super::signed::{percent_within, share_within, short_within, signed_within};
use super::words::{arm_in_words, short_dollars, years_in_words};
use crate::analysis::StressTest;
use crate::engine::{HorizonMetric, Metric, Outcome, Scope};
use crate::model::Model;
use crate::payer::Contract;
use crate::stats::Summary;
use crate::units::{capitalised, listed, thousands};

/// An arm by what decides, over all years.
#[derive(Clone, Debug)]
pub struct ArmVerdict {
    /// The arm.
    pub arm: usize,
    /// The system's margin.
    pub margin: Summary,
    /// Its change against the baseline on the same luck; nothing for the baseline, here and beyond.
    pub change: Option<Summary>,
    /// Chance that the margin is above the baseline's.
    pub better: Option<Summary>,
    /// Change of true savings.
    pub savings: Option<Summary>,
    /// Change of the pay of all physicians.
    pub pay: Option<Summary>,
    /// Share of physicians whose pay is at least 5 % below the baseline's.
    pub losers: Summary,
    /// Lowest point of the programme's cash.
    pub lowest_cash: Summary,
    /// Chance that the programme never breaks even.
    pub never_even: Summary,
    /// What pay induces of the value that is attainable, in the last year; nothing where nobody is asked.
    pub induced: Option<Summary>,
}

/// Every arm, the baseline first.
#[must_use]
pub fn verdicts(model: &Model, outcome: &Outcome) -> Vec<ArmVerdict> {
    let of = |(arm, named): (usize, &crate::model::Arm)| {
        let results = outcome.arm(&named.name).ok()?;
        Some(ArmVerdict {
            arm,
            margin: results.horizon(HorizonMetric::SystemMargin),
            change: results.horizon_difference(HorizonMetric::SystemMargin),
            better: results.chance_above_baseline(HorizonMetric::SystemMargin),
            savings: results.horizon_difference(HorizonMetric::TrueSavings),
            pay: results.horizon_difference(HorizonMetric::TotalPay),
            losers: results.horizon(HorizonMetric::Losers),
            lowest_cash: results.horizon(HorizonMetric::CashTrough),
            never_even: results.horizon(HorizonMetric::NeverEven),
            induced: outcome.of(arm, model.years - 1).everyone().get(Metric::ValueInduced),
        })
    };
    model.arms.iter().enumerate().filter_map(of).collect()
}

/// Fewer futures than these tell directions, not amounts.
const FEW: u64 = 128;

/// The answer, sentence by sentence: best by margin, best by care saved, best by value induced, how sure. Without a
/// variant what today's agreements come to.
#[must_use]
pub fn answer(
    model: &Model,
    (outcome, stressed): (&Outcome, Option<&StressTest>),
    all: &[ArmVerdict],
    may: &Disclosure,
) -> Vec<String> {
    let mut said = match best_arms(outcome) {
        Some(best) => {
            let mut said = vec![by_margin(model, all, &best[0], may)];
            said.extend(by_savings(model, all, &best, may));
            said.extend(by_value(model, all, &best));
            said.push(how_sure(model, &best[0], stressed));
            said
        }
        None => today_alone(model, outcome, all),
    };
    if outcome.trials < FEW {
        said.push(format!(
            "These are {} futures: they show directions, and hardly amounts.",
            thousands(outcome.trials)
        ));
    }
    said
}

/// Whether an interval leaves open on which side of nothing a change lies.
fn is_open(change: &Summary) -> bool {
    change.interval().is_none_or(|(low, high)| low < 0.0 && high > 0.0)
}

fn by_margin(model: &Model, all: &[ArmVerdict], best: &BestArm, may: &Disclosure) -> String {
    let years = years_in_words(model);
    let Some(change) = best.change.filter(|_| best.arm > 0) else {
        let variants = all.iter().filter_map(|one| Some((one, one.change?)));
        let next = variants.reduce(|a, b| if b.1.mean > a.1.mean { b } else { a });
        let next = next.map_or_else(String::new, |(one, change)| {
            format!(
                "; {} comes closest, at {} against today",
                arm_in_words(model, one.arm),
                signed_within(&change)
            )
        });
        return format!("No variant leaves the system more than today's agreements do over {years}{next}.");
    };
    let own = all.iter().find(|one| one.arm == best.arm);
    let better = own.and_then(|own| own.better).map_or_else(String::new, |chance| {
        format!(", better than today in {} of futures", percent_within(&chance))
    });
    let open = if is_open(&change) { "; so many trials cannot tell that from nothing" } else { "" };
    let costs = own.map_or_else(String::new, |own| format!(" {}", losers_and_cash(own, all.first(), may)));
    let needs = payers_must_agree(model, all, best.arm).map_or_else(String::new, |needs| format!(" {needs}"));
    format!(
        "For the system's margin the best arm is {}: {} against today over {years}{better}{open}.{costs}{needs}",
        arm_in_words(model, best.arm),
        signed_within(&change)
    )
}

/// Whether a contract asks nothing of its payer that another does not: it differs at most by what the system itself
/// decides, which is what it spends and plans, and when it leaves.
fn asks_nothing(own: &Contract, signed: &Contract) -> bool {
    let same = Contract {
        programme_cost: signed.programme_cost,
        programme_fixed_cost: signed.programme_fixed_cost,
        planned_savings: signed.planned_savings,
        experience: signed.experience,
        stay: signed.stay.clone(),
        ..own.clone()
    };
    same == *signed
}

/// Payers whose terms an arm changes, or with whom it has a contract more: it needs their agreement.
fn payers_asked(model: &Model, arm: usize) -> Vec<String> {
    let (today, own) = (&model.arms[0].scenario.contract, &model.arms[arm].scenario.contract);
    let mut payers: Vec<String> = Vec::new();
    for (name, contract) in own.iter() {
        let is_signed = today.get(name).is_some_and(|signed| asks_nothing(contract, signed));
        if !is_signed && !payers.contains(&contract.payer) {
            payers.push(contract.payer.clone());
        }
    }
    payers
}

/// Whether contracts are all that an arm changes.
fn changes_contracts_alone(model: &Model, arm: usize) -> bool {
    let today = &model.arms[0].scenario;
    let mut own = model.arms[arm].scenario.clone();
    own.contract = today.contract.clone();
    own == *today
}

/// Who must agree to an arm beside the system, and which arm that needs no payer is best; nothing where none must.
fn payers_must_agree(model: &Model, all: &[ArmVerdict], arm: usize) -> Option<String> {
    let payers = payers_asked(model, arm);
    if payers.is_empty() {
        return None;
    }
    let what = if changes_contracts_alone(model, arm) {
        "All that it changes are contract terms, so"
    } else {
        "It changes contract terms, too, so"
    };
    let alone = all.iter().filter(|one| payers_asked(model, one.arm).is_empty());
    let alone = alone.filter_map(|one| Some((one.arm, one.change?)));
    let best = alone.reduce(|a, b| if b.1.mean > a.1.mean { b } else { a });
    let beside = best.map_or_else(String::new, |(arm, change)| {
        if change.mean < 0.5 {
            return "; no arm without new contract terms leaves the system more than today".to_owned();
        }
        let arm = arm_in_words(model, arm);
        format!("; best without new contract terms is {arm}, {} against today", signed_within(&change))
    });
    Some(format!("{what} {} must agree{beside}.", listed(&payers, "and")))
}

/// Who loses under an arm, and how deep its cash falls.
fn losers_and_cash(own: &ArmVerdict, today: Option<&ArmVerdict>, may: &Disclosure) -> String {
    let metric = HorizonMetric::Losers.definition().name;
    let losers = if !may.shows_measure(own.arm, Scope::System, "all", metric) {
        "How many lose 5 % of pay or more there is hidden".to_owned()
    } else if own.losers.mean < 0.0005 {
        "Nobody loses 5 % of pay or more there".to_owned()
    } else {
        format!(
            "{} of physicians lose 5 % of pay or more there, counted future by future",
            share_within(&own.losers)
        )
    };
    let today =
        today.map_or_else(String::new, |today| format!(" (today {})", short_dollars(today.lowest_cash.mean)));
    if own.lowest_cash.mean > -0.5 {
        return format!("{losers}, and the programme's cash is never below zero{today}.");
    }
    format!(
        "{losers}, and the programme's cash falls to {} at its lowest{today}.",
        short_within(&own.lowest_cash)
    )
}

fn by_savings(model: &Model, all: &[ArmVerdict], best: &[BestArm; 2], may: &Disclosure) -> Option<String> {
    let [margin, savings] = best;
    let amount = savings.change.as_ref().map(signed_within);
    let Some(amount) = amount.filter(|_| savings.arm > 0) else {
        return Some("No variant saves more of the cost of care than today's agreements do.".to_owned());
    };
    let saves = format!("true savings under contracts {amount} against today");
    if savings.arm == margin.arm {
        return Some(format!("It also saves most of the cost of care: {saves}."));
    }
    let own = all.iter().find(|one| one.arm == savings.arm)?;
    let price = own.change.as_ref().map_or_else(String::new, |change| {
        format!(", with a margin of {} against today", signed_within(change))
    });
    Some(format!(
        "Most care is saved under {}: {saves}{price}. {}",
        arm_in_words(model, savings.arm),
        losers_and_cash(own, all.first(), may)
    ))
}

/// Whose pay asks for most of what physicians could add, in the last year.
fn by_value(model: &Model, all: &[ArmVerdict], best: &[BestArm; 2]) -> Option<String> {
    let asked: Vec<(&ArmVerdict, f64)> =
        all.iter().filter_map(|one| Some((one, one.induced?.mean))).collect();
    let (most, value) = asked.iter().copied().reduce(|a, b| if b.1 > a.1 + 0.005 { b } else { a })?;
    let today = asked.first()?.1;
    let year = model.start.plus(model.years - 1);
    if most.arm == 0 {
        return Some(format!(
            "No variant's pay asks for more of the value that physicians could add than today's, which asks for {value:.1} % of it in {year}."
        ));
    }
    if value < 0.05 {
        return Some(format!(
            "No arm's pay asks for the value that physicians could add; least against it is {}: {value:.1} % of it in {year}, today {today:.1} %.",
            arm_in_words(model, most.arm)
        ));
    }
    let named = best.iter().any(|one| one.arm == most.arm);
    let price = most.change.as_ref().filter(|_| !named).map_or_else(String::new, |change| {
        format!(", with a margin of {} against today", signed_within(change))
    });
    Some(format!(
        "Pay asks for more of the value that physicians could add under {} than under any other arm: {value:.1} % of it in {year}, today {today:.1} %{price}.",
        arm_in_words(model, most.arm),
    ))
}

fn how_sure(model: &Model, best: &BestArm, stressed: Option<&StressTest>) -> String {
    let name = capitalised(&arm_in_words(model, best.arm));
    let often = best.most_often.as_ref().map_or_else(String::new, |(arm, chance)| {
        format!(" (most often {} is, in {})", arm_in_words(model, *arm), percent_within(chance))
    });
    let under = stressed.map(|found| under_stress(found, HorizonMetric::SystemMargin)).unwrap_or_default();
    let under = under.get(1..).unwrap_or_default();
    let lost: Vec<String> =
        under.iter().filter(|one| !one.stays_best).map(|one| one.stress.sets.to_owned()).collect();
    let stays = match (under.len(), lost.len()) {
        (0, _) => String::new(),
        (n, 0) => format!(", and it stays best under each of {n} stresses"),
        (n, k) => {
            format!(", and it stays best under {} of {n} stresses, not if {}", n - k, listed(&lost, "or"))
        }
    };
    format!(
        "{name} has the best margin of all arms in {} of futures{often}{stays}.",
        percent_within(&best.chance)
    )
}

/// What today's agreements come to, where there is nothing to compare them with.
fn today_alone(model: &Model, outcome: &Outcome, all: &[ArmVerdict]) -> Vec<String> {
    let Some(today) = all.first() else { return Vec::new() };
    let years = years_in_words(model);
    let range = today.margin.quantiles.map_or_else(String::new, |q| {
        format!(", in nine of ten futures between {} and {}", short_dollars(q[0]), short_dollars(q[4]))
    });
    let mut said = vec![
        "There is no variant to choose: this is what today's agreements come to.".to_owned(),
        format!("The system's margin over {years} is {}{range}.", short_within(&today.margin)),
    ];
    let last = outcome.of(0, model.years - 1).everyone();
    let share = |metric| last.get(metric).map(|found: Summary| 100.0 * found.mean);
    if let Some((revenue, pay)) = share(Metric::ValueRevenueShare).zip(share(Metric::ValueShare)) {
        said.push(format!(
            "In {} {revenue:.1} % of the revenue that physicians' panels bring stands under value terms, and {pay:.1} % of their pay is for value.",
            model.start.plus(model.years - 1)
        ));
    }
    if today.lowest_cash.mean <= -0.5 {
        said.push(format!(
            "The programme's cash falls to {} at its lowest and never breaks even in {} of futures.",
            short_within(&today.lowest_cash),
            percent_within(&today.never_even)
        ));
    }
    said
}
