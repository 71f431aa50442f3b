//! Changes of a scenario's text.

use super::{Base, Dice, Mutant};
use cascade::scenario::parse_toml;
use cascade::schema::{Node, Source, Value};
use std::ops::Range;

/// Kinds of changes.
pub(super) const KINDS: usize = 34;

/// A value of a text: its path, its bytes, and those of its key.
#[derive(Clone, Debug)]
struct Leaf {
    path: String,
    key: String,
    at: Range<usize>,
    key_at: Option<Range<usize>>,
    value: Value,
}

/// Every value of a text, tables and lists among them.
fn leaves(node: &Node, path: &str, found: &mut Vec<Leaf>) {
    match &node.value {
        Value::Table(entries) => {
            for entry in entries {
                let below = if path.is_empty() { entry.key.clone() } else { format!("{path}.{}", entry.key) };
                found.push(Leaf {
                    path: below.clone(),
                    key: entry.key.clone(),
                    at: entry.node.span.clone(),
                    key_at: Some(entry.key_span.clone()),
                    value: entry.node.value.clone(),
                });
                leaves(&entry.node, &below, found);
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let below = format!("{path}[{index}]");
                let (at, value) = (item.span.clone(), item.value.clone());
                found.push(Leaf { path: below.clone(), key: String::new(), at, key_at: None, value });
                leaves(item, &below, found);
            }
        }
        Value::Whole(_) | Value::Number(_) | Value::Text(_) | Value::Flag(_) => {}
    }
}

fn put(text: &str, at: &Range<usize>, new: &str) -> Vec<u8> {
    [&text[..at.start], new, &text[at.end..]].concat().into_bytes()
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Whole(n) => Some(*n as f64),
        Value::Number(x) => Some(*x),
        Value::Text(_) | Value::Flag(_) | Value::List(_) | Value::Table(_) => None,
    }
}

/// A word as a hurried hand writes it.
fn misspelt(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let place = dice.below(letters.len());
    match dice.below(4) {
        0 if letters.len() > 1 => _ = letters.remove(place),
        1 => letters.insert(place, letters[place]),
        2 if place + 1 < letters.len() => letters.swap(place, place + 1),
        _ => letters.push('s'),
    }
    letters.into_iter().collect()
}

