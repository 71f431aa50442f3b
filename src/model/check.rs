//! Checks that need more than one part of a scenario.

use super::funding::funding_faults;
use super::programmes::{moved_lives, programme_faults};
use super::published::published_faults;
use super::{Correlation, Scenario, When};
use crate::entity::{Physician, Roster, Specialty};
use crate::pay::Plan;
use crate::random::Copula;
use crate::schema::{Node, Path, Problem, Schema as _, Source, Step, Uncertain};
use crate::units::{as_name, both, closest, either};
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with correlations that no joint distribution has.
pub(super) const CONTRADICTION: &str = "the correlations contradict each other: numbers that all move closely with one number cannot \
    move apart from one another, and a pair that is not stated counts as 0; bring one of them closer to 0";
/// Plans that one scenario may have.
const MOST_PLANS: usize = 128;
/// Parts whose numbers are plain: nothing of them is drawn once per trial.
const PLAIN: [&str; 4] = ["correlation", "cohort", "survey", "compliance"];
/// Physicians that one roster may have.
const MOST_PHYSICIANS: usize = 100_000;
/// Contracts that one scenario may have.
const MOST_CONTRACTS: usize = 64;

/// Everything wrong between the parts of one arm's scenario: names that lead nowhere, shares that
/// exceed the whole, physicians whom no rule covers. `contracts` are those of any arm.
pub(super) fn cross_check(
    scenario: &Scenario,
    tree: &Node,
    source: &Source,
    (uncertain, contracts): (&[Uncertain], &[String]),
) -> Vec<Problem> {
    let mut check = Check { tree, source, problems: Vec::new() };
    check.contracts(scenario);
    check.plans(scenario);
    check.certain_rates(scenario, uncertain);
    for (path, message) in funding_faults(scenario.funding.as_ref(), &scenario.plan, uncertain) {
        check.problem(&steps(&path), message);
    }
    check.certain_shares(uncertain);
    check.interim_months(scenario, uncertain);
    check.redesigns(scenario);
    check.cohorts(scenario, contracts);
    check.correlations(scenario, uncertain);
    check.problems
}

/// Everything wrong between a roster and one arm's scenario, in the roster's own places; `contracts`
/// are those of any arm.
pub(super) fn check_roster(scenario: &Scenario, contracts: &[String], roster: &Roster) -> Vec<Problem> {
    let mut problems = Vec::new();
    if roster.physicians.len() > MOST_PHYSICIANS {
        let found = roster.physicians.len();
        let message = format!("found {found} physicians; at most {MOST_PHYSICIANS} are possible in one run");
        problems.push(Problem::of_whole(&roster.origin, "", message));
    }
    for contract in roster.contracts() {
        if !contracts.iter().any(|known| known == contract) {
            let column = format!("lives.{contract}");
            let place = roster.header.iter().position(|name| *name == column).unwrap_or(0) + 1;
            problems.push(Problem {
                file: roster.origin.clone(),
                line: 1,
                column: place,
                path: column,
                message: unknown("contract", contract, scenario.contract.names()),
            });
        }
        if let Some(message) = moved_lives(scenario, contract) {
            let named = |name: &&String| name.strip_prefix("lives.") == Some(contract);
            let place = roster.header.iter().position(|name| named(&name)).unwrap_or(0) + 1;
            let path = format!("lives.{contract}");
            problems.push(Problem { file: roster.origin.clone(), line: 1, column: place, path, message });
        }
    }
    let mut persons: BTreeMap<&str, &Physician> = BTreeMap::new();
    for physician in &roster.physicians {
        let first = *persons.entry(&physician.person).or_insert(physician);
        #[expect(clippy::float_cmp, reason = "the same number, written twice")]
        if first.age != physician.age {
            let message = format!(
                "found {} for {:?}, who is {} in line {}; the appointments of one person have one age",
                physician.age, physician.person, first.age, first.line
            );
            problems.push(roster.problem(physician, "age", message));
        }
    }
    for physician in &roster.physicians {
        problems.extend(
            two_moves(scenario, physician).map(|(then, message)| roster.problem(then, "plan", message)),
        );
    }
    let mut bad_specialties = BTreeSet::new();
    for physician in roster.physicians.iter().flat_map(Physician::in_time) {
        let lives = scenario.attributed_people(physician);
        if lives > physician.panel + 1e-6 {
            let column = if roster.header.iter().any(|name| name == "panel") { "panel" } else { "lives" };
            let message = format!(
                "found a panel of {} with {lives} attributed lives; attributed lives are part of the panel",
                physician.panel
            );
            problems.push(roster.problem(physician, column, message));
        }
        match scenario.plan.get(&physician.plan) {
            None => problems.push(roster.problem(physician, "plan", unknown("plan", &physician.plan, scenario.plan.names()))),
            Some(plan) if plan.needs_base_salary() && physician.base_salary.is_none() => problems.push(roster.problem(
                physician,
                "base_salary",
                format!("missing; plan `{}` pays the roster's base salary; add the column, or state per_fte in the plan", physician.plan),
            )),
            Some(_) => {}
        }
        let specialty =
            Specialty::resolve(&physician.specialty, scenario.specialty.get(&physician.specialty));
        match specialty {
            Err(missing) if bad_specialties.insert(physician.specialty.as_str()) => {
                let message = unknown_specialty(scenario, &physician.specialty, &missing);
                problems.push(roster.problem(physician, "specialty", message));
            }
            Err(_) => {}
            Ok(specialty) => problems.extend(
                part_of_a_year(physician, &specialty, scenario.run.start().0)
                    .map(|message| roster.problem(physician, "wrvu", message)),
            ),
        }
    }
    problems
}

