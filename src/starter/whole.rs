//! An ACO's scenario from its head to its variant.

use super::aco::AcoRecord;
use super::cohorts::{self, Staff};
use super::composed::Starter;
use super::course::Stage;
use super::manuscript::{Manuscript, plain, quoted};
use super::{medicare, pay};

/// Years simulated.
const YEARS: u16 = 5;
/// Years of physicians, over all trials and both arms, that a first run is to take at most.
const WORK: f64 = 12e6;

/// The scenario.
pub(super) fn scenario(aco: &AcoRecord<'_>, start: u16) -> Starter {
    let staff = Staff::of(aco);
    let stages = Stage::over(aco, start, start + YEARS - 1);
    let mut draft = Manuscript::default();
    head(&mut draft, aco);
    run(&mut draft, aco, &staff, start);
    medicare::contracts(&mut draft, aco, &stages, &staff, start);
    pay::other_payers(&mut draft, 1.0 - staff.revenue_share);
    pay::allocation(&mut draft);
    pay::plans(&mut draft, staff.has_specialists());
    staff.cohorts(&mut draft, aco);
    pay::variant(&mut draft);
    let (scenario, yours) = draft.end();
    Starter {
        title: format!("{} ({})", aco.name(), aco.id()),
        scenario,
        contract: cohorts::NAME.to_owned(),
        physician: staff.first(),
        start,
        last: aco.last_year(),
        yours,
    }
}

fn head(draft: &mut Manuscript, aco: &AcoRecord<'_>) {
    draft.put("#:schema ./scenario.schema.json");
    draft.put("#");
    let state = if aco.state().is_empty() { "state not published" } else { aco.state() };
    let number = if aco.number().is_empty() {
        String::new()
    } else {
        format!(", {} in the files to 2017", aco.number())
    };
    let years: Vec<String> = aco.years().map(|year| year.to_string()).collect();
    draft.say(&format!(
        "{} ({}{number}; {state}). On record for {}.",
        aco.name(),
        aco.id(),
        years.join(", ")
    ));
    draft.put("#");
    draft.say(
        "A starting point made from the public record. It runs as it is. A number says where it comes from:",
    );
    draft.put("#");
    let year = aco.last_year();
    draft.put(&format!("#   {year}, n_ab   performance year and column of CMS's \"Performance Year Financial and Quality Results\""));
    draft.put("#   FORWARD      rolled forward from there, and how");
    draft.put("#   YOURS        not public: what stands there lets everything run; write your own");
    draft.put("#");
    draft.say("`grep YOURS scenario.toml` lists what is yours to fill in. After each change: `cascade check scenario.toml`. What is left out takes a default; `cascade catalogue defaults` lists them with their sources.");
}

fn run(draft: &mut Manuscript, aco: &AcoRecord<'_>, staff: &Staff, start: u16) {
    draft.gap();
    draft.key("engine", "1");
    draft.gap();
    draft.table("scenario");
    draft.key("title", &quoted(&format!("{} ({})", aco.name(), aco.id())));
    draft.key("description", "\"What happens to savings on their way to the physician?\"");
    draft.gap();
    draft.table("run");
    let after = if start == aco.last_year() + 1 { "the year after the last record" } else { "as asked for" };
    draft.noted("start_year", &start.to_string(), after);
    draft.noted("years", &YEARS.to_string(), "five performance years");
    let trials = (WORK / (2.0 * staff.physicians() * f64::from(YEARS)) / 50.0).floor() * 50.0;
    draft.noted(
        "trials",
        &plain(trials.clamp(100.0, 1000.0), 0),
        "more trials: less Monte Carlo error, the same expected values",
    );
    draft.noted("seed", "1", "the only source of chance");
    draft.gap();
    draft.table("system");
    draft.key("name", &quoted(aco.name()));
}
