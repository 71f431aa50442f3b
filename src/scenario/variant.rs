//! Variants: each a patch over the scenario, or over other variants, validated as a whole.

use super::assemble::{ArmTree, assemble};
use super::moves::MOVES;
use super::old_keys::refuse_old_keys;
use super::parse_toml;
use crate::model::Checked;
use crate::order::Ordered;
use crate::schema::{Entry, Node, Problem, Refused, Source, Value, is_name, text_fault};
use crate::units::{closest, either};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The baseline's name as an arm.
pub const BASELINE: &str = "baseline";

/// A scenario with its variants, read and checked, before it meets a roster.
#[derive(Clone, Debug)]
pub struct Arms {
    /// The text.
    pub source: Source,
    /// The baseline first, then variants in the order of the file.
    pub arms: Vec<ParsedArm>,
    /// Names of the contracts of any arm.
    pub(crate) contracts: Arc<[String]>,
}

/// Variants that one scenario may have: each is a whole arm in memory.
const MOST_VARIANTS: usize = 100;

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
    /// Paths of entries that are like another, each with the path of the other.
    pub(crate) likes: Vec<(String, String)>,
}

/// Reads a scenario and all its variants.
///
/// # Errors
///
/// Every problem of every arm; one that arms share is reported once.
pub fn read_arms(source: Source) -> Result<Arms, Refused> {
    let mut tree = parse_toml(&source)?;
    let mut problems = Vec::new();
    refuse_old_keys(&mut tree, MOVES, &source, &mut problems);
    let variants = take_variants(&mut tree);
    let entries = variants.as_ref().map_or(&[][..], |node| node.entries().unwrap_or_default());
    if let Some(node) = variants.as_ref().filter(|node| node.entries().is_none()) {
        problems.push(source.problem(
            &node.span,
            "variant".into(),
            "write variants as tables: [variant.<name>]".into(),
        ));
    }
    let mut made = vec![make(BASELINE, None, assembled(&tree, &[], &source, &mut problems))];
    if entries.len() > MOST_VARIANTS {
        let (node, found) = (variants.as_ref().map_or(0..0, |node| node.span.clone()), entries.len());
        let message = format!("found {found} variants; at most {MOST_VARIANTS} are possible in one run");
        return Err(source.problem(&node, "variant".into(), message).into());
    }
    for entry in entries {
        let chain = match named(entry, &source).and_then(|()| lineage(entry, entries, &source)) {
            Ok(chain) => chain,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let title = text_of(&entry.node, "title").map(str::trim);
        made.push(make(&entry.key, title, assembled(&tree, &chain, &source, &mut problems)));
    }
    dedup(&mut problems);
    let contracts = contracts(made.iter().filter_map(|made| made.arm.as_ref()));
    let arms: Vec<Option<ParsedArm>> =
        made.into_iter().map(|made| read_arm(made, &contracts, &source, &mut problems)).collect();
    dedup(&mut problems);
    match arms.into_iter().collect::<Option<Vec<_>>>() {
        Some(arms) if problems.is_empty() => Ok(Arms { source, arms, contracts }),
        _ => {
            problems.order_by_key(|problem| (problem.line, problem.column));
            Err(problems.into())
        }
    }
}

/// An arm before it is read.
struct BareArm {
    name: String,
    title: String,
    /// Nothing where its parts do not fit together.
    arm: Option<ArmTree>,
}

fn make(name: &str, title: Option<&str>, arm: Option<ArmTree>) -> BareArm {
    let default_title = if name == BASELINE { "Today".to_owned() } else { name.replace(['_', '-'], " ") };
    BareArm { name: name.to_owned(), title: title.map_or(default_title, str::to_owned), arm }
}

/// The tree of an arm, unless something of it cannot be made.
fn assembled(tree: &Node, chain: &[&Entry], source: &Source, problems: &mut Vec<Problem>) -> Option<ArmTree> {
    let before = problems.len();
    let arm = assemble(tree, chain, source, problems);
    (problems.len() == before).then_some(arm)
}

/// Names of the contracts that any arm has: a roster may tell of those that an arm has dropped.
fn contracts<'a>(arms: impl Iterator<Item = &'a ArmTree>) -> Arc<[String]> {
    let mut names: Vec<String> = Vec::new();
    for entry in arms.flat_map(|arm| arm.tree.get("contract").and_then(Node::entries).unwrap_or_default()) {
        if !names.contains(&entry.key) {
            names.push(entry.key.clone());
        }
    }
    names.into()
}

