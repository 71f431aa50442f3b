//! Keys that moved: old files say the new name, and are rewritten with their comments and their layout.

use super::common::{ended, file, files_below, text_of};
use cascade::scenario::{KeyMove, MOVES, Recast, Upgraded, defaults, parse_toml, upgrade};
use cascade::schema::{Node, Source, Value};
use std::collections::BTreeSet;

const KEYS: &str = "tests/golden/keys.txt";

fn upgraded(text: &str, moves: &[KeyMove]) -> Upgraded {
    upgrade(&Source { name: "old.toml".into(), text: text.into() }, moves).unwrap()
}

fn rewritten(text: &str, from: &'static str, to: &'static str, recast: Recast) -> String {
    upgraded(text, &[KeyMove { since: "0.0", from, to, recast, why: "a test" }]).text
}

/// The move the other way.
fn back(rule: &KeyMove) -> KeyMove {
    let recast = match rule.recast {
        Recast::Same | Recast::Gone(_) => Recast::Same,
        Recast::Times(factor) => Recast::Times(1.0 / factor),
        Recast::Words(words) => {
            Recast::Words(Vec::leak(words.iter().map(|(old, new)| (*new, *old)).collect()))
        }
    };
    KeyMove { from: rule.to, to: rule.from, recast, ..*rule }
}

fn comments(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> =
        text.lines().filter_map(|line| line.split_once('#')).map(|(_, words)| words.trim()).collect();
    all.sort_unstable();
    all
}

/// What a text states, without where and in which order.
fn stated(text: &str) -> serde_json::Value {
    fn plain(node: &Node) -> serde_json::Value {
        match &node.value {
            Value::Table(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), plain(&entry.node))).collect()
            }
            Value::List(items) => items.iter().map(plain).collect(),
            Value::Text(text) => text.as_str().into(),
            Value::Flag(flag) => (*flag).into(),
            Value::Whole(_) | Value::Number(_) => node.number().into(),
        }
    }
    plain(&parse_toml(&Source { name: "s".into(), text: text.into() }).unwrap())
}

fn scenarios() -> Vec<String> {
    let mut all = files_below("scenarios", "toml");
    all.extend(files_below("tests/field", "toml"));
    all.push(file("src/cli/starter/scenario.toml"));
    all.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// Every move: a scenario that has the new key is written as an old one, which is then upgraded, checked, and
/// has every comment still.
#[test]
fn every_key_that_moved_is_brought_up_to_date() {
    for rule in MOVES.iter().filter(|rule| !matches!(rule.recast, Recast::Gone(_))) {
        // A key that every family has is shown where the old one had its place: other texts would keep an empty table.
        let shown = scenarios().into_iter().find(|text| {
            let old = upgraded(text, &[back(rule)]);
            !old.changes.is_empty() && stated(&upgraded(&old.text, MOVES).text) == stated(text)
        });
        let new = shown.unwrap_or_else(|| panic!("no scenario of the repository shows {}", rule.to));
        let old = upgraded(&new, &[back(rule)]).text;
        assert_ne!(old, new, "{rule:?}");
        let again = upgraded(&old, MOVES);
        assert!(!again.changes.is_empty() && again.left.is_empty(), "{rule:?}: {again:?}");
        assert_eq!(comments(&again.text), comments(&new), "{rule:?}");
        assert_eq!(stated(&again.text), stated(&new), "{rule:?}");
        assert!(upgraded(&again.text, MOVES).changes.is_empty(), "{rule:?} is found where it was mended");
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("old.toml"), &old).unwrap();
        let (_, said) = ended(folder.path(), &["check", "old.toml"], 3);
        assert!(said.contains(rule.why) && said.contains("cascade check --upgrade"), "{rule:?}: {said}");
    }
}

/// A key that is gone says what to write instead, and is left to its author.
#[test]
fn every_key_that_is_gone_says_what_to_write_instead() {
    let gone = MOVES.iter().filter(|rule| matches!(rule.recast, Recast::Gone(_)));
    let folder = tempfile::tempdir().unwrap();
    for rule in gone {
        let key = rule.from.replace("<name>", "medicare");
        let old = format!("{key} = 0.01 # agreed\n{}", text_of("scenarios/contracts/fee_for_service.toml"));
        let again = upgraded(&old, MOVES);
        assert_eq!((again.text.as_str(), again.gone.len(), again.changes.len()), (old.as_str(), 1, 0));
        assert_eq!(again.gone[0].path, key);
        std::fs::write(folder.path().join("old.toml"), &old).unwrap();
        let (_, said) = ended(folder.path(), &["check", "old.toml"], 3);
        assert!(said.contains(rule.why) && said.contains("leave it out"), "{rule:?}: {said}");
        let (said, _) = ended(folder.path(), &["check", "--upgrade", "old.toml"], 3);
        assert!(said.starts_with("These are gone; rewrite them yourself:\n"), "{said}");
    }
}

