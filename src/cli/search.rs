//! `cascade search`: redesigns of an arm that nobody beats within limits, each as a variant.

use super::asked::SearchArgs;
use super::enquiry::{Enquiry, study_failed};
use super::failure::Failure;
use super::output::Output;
use crate::analysis::{
    AskedLimits, AskedRange, DesignVariable, FoundRedesign, SearchEffort, SearchFacts, SearchObjective,
    SearchQuestion, SetLimit, VariantText, known_redesigns, reads_back, redesign_variant, search_redesigns,
    suggested, writable,
};
use crate::chart::redesigns;
use crate::decision::{LawAndCommittee, short_dollars};
use crate::engine::{Progress, RunOptions};
use crate::model::{Arm, Model, no_arm};
use crate::report::{Csv, Format, SEARCHED, SearchPage, SearchReport, Table, Whom, write_searched};
use crate::schema::is_name;
use crate::study::Study;
use crate::units::figure;

/// Trials of each candidate where `--trials` does not say: differences on the same luck need few.
const USUAL: u64 = 64;
/// Trials on fresh luck where nothing says how many.
const FRESH: u64 = 512;
/// Numbers that may be varied at once.
const MOST_VARIED: usize = 24;
/// Objectives at once: of more, hardly a candidate beats another.
const MOST_OBJECTIVES: usize = 4;
/// Letters of a name before its number.
const LONGEST_NAME: usize = 60;
/// Suggestions that are listed.
const MOST_SUGGESTED: usize = 30;

/// Searches and writes.
pub(super) fn search(args: &SearchArgs) -> Result<(), Failure> {
    if args.objectives.len() > MOST_OBJECTIVES {
        return Err(Failure::Usage(format!(
            "found {} objectives; a search is after {MOST_OBJECTIVES} at most: of more, hardly a redesign beats another",
            args.objectives.len()
        )));
    }
    let twice =
        args.objectives.iter().enumerate().find(|(place, one)| args.objectives[..*place].contains(one));
    if let Some((_, one)) = twice {
        return Err(Failure::Usage(format!(
            "{} is named twice among --objectives; name it once",
            one.word()
        )));
    }
    if args.vary.len() > MOST_VARIED {
        return Err(Failure::Usage(format!(
            "found {} numbers to vary; a search can vary {MOST_VARIED} at most, and finds more with eight",
            args.vary.len()
        )));
    }
    let asked = args.vary.iter().map(|text| range_of(text)).collect::<Result<Vec<_>, Failure>>()?;
    if !is_name(&args.name) || !args.name.is_ascii() || args.name.len() > LONGEST_NAME {
        return Err(Failure::Usage(format!(
            "found --name {:?}; write up to {LONGEST_NAME} letters, digits, `_` and `-`, without accents",
            args.name
        )));
    }
    let enquiry = Enquiry::begin(&args.study, "search", Some(USUAL), decided_by(args))?;
    found_and_written(args, &asked, &enquiry).map_err(|failure| enquiry.ended_by(failure))
}

