//! Chance by size of population.

use super::{Figures, VerifyOptions, found};
use crate::analysis::Estimate;
use crate::analysis::estimate::variance;
use crate::engine::{ContractMetric, Pick, Scope, person_cost};
use crate::order::Ordered;
use crate::random::{Draws, EntityKey, Seed, Stream, unit};
use crate::study::{NoFiles, Study, StudyFault};

const BY_SIZE: &str = include_str!("../../../scenarios/studies/luck_by_size.toml");
const SMALL_PANELS: &str = include_str!("../../../scenarios/studies/small_panels.toml");

/// Populations of `luck_by_size.toml`: contract, people, names of the spread and of the chance.
const SIZES: [(&str, f64, &str, &str); 6] = [
    ("n500", 500.0, "spread_500", "passes_500"),
    ("n1000", 1_000.0, "spread_1000", "passes_1000"),
    ("n3000", 3_000.0, "spread_3000", "passes_3000"),
    ("n5000", 5_000.0, "spread_5000", "passes_5000"),
    ("n20000", 20_000.0, "spread_20000", "passes_20000"),
    ("n50000", 50_000.0, "spread_50000", "passes_50000"),
];

fn pick(contract: &str, metric: ContractMetric) -> Pick {
    Pick::year(0, 0, Scope::Contract, contract, metric.definition().name)
}

/// SD of the savings rate times √N, and the chance of passing the minimum of that size.
pub(super) fn by_size(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("luck_by_size.toml", BY_SIZE, &NoFiles)?;
    let picks: Vec<Pick> = SIZES
        .iter()
        .flat_map(|(contract, ..)| {
            [pick(contract, ContractMetric::SavingsRate), pick(contract, ContractMetric::Earns)]
        })
        .collect();
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let mut figures = Vec::new();
    for ((_, people, spread, passes), pair) in SIZES.iter().zip(values.chunks_exact(2)) {
        let rates = &pair[0];
        let sd = Estimate::batched(rates.len(), |range| variance(&rates[range]).sqrt());
        figures.push(found(spread, sd.times(people.sqrt())));
        figures.push(found(passes, Estimate::mean(&pair[1])));
    }
    Ok(figures)
}

/// How often savers and non-savers pass a 3 % minimum, at 1,000 and at 50,000 people.
pub(super) fn small_panels(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let study = Study::read("small_panels.toml", SMALL_PANELS, &NoFiles)?;
    let picks: Vec<Pick> = ["small_zero", "small_one", "large_zero", "large_five"]
        .iter()
        .map(|contract| pick(contract, ContractMetric::Earns))
        .collect();
    let values = study.sample(options.trials(study.trials()), options.threads, &picks)?;
    let names = ["small_zero", "small_one", "large_zero", "large_five"];
    Ok(names.into_iter().zip(&values).map(|(name, passes)| found(name, Estimate::mean(passes))).collect())
}

/// People whose spending is drawn.
const PEOPLE: u64 = 1_000_000;

/// T4: shares of all spending, in percent, that the costliest 1, 5, 10, 20 and 50 % of a million people
/// hold.
pub(super) fn concentration(options: &VerifyOptions) -> Figures {
    let draws = Draws::open(Seed(4), Stream::Person);
    let key = EntityKey::of("concentration");
    let people = options.trials(PEOPLE);
    let cost = |person: u64| person_cost(unit(draws.words(key, person, 0, 0)[0]));
    let all: Vec<f64> = (0..people).map(cost).collect();
    let held = |share: f64| {
        Estimate::batched(all.len(), |range| {
            let mut sorted = all[range].to_vec();
            sorted.order_by(|a, b| b.total_cmp(a));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a part of a million people"
            )]
            let top = (share * sorted.len() as f64).round() as usize;
            100.0 * sorted[..top].iter().sum::<f64>() / sorted.iter().sum::<f64>().max(1e-9)
        })
    };
    [("top_1", 0.01), ("top_5", 0.05), ("top_10", 0.10), ("top_20", 0.20), ("top_50", 0.50)]
        .map(|(name, share)| found(name, held(share)))
        .to_vec()
}
