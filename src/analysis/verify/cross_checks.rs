//! Surveys of pay against the reference system's first year.

use super::{Figures, VerifyOptions, contract, found, physicians};
use crate::analysis::Estimate;
use crate::analysis::estimate::{mean, variance};
use crate::engine::{self, ContractMetric, Metric, Pick, RunOptions, Scope, Silent, SystemMetric};
use crate::entity::{MedicalField, Specialty};
use crate::study::{Study, StudyFault};
use crate::units::real;

/// Trials asked for.
const TRIALS: u64 = 256;

/// Rosters that the shares of single physicians are taken over.
const ROSTERS: u64 = 8;

/// What surveys ask physicians about their own pay: means over physicians, so that a surgeon's dollars count no more
/// than a paediatrician's; one value for each roster.
#[derive(Default)]
struct OwnPay {
    /// Share of pay for time, percent.
    time: Vec<f64>,
    /// Share for volume, percent.
    volume: Vec<f64>,
    /// Value share of primary care, and of everybody else, percent.
    value: [Vec<f64>; 2],
    /// Value pay of primary care per full-time physician, $.
    value_dollars: Vec<f64>,
}

/// Whether a physician is one whom patients are attributed to.
fn is_primary_care(specialty: &str) -> bool {
    Specialty::resolve(specialty, None).is_ok_and(|known| known.field == MedicalField::PrimaryCare)
}

fn own_pay(study: &Study, options: &VerifyOptions) -> Result<OwnPay, StudyFault> {
    let mut found = OwnPay::default();
    for roster in 0..ROSTERS {
        let mut own = study.clone();
        own.reseed(study.seed() + roster);
        let model = own.model()?;
        let trials = options.trials(TRIALS).div_ceil(ROSTERS);
        let asked = RunOptions { trials, threads: options.threads, stop: None };
        let outcome = engine::run(&model, asked, &Silent)?;
        let year = outcome.of(0, 0);
        let paid = |place: usize, metric: Metric| year.mean_at(place, metric);
        let share =
            |place: usize, metric: Metric| 100.0 * paid(place, metric) / paid(place, Metric::Pay).max(0.01);
        let of = |metric: Metric, wanted: &dyn Fn(usize) -> bool| {
            mean(
                &(0..model.len())
                    .filter(|place| wanted(*place))
                    .map(|place| share(place, metric))
                    .collect::<Vec<_>>(),
            )
        };
        let primary: Vec<bool> = model.physicians.iter().map(|p| is_primary_care(&p.specialty)).collect();
        found.time.push(of(Metric::TimePay, &|_| true));
        found.volume.push(of(Metric::VolumePay, &|_| true));
        for (kind, values) in [true, false].into_iter().zip(&mut found.value) {
            values.push(of(Metric::ValuePay, &|place| primary[place] == kind));
        }
        let of_primary = || (0..model.len()).filter(|place| primary[*place]);
        let dollars: f64 = of_primary().map(|place| paid(place, Metric::ValuePay)).sum();
        let full_time: f64 = of_primary().map(|place| model.physicians[place].clinical_fte).sum();
        found.value_dollars.push(dollars / full_time.max(0.01));
    }
    Ok(found)
}

/// Shares of pay in percent; dollars and wRVUs per full-time physician.
pub(super) fn cross_checks(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let mut study = Study::reference()?;
    study.keep::<&str>(&[])?;
    study.set("run.years", 1.0)?;
    // Surveys ask who is there: nobody leaves.
    study.set("workforce.move_hazard", 0.0)?;
    study.set("workforce.exit_hazard", 0.0)?;
    let system = |metric: SystemMetric| Pick::year(0, 0, Scope::System, "all", metric.definition().name);
    let picks = [
        system(SystemMetric::TotalPay),
        system(SystemMetric::ValueRevenue),
        physicians(0, 0, Metric::Pay),
        physicians(0, 0, Metric::Wrvu),
    ];
    let values = study.sample(options.trials(TRIALS), options.threads, &picks)?;
    let model = study.model()?;
    let own = own_pay(&study, options)?;
    let positions = mean(&values[0]) / mean(&values[2]).max(0.01);
    // Surveys count by full-time clinical work.
    let full_time: f64 = model.physicians.iter().map(|p| p.clinical_fte).sum();
    let per_fte = positions / full_time.max(0.01);
    Ok(vec![
        found("salary", Estimate::mean(&own.time)),
        found("productivity", Estimate::mean(&own.volume)),
        found("primary_care_quality", Estimate::mean(&own.value[0])),
        found("specialist_quality", Estimate::mean(&own.value[1])),
        found("quality_dollars", Estimate::mean(&own.value_dollars)),
        found("value_revenue", Estimate::mean(&values[1]).times(1.0 / full_time.max(0.01))),
        found("pay", Estimate::mean(&values[2]).times(per_fte)),
        found("wrvu", Estimate::mean(&values[3]).times(per_fte)),
    ])
}

/// Futures of the reference system's Medicare contract.
const FUTURES: u64 = 4096;

/// The reference system's Medicare contract in its first year: standard deviation of its savings rate over futures in
/// points, chance to earn in percent, earnings per primary care physician.
pub(super) fn reference_aco(options: &VerifyOptions) -> Result<Figures, StudyFault> {
    let mut study = Study::reference()?;
    study.keep::<&str>(&[])?;
    study.set("run.years", 1.0)?;
    let metrics = [ContractMetric::SavingsRate, ContractMetric::Earns, ContractMetric::Earned];
    let picks = metrics.map(|metric| contract(0, 0, "medicare_aco", metric));
    let values = study.sample(options.trials(FUTURES), options.threads, &picks)?;
    let model = study.model()?;
    let primary = model.physicians.iter().filter(|p| is_primary_care(&p.specialty)).count();
    let rates = &values[0];
    Ok(vec![
        found("savings_spread", Estimate::batched(rates.len(), |r| 100.0 * variance(&rates[r]).sqrt())),
        found("earns", Estimate::mean(&values[1]).times(100.0)),
        found("earned_per_pcp", Estimate::mean(&values[2]).times(1.0 / real(primary.max(1)))),
    ])
}