/// What decides the results, each by its name.
fn decided_by(args: &SearchArgs) -> Vec<(String, String)> {
    let limits = [
        ("pay_within", args.pay_within),
        ("most_losers", args.most_losers),
        ("chance_of_loss", args.chance_of_loss),
        ("cash_floor", args.cash_floor),
        ("quality_fall", args.quality_fall),
        ("to_be_valued", args.to_be_valued),
    ];
    let said = |limit: SetLimit| match limit {
        SetLimit::Off => "none".to_owned(),
        SetLimit::Usual => "usual".to_owned(),
        SetLimit::At(number) => figure(number),
    };
    let words: Vec<&str> = objectives(args).iter().map(|objective| objective.word()).collect();
    let own = [
        ("vary", args.vary.join(" ")),
        ("from", args.from.clone().unwrap_or_default()),
        ("objectives", words.join(" ")),
        ("quality_point", figure(args.quality_point)),
        ("without_law", args.without_law.to_string()),
        ("evaluations", args.evaluations.to_string()),
        ("population", args.population.to_string()),
        ("points", args.points.to_string()),
        ("fresh_trials", args.fresh_trials.map_or_else(String::new, |trials| trials.to_string())),
        ("name", args.name.clone()),
    ];
    let limits = limits.map(|(name, limit)| (name, said(limit.unwrap_or(SetLimit::Usual))));
    own.into_iter().chain(limits).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn objectives(args: &SearchArgs) -> Vec<SearchObjective> {
    if args.objectives.is_empty() { SearchObjective::USUAL.to_vec() } else { args.objectives.clone() }
}

fn limits(args: &SearchArgs) -> AskedLimits {
    let or_usual = |limit: Option<SetLimit>| limit.unwrap_or(SetLimit::Usual);
    AskedLimits {
        pay: or_usual(args.pay_within),
        losers: or_usual(args.most_losers),
        chance_of_loss: or_usual(args.chance_of_loss),
        cash_floor: or_usual(args.cash_floor),
        quality: or_usual(args.quality_fall),
        market_value: or_usual(args.to_be_valued),
        law: if args.without_law { SetLimit::Off } else { SetLimit::Usual },
    }
}

/// A range as somebody writes it: the arm, if one is named, and the rest.
type AskedOfArm = (Option<String>, AskedRange);

fn range_of(text: &str) -> Result<AskedOfArm, Failure> {
    let wrong = || {
        Failure::Usage(format!(
            "found --vary {text:?}; write PATH=LOW..HIGH or PATH=LOW..HIGH:STEP, such as contract.aco.terms.shared_savings.sharing_rate=0.5..0.8"
        ))
    };
    let (place, range) = text.rsplit_once('=').ok_or_else(wrong)?;
    let (low, rest) = range.split_once("..").ok_or_else(wrong)?;
    let (high, step) = rest.split_once(':').map_or((rest, None), |(high, step)| (high, Some(step)));
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let (Some(low), Some(high)) = (number(low), number(high)) else { return Err(wrong()) };
    let step = step.map(|step| number(step).ok_or_else(wrong)).transpose()?;
    let (arm, place) = match place.trim().split_once(':') {
        Some((arm, place)) => (Some(arm.trim().to_owned()), place.trim().to_owned()),
        None => (None, place.trim().to_owned()),
    };
    Ok((arm, AskedRange { place, low, high, step }))
}

fn found_and_written(args: &SearchArgs, asked: &[AskedOfArm], enquiry: &Enquiry) -> Result<(), Failure> {
    let (study, model) = (&enquiry.job.study, &enquiry.job.model);
    let arm = redesigned(args, asked, model)?;
    if asked.is_empty() {
        return Err(Failure::Usage(suggestions(study, model, arm)));
    }
    let start = format!("{}-00", args.name);
    refuse_taken_names(study, &args.name)?;
    let (working, written) = writable(study, model, &arm.name, &start).map_err(study_failed)?;
    let question = question(args, variables(asked, &working, &start)?, study);
    let options = enquiry.options();
    let (searched, fresh) = question.trials(options.trials);
    let watches = (enquiry.watch(searched), enquiry.watch(fresh));
    let surveys = working.surveys(&written);
    let review = LawAndCommittee { surveys: &surveys };
    let known = known_designs(&question, study);
    let both = (&watches.0 as &dyn Progress, &watches.1 as &dyn Progress);
    let found = search_redesigns((&working, &written), &question, &known, &review, options, both);
    watches.0.bar.finish();
    watches.1.bar.finish();
    let found = found.map_err(study_failed)?;
    let arms = beside(enquiry, &question)?;
    let names: Vec<String> = (1..=found.found.len()).map(|n| format!("{}-{n:02}", args.name)).collect();
    let variants: Vec<VariantText> = names
        .iter()
        .zip(&found.found)
        .map(|(name, point)| told(redesign_variant(name, point, &question, arm), point, &question, enquiry))
        .collect();
    reads_back(study, &variants, (&working, &start), (&question, &found.found)).map_err(study_failed)?;
    let years = (model.start.0, model.start.plus(model.years.saturating_sub(1)).0);
    let from = arm.name.as_str();
    let report = SearchReport { from, question: &question, found: &found, names: &names, arms: &arms, years };
    enquiry.finish(outputs(&report, &variants)?, |folder, files| {
        SearchPage::of(&report, &folder.display().to_string(), files)
    })
}

/// The arm that is redesigned.
fn redesigned<'m>(args: &SearchArgs, asked: &[AskedOfArm], model: &'m Model) -> Result<&'m Arm, Failure> {
    let mut named: Option<&str> = args.from.as_deref();
    for (arm, range) in asked {
        match (arm.as_deref(), named) {
            (Some(arm), Some(known)) if arm != known => {
                return Err(Failure::Usage(format!(
                    "--vary {arm}:{} changes another arm than `{known}`; a search redesigns one",
                    range.place
                )));
            }
            (Some(arm), None) => named = Some(arm),
            _ => {}
        }
    }
    let found = match named {
        Some(name) => model.arms.iter().find(|arm| arm.name == name),
        None => model.arms.last(),
    };
    found.ok_or_else(|| {
        let names = model.arms.iter().map(|arm| arm.name.as_str());
        Failure::Usage(no_arm(named.unwrap_or_default(), names).to_string())
    })
}

