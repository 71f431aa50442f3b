//! Questions of what a change of an arm is worth, and their answers.

use super::arms::ArmBeside;
use super::asked::PriceQuestion;
use super::measured::{MeasurePrice, compared};
use super::shares::{BearerShare, shares};
use super::taken::Taking;
use crate::engine::{Pick, Picks, Progress, RunOptions, sample};
use crate::model::Model;
use crate::study::{Study, StudyFault};

/// What a change of an arm is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchPrice {
    /// Measure by measure.
    pub measures: Vec<MeasurePrice>,
    /// Who gains without what is priced, and who loses: all but parts of others add up to nothing.
    pub bearers: Vec<BearerShare>,
}

impl PatchPrice {
    /// A measure by its name.
    #[must_use]
    pub fn price(&self, measure: &str) -> Option<&MeasurePrice> {
        self.measures.iter().find(|found| found.measure == measure)
    }
}

/// Changes that are run side by side: more would hold more values in memory, fewer would run the arm itself more often.
const TOGETHER: usize = 12;

/// How often a model of [`price`] is run for so many questions: progress counts trials of each.
#[must_use]
pub(super) const fn samples(questions: usize) -> usize {
    if questions == 0 { 1 } else { questions.div_ceil(TOGETHER) }
}

/// What changes of an arm are worth, each by itself, in their order; last, the arm as it stands, of each of the
/// contracts named, beside itself. `model` is the study's own, funded.
///
/// # Errors
///
/// [`StudyFault::Refused`] for a change that the scenario may not have, [`StudyFault::Unknown`] for an arm or a contract
/// that is not there; as the engine.
pub fn price(
    study: &Study,
    model: &Model,
    arm: &str,
    questions: &[PriceQuestion],
    (options, progress): (RunOptions<'_>, &dyn Progress),
) -> Result<(Vec<PatchPrice>, Vec<PatchPrice>), StudyFault> {
    let mut prices = Vec::with_capacity(questions.len());
    let mut nothing = Vec::new();
    let chunks: Vec<&[PriceQuestion]> =
        if questions.is_empty() { vec![&[]] } else { questions.chunks(TOGETHER).collect() };
    for chunk in chunks {
        let beside = ArmBeside::of(study, model, arm, chunk)?;
        let places = std::iter::once(beside.asked).chain(beside.changed.clone());
        let taking: Vec<Taking> = places.map(|place| Taking::of(&beside.model, place)).collect();
        let picks: Vec<Pick> = taking.iter().flat_map(Taking::picks).collect();
        let picks = Picks::find(&beside.model, &picks)?;
        let mut values = sample(&beside.model, options, 0, &picks, progress)?;
        let mut each = taking.iter().map(|own| own.collect(&values.drain(..own.len()).collect::<Vec<_>>()));
        let Some(stands) = each.next() else { continue };
        let taking = &taking[0];
        let rosters = beside.model.rosters();
        for (question, changed) in chunk.iter().zip(each) {
            let (with, without) = if question.puts_in { (&changed, &stands) } else { (&stands, &changed) };
            prices.push(PatchPrice {
                measures: compared(taking, question.contract.as_deref(), (with, without), rosters),
                bearers: shares(taking, (with, without), rosters),
            });
        }
        if nothing.is_empty() {
            nothing.extend(beside.model.contract_names.iter().map(|contract| PatchPrice {
                measures: compared(taking, Some(contract), (&stands, &stands), rosters),
                bearers: Vec::new(),
            }));
        }
    }
    Ok((prices, nothing))
}