/// Lines of the text that open a section, as ranges of bytes up to the next.
fn sections(text: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = Vec::new();
    let mut place = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('[') {
            starts.push(place);
        }
        place += line.len();
    }
    starts.push(text.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// A changed scenario; nothing where this scenario has nothing to be changed so.
pub(super) fn mutant(base: &Base, dice: &mut Dice) -> Option<Mutant> {
    let text = base.scenario.as_str();
    let tree = parse_toml(&Source { name: "s".into(), text: text.to_owned() }).ok()?;
    let mut all = Vec::new();
    leaves(&tree, "", &mut all);
    all.retain(|leaf| leaf.at.end <= text.len() && leaf.at.start <= leaf.at.end);
    match dice.below(4) {
        0 | 1 => of_number(base, &all, dice),
        2 => of_word_or_key(text, &all, dice),
        _ => of_structure(text, &all, dice),
    }
}

fn of_number(base: &Base, all: &[Leaf], dice: &mut Dice) -> Option<Mutant> {
    let numbers: Vec<&Leaf> = all.iter().filter(|leaf| number(&leaf.value).is_some()).collect();
    let leaf = dice.pick(&numbers)?;
    let x = number(&leaf.value)?;
    let unit = base.units.get(&leaf.path).copied().unwrap_or_default();
    // Where the scenario's own tree has a number with a unit. A share of zero says nothing either way.
    let is_money = unit.contains('$') || unit == "wRVU/year";
    let (kind, new, nonsense) = match dice.below(14) {
        0 => ("number x 1000", (x * 1000.0).to_string(), is_money && x != 0.0),
        1 => ("number / 1000", (x / 1000.0).to_string(), is_money && x.abs() > 100.0),
        2 => ("number negated", (-x).to_string(), is_money && x > 0.0),
        3 => ("number zero", "0".to_owned(), false),
        4 => ("number nan", "nan".to_owned(), true),
        5 => ("number inf", ["inf", "-inf"][dice.below(2)].to_owned(), true),
        6 => (
            "number 1e300",
            ["1e300", "-1e300", "1e-300"][dice.below(3)].to_owned(),
            x != 0.0 && !unit.is_empty(),
        ),
        7 => ("share as percent", (x * 100.0).to_string(), unit == "share" && x > 0.02),
        8 => ("number in quotes", format!("\"{x}\""), true),
        9 => (
            "number as printed",
            ["\"$1,234.50\"", "\"12 %\"", "\"1 234\"", "\"n/a\"", "1_000_000_000_000"][dice.below(5)]
                .to_owned(),
            false,
        ),
        10 => (
            "number as date",
            ["2026-01-01", "2026-13-45", "\"2026-02-30\"", "07:32:00"][dice.below(4)].to_owned(),
            false,
        ),
        11 => (
            "number as table",
            ["{}", "{ value = 1 }", "{ normal = { mean = 1 } }", "[1, 2]", "[]", "true"][dice.below(6)]
                .to_owned(),
            true,
        ),
        12 => (
            "number spread",
            [
                format!("{{ normal = {{ mean = {x}, sd = {} }} }}", x.abs().max(1.0)),
                format!("{{ uniform = {{ min = {}, max = {} }} }}", x - 1e6, x + 1e6),
                format!("{{ lognormal = {{ median = {}, sigma = 3 }} }}", x.abs().max(0.001)),
                format!("{{ uniform = {{ min = {x}, max = {x} }} }}"),
                format!("{{ discrete = {{ values = [{x}], weights = [0] }} }}"),
            ][dice.below(5)]
            .clone(),
            false,
        ),
        _ => ("number off by one", (x + [1.0, -1.0, 0.5, 1e-9][dice.below(4)]).to_string(), false),
    };
    let place = format!("{} ({unit}): {x} -> {new}", leaf.path);
    Some(Mutant { kind, place, bytes: put(&base.scenario, &leaf.at, &new), nonsense })
}

fn of_word_or_key(text: &str, all: &[Leaf], dice: &mut Dice) -> Option<Mutant> {
    let texts: Vec<&Leaf> = all.iter().filter(|leaf| matches!(leaf.value, Value::Text(_))).collect();
    let keyed: Vec<&Leaf> = all.iter().filter(|leaf| leaf.key_at.is_some()).collect();
    let key = *dice.pick(&keyed)?;
    let key_at = key.key_at.clone()?;
    let word = *dice.pick(&texts)?;
    let Value::Text(stated) = &word.value else { return None };
    let (kind, leaf, at, new) = match dice.below(10) {
        0 => {
            let hidden = ["\u{200b}", "\u{feff}", "\u{202e}", "\\u0007", "\\u0000"][dice.below(5)];
            ("text with a hidden character", word, &word.at, format!("\"{hidden}{stated}\""))
        }
        1 => ("text of 20,000 letters", word, &word.at, format!("\"{}\"", "long ".repeat(4000))),
        2 => ("text empty", word, &word.at, "\"  \"".to_owned()),
        3 => ("text misspelt", word, &word.at, format!("{:?}", misspelt(stated, dice))),
        4 => (
            "text as something else",
            word,
            &word.at,
            ["5", "true", "[]", "{}", "2026-01-01", "[\"a\", \"b\"]"][dice.below(6)].to_owned(),
        ),
        5 => {
            let other = *dice.pick(&texts)?;
            ("text of another key", word, &word.at, text.get(other.at.clone())?.to_owned())
        }
        6 => ("key misspelt", key, &key_at, misspelt(&key.key, dice)),
        7 => ("key of another value", key, &key_at, dice.pick(&keyed)?.key.clone()),
        8 => ("key with a hidden character", key, &key_at, format!("\"{}\u{200b}\"", key.key)),
        _ => ("key of 20,000 letters", key, &key_at, "k".repeat(20_000)),
    };
    let shown: String = new.chars().take(60).collect();
    Some(Mutant {
        kind,
        place: format!("{}: {shown}", leaf.path),
        bytes: put(text, at, &new),
        nonsense: false,
    })
}

#[expect(clippy::too_many_lines, reason = "a list of changes")]
fn of_structure(text: &str, all: &[Leaf], dice: &mut Dice) -> Option<Mutant> {
    let lists: Vec<&Leaf> = all
        .iter()
        .filter(|leaf| {
            matches!(&leaf.value, Value::List(items) if !items.is_empty())
                && text[leaf.at.clone()].starts_with('[')
                && !text[leaf.at.clone()].starts_with("[[")
        })
        .collect();
    let parts = sections(text);
    let made = |kind, place: String, bytes: Vec<u8>| Some(Mutant { kind, place, bytes, nonsense: false });
    let heading = |part: &Range<usize>| text[part.clone()].lines().next().unwrap_or_default().to_owned();
    match dice.below(9) {
        how @ 0..=2 => {
            let list = *dice.pick(&lists)?;
            let Value::List(items) = &list.value else { return None };
            let mut written: Vec<&str> =
                items.iter().filter_map(|item| text.get(item.span.clone())).collect();
            if written.iter().any(|item| item.contains('\n') || item.is_empty()) {
                return None;
            }
            let place = dice.below(written.len());
            let kind = match how {
                0 => {
                    written.remove(place);
                    "entry removed"
                }
                1 => {
                    written.insert(place, written[place]);
                    "entry doubled"
                }
                _ => {
                    written.reverse();
                    "entries the other way round"
                }
            };
            made(kind, list.path.clone(), put(text, &list.at, &format!("[{}]", written.join(", "))))
        }
        3 => {
            let part = dice.pick(&parts)?;
            made("section removed", heading(part), put(text, part, ""))
        }
        4 => {
            let part = dice.pick(&parts)?;
            let twice = format!("{0}{0}", &text[part.clone()]);
            made("section doubled", heading(part), put(text, part, &twice))
        }
        5 => {
            let (one, other) = (dice.pick(&parts)?, dice.pick(&parts)?);
            let without = put(text, one, "");
            let moved = [&text.as_bytes()[one.clone()], b"\n"].concat();
            let at = if other.start > one.start { other.start - one.len() } else { other.start };
            let bytes = [&without[..at], &moved, &without[at..]].concat();
            made("section moved", format!("{} before {}", heading(one), heading(other)), bytes)
        }
        6 => {
            let part = dice.pick(&parts)?;
            let line = heading(part);
            let new = match line.strip_prefix("[[") {
                Some(rest) => rest.replacen("]]", "]", 1),
                None => line[1..].replacen(']', "]]", 1),
            };
            let at = part.start..part.start + line.len();
            made(
                "table for list",
                line.clone(),
                put(text, &at, &format!("[{}{new}", if line.starts_with("[[") { "" } else { "[" })),
            )
        }
        7 => {
            // One name in the place of another, wherever it stands, or only where it is made.
            let names: Vec<&Leaf> = all
                .iter()
                .filter(|leaf| leaf.path.matches('.').count() == 1 && matches!(leaf.value, Value::Table(_)))
                .collect();
            let (one, other) = (*dice.pick(&names)?, *dice.pick(&names)?);
            made(
                "name in the place of another",
                format!("{} for {}", other.path, one.path),
                put(text, &one.key_at.clone()?, &other.key),
            )
        }
        _ => {
            let keyed: Vec<&Leaf> = all
                .iter()
                .filter(|leaf| {
                    leaf.key_at.is_some() && !matches!(leaf.value, Value::Table(_) | Value::List(_))
                })
                .collect();
            let leaf = *dice.pick(&keyed)?;
            let statement = format!("{} = {}", leaf.key, &text[leaf.at.clone()]);
            let end = text[leaf.at.end..].find('\n').map_or(text.len(), |end| leaf.at.end + end + 1);
            if dice.below(2) == 0 {
                return made(
                    "key doubled",
                    leaf.path.clone(),
                    put(text, &(end..end), &format!("{statement}\n")),
                );
            }
            let part = dice.pick(&parts)?;
            let after = part.start + text[part.start..].find('\n').map_or(0, |end| end + 1);
            made(
                "key moved",
                format!("{} into {}", leaf.path, heading(part)),
                put(text, &(after..after), &format!("{statement}\n")),
            )
        }
    }
}
