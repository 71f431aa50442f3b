//! `cascade calibrate`: fits numbers of a scenario to a user's own figures and pay, and writes a patch.

use super::asked::CalibrateArgs;
use super::asked::Overrides;
use super::checkpoint::path_beside;
use super::digest::sha256;
use super::enquiry::study_failed;
use super::failure::Failure;
use super::file::read_table_bytes;
use super::folder::write_file;
use super::free::{free_numbers, refuse_impossible_bounds};
use super::keeping::{Keeping, KeepingAsked, RunKept, RunStage, StageWatch};
use super::load::{open_changed, open_study};
use super::manifest::hash_of;
use super::progress::{Bar, stop_flag};
use super::terminal::show_written;
use super::whole::{FitFound, read_back, whole_text};
use crate::analysis::{
    Calibration, FitOptions, Free, PatchFacts, PatchVariant, PayTarget, Posterior, Targets, Watching,
    calibrate_to, join_figures, most_evaluations, paid_by_roster, patch_text, patch_variants, posterior_of,
    read_figures, read_pay,
};
use crate::engine::RunOptions;
use crate::report::{Csv, FitFacts, FitPage, write_draws, write_pay_fit};
use crate::schema::is_name;
use crate::study::{PlacedNumber, Study};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Most evaluations of the optimiser for each free number, before it gives up.
const PATIENCE: usize = 30;
/// What `--pay` is where the roster itself says what was paid.
const ROSTER: &str = "roster";

/// A fit that is asked for.
struct FitJob<'a> {
    args: &'a CalibrateArgs,
    overrides: Overrides,
    /// Every arm.
    whole: Study,
    /// The arms that targets are about or that numbers stand in.
    study: Study,
    free: Vec<Free>,
    placed: Vec<PlacedNumber>,
    targets: Targets,
    correlated: Vec<(String, String, String, f64)>,
    trials: u64,
    threads: usize,
    stop: Arc<AtomicBool>,
    keeping: Keeping,
}

/// Fits and writes.
pub(super) fn calibrate(args: &CalibrateArgs) -> Result<(), Failure> {
    let asked = begin(args)?;
    match asked.go() {
        Err(Failure::Interrupted) => {
            Err(asked.keeping.stopped("all").map_or(Failure::Interrupted, Failure::Kept))
        }
        other => other,
    }
}

/// Reads what is asked for, and refuses what cannot be done before anything runs.
fn begin(args: &CalibrateArgs) -> Result<FitJob<'_>, Failure> {
    if !is_name(&args.name) || !args.name.is_ascii() {
        return Err(Failure::Usage(format!(
            "found --name {:?}; write up to 100 letters, digits, `_` and `-`, without accents",
            args.name
        )));
    }
    let overrides = Overrides { years: args.years, seed: args.seed, ..Overrides::default() };
    let whole = open_study(&args.scenario, &overrides)?;
    let (free, placed) = free_numbers(&args.free, &whole)?;
    refuse_what_stands(args, &whole)?;
    refuse_impossible_bounds(&whole, &free)?;
    if args.pay_error.is_some_and(|error| !(1e-4..=10.0).contains(&error)) {
        return Err(Failure::Usage(
            "write --pay-error as a share of pay between 0.0001 and 10, such as 0.05".to_owned(),
        ));
    }
    let bytes = bytes_of(args)?;
    let mut study = whole.clone();
    let all = targets(args, &bytes, &whole)?;
    let names: Vec<String> = whole.arms().map(str::to_owned).collect();
    let arms = needed(&names, &all, (&free, &placed));
    study.keep(&arms).map_err(|unknown| Failure::Usage(unknown.to_string()))?;
    let targets = targets(args, &bytes, &study)?;
    let correlations = |arm: &str| {
        whole.correlations(arm).into_iter().map(|(a, b, rho)| (arm.to_owned(), a, b, rho)).collect::<Vec<_>>()
    };
    let correlated = whole.arms().flat_map(correlations).collect();
    let trials = args.trials.unwrap_or(study.trials().min(1_000));
    let threads = args.threads.map_or_else(super::run::processors, usize::from);
    let kept =
        RunKept { identity: identity(args, &whole, trials, &bytes), named: named(args, &whole, trials) };
    let how = KeepingAsked {
        resume: args.resume,
        every: args.checkpoint_seconds.map(|seconds| Duration::from_secs(seconds.into())),
        threads,
        quiet: args.quiet,
    };
    let keeping = Keeping::begin(path_beside(&args.out), kept, how)?;
    let stop = stop_flag()?;
    Ok(FitJob {
        args,
        overrides,
        whole,
        study,
        free,
        placed,
        targets,
        correlated,
        trials,
        threads,
        stop,
        keeping,
    })
}