/// Whether a variant's name and title can be those of an arm.
fn named(entry: &Entry, source: &Source) -> Result<(), Problem> {
    let path = format!("variant.{}", entry.key);
    if entry.key == BASELINE || !is_name(&entry.key) {
        let message = format!(
            "found the name {:?}; name a variant with up to 100 letters, digits, `_` and `-`, and not `baseline`",
            entry.key
        );
        return Err(source.problem(&entry.key_span, path, message));
    }
    let Some(node) = entry.node.get("title") else { return Ok(()) };
    let fault = match node.text() {
        Some(text) => text_fault("title", text, None),
        None => Some(format!("found {}; expected text in quotes", node.quoted())),
    };
    fault.map_or(Ok(()), |fault| Err(source.problem(&node.span, format!("{path}.title"), fault)))
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

/// Reads an arm. A problem of what it shares with an arm before it is theirs alone.
fn read_arm(
    made: BareArm,
    contracts: &Arc<[String]>,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Option<ParsedArm> {
    let BareArm { name, title, arm } = made;
    let ArmTree { tree, likes, added } = arm?;
    match Checked::read(&tree, source, contracts) {
        Ok(scenario) => Some(ParsedArm { name, title, scenario, tree, likes }),
        Err(fresh) => {
            let inherited = |found: &Problem| {
                likes.iter().any(|(own, other)| {
                    let rest =
                        found.path.strip_prefix(own.as_str()).filter(|rest| rest.starts_with(['.', '[']));
                    rest.is_some_and(|rest| {
                        let path = format!("{other}{rest}");
                        fresh.iter().any(|known| {
                            known.path == path && (known.line, known.column) == (found.line, found.column)
                        })
                    })
                })
            };
            let new: Vec<Problem> = fresh
                .iter()
                .filter(|found| !problems.contains(found) && !inherited(found))
                .cloned()
                .collect();
            problems.extend(
                new.into_iter().map(|problem| {
                    if name == BASELINE { problem } else { of_variant(problem, &name, &added) }
                }),
            );
            None
        }
    }
}

/// A problem that a variant causes: says which, and what it adds.
fn of_variant(mut problem: Problem, variant: &str, added: &[(String, String)]) -> Problem {
    let new = added.iter().find(|(path, _)| problem.path.starts_with(&format!("{path}.")));
    let more = new.map_or_else(String::new, |(path, names)| {
        format!(", which adds `{path}`; the scenario itself has {names}")
    });
    problem.message = format!("{} (in variant `{variant}`{more})", problem.message);
    problem
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

    /// Kinds of the components of a plan, in order, with what stands at the place given.
    fn pay(arms: &Arms, arm: &str, plan: &str) -> Vec<String> {
        let arm = arms.arms.iter().find(|known| known.name == arm).unwrap();
        let list = arm.tree.get("plan").and_then(|plans| plans.get(plan)?.get("pay")?.list()).unwrap();
        list.iter()
            .map(|item| item.entries().unwrap().iter().map(|e| e.key.as_str()).collect::<Vec<_>>().join("+"))
            .collect()
    }

    fn number(arms: &Arms, arm: &str, place: &str) -> Option<f64> {
        let arm = arms.arms.iter().find(|known| known.name == arm).unwrap();
        super::super::Place::parse(place).unwrap().find(&arm.tree).ok()?.stated(&arm.tree)?.number()
    }

    const MORE: &str = r#"
[plan.mixed]
title = "Mixed"
measures = 4
[[plan.mixed.pay]]
wrvu = { tiers = [{ rate = 50 }, { above = 8000, rate = 60 }] }
[[plan.mixed.pay]]
draw = { per_fte = 100000 }
[[plan.mixed.pay]]
quality_withhold = { share = 0.05 }
"#;

    #[test]
    fn a_variant_changes_adds_and_drops_one_component() {
        let arms = read(&format!(
            "{MORE}
[variant.a]
remove = [\"plan.mixed.pay.quality_withhold\"]
[variant.a.plan.base.pay.salary]
per_fte = 260000
[variant.a.plan.base.pay.quality_bonus]
per_fte = 12000
[variant.a.plan.mixed.pay.wrvu.tiers.8000]
rate = 65
[variant.a.plan.mixed.pay.wrvu.tiers.6000]
rate = 55
[variant.a.plan.mixed.pay.wrvu.tiers.\"[0]\"]
rate = 48
[variant.a.plan.mixed.pay]
per_encounter = {{ fees = [{{ fee = 10 }}] }}
"
        ))
        .unwrap();
        assert_eq!(pay(&arms, "a", "base"), ["salary", "quality_bonus"]);
        assert_eq!(pay(&arms, "baseline", "base"), ["salary"]);
        // Production stands before the draw that advances it.
        assert_eq!(pay(&arms, "a", "mixed"), ["wrvu", "per_encounter", "draw"]);
        assert_eq!(number(&arms, "a", "plan.base.pay.salary.per_fte"), Some(260000.0));
        for (tier, from, rate) in [(0, None, 48.0), (1, Some(6000.0), 55.0), (2, Some(8000.0), 65.0)] {
            assert_eq!(number(&arms, "a", &format!("plan.mixed.pay.wrvu.tiers[{tier}].above")), from);
            assert_eq!(number(&arms, "a", &format!("plan.mixed.pay.wrvu.tiers[{tier}].rate")), Some(rate));
        }
        assert_eq!(number(&arms, "a", "plan.mixed.pay.wrvu.tiers.6000.rate"), Some(55.0));
    }

    #[test]
    fn an_added_component_stands_where_it_is_put() {
        let arms = read(&format!(
            "{MORE}
[variant.a.plan.mixed.pay.stipend]
hours_per_week = 2
rate = 150
[variant.b.plan.mixed.pay.stipend]
hours_per_week = 2
rate = 150
after = \"quality_withhold\"
[variant.c.plan.mixed.pay.admin]
before = \"wrvu\"
stipend = {{ hours_per_week = 2, rate = 150 }}
[variant.d]
builds_on = \"c\"
[variant.d.plan.mixed.pay.admin.stipend]
rate = 160
[variant.d.plan.mixed.pay.stipend]
hours_per_week = 1
[variant.e]
builds_on = \"c\"
remove = [\"plan.mixed.pay.admin\"]
"
        ))
        .unwrap();
        assert_eq!(pay(&arms, "a", "mixed"), ["wrvu", "stipend", "draw", "quality_withhold"]);
        assert_eq!(pay(&arms, "b", "mixed"), ["wrvu", "draw", "quality_withhold", "stipend"]);
        assert_eq!(pay(&arms, "c", "mixed"), ["name+stipend", "wrvu", "draw", "quality_withhold"]);
        assert_eq!(number(&arms, "d", "plan.mixed.pay.admin.stipend.rate"), Some(160.0));
        assert_eq!(number(&arms, "d", "plan.mixed.pay.stipend.hours_per_week"), Some(1.0));
        assert_eq!(pay(&arms, "e", "mixed"), ["wrvu", "draw", "quality_withhold"]);
    }

    #[test]
    fn what_cannot_be_laid_over_a_list_says_why() {
        let two = "[[plan.base.pay]]\nsalary = { per_fte = 10000 }\n";
        for (text, said) in [
            (
                format!("{two}[variant.a.plan.base.pay.salary]\nper_fte = 1\n"),
                "variant.a.plan.base.pay.salary: found the key `salary`; several entries are called `salary`; write `[0]` or `[1]`, or give each a name of its own, such as name = \"first\" beside `salary`",
            ),
            (
                "[variant.a.plan.base.pay.salry]\nper_fte = 1\n".to_owned(),
                "s.toml:20:26: variant.a.plan.base.pay.salry: there is no entry `salry`; did you mean `salary`?",
            ),
            (
                "[variant.a.plan.base.pay.\"[2]\"]\nsalary = 1\n".to_owned(),
                "found [2]; the list ends before [1], which would add an entry",
            ),
            (
                "[variant.a.plan.base.pay.stipend]\nbefore = \"draw\"\n".to_owned(),
                "found \"draw\" to stand before; the list has `salary`",
            ),
            (
                format!("{MORE}[variant.a.plan.mixed.pay.wrvu.tiers.high]\nrate = 1\n"),
                "there is no entry `high`; the list has `0` and `8000`; `[2]` adds one at its end",
            ),
        ] {
            let problems = read(&text).unwrap_err();
            assert!(problems.iter().any(|p| p.contains(said)), "{said}\n{problems:?}");
        }
        let arms = read(&format!("{two}[variant.a.plan.base.pay.\"[1]\".salary]\nper_fte = 1\n")).unwrap();
        assert_eq!(number(&arms, "a", "plan.base.pay[1].salary.per_fte"), Some(1.0));
    }

    #[test]
    fn a_plan_is_like_another_in_every_arm() {
        let arms = read(&format!(
            "{MORE}
[plan.other]
like = \"mixed\"
remove = [\"pay.draw\"]
measures = 2
pay = {{ wrvu = {{ tiers = {{ 8000 = {{ rate = 70 }} }} }}, stipend = {{ hours_per_week = 1 }} }}
[variant.a.plan.mixed.pay.wrvu.tiers.0]
rate = 40
[variant.a.plan.other.pay.stipend]
hours_per_week = 3
[variant.b]
set = {{ \"plan.other.pay.wrvu.tiers[0].rate\" = 45 }}
remove = [\"plan.other.pay.quality_withhold\"]
[variant.c.plan.third]
like = \"other\"
title = \"Third\"
"
        ))
        .unwrap();
        assert_eq!(pay(&arms, "baseline", "other"), ["wrvu", "stipend", "quality_withhold"]);
        let other = |arm: &str, place: &str| number(&arms, arm, &format!("plan.other.{place}"));
        assert_eq!(other("baseline", "measures"), Some(2.0));
        assert_eq!(other("baseline", "pay.wrvu.tiers[1].rate"), Some(70.0));
        assert_eq!(other("baseline", "pay.wrvu.tiers[0].rate"), Some(50.0));
        // What an arm changes in the one reaches the other.
        assert_eq!(other("a", "pay.wrvu.tiers[0].rate"), Some(40.0));
        assert_eq!(other("a", "pay.stipend.hours_per_week"), Some(3.0));
        assert_eq!(other("b", "pay.wrvu.tiers[0].rate"), Some(45.0));
        assert_eq!(number(&arms, "b", "plan.mixed.pay.wrvu.tiers[0].rate"), Some(50.0));
        assert_eq!(pay(&arms, "b", "other"), ["wrvu", "stipend"]);
        assert_eq!(pay(&arms, "c", "third"), ["wrvu", "stipend", "quality_withhold"]);
        let plan = |name: &str| arms.arms[3].scenario.plan.get(name).unwrap().title.clone();
        assert_eq!(
            (plan("mixed").as_deref(), plan("other"), plan("third").as_deref()),
            (Some("Mixed"), None, Some("Third"))
        );
    }

    #[test]
    fn what_cannot_be_like_another_says_why() {
        for (text, said) in [
            (
                "[plan.a]\nlike = \"bse\"\n",
                "s.toml:21:8: plan.a.like: there is no plan \"bse\" to be like; did you mean `base`?",
            ),
            (
                "[plan.a]\nlike = \"b\"\n[plan.b]\nlike = \"a\"\n",
                "plan.b.like: found \"a\", which is itself like `b`; write one of them out",
            ),
            ("[plan.a]\nlike = \"a\"\n", "found \"a\", which is itself like `a`"),
            (
                "[plan.a]\nlike = 3\n",
                "plan.a.like: found 3; write the name of another entry of [plan] in quotes",
            ),
            (
                "[plan.a]\nlike = \"base\"\nremove = \"pay.wrvu\"\n",
                "plan.a.remove: there is no \"plan.a.pay.wrvu\" to remove",
            ),
            ("[plan.a]\nlike = \"base\"\nmeasures = 0\n", "plan.a.measures: found 0; "),
        ] {
            let problems = read(text).unwrap_err();
            assert!(problems.len() == 1 && problems[0].contains(said), "{said}\n{problems:?}");
        }
        // A fault of the one is told once.
        let problems = read("[plan.a]\nlike = \"b\"\n[plan.b]\nlike = \"base\"\nmeasures = 0\n").unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
    }

    #[test]
    fn a_misspelt_key_is_the_only_thing_wrong() {
        let problems =
            read("[plan.x]\npay = [{ wrvu = { tiers = [{ rate = 50 }, { abvoe = 8000, rate = 60 }] } }]\n")
                .unwrap_err();
        assert_eq!(
            problems,
            ["s.toml:21:45: plan.x.pay[0].wrvu.tiers[1]: unknown key `abvoe`; did you mean `above`?"]
        );
    }

    #[test]
    fn a_dropped_contract_keeps_its_lives_in_the_cohorts() {
        let text = "[contract.aco]\npayer = \"M\"\nline = \"medicare\"\nrevenue_share = 0\nspending = 9000\nterms = \"fee_for_service\"\n";
        let lives = |name: &str| {
            format!(
                "{text}[cohort.more]\nlike = \"pcp\"\nlives = {{ {name} = 10 }}\n[variant.a]\nremove = \"contract.aco\"\n"
            )
        };
        let arms = read(&lives("aco")).unwrap();
        assert!(arms.arms[1].scenario.contract.get("aco").is_none());
        let problems = read(&lives("aoc")).unwrap_err();
        assert!(problems[0].contains("there is no contract \"aoc\"; did you mean `aco`?"), "{problems:?}");
    }
}