/// Points in a pool that is in no arm; `pools` are those of any.
pub(super) fn check_points(scenario: &Scenario, pools: &BTreeSet<&str>, roster: &Roster) -> Vec<Problem> {
    let nowhere = roster.pools().into_iter().filter(|pool| !pools.contains(pool));
    let problem = |pool: &str| {
        let column = format!("points.{pool}");
        Problem {
            file: roster.origin.clone(),
            line: 1,
            column: roster.header.iter().position(|name| *name == column).unwrap_or(0) + 1,
            path: column,
            message: unknown("pool", pool, scenario.allocation.pool.names()),
        }
    };
    nowhere.map(problem).collect()
}

/// The row that moves a physician to a plan in a calendar year in which something else moves them, too: a year
/// holds two plans of one position.
fn two_moves<'a>(scenario: &Scenario, p: &'a Physician) -> Option<(&'a Physician, String)> {
    let start = scenario.run.start();
    let cure = format!(
        "a year of one position holds two plans at most; write an appointment for each, told apart by a column appointment: one that leaves then, one hired then, both with physician_id {}",
        p.person
    );
    let before = p.in_time();
    let mut last = None;
    for (before, (date, then)) in before.zip(&p.career.later).filter(|(b, (_, then))| b.plan != then.plan) {
        if last == Some(date.year) {
            return Some((
                then,
                format!("found a second change of plan in {}, in {date}; {cure}", date.year),
            ));
        }
        last = Some(date.year);
        let month = date.months_from(start.0);
        let redesigned = scenario.redesign.iter().find(|change| {
            let own = change.effective(start);
            let there = change.from == before.plan || change.from == then.plan;
            there
                && change.when == When::Immediately
                && own != month
                && (own / 12.0).floor() == (month / 12.0).floor()
        });
        if let Some(change) = redesigned {
            let message = format!(
                "found a change to {} in {date}, in the year in which the redesign of {} moves everyone on it; {cure}",
                then.plan, change.from
            );
            return Some((then, message));
        }
    }
    None
}

/// Of the median wRVUs, the part below which a hire of the last year is asked whether the record holds a
/// whole year.
const HALF_A_RECORD: f64 = 0.6;

/// What a year that is made of some months would have to stay below, as a multiple of the median, to be believed.
const MUCH: f64 = 1.6;

/// What a physician hired in the year before the start is asked, whose wRVUs look like those of some months.
fn part_of_a_year(p: &Physician, specialty: &Specialty, start: u16) -> Option<String> {
    let months = -p.hired.months_from(start);
    let usual = specialty.median_wrvu.0 * p.clinical_fte;
    let asks = p.line > 0 && p.career.months_on_record.is_none() && months > 0.0 && months < 12.0;
    let likely = p.wrvu * 12.0 / months < MUCH * usual;
    (asks && likely && p.wrvu > 0.0 && p.wrvu < HALF_A_RECORD * usual).then(|| {
        format!(
            "found {wrvu} wRVUs of a physician hired in {hired}, where {usual:.0} a year are usual; if they were counted over the months since, add a column months_on_record with {months:.0}, which makes them {year:.0} a year; if they are a year's, write 12 in it",
            wrvu = p.wrvu,
            hired = p.hired,
            year = p.wrvu * 12.0 / months,
        )
    })
}

fn unknown<'a>(kind: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let hint = closest(name, known.iter().copied())
        .map_or_else(|| format!("known: {}", either(&known)), |near| format!("did you mean `{near}`?"));
    format!("there is no {kind} {name:?}; {hint}")
}