/// What stands already is not written over unless it is asked for.
fn refuse_what_stands(args: &CalibrateArgs, study: &Study) -> Result<(), Failure> {
    if study.arms().any(|arm| arm == args.name) {
        return Err(Failure::Usage(format!(
            "the scenario already has a variant {:?}; name the patch otherwise with --name",
            args.name
        )));
    }
    let files = [
        ("--out", Some(&args.out)),
        ("--posterior", args.posterior.as_ref()),
        ("--pay-fit", args.pay_fit.as_ref()),
        ("--whole", args.whole.as_ref()),
    ];
    let mut named: Vec<&Path> = Vec::new();
    for (flag, file) in files {
        let Some(file) = file else { continue };
        if named.contains(&file.as_path()) {
            return Err(Failure::Usage(format!(
                "{} is named twice; give {flag} a file of its own",
                file.display()
            )));
        }
        named.push(file);
        if file.exists() && !args.force {
            return Err(Failure::Usage(format!(
                "{} exists; name another file with {flag}, or replace it with --force",
                file.display()
            )));
        }
    }
    Ok(())
}

/// The bytes of the files of targets, each with its name, and those of people's pay.
struct TargetBytes {
    figures: Vec<(String, Vec<u8>)>,
    pay: Option<(String, Vec<u8>)>,
}

fn bytes_of(args: &CalibrateArgs) -> Result<TargetBytes, Failure> {
    let read = |path: &Path, what: &str| {
        let name = path.display().to_string();
        let bytes = read_table_bytes(path)
            .map_err(|why| Failure::Unreadable(format!("cannot read {what} {name}: {why}")))?;
        Ok::<_, Failure>((name, bytes))
    };
    let figures = args.targets.iter().map(|path| read(path, "the figures"));
    let pay = args.pay.as_deref().filter(|path| path.as_os_str() != ROSTER);
    Ok(TargetBytes {
        figures: figures.collect::<Result<_, _>>()?,
        pay: pay.map(|path| read(path, "what was paid")).transpose()?,
    })
}

/// The targets, with arms as a study counts them.
fn targets(args: &CalibrateArgs, bytes: &TargetBytes, study: &Study) -> Result<Targets, Failure> {
    let model = study.stated()?;
    let mut files = Vec::with_capacity(bytes.figures.len());
    for (name, bytes) in &bytes.figures {
        files.push((name.clone(), read_figures(name, bytes, &model)?));
    }
    let people = match (&args.pay, &bytes.pay) {
        (None, _) => None,
        (Some(_), Some((name, bytes))) => Some(read_pay(name, bytes, &model)?),
        (Some(_), None) => {
            let people = paid_by_roster(&model);
            if people.is_empty() {
                return Err(Failure::Usage(
                    "the roster says of nobody what was paid: give it a column `paid`, or name a file with --pay".to_owned(),
                ));
            }
            Some(people)
        }
    };
    let pay = people.map(|people| PayTarget { people, error: args.pay_error });
    Ok(Targets { figures: join_figures(files)?, pay })
}

/// The variants that targets are about, that a number is named in, or that alone have a number.
fn needed<'a>(
    names: &'a [String],
    targets: &Targets,
    (free, placed): (&[Free], &[PlacedNumber]),
) -> Vec<&'a str> {
    let is_needed = |arm: usize, name: &String| {
        targets.figures.iter().any(|figure| figure.pick.arm == arm)
            || free.iter().any(|free| free.path.split_once(':').is_some_and(|(own, _)| own.trim() == name))
            || placed.iter().any(|number| number.arms.first() == Some(name))
    };
    let all = names.iter().enumerate().skip(1);
    all.filter(|(arm, name)| is_needed(*arm, name)).map(|(_, name)| name.as_str()).collect()
}

/// What decides a fit, as one hash.
fn identity(args: &CalibrateArgs, study: &Study, trials: u64, bytes: &TargetBytes) -> String {
    let figures: Vec<String> = bytes.figures.iter().map(|(_, bytes)| sha256(bytes)).collect();
    let pay = bytes.pay.as_ref().map(|(_, bytes)| sha256(bytes));
    let numbers = (args.starts, args.draws, args.point, args.spread, args.pay_error.map(f64::to_bits));
    hash_of(&("calibrate", named(args, study, trials), figures, (pay, args.pay.is_some()), numbers))
}

/// The same, each by its name.
fn named(args: &CalibrateArgs, study: &Study, trials: u64) -> Vec<(String, String)> {
    let years = study.get("run.years").map_or_else(|_| String::new(), |years| years.to_string());
    let all = [
        ("seed", study.seed().to_string()),
        ("trials", trials.to_string()),
        ("years", years),
        ("free", args.free.join(" ")),
        ("scenario", sha256(study.source().text.as_bytes())),
    ];
    all.map(|(name, value)| (name.to_owned(), value)).into()
}