/// Which numbers could be varied, where none is named.
fn suggestions(study: &Study, model: &Model, arm: &Arm) -> String {
    let all = suggested(study, model, &arm.name);
    let arms: Vec<&str> = model.arms.iter().map(|arm| arm.name.as_str()).collect();
    let mut said = format!(
        "name the numbers of `{}` that may change, with --vary once for each; eight are a good search. Another arm is named by --from: {}.",
        arm.name,
        arms.join(", ")
    );
    if all.is_empty() {
        return said
            + " It states no number otherwise than today; `cascade catalogue defaults` lists all there are.";
    }
    said += " What it changes, with ranges to begin with:";
    for one in all.iter().take(MOST_SUGGESTED) {
        said += &format!(
            "\n  --vary '{}={}..{}'   now {}: {}",
            one.range.place,
            figure(one.range.low),
            figure(one.range.high),
            figure(one.value),
            one.meaning
        );
    }
    if all.len() > MOST_SUGGESTED {
        said += &format!("\n  and {} more", all.len() - MOST_SUGGESTED);
    }
    said
}

fn refuse_taken_names(study: &Study, name: &str) -> Result<(), Failure> {
    let is_taken = |arm: &&str| {
        let number = arm.strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
        number.is_some_and(|number| number.len() >= 2 && number.chars().all(|c| c.is_ascii_digit()))
    };
    match study.arms().find(is_taken) {
        None => Ok(()),
        Some(arm) => Err(Failure::Usage(format!(
            "the scenario has a variant {arm:?} already; name what is found otherwise with --name"
        ))),
    }
}

fn variables(asked: &[AskedOfArm], working: &Study, start: &str) -> Result<Vec<DesignVariable>, Failure> {
    let mut all: Vec<DesignVariable> = Vec::new();
    for (_, range) in asked {
        let one = DesignVariable::of(working, start, range).map_err(|refused| {
            let first =
                refused.problems().first().map_or_else(String::new, |problem| problem.message.clone());
            Failure::Usage(format!("--vary {}: {first}", range.place))
        })?;
        if all.iter().any(|known| known.path == one.path) {
            return Err(Failure::Usage(format!("{} is varied twice", one.path)));
        }
        all.push(one);
    }
    Ok(all)
}

fn question(args: &SearchArgs, variables: Vec<DesignVariable>, study: &Study) -> SearchQuestion {
    SearchQuestion {
        variables,
        objectives: objectives(args),
        limits: limits(args),
        quality_point: args.quality_point,
        effort: SearchEffort { evaluations: args.evaluations as usize, population: args.population.into() },
        points: args.points.into(),
        fresh_trials: args.fresh_trials.unwrap_or_else(|| FRESH.min(study.trials().max(2))),
    }
}

