//! `cascade review`: should we sign these contracts?

use super::asked::Overrides;
use super::asked::{AskedStudy, ReviewArgs};
use super::enquiry::{Enquiry, study_failed};
use super::failure::Failure;
use super::load::{Job, load_unfunded};
use super::output::Output;
use super::progress::{Bar, stop_flag};
use super::run::processors;
use super::simulate::failed;
use super::terminal::show;
use crate::engine::{Progress, RunOptions, run};
use crate::model::Model;
use crate::negotiation::price::{ClausePrices, ClausesAsked, price_clauses};
use crate::negotiation::review::{ArmReview, review_contracts};
use crate::report::{Page as _, ReviewOf, ReviewPage, Whom};
use crate::scenario::BASELINE;
use std::io;
use std::path::Path;

/// Trials of a review that does not say how many: means are then known to a sixteenth of their spread.
const USUAL_TRIALS: u64 = 256;

/// Reviews the contracts of an arm.
pub(super) fn review(args: &ReviewArgs) -> Result<(), Failure> {
    if !args.study.overrides.arms.is_empty() {
        return Err(Failure::Usage("--arms: a review is of one arm; write --arm NAME".to_owned()));
    }
    let arm = args.arm.clone().unwrap_or_else(|| BASELINE.to_owned());
    let overrides = Overrides { arms: vec![arm.clone()], ..args.study.overrides.clone() };
    let study = AskedStudy { overrides, ..args.study.clone() };
    let asked = AskedReview { study, arm, unpriced: args.unpriced };
    if asked.study.out.is_some() { asked.in_folder() } else { asked.on_screen() }
}

/// A review that is asked for.
struct AskedReview {
    study: AskedStudy,
    arm: String,
    unpriced: bool,
}

impl AskedReview {
    /// Says what is found, and writes nothing.
    fn on_screen(&self) -> Result<(), Failure> {
        let says = self.study.says;
        let mut job = load_unfunded(self.study.scenario.as_deref(), &self.study.overrides)?;
        if self.study.overrides.trials.is_none() {
            job.trials = job.trials.min(USUAL_TRIALS);
        }
        let stop = stop_flag()?;
        let threads = self.study.threads.map_or_else(processors, usize::from);
        let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(&stop) };
        let funding = Bar::of_search("solving what funds the variants", says.quiet);
        let funded = job.fund(options, &funding);
        funding.finish();
        funded?;
        let bar = Bar::new(self.work(&job), says.quiet || self.unpriced);
        let found = self.found(&job, options, &bar);
        bar.finish();
        let (place, found) = found?;
        if says.quiet && !says.json {
            return Ok(());
        }
        show(&self.page(&job.model, &job.scenario_name, (place, &found), job.trials), says.json)
    }

    /// Writes what is found into a folder, as text and for a program.
    fn in_folder(&self) -> Result<(), Failure> {
        let decided_by = vec![("unpriced".to_owned(), self.unpriced.to_string())];
        let enquiry = Enquiry::begin(&self.study, "review", Some(USUAL_TRIALS), decided_by)?;
        let job = &enquiry.job;
        let watch = enquiry.watch(self.work(job));
        let found = self.found(job, enquiry.options(), &watch);
        watch.bar.finish();
        let (place, found) = found.map_err(|failure| enquiry.ended_by(failure))?;
        let page = |folder: Option<&Path>| {
            let of = ReviewOf { scenario: &job.scenario_name, arm: place, trials: self.trials(job.trials) };
            let mut page = ReviewPage::of(&job.model, &found, of);
            if let Some(folder) = folder {
                page = page.written_to(folder);
            }
            page
        };
        let text =
            Output::new("review.txt", Whom::Groups, |sink| sink.write_all(page(None).text().as_bytes()));
        let json = Output::new("review.json", Whom::Groups, |sink| {
            let text = page(None).json().map_err(io::Error::other)?;
            sink.write_all(text.as_bytes())
        });
        enquiry.finish(vec![text, json], |folder, _| page(Some(folder)))
    }

    fn clauses(&self) -> ClausesAsked {
        ClausesAsked { arm: Some(self.arm.clone()), ..ClausesAsked::default() }
    }

    /// Trials that are simulated: those of the run, and those of the prices.
    fn work(&self, job: &Job) -> u64 {
        let prices = self.clauses().prices(&job.model).unwrap_or(0);
        if self.unpriced { 0 } else { job.trials + ClausePrices::work(prices, job.trials) }
    }

    fn trials(&self, trials: u64) -> u64 {
        if self.unpriced { 0 } else { trials }
    }

    fn page<'a>(
        &self,
        model: &'a Model,
        scenario: &'a str,
        (arm, found): (usize, &'a ArmReview),
        trials: u64,
    ) -> ReviewPage<'a> {
        let trials = self.trials(trials);
        ReviewPage::of(model, found, ReviewOf { scenario, arm, trials })
    }

    /// The arm's place, and its review.
    fn found(
        &self,
        job: &Job,
        options: RunOptions<'_>,
        progress: &dyn Progress,
    ) -> Result<(usize, ArmReview), Failure> {
        let place = job.model.directory.arm(&self.arm).map_err(|why| Failure::Usage(why.to_string()))?;
        if self.unpriced {
            return Ok((place, review_contracts(&job.model, place, None)));
        }
        let outcome = run(&job.model, options, progress).map_err(|fault| failed(&fault))?;
        let prices = price_clauses(&job.study, &job.model, &self.clauses(), options, progress)
            .map_err(study_failed)?;
        Ok((place, review_contracts(&job.model, place, Some(&outcome)).priced(&prices)))
    }
}