impl FitJob<'_> {
    fn options(&self) -> RunOptions<'_> {
        RunOptions { trials: self.trials, threads: Some(self.threads), stop: Some(&self.stop) }
    }

    /// Does a part of the work while a bar says how far it is; of so many trials, where that is known.
    fn watched<T>(
        &self,
        (part, name, trials): (u8, &str, Option<u64>),
        work: impl FnOnce(Watching<'_>) -> Result<T, crate::study::StudyFault>,
    ) -> Result<T, Failure> {
        let quiet = self.args.quiet;
        let bar = trials.map_or_else(|| Bar::of_search(name, quiet), |trials| Bar::new(trials, quiet));
        let watch = StageWatch::of(&self.keeping, RunStage::Question(part), bar);
        let done = work(Watching { options: self.options(), progress: &watch, evaluated: &|| () });
        watch.bar.finish();
        done.map_err(study_failed)
    }

    fn go(&self) -> Result<(), Failure> {
        let FitJob { args, targets, free, placed, .. } = self;
        let arms: Vec<&str> = self.study.arms().collect();
        let options = FitOptions {
            trials: self.trials,
            threads: Some(self.threads),
            patience: PATIENCE,
            starts: usize::from(args.starts),
        };
        let fit = self.watched((0, "fitting", None), |watching| {
            calibrate_to(&self.study, free, targets, &options, watching)
        })?;
        let posterior = if args.point { None } else { self.posterior(&fit)? };
        let scenario = args.scenario.display().to_string();
        let spread = posterior.as_ref().filter(|_| args.spread);
        let facts = PatchFacts {
            name: &args.name,
            scenario: &scenario,
            placed,
            correlated: &self.correlated,
            spread,
        };
        let variants = patch_variants(facts, targets, (&arms, free));
        if let Some(taken) = variants.iter().find(|v| self.whole.arms().any(|arm| arm == v.name)) {
            return Err(Failure::Usage(format!(
                "the scenario already has a variant {:?}; name the patch otherwise with --name",
                taken.name
            )));
        }
        let patch = patch_text(facts, &variants, &fit);
        let found = FitFound { fit: &fit, placed, spread };
        let off = self.read_back(&patch, (&arms, &variants), found)?;
        let source = self.whole.source();
        let whole = args.whole.as_ref().map(|_| whole_text((&args.scenario, source), found, &self.overrides));
        self.write(&patch, whole.transpose()?, (&fit, posterior.as_ref()))?;
        self.keeping.is_published();
        if args.quiet && !args.json {
            return Ok(());
        }
        let start_year = u64::from(self.study.start().0);
        let name = |path: &Path| path.display().to_string();
        let (patch, whole) = (name(&args.out), args.whole.as_deref().map(name));
        let facts = FitFacts {
            arms: &arms,
            start_year,
            variants: &variants,
            patch: &patch,
            whole: whole.as_deref(),
            off_when_read_back: off,
            posterior: posterior.as_ref(),
            is_spread: spread.is_some(),
        };
        show_written(&FitPage::of(facts, &targets.figures, &fit), args.json, Some(&args.out))
    }

    fn posterior(&self, fit: &Calibration) -> Result<Option<Posterior>, Failure> {
        // One more evaluation says what chance leaves.
        let evaluations = most_evaluations(self.free.len()) + 1;
        let draws = usize::try_from(self.args.draws).unwrap_or(usize::MAX);
        let found = self.watched((1, "posterior", Some(evaluations * self.trials)), |watching| {
            posterior_of(&self.study, &self.free, &self.targets, (fit, draws), watching)
        })?;
        if found.is_none() && (self.args.spread || self.args.posterior.is_some()) {
            return Err(Failure::Run(
                "the scenario refuses so many of the values between the bounds that there is no posterior; narrow the bounds, or ask for --point"
                    .to_owned(),
            ));
        }
        Ok(found)
    }

    /// Reads the scenario with the patch below it; how far its figures are from those of the fit, in errors.
    fn read_back(
        &self,
        patch: &str,
        variants: (&[&str], &[PatchVariant]),
        found: FitFound<'_>,
    ) -> Result<Option<f64>, Failure> {
        let text = format!("{}\n{patch}", self.whole.source().text);
        let study = open_changed(&self.args.scenario, &text, &self.overrides)?;
        self.watched((2, "reading the patch back", None), |watching| {
            read_back(study, variants, found, (&self.targets, watching))
        })
    }

    /// Writes every file, each whole and for its owner alone.
    fn write(
        &self,
        patch: &str,
        whole: Option<String>,
        (fit, posterior): (&Calibration, Option<&Posterior>),
    ) -> Result<(), Failure> {
        let args = self.args;
        let failed = |error: std::io::Error| Failure::Run(format!("cannot write a table: {error}"));
        if let Some((path, posterior)) = args.posterior.as_ref().zip(posterior) {
            let mut bytes = Vec::new();
            write_draws(posterior, &Csv, &mut bytes).map_err(failed)?;
            write_file(path, args.force, &bytes)?;
        }
        if let Some((path, pay)) = args.pay_fit.as_ref().zip(fit.pay.as_ref()) {
            let start = u64::from(self.study.start().0);
            let mut bytes = Vec::new();
            write_pay_fit(pay, start, &Csv, &mut bytes).map_err(failed)?;
            write_file(path, args.force, &bytes)?;
        }
        if let Some((path, text)) = args.whole.as_ref().zip(whole) {
            write_file(path, args.force, text.as_bytes())?;
        }
        write_file(&args.out, args.force, patch.as_bytes())
    }
}
