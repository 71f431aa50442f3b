//! `cascade price`: what clauses of contracts, or any patch, are worth.

use super::asked::{AskedStudy, PriceArgs};
use super::enquiry::{Enquiry, study_failed};
use super::failure::Failure;
use super::file::read_table_bytes;
use super::output::Output;
use crate::chart::{Scene, clause_bearers, clause_prices};
use crate::negotiation::price::{
    ClausePrices, ClausesAsked, IN_PATCH, patch_body, patch_place, price_clauses, price_patch,
};
use crate::report::{Csv, Format, PRICED, PricePage, Whom, write_bearers, write_prices};
use std::io;

/// Trials of each side of a price.
const USUAL: u64 = 1_024;

/// Prices and writes.
pub(super) fn price(args: &PriceArgs) -> Result<(), Failure> {
    if !args.study.overrides.arms.is_empty() {
        return Err(Failure::Usage(
            "--arms: one arm is priced at a time; write --arm NAME, or nothing for the baseline".to_owned(),
        ));
    }
    let body = patch(args).map_err(|failure| of_words(args, failure))?;
    let asked =
        ClausesAsked { arm: args.arm.clone(), contracts: args.contract.clone(), puts_in: args.put_in };
    let enquiry = Enquiry::begin(
        &only(&args.study, asked.arm()),
        "price",
        Some(USUAL),
        decides(&asked, body.as_deref()),
    )?;
    match priced(&enquiry, &asked, body.as_deref()) {
        Ok(found) => write(&enquiry, &found),
        Err(failure) => Err(enquiry.ended_by(of_words(args, failure))),
    }
}

/// A refusal of what a patch says at its place in the file of the patch; of what stands on the command line alone, with
/// a scenario that was read before, a mistake in the arguments, as of any other command.
fn of_words(args: &PriceArgs, failure: Failure) -> Failure {
    let Failure::Input(refused) = failure else { return failure };
    let Some(file) = &args.patch else {
        let each = refused.problems().iter().map(|problem| match problem.path.as_str() {
            "" => problem.message.clone(),
            path => format!("{path}: {}", problem.message),
        });
        return Failure::Usage(each.collect::<Vec<_>>().join("\n"));
    };
    let name = file.display().to_string();
    let text = read_table_bytes(file).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    Failure::Input(refused.each(|mut problem| {
        if problem.file == IN_PATCH {
            name.clone_into(&mut problem.file);
            let text = text.as_deref().unwrap_or_default();
            (problem.line, problem.column) = patch_place(&name, text, &problem.path).unwrap_or((1, 1));
        }
        problem
    }))
}

/// The study with the baseline and one arm: others need not be funded.
fn only(study: &AskedStudy, arm: &str) -> AskedStudy {
    let mut study = study.clone();
    study.overrides.arms = vec![arm.to_owned()];
    study
}

/// What decides the results.
fn decides(asked: &ClausesAsked, body: Option<&str>) -> Vec<(String, String)> {
    let all = [
        ("arm", asked.arm().to_owned()),
        ("contracts", asked.contracts.join(" ")),
        ("put_in", asked.puts_in.to_string()),
        ("patch", body.unwrap_or_default().to_owned()),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The body of the patch, where one is priced.
fn patch(args: &PriceArgs) -> Result<Option<String>, Failure> {
    if args.patch.is_none() && args.set.is_empty() && args.remove.is_empty() {
        return Ok(None);
    }
    let (name, text) = match &args.patch {
        None => ("--set".to_owned(), String::new()),
        Some(path) => {
            let name = path.display().to_string();
            let unread = |why: String| Failure::Unreadable(format!("cannot read the patch {name}: {why}"));
            let bytes = read_table_bytes(path).map_err(unread)?;
            (name.clone(), String::from_utf8(bytes).map_err(|_| unread("it is not UTF-8".to_owned()))?)
        }
    };
    Ok(Some(patch_body(&name, &text, &args.set, &args.remove)?))
}

fn priced(enquiry: &Enquiry, asked: &ClausesAsked, body: Option<&str>) -> Result<ClausePrices, Failure> {
    let (study, model) = (&enquiry.job.study, &enquiry.job.model);
    let (options, trials) = (enquiry.options(), enquiry.job.trials);
    let found = if let Some(body) = body {
        let watch = enquiry.watch(trials);
        let found = price_patch(study, model, (asked.arm(), body), options, &watch);
        watch.bar.finish();
        found
    } else {
        let prices = asked.prices(model).map_err(|unknown| Failure::Usage(unknown.to_string()))?;
        let watch = enquiry.watch(ClausePrices::work(prices, trials));
        let found = price_clauses(study, model, asked, options, &watch);
        watch.bar.finish();
        found
    };
    found.map_err(study_failed)
}

fn write(enquiry: &Enquiry, found: &ClausePrices) -> Result<(), Failure> {
    let [prices, bearers] = PRICED;
    let charts = [("clause_prices", clause_prices(found)), ("clause_bearers", clause_bearers(found))];
    let mut outputs = vec![
        Output::new(Csv.file(prices), Whom::Groups, |sink| write_prices(found, &Csv, sink)),
        Output::new(Csv.file(bearers), Whom::Groups, |sink| write_bearers(found, &Csv, sink)),
    ];
    for (name, scene) in charts.iter().filter_map(|(name, scene)| Some((name, scene.as_ref()?))) {
        outputs.extend(pictures(name, scene));
    }
    enquiry.finish(outputs, |folder, files| PricePage::of(found, &folder.display().to_string(), files))
}

/// A picture in both forms.
fn pictures<'r>(name: &str, scene: &'r Scene) -> [Output<'r>; 2] {
    [
        Output::new(format!("charts/{name}.svg"), Whom::Groups, |sink| {
            sink.write_all(scene.svg().as_bytes())
        }),
        Output::new(format!("charts/{name}.png"), Whom::Groups, |sink| {
            sink.write_all(&scene.png().map_err(io::Error::other)?)
        }),
    ]
}
