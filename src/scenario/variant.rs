//! Variants: each a patch over the scenario, or over other variants, validated as a whole.

use super::patch::{below, lay_over};
use super::{Place, parse_toml, shape};
use crate::model::Checked;
use crate::schema::{Entry, Node, Problem, Refused, Shape, Source, Value};
use crate::units::{both, closest, either};
use std::collections::BTreeMap;

/// The baseline's name as an arm.
pub const BASELINE: &str = "baseline";

/// Keys of a variant that are not part of the patch.
const OWN_KEYS: [&str; 4] = ["title", "builds_on", "remove", "set"];

/// Parts that all arms share: arms are compared on the same years and the same luck.
pub(crate) const SHARED: [&str; 3] = ["engine", "scenario", "run"];

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
    pub scenario: Checked,
    /// What the scenario was read from: the text's tree with the variant's patches laid over it.
    pub(crate) tree: Node,
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
            added.extend(apply(&mut patched, variant, &source, &mut problems));
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
            same_in_every_arm(&shared.key),
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
    let list = variant.node.get("remove");
    for item in list.map_or(&[][..], |node| node.list().unwrap_or(std::slice::from_ref(node))) {
        if let Err(message) = remove(tree, item) {
            problems.push(source.problem(&item.span, format!("{path}.remove"), message));
        }
    }
    let changes =
        entries.iter().filter(|e| !OWN_KEYS.contains(&e.key.as_str()) && !SHARED.contains(&e.key.as_str()));
    let patch = Node { value: Value::Table(changes.cloned().collect()), span: variant.node.span.clone() };
    let mut added = Vec::new();
    additions(tree, &patch, Some(shape()), "", &mut added);
    lay_over(tree, &patch, Some(shape()));
    match variant.node.get("set").map(|set| (set, set.entries())) {
        None => {}
        Some((_, Some(places))) => {
            for entry in places {
                if let Err(message) = set(tree, entry) {
                    problems.push(source.problem(&entry.key_span, format!("{path}.set"), message));
                }
            }
        }
        Some((node, None)) => problems.push(source.problem(
            &node.span,
            format!("{path}.set"),
            format!("found {}; write places with their values, such as set = {{ \"plan.base.pay.salary.per_fte\" = 250000 }}", node.quoted()),
        )),
    }
    added
}

/// What is refused of what arms share.
pub(crate) fn same_in_every_arm(section: &str) -> String {
    format!(
        "`{section}` is the same in every arm, which are compared on the same years and the same luck; change it in the scenario itself"
    )
}

/// A place that a variant writes, of its own arm.
fn own_place(text: &str) -> Result<Place<'_>, String> {
    let place = Place::parse(text)?;
    match place.arm {
        None if SHARED.contains(&place.section()) => Err(same_in_every_arm(place.section())),
        None => Ok(place),
        Some(arm) => {
            Err(format!("found the arm {arm:?}; a variant changes only itself, so leave the arm out"))
        }
    }
}

/// Takes away what stands at a place.
fn remove(tree: &mut Node, item: &Node) -> Result<(), String> {
    let Some(text) = item.text() else {
        return Err(format!(
            "found {}; write a place in quotes, such as \"allocation.reserve\"",
            item.quoted()
        ));
    };
    let place = own_place(text)?;
    match place.find_stated(tree) {
        Ok(found) => {
            found.remove(tree);
            Ok(())
        }
        Err(lost) if lost.ambiguous => Err(format!("found {text:?} to remove; {}", lost.hint)),
        Err(lost) => Err(format!("there is no {text:?} to remove; {}", lost.hint)),
    }
}

/// Lays a value over what stands at a place.
fn set(tree: &mut Node, entry: &Entry) -> Result<(), String> {
    let place = own_place(&entry.key)?;
    let found = place.find(tree).map_err(|lost| lost.message("place", place.path()))?;
    if let Some(node) = found.open(tree) {
        lay_over(node, &entry.node, Some(found.shape));
    }
    Ok(())
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
    let scenario = match Checked::read(tree, source) {
        Ok(scenario) => scenario,
        Err(fresh) => {
            let new: Vec<Problem> = fresh.into_iter().filter(|found| !problems.contains(found)).collect();
            problems.extend(new);
            return None;
        }
    };
    let default_title = if name == BASELINE { "Baseline".to_owned() } else { name.replace(['_', '-'], " ") };
    Some(ParsedArm {
        name: name.to_owned(),
        title: title.map_or(default_title, str::to_owned),
        scenario,
        tree: tree.clone(),
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
        assert!(
            arms.arms[0].scenario.uncertain().iter().any(|leaf| leaf.path == "behaviour.evidence.dilution")
        );
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