/// Every number, word and text that a scenario could ever state is there, or has moved.
#[test]
fn golden_keys_are_there_or_have_moved() {
    let now: BTreeSet<String> = defaults().into_iter().map(|row| row.path).collect();
    let known: BTreeSet<String> = text_of(KEYS).lines().map(str::to_owned).collect();
    let moved = |path: &str| {
        MOVES.iter().any(|rule| {
            path.strip_prefix(rule.from).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    };
    let lost: Vec<&String> = known.iter().filter(|path| !now.contains(*path) && !moved(path)).collect();
    assert!(
        lost.is_empty(),
        "gone without a word; write where to into MOVES of src/scenario/moves.rs: {lost:#?}"
    );
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let all: BTreeSet<&str> = known.iter().chain(&now).map(String::as_str).collect();
        std::fs::write(file(KEYS), all.into_iter().map(|path| format!("{path}\n")).collect::<String>())
            .unwrap();
    } else {
        let new: Vec<&String> = now.difference(&known).collect();
        assert!(new.is_empty(), "new keys; UPDATE_GOLDENS=1 cargo test golden writes them down: {new:#?}");
    }
}

#[test]
fn a_key_is_renamed_where_it_stands() {
    let old = "# Top.\n[plan.base]\nmeasures = 4\ncap  =  480_000   # all sources\n# Below.\ntitle = \"A\"\n\n[plan.base.old.sub]\nx = 1\n[plan.base.old]\ny = 2 # z\n";
    let new = rewritten(old, "plan.<name>.cap", "plan.<name>.ceiling", Recast::Same);
    assert_eq!(new, old.replace("cap  =", "ceiling  ="));
    let new = rewritten(old, "plan.<name>.old", "plan.<name>.new", Recast::Same);
    assert_eq!(new, old.replace("base.old", "base.new"));
    assert_eq!(upgraded(old, &[]).text, old);
}

#[test]
fn a_value_takes_its_new_unit_or_word() {
    let old = "[contract.a]\nshare = 25 # percent\nterms = \"reporting_only\"\n[contract.b]\nshare = { uniform = { min = 1, max = 2 } }\nline = \"old\"";
    let times = rewritten(old, "contract.<name>.share", "contract.<name>.revenue_share", Recast::Times(0.01));
    // A distribution is left to its author.
    assert_eq!(times, old.replace("share = 25", "revenue_share = 0.25"));
    let words =
        rewritten(old, "contract.<name>.line", "contract.<name>.line", Recast::Words(&[("old", "medicare")]));
    assert_eq!(words, old.replace("\"old\"", "\"medicare\""));
    let kind = rewritten(
        old,
        "contract.<name>.terms.reporting_only",
        "contract.<name>.terms.reporting",
        Recast::Same,
    );
    assert_eq!(kind, old.replace("reporting_only", "reporting"));
}

#[test]
fn a_key_moves_to_another_table_with_its_comments() {
    let old = "[plan.base]\n# No more than this.\ncap = 5 # all\nmeasures = 4\n\n[plan.base.guarantee]\nmonths = 3\n";
    let new =
        rewritten(old, "plan.<name>.cap", "plan.<name>.fair_market_value.cap_per_fte", Recast::Times(2.0));
    assert_eq!(comments(&new), comments(old));
    let base = stated(&new)["plan"]["base"].clone();
    let expected = serde_json::json!({ "fair_market_value": { "cap_per_fte": 10.0 }, "measures": 4.0, "guarantee": { "months": 3.0 } });
    assert_eq!(base, expected, "{new}");
    let both = "[plan.base]\ncap = 5\nceiling = 6\n";
    let rule = KeyMove {
        since: "0.0",
        from: "plan.<name>.cap",
        to: "plan.<name>.ceiling",
        recast: Recast::Same,
        why: "a test",
    };
    let kept = upgraded(both, &[rule]);
    assert_eq!((kept.text.as_str(), kept.changes.len(), kept.left.len()), (both, 0, 1));
}

/// In lists, in tables laid over lists, in variants, in places that variants and correlations name.
#[test]
fn a_key_is_found_wherever_it_is_named() {
    let old = "\u{feff}correlation = [{ first = \"plan.base.pay.shift.wage\", second = \"contract.a.trend\", rho = 0.1 }] # pair\r\n\
               [[plan.base.pay]]\r\nshift = { wage = 100, hours = 3 } # one\r\n\
               [[plan.base.pay]]\r\n[plan.base.pay.shift]\r\nwage = 120 # two\r\n\
               [variant.x]\r\nremove = [\"plan.base.pay[0].shift.wage\", \"contract.a\"]\r\n\
               set = { \"plan.base.pay[1].shift.wage\" = 130 }\r\n\
               [variant.x.plan.base.pay.shift]\r\nwage = 140\r\n[variant.x.plan.base.pay.\"[0]\".shift]\r\nwage = 150\r\n\
               [variant.wage]\r\ntitle = \"wage\"\r\n";
    let new = rewritten(old, "plan.<name>.pay[].shift.wage", "plan.<name>.pay[].shift.rate", Recast::Same);
    let expected = old.replace("wage = 1", "rate = 1").replace("shift.wage", "shift.rate");
    assert_eq!(new, expected);
    let kind = rewritten(old, "plan.<name>.pay[].shift", "plan.<name>.pay[].by_shift", Recast::Same);
    assert_eq!(kind, old.replace("shift", "by_shift"));
}

/// The program keeps what was, says what it did, and does nothing the second time.
#[test]
fn the_program_upgrades_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let starter = text_of("src/cli/starter/scenario.toml");
    std::fs::write(folder.path().join("s.toml"), &starter).unwrap();
    std::fs::write(folder.path().join("roster.csv"), text_of("src/cli/starter/roster.csv")).unwrap();
    let (said, _) = ended(folder.path(), &["check", "--upgrade", "s.toml"], 0);
    assert!(said.starts_with("s.toml: no key has moved since it was written.\ns.toml is valid."), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    ended(folder.path(), &["check", "--upgrade", "s.toml", "--out", "t.toml"], 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("t.toml")).unwrap(), starter);
    ended(folder.path(), &["check", "--upgrade", "s.toml", "--out", "roster.csv"], 1);
    ended(folder.path(), &["check", "s.toml", "--out", "u.toml"], 2);
}
