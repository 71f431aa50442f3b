//! Variants: each a patch over the scenario, or over other variants, validated as a whole.

use super::patch::{below, lay_over, remove};
use super::{parse_toml, shape};
use crate::model::{Scenario, cross_check};
use crate::schema::{
    Entry, Field, Findings, InForce, Node, Problem, Reader, Refused, Schema, Shape, Source, Uncertain, Value,
};
use crate::units::{both, closest, either};
use std::collections::BTreeMap;

/// The baseline's name as an arm.
pub const BASELINE: &str = "baseline";

/// Keys of a variant that are not part of the patch.
const OWN_KEYS: [&str; 3] = ["title", "builds_on", "remove"];

/// Parts that all arms share: arms are compared on the same years and the same luck.
const SHARED: [&str; 3] = ["engine", "scenario", "run"];

/// A scenario with its variants, read and checked, before it meets a roster.
#[derive(Clone, Debug)]
pub struct Arms {
    /// The text.
    pub source: Source,
    /// The baseline first, then variants in the order of the file.
    pub arms: Vec<ParsedArm>,
}

/// One arm.
#[derive(Clone, Debug)]
pub struct ParsedArm {
    /// `baseline`, or the variant's name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its scenario.
    pub scenario: Scenario,
    /// Its uncertain numbers.
    pub uncertain: Vec<Uncertain>,
    /// Defaults it relies on.
    pub defaults: Vec<InForce>,
}

/// Reads a scenario and all its variants.
///
/// # Errors
///
/// Every problem of every arm; one that arms share is reported once.
pub fn read_arms(source: Source) -> Result<Arms, Refused> {
    let mut tree = parse_toml(&source)?;
    let variants = take_variants(&mut tree);
    let mut problems = Vec::new();
    let baseline = read_arm(BASELINE, None, &tree, &source, &mut problems);
    let mut arms: Vec<Option<ParsedArm>> = vec![baseline];
    let entries = variants.as_ref().map_or(&[][..], |node| node.entries().unwrap_or_default());
    if let Some(node) = variants.as_ref().filter(|node| node.entries().is_none()) {
        problems.push(source.problem(
            &node.span,
            "variant".into(),
            "write variants as tables: [variant.<name>]".into(),
        ));
    }
    let shape = shape();
    for entry in entries {
        let path = format!("variant.{}", entry.key);
        if entry.key == BASELINE || !plain(&entry.key) {
            let message = format!(
                "found the name {:?}; name a variant with letters, digits, `_` and `-`, and not `baseline`",
                entry.key
            );
            problems.push(source.problem(&entry.key_span, path, message));
            continue;
        }
        let chain = match lineage(entry, entries, &source) {
            Ok(chain) => chain,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let mut patched = tree.clone();
        let before = problems.len();
        let mut added = Vec::new();
        for variant in &chain {
            added.extend(apply(&mut patched, variant, &shape, &source, &mut problems));
        }
        if problems.len() > before {
            dedup(&mut problems);
            continue;
        }
        let title = text_of(&entry.node, "title");
        let known = problems.len();
        arms.push(read_arm(&entry.key, title, &patched, &source, &mut problems));
        for problem in &mut problems[known..] {
            let new = added.iter().find(|(path, _)| problem.path.starts_with(&format!("{path}.")));
            let more = new.map_or_else(String::new, |(path, names)| {
                format!(", which adds `{path}`; the scenario itself has {names}")
            });
            problem.message = format!("{} (in variant `{}`{more})", problem.message, entry.key);
        }
    }
    dedup(&mut problems);
    match arms.into_iter().collect::<Option<Vec<_>>>() {
        Some(arms) if problems.is_empty() => Ok(Arms { source, arms }),
        _ => {
            problems.sort_by_key(|problem| (problem.line, problem.column));
            Err(problems.into())
        }
    }
}

fn plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

fn dedup(problems: &mut Vec<Problem>) {
    let mut seen: Vec<Problem> = Vec::new();
    for problem in problems.drain(..) {
        if !seen.contains(&problem) {
            seen.push(problem);
        }
    }
    *problems = seen;
}

fn take_variants(tree: &mut Node) -> Option<Node> {
    let Value::Table(entries) = &mut tree.value else { return None };
    let place = entries.iter().position(|e| e.key == "variant")?;
    Some(entries.remove(place).node)
}

fn text_of<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.text()
}

/// A variant with those it builds on, first ancestor first, each once.
fn lineage<'n>(entry: &'n Entry, all: &'n [Entry], source: &Source) -> Result<Vec<&'n Entry>, Problem> {
    let mut chain: Vec<&Entry> = Vec::new();
    let mut state: BTreeMap<&str, bool> = BTreeMap::new();
    climb(entry, all, source, &mut state, &mut chain)?;
    Ok(chain)
}