fn unknown_specialty(scenario: &Scenario, name: &str, missing: &[&str]) -> String {
    let known = crate::entity::STANDARD.iter().map(|s| s.name).chain(scenario.specialty.names());
    let hint =
        closest(name, known).map_or_else(String::new, |near| format!("did you mean `{near}`? Otherwise "));
    format!(
        "unknown specialty {name:?}; {hint}use a standard one (`cascade catalogue defaults` lists them) or write [specialty.{}] with {}, and that name here",
        as_name(name),
        both(missing)
    )
}

/// The steps of a path of keys and list places.
fn steps(path: &str) -> Vec<&str> {
    path.split(['.', '[', ']']).filter(|step| !step.is_empty()).collect()
}

struct Check<'a> {
    tree: &'a Node,
    source: &'a Source,
    problems: Vec<Problem>,
}

impl Check<'_> {
    /// Notes a problem with the value at a path of keys and list places.
    fn problem(&mut self, path: &[&str], message: String) {
        let mut node = self.tree;
        let mut text = String::new();
        for step in path {
            if let Ok(place) = step.parse::<usize>() {
                text.push_str(&format!("[{place}]"));
                if let crate::schema::Value::List(items) = &node.value {
                    node = items.get(place).unwrap_or(node);
                }
            } else {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(step);
                node = node.get(step).unwrap_or(node);
            }
        }
        self.problems.push(self.source.problem(&node.span, text, message));
    }

    fn contracts(&mut self, scenario: &Scenario) {
        if scenario.contract.is_empty() {
            self.problem(
                &["contract"],
                "there is no contract; write at least one [contract.<name>]".to_owned(),
            );
        }
        if scenario.contract.len() > MOST_CONTRACTS {
            self.problem(
                &["contract"],
                format!("found {} contracts; at most {MOST_CONTRACTS} are possible", scenario.contract.len()),
            );
        }
        for (path, message) in programme_faults(scenario).into_iter().chain(published_faults(scenario)) {
            let steps: Vec<&str> = path.iter().map(String::as_str).collect();
            self.problem(&steps, message);
        }
    }

    fn plans(&mut self, scenario: &Scenario) {
        if scenario.plan.is_empty() {
            self.problem(&["plan"], "there is no plan; write at least one [[plan.<name>.pay]]".to_owned());
        }
        if scenario.plan.len() > MOST_PLANS {
            self.problem(
                &["plan"],
                format!("found {} plans; at most {MOST_PLANS} are possible", scenario.plan.len()),
            );
        }
        for (name, plan) in scenario.plan.iter() {
            if let Some(hold) = &plan.hold_harmless {
                let place = ["plan", name, "hold_harmless", "plan"];
                match scenario.plan.get(&hold.plan) {
                    None => self.problem(&place, unknown("plan", &hold.plan, scenario.plan.names())),
                    Some(_) if hold.plan == name => {
                        self.problem(
                            &place,
                            format!("found {name:?} itself; name the plan that it replaces"),
                        );
                    }
                    Some(_) => {}
                }
            }
            self.budget_neutral(scenario, name, plan);
            let mut seen = BTreeSet::new();
            for pool in plan.pools() {
                if scenario.allocation.pool.get(pool).is_none() {
                    self.problem(
                        &["plan", name, "pay"],
                        unknown("pool", pool, scenario.allocation.pool.names()),
                    );
                }
                if !seen.insert(pool) {
                    self.problem(
                        &["plan", name, "pay"],
                        format!("the plan names pool {pool:?} twice; name it once"),
                    );
                }
            }
        }
    }

    fn budget_neutral(&mut self, scenario: &Scenario, name: &str, plan: &Plan) {
        let Some(rule) = &plan.budget_neutral else { return };
        let place = ["plan", name, "budget_neutral"];
        if plan.clone().rates_per_wrvu().all(|rate| rate.0 <= 0.0) {
            let message = "the plan has no rate per wRVU above 0 that a budget could set; write a component with one, such as wrvu = { tiers = [{ rate = 50 }] }";
            self.problem(&place, message.to_owned());
        }
        if plan.group_pool().is_some() {
            let message = "found beside a group_pool, whose money follows what the group collects and not these rates; leave out the one or the other";
            self.problem(&place, message.to_owned());
        }
        let Some(old) = &rule.to else { return };
        let place = ["plan", name, "budget_neutral", "to"];
        match scenario.plan.get(old) {
            None => self.problem(&place, unknown("plan", old, scenario.plan.names())),
            Some(_) if old == name => {
                self.problem(&place, format!("found {name:?} itself; name the plan that it replaces"));
            }
            Some(found) if found.budget_neutral.is_some() => self.problem(
                &place,
                format!("plan {old:?} is itself budget_neutral; name a plan whose rates are stated"),
            ),
            Some(found) if found.group_pool().is_some() => {
                self.problem(&place, format!("plan {old:?} pays by a group_pool, which is not known before the year; state the budget as per_fte"));
            }
            Some(_) => {}
        }
    }

    /// Rates that a budget sets are plain numbers: a draw would undo what was solved.
    fn certain_rates(&mut self, scenario: &Scenario, uncertain: &[Uncertain]) {
        for (name, plan) in scenario.plan.iter().filter(|(_, plan)| plan.budget_neutral.is_some()) {
            let mut marked = plan.clone();
            marked.rates_per_wrvu().for_each(|rate| rate.0 = f64::NAN);
            let mut rates = BTreeSet::new();
            Path::default().at(Step::Key("plan"), |path| {
                path.at(Step::Name(name.into()), |path| {
                    marked.visit(path, &mut |path, slot| {
                        if slot.is_nan() {
                            rates.insert(path.to_string());
                        }
                    });
                });
            });
            for leaf in uncertain.iter().filter(|leaf| rates.contains(&leaf.path)) {
                self.problem(
                    &steps(&leaf.path),
                    format!("found a distribution for a rate that budget_neutral of plan {name:?} sets; write a plain number"),
                );
            }
        }
    }

    /// Parts of a whole are plain numbers: drawn one by one they would not add up to it.
    fn certain_shares(&mut self, uncertain: &[Uncertain]) {
        let parts = |path: &str| {
            path.starts_with("contract.") && path.contains(".enrolment[") && path.ends_with("].share")
        };
        for leaf in uncertain.iter().filter(|leaf| parts(&leaf.path)) {
            let message = "found a distribution; the shares of enrolment types add up to 1 in every trial, so write a plain number";
            self.problem(&steps(&leaf.path), message.to_owned());
        }
    }

    /// No trial draws an interim settlement after the final payment.
    fn interim_months(&mut self, scenario: &Scenario, uncertain: &[Uncertain]) {
        for (name, contract) in scenario.contract.iter() {
            let Some(interim) = &contract.interim else { continue };
            let range = |key: &str, stated: f64| {
                let path = format!("contract.{name}.{key}");
                let drawn = uncertain.iter().find(|leaf| leaf.path == path);
                drawn.map_or((stated, stated, false), |leaf| {
                    let (low, high) = leaf.distribution.range();
                    (low, high, true)
                })
            };
            let (_, last, drawn) = range("interim.month", interim.month.0);
            let (first, _, payment_drawn) = range("clock.payment_month", contract.clock.payment_month.0);
            if (drawn || payment_drawn) && last > first {
                let path: &[&str] = if drawn { &["interim", "month"] } else { &["clock", "payment_month"] };
                self.problem(
                    &[&["contract", name], path].concat(),
                    format!(
                        "the interim settlement may come as late as month {last:.2} and the final payment as early as month {first:.2}; confine the distribution so that the interim settlement never comes later, for example with uniform"
                    ),
                );
            }
        }
    }

    fn redesigns(&mut self, scenario: &Scenario) {
        let mut replaced = BTreeSet::new();
        for (i, redesign) in scenario.redesign.iter().enumerate() {
            let place = i.to_string();
            for (key, plan) in [("from", &redesign.from), ("to", &redesign.to)] {
                if scenario.plan.get(plan).is_none() {
                    self.problem(&["redesign", &place, key], unknown("plan", plan, scenario.plan.names()));
                }
            }
            if redesign.from == redesign.to {
                self.problem(
                    &["redesign", &place, "to"],
                    format!("found {:?} for both; a redesign replaces a plan by another", redesign.to),
                );
            }
            if !replaced.insert(redesign.from.as_str()) {
                self.problem(
                    &["redesign", &place, "from"],
                    format!("plan {:?} is replaced twice; keep one redesign for it", redesign.from),
                );
            }
        }
        for (i, redesign) in scenario.redesign.iter().enumerate() {
            if redesign.from != redesign.to && replaced.contains(redesign.to.as_str()) {
                self.problem(
                    &["redesign", &i.to_string(), "to"],
                    format!("plan {:?} is itself replaced by another redesign; replace a plan once, by its final successor", redesign.to),
                );
            }
        }
    }

    fn cohorts(&mut self, scenario: &Scenario, contracts: &[String]) {
        if scenario.roster.is_some() && !scenario.cohort.is_empty() {
            self.problem(&["cohort"], "found cohorts beside a roster file; keep one of the two".to_owned());
        }
        if scenario.roster.is_none() && scenario.cohort.is_empty() {
            self.problem(&[], "there are no physicians; write [roster] with file = \"roster.csv\", or at least one [cohort.<name>]".to_owned());
        }
        for (name, cohort) in scenario.cohort.iter() {
            if let Err(missing) =
                Specialty::resolve(&cohort.specialty, scenario.specialty.get(&cohort.specialty))
            {
                self.problem(
                    &["cohort", name, "specialty"],
                    unknown_specialty(scenario, &cohort.specialty, &missing),
                );
            }
            for plan in cohort.plans.names() {
                match scenario.plan.get(plan) {
                    None => self.problem(
                        &["cohort", name, "plans", plan],
                        unknown("plan", plan, scenario.plan.names()),
                    ),
                    Some(found) if found.needs_base_salary() && cohort.base_salary.is_none() => self.problem(
                        &["cohort", name, "plans", plan],
                        format!("plan `{plan}` pays each physician's own base salary; give the cohort a base_salary, or state per_fte in the plan"),
                    ),
                    Some(_) => {}
                }
            }
            for contract in cohort.revenue_share.names().filter(|name| contracts.iter().all(|c| c != name)) {
                self.problem(
                    &["cohort", name, "revenue_share", contract],
                    unknown("contract", contract, scenario.contract.names()),
                );
            }
            for contract in cohort.lives.names() {
                if !contracts.iter().any(|known| known == contract) {
                    self.problem(
                        &["cohort", name, "lives", contract],
                        unknown("contract", contract, scenario.contract.names()),
                    );
                } else if let Some(message) = moved_lives(scenario, contract) {
                    self.problem(&["cohort", name, "lives", contract], message);
                }
            }
        }
    }

    fn correlations(&mut self, scenario: &Scenario, uncertain: &[Uncertain]) {
        for leaf in uncertain.iter().filter(|leaf| PLAIN.iter().any(|part| leaf.path.starts_with(part))) {
            self.problem(&steps(&leaf.path), "found a distribution; this must be a plain number".to_owned());
        }
        let found = self.problems.len();
        for (i, correlation) in scenario.correlation.iter().enumerate() {
            let place = i.to_string();
            for (key, path) in [("first", &correlation.first), ("second", &correlation.second)] {
                if !uncertain.iter().any(|leaf| leaf.path == *path) {
                    let known = uncertain.iter().map(|leaf| leaf.path.as_str());
                    let hint = closest(path, known).map_or_else(
                        || "a correlation joins numbers that are given as distributions; write their full paths".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.problem(
                        &["correlation", &place, key],
                        format!("{path:?} is not an uncertain number; {hint}"),
                    );
                }
            }
            if correlation.first == correlation.second {
                self.problem(
                    &["correlation", &place, "second"],
                    format!(
                        "found {:?} for both; a number is not correlated with itself",
                        correlation.second
                    ),
                );
            }
            let same = |c: &&Correlation| {
                (&c.first, &c.second) == (&correlation.first, &correlation.second)
                    || (&c.first, &c.second) == (&correlation.second, &correlation.first)
            };
            if scenario.correlation[..i].iter().any(|c| same(&c)) {
                self.problem(
                    &["correlation", &place],
                    "this pair of numbers stands twice; keep one of the two".to_owned(),
                );
            }
        }
        if self.problems.len() == found {
            self.contradiction(&scenario.correlation);
        }
    }

    /// Correlations that no numbers can have at once, at the one from which on they cannot.
    fn contradiction(&mut self, correlations: &[Correlation]) {
        let mut names: Vec<&str> = Vec::new();
        for c in correlations {
            for path in [c.first.as_str(), &c.second] {
                if !names.contains(&path) {
                    names.push(path);
                }
            }
        }
        let place = |path: &str| names.iter().position(|name| *name == path).unwrap_or(0);
        let pairs: Vec<(usize, usize, f64)> =
            correlations.iter().map(|c| (place(&c.first), place(&c.second), c.rho.0)).collect();
        if Copula::new(&pairs).is_ok() {
            return;
        }
        let good = (0..pairs.len()).rev().find(|n| Copula::new(&pairs[..*n]).is_ok()).unwrap_or(0);
        self.problem(&["correlation", &good.to_string(), "rho"], CONTRADICTION.to_owned());
    }
}