/// Designs that exist: the arm as it stands, then every other arm that has all the numbers.
fn known_designs(question: &SearchQuestion, study: &Study) -> Vec<Vec<f64>> {
    let variables = &question.variables;
    let own = variables.iter().map(|one| one.start.unwrap_or(f64::midpoint(one.low, one.high))).collect();
    let of_arm = |arm: &str| -> Option<Vec<f64>> {
        variables.iter().map(|one| study.get(&format!("{arm}:{}", one.path)).ok()).collect()
    };
    std::iter::once(own).chain(study.arms().filter_map(of_arm)).collect()
}

/// Every arm of the scenario on fresh luck.
fn beside(
    enquiry: &Enquiry,
    question: &SearchQuestion,
) -> Result<Vec<(String, String, SearchFacts)>, Failure> {
    let (study, model) = (&enquiry.job.study, &enquiry.job.model);
    let options = RunOptions { trials: question.fresh_trials, ..enquiry.options() };
    let watch = enquiry.watch(question.fresh_trials);
    let facts = known_redesigns((study, model), question.quality_point, options, &watch);
    watch.bar.finish();
    let each = model.arms.iter().zip(facts.map_err(study_failed)?);
    Ok(each.map(|(arm, facts)| (arm.name.clone(), arm.title.clone(), facts)).collect())
}

/// A variant with a title, and with what is known of it above it.
fn told(
    variant: VariantText,
    point: &FoundRedesign,
    question: &SearchQuestion,
    enquiry: &Enquiry,
) -> VariantText {
    let fresh = &point.fresh;
    let (margin, value) = (short_dollars(fresh.margin.value), short_dollars(fresh.value.value));
    let mut about = vec![
        format!(
            "Found by `cascade search` from `{}`. Add it to {}.",
            variant.from, enquiry.job.scenario_name
        ),
        format!(
            "On the first {} trials of seed {}, which the search has not seen, against today over all years:",
            question.fresh_trials, enquiry.job.model.seed.0
        ),
        format!(
            "system margin {:.2} $ (± {:.2}), true savings {:.2} $ (± {:.2}), {:.2} % of physicians lose 5 % or more,",
            fresh.margin.value,
            fresh.margin.se,
            fresh.savings.value,
            fresh.savings.se,
            100.0 * fresh.losers.value
        ),
        format!("pay {:+.2} %, chance of a loss {:.1} %.", 100.0 * fresh.pay.value, 100.0 * fresh.loss.value),
    ];
    if !point.broken.is_empty() {
        let words: Vec<&str> = point.broken.iter().map(|(limit, _)| limit.word()).collect();
        about.push(format!("On fresh luck it breaks limits of the search: {}.", words.join(", ")));
    }
    let title = format!("{}: margin {margin}, value {value}", variant.name);
    VariantText { title, about, ..variant }
}

/// Tables, charts and variants.
fn outputs<'r>(report: &'r SearchReport<'_>, variants: &[VariantText]) -> Result<Vec<Output<'r>>, Failure> {
    let table = |table: &'static Table| {
        Output::new(Csv.file(table), table.whom, move |sink| write_searched(report, table, &Csv, sink))
    };
    let mut all: Vec<Output<'r>> = SEARCHED.into_iter().map(table).collect();
    let scene = redesigns(report);
    let (svg, png) = (scene.svg(), scene.png().map_err(|error| Failure::Run(error.to_string()))?);
    all.push(Output::new("charts/frontier.svg", Whom::Groups, move |sink| sink.write_all(svg.as_bytes())));
    all.push(Output::new("charts/frontier.png", Whom::Groups, move |sink| sink.write_all(&png)));
    for variant in variants {
        let text = variant.text();
        let file = format!("variants/{}.toml", variant.name);
        all.push(Output::new(file, Whom::Groups, move |sink| sink.write_all(text.as_bytes())));
    }
    Ok(all)
}