fn climb<'n>(
    entry: &'n Entry,
    all: &'n [Entry],
    source: &Source,
    state: &mut BTreeMap<&'n str, bool>,
    chain: &mut Vec<&'n Entry>,
) -> Result<(), Problem> {
    let path = || format!("variant.{}.builds_on", entry.key);
    match state.get(entry.key.as_str()) {
        Some(true) => return Ok(()),
        Some(false) => {
            return Err(source.problem(
                &entry.key_span,
                path(),
                format!("variant {:?} builds on itself; break the circle", entry.key),
            ));
        }
        None => {}
    }
    state.insert(&entry.key, false);
    let parents: Vec<&Node> = match entry.node.get("builds_on") {
        None => Vec::new(),
        Some(node) => node.list().map_or_else(|| vec![node], |items| items.iter().collect()),
    };
    for parent in parents {
        let Value::Text(name) = &parent.value else {
            return Err(source.problem(
                &parent.span,
                path(),
                "write the name of a variant in quotes, or a list of names".to_owned(),
            ));
        };
        let Some(found) = all.iter().find(|e| e.key == *name) else {
            let names: Vec<&str> = all.iter().map(|e| e.key.as_str()).filter(|n| *n != entry.key).collect();
            let hint = closest(name, names.iter().copied()).map_or_else(
                || format!("known: {}", either(&names)),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(source.problem(
                &parent.span,
                path(),
                format!("there is no variant {name:?}; {hint}"),
            ));
        };
        climb(found, all, source, state, chain)?;
    }
    state.insert(&entry.key, true);
    chain.push(entry);
    Ok(())
}

fn apply(
    tree: &mut Node,
    variant: &Entry,
    shape: &Shape,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Vec<(String, String)> {
    let path = format!("variant.{}", variant.key);
    let Some(entries) = variant.node.entries() else {
        problems.push(source.problem(
            &variant.node.span,
            path,
            "write a variant as a table: [variant.<name>]".to_owned(),
        ));
        return Vec::new();
    };
    for shared in entries.iter().filter(|e| SHARED.contains(&e.key.as_str())) {
        problems.push(source.problem(
            &shared.key_span,
            format!("{path}.{}", shared.key),
            format!("`{}` is the same in every arm, which are compared on the same years and the same luck; change it in the scenario itself", shared.key),
        ));
    }
    for key in ["title"] {
        if let Some(node) = variant.node.get(key).filter(|n| !matches!(n.value, Value::Text(_))) {
            problems.push(source.problem(
                &node.span,
                format!("{path}.{key}"),
                format!("found {}; expected text in quotes", node.quoted()),
            ));
        }
    }
    if let Some(list) = variant.node.get("remove") {
        let items =
            if let Value::List(items) = &list.value { items.as_slice() } else { std::slice::from_ref(list) };
        for item in items {
            let removed = matches!(&item.value, Value::Text(text) if remove(tree, text));
            if !removed {
                let message = format!("there is no {} to remove; {}", item.quoted(), nearby(tree, item));
                problems.push(source.problem(&item.span, format!("{path}.remove"), message));
            }
        }
    }
    let changes =
        entries.iter().filter(|e| !OWN_KEYS.contains(&e.key.as_str()) && !SHARED.contains(&e.key.as_str()));
    let patch = Node { value: Value::Table(changes.cloned().collect()), span: variant.node.span.clone() };
    let mut added = Vec::new();
    additions(tree, &patch, Some(shape), "", &mut added);
    lay_over(tree, &patch, Some(shape));
    added
}

/// What a path could have named where it leaves the scenario.
fn nearby(tree: &Node, item: &Node) -> String {
    let Some(text) = item.text() else {
        return "write a path in quotes, such as \"allocation.reserve\"".to_owned();
    };
    let mut node = tree;
    let mut place = "the scenario".to_owned();
    for key in text.split('.') {
        let Some(below) = node.get(key) else { break };
        node = below;
        place = format!("`{key}`");
    }
    let names: Vec<&str> = node.entries().unwrap_or_default().iter().map(|e| e.key.as_str()).collect();
    format!("{place} has {}", both(&names))
}

/// Names under which a variant adds something the scenario does not have, each with what it has.
fn additions(
    tree: &Node,
    patch: &Node,
    shape: Option<&Shape>,
    path: &str,
    found: &mut Vec<(String, String)>,
) {
    for change in patch.entries().unwrap_or_default() {
        let below_path = if path.is_empty() { change.key.clone() } else { format!("{path}.{}", change.key) };
        if let Some(entry) = tree.get(&change.key) {
            let below = shape.and_then(|shape| below(shape, &change.key));
            additions(entry, &change.node, below, &below_path, found);
        } else if let Some(Shape::Map(_)) = shape {
            let names: Vec<&str> =
                tree.entries().unwrap_or_default().iter().map(|e| e.key.as_str()).collect();
            found.push((below_path, both(names)));
        }
    }
}

fn read_arm(
    name: &str,
    title: Option<&str>,
    tree: &Node,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Option<ParsedArm> {
    let mut reader = Reader::new(source);
    let scenario = Scenario::read(tree, &Field::NONE, &mut reader);
    let Findings { problems: mut fresh, uncertain, defaults } = reader.finish();
    let scenario = scenario.filter(|_| fresh.is_empty());
    if let Some(scenario) = &scenario {
        fresh.extend(cross_check(scenario, tree, source, &uncertain));
    }
    fresh.retain(|problem| !problems.contains(problem));
    let clean = fresh.is_empty();
    problems.extend(fresh);
    let scenario = scenario.filter(|_| clean)?;
    let default_title = if name == BASELINE { "Baseline".to_owned() } else { name.replace(['_', '-'], " ") };
    Some(ParsedArm {
        name: name.to_owned(),
        title: title.map_or(default_title, str::to_owned),
        scenario,
        uncertain,
        defaults,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = r#"
[scenario]
title = "Test"
[system]
name = "S"
[cohort.pcp]
count = 3
specialty = "family_medicine"
plans = { base = 1.0 }
wrvu = 5000
[contract.book]
payer = "All"
line = "commercial"
revenue_share = 1.0
spending = 6000
terms = "fee_for_service"
[plan.base]
[[plan.base.pay]]
salary = { per_fte = 250000 }
"#;

    fn read(text: &str) -> Result<Arms, Vec<String>> {
        let source = Source { name: "s.toml".into(), text: format!("{BASE}{text}") };
        read_arms(source).map_err(|refused| refused.problems().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_small_scenario_reads() {
        let arms = read("").unwrap();
        assert_eq!(arms.arms.len(), 1);
        assert_eq!(arms.arms[0].scenario.run.years, 10);
        assert!(arms.arms[0].uncertain.iter().any(|leaf| leaf.path == "behaviour.evidence.dilution"));
    }

    #[test]
    fn variants_build_on_variants() {
        let arms = read(
            "[variant.a]\n[variant.a.outlook]\nprice_growth = 0.05\n[variant.b]\nbuilds_on = \"a\"\ntitle = \"Second\"\n[variant.b.outlook]\npay_growth = 0.0\n",
        )
        .unwrap();
        let b = &arms.arms[2];
        assert_eq!(
            (b.title.as_str(), b.scenario.outlook.price_growth.0, b.scenario.outlook.pay_growth.0),
            ("Second", 0.05, 0.0)
        );
    }

    #[test]
    fn circles_and_unknown_ancestors_are_refused() {
        let problems =
            read("[variant.a]\nbuilds_on = \"b\"\n[variant.b]\nbuilds_on = [\"a\"]\n").unwrap_err();
        assert!(problems.iter().any(|p| p.contains("builds on itself")), "{problems:?}");
        let problems = read("[variant.alpha]\n[variant.b]\nbuilds_on = \"alhpa\"\n").unwrap_err();
        assert!(problems[0].contains("did you mean `alpha`?"), "{problems:?}");
    }

    #[test]
    fn an_arm_is_checked_as_a_whole_and_says_which() {
        let problems = read("[variant.a.plan.base]\nmeasures = 0\n").unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("s.toml:21:12: plan.base.measures: found 0; "), "{problems:?}");
        assert!(problems[0].ends_with("(in variant `a`)"), "{problems:?}");
    }

    #[test]
    fn a_problem_of_the_baseline_is_said_once() {
        let problems = read("[policy]\ntransparancy = 1\n[variant.a]\n[variant.b]\n").unwrap_err();
        assert_eq!(
            problems,
            ["s.toml:21:1: policy: unknown key `transparancy`; did you mean `transparency`?"]
        );
    }

    #[test]
    fn what_arms_share_cannot_be_patched() {
        let problems = read("[variant.a.run]\nyears = 3\n").unwrap_err();
        assert!(problems[0].contains("the same in every arm"), "{problems:?}");
    }

    #[test]
    fn all_problems_at_once() {
        let problems = read("[value]\naccess = -3\nmarginal_volume = 50\n[behaviour.evidnce]\n[redesign]\n")
            .unwrap_err();
        assert_eq!(problems.len(), 4, "{problems:?}");
    }
}
