//! `cascade check`: every problem at once, and nothing run.

use super::args::CheckArgs;
use super::asked::Overrides;
use super::failure::Failure;
use super::load::load;
use super::terminal::show;
use super::upgrade::upgrade_file;
use crate::model::notes;
use crate::report::{CheckPage, RefusedPage};
use crate::review::law;
use crate::study::unfunded_bills;

/// Reports on a scenario. For a program its problems stand on standard output, too.
pub(super) fn check(args: &CheckArgs) -> Result<(), Failure> {
    let scenario = if args.upgrade { upgrade_file(args)? } else { args.scenario.clone() };
    let job = load(Some(&scenario), &Overrides::default());
    if let (true, Err(Failure::Input(refused))) = (args.json, &job) {
        show(&RefusedPage::from(refused), true)?;
    }
    let job = job?;
    let findings = args.law.then(|| law(&job.model));
    let beside = job.beside_what_was_paid()?;
    let year = job.model.start.0.saturating_sub(1);
    let notes = notes(&job.model, &job.surveys, job.trials);
    let page = CheckPage::of(&job.scenario_name, &job.model, &notes, findings.as_deref());
    let bills = unfunded_bills(&job.model).map_err(|fault| Failure::Run(fault.to_string()))?;
    let page = page.with_bills(&bills).with_reconciled(year, beside.as_deref());
    show(&page, args.json)
}
