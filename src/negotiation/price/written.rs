//! A patch as people write it: the body of a variant in a file, and changes in single words.

use super::arms::IN_PATCH;
use crate::scenario::parse_toml;
use crate::schema::{Entry, Node, Problem, Refused, Source, Value};
use std::fmt::Write as _;
use std::ops::Range;

/// What a file of a patch holds.
const ONE_VARIANT: &str = "a patch is one variant; write one [variant.<name>], or only what it would hold";

/// The body of a variant out of the text of a file that holds one, with or without its `[variant.<name>]`; `sets` are
/// places with values in TOML, as `place = value`, and `removes` places that are taken away. What is returned is TOML
/// on lines of its own, for [`super::PriceQuestion`].
///
/// ```
/// use cascade::negotiation::price::patch_body;
///
/// let file = "[variant.better.contract.blue.terms.shared_savings]\nsharing_rate = 0.6\n";
/// let body = patch_body("better.toml", file, &["contract.blue.trend=0.05".to_owned()], &[])?;
/// assert_eq!(body, "\"contract\" = { \"blue\" = { \"terms\" = { \"shared_savings\" = { \"sharing_rate\" = 0.6 } } } }\n\"set\" = { \"contract.blue.trend\" = 0.05 }\n");
/// # Ok::<(), cascade::Refused>(())
/// ```
///
/// # Errors
///
/// [`Refused`]: what is no TOML, what holds no variant or several, and what no patch says.
pub fn patch_body(name: &str, text: &str, sets: &[String], removes: &[String]) -> Result<String, Refused> {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    let read = parse_toml(&source)?;
    let at = read.span.clone();
    let refused = |span: &Range<usize>, message: &str| {
        Refused::from(source.problem(span, String::new(), message.to_owned()))
    };
    let mut whole = entries_of(read);
    if let Some(place) = whole.iter().position(|entry| entry.key == "variant") {
        let named = whole.remove(place);
        let mut variants = entries_of(named.node).into_iter();
        let (Some(own), None) = (variants.next(), variants.next()) else {
            return Err(refused(&named.key_span, ONE_VARIANT));
        };
        if let Some(other) = whole.first() {
            return Err(refused(&other.key_span, ONE_VARIANT));
        }
        whole = entries_of(own.node);
    }
    whole.retain(|entry| entry.key != "title");
    if let Some(other) = whole.iter().find(|entry| entry.key == "builds_on") {
        return Err(refused(
            &other.key_span,
            "a patch stands beside the arm that is priced; write that arm as --arm NAME of `cascade price`, and no builds_on",
        ));
    }
    let entry = |key: &str, value: Value| Entry {
        key: key.to_owned(),
        key_span: at.clone(),
        node: Node { value, span: at.clone() },
    };
    if !removes.is_empty() {
        let stated = take(&mut whole, "remove");
        let stated =
            stated.map_or_else(Vec::new, |node| node.list().map_or(vec![node.clone()], <[Node]>::to_vec));
        let more = removes.iter().map(|place| entry("", Value::Text(place.clone())).node);
        whole.push(entry("remove", Value::List(stated.into_iter().chain(more).collect())));
    }
    let mut set = take(&mut whole, "set").map_or_else(Vec::new, entries_of);
    for one in sets {
        let (place, value) = one.split_once('=').ok_or_else(|| {
            let said = "write a place with its value, such as contract.blue.trend=0.05";
            Refused::from(Problem { line: 0, ..Problem::of_whole(IN_PATCH, one.as_str(), said) })
        })?;
        let stated = entry(place.trim(), value_of(value.trim()));
        if matches!(stated.node.value, Value::Table(_)) {
            lay(&mut whole, &steps(&stated.key), stated.node);
        } else {
            set.push(stated);
        }
    }
    if !set.is_empty() {
        whole.push(entry("set", Value::Table(set)));
    }
    let mut body = String::new();
    for Entry { key, node, .. } in &whole {
        let _ = writeln!(body, "{} = {}", quoted(key), inline(node));
    }
    Ok(body)
}

/// Where in a file of a patch a path of the scenario is written, line and column counted from 1: of its longest part that
/// stands there. Nothing where no part of it does.
///
/// ```
/// use cascade::negotiation::price::patch_place;
///
/// let file = "[variant.better.contract.blue.terms.shared_savings]\nsharing_rate = 1.6\n";
/// let path = "contract.blue.terms.shared_savings.sharing_rate";
/// assert_eq!(patch_place("better.toml", file, path), Some((2, 1)));
/// assert_eq!(patch_place("better.toml", file, "plan.base"), None);
/// ```
#[must_use]
pub fn patch_place(name: &str, text: &str, path: &str) -> Option<(usize, usize)> {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    let mut entries = entries_of(parse_toml(&source).ok()?);
    if let Some(place) = entries.iter().position(|entry| entry.key == "variant") {
        let own = entries_of(entries.swap_remove(place).node).into_iter().next()?;
        entries = entries_of(own.node);
    }
    let set = entries.iter().find(|entry| entry.key == "set").map(|entry| entry.node.clone());
    let written = set.map_or_else(Vec::new, entries_of).into_iter().find(|entry| entry.key == path);
    let mut found = written.map(|entry| entry.key_span);
    if found.is_none() {
        for step in steps(path) {
            let Some(place) = entries.iter().position(|entry| entry.key == step) else { break };
            let next = entries.swap_remove(place);
            found = Some(next.key_span);
            entries = entries_of(next.node);
        }
    }
    let problem = source.problem(&found?, String::new(), String::new());
    Some((problem.line, problem.column))
}

/// The entries of a table; none of anything else.
fn entries_of(node: Node) -> Vec<Entry> {
    if let Value::Table(entries) = node.value { entries } else { Vec::new() }
}

/// The steps of a place as keys: an entry of a list by its number is a key of its own.
fn steps(place: &str) -> Vec<String> {
    place.replace('[', ".[").split('.').filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

/// Lays a table at a place, with the tables on the way to it: what stands there already stays beside it.
fn lay(entries: &mut Vec<Entry>, steps: &[String], node: Node) {
    let Some((key, rest)) = steps.split_first() else {
        for own in entries_of(node) {
            entries.retain(|entry| entry.key != own.key);
            entries.push(own);
        }
        return;
    };
    let span = node.span.clone();
    let place = entries.iter().position(|entry| entry.key == *key).unwrap_or_else(|| {
        let (key, key_span) = (key.clone(), span.clone());
        entries.push(Entry { key, key_span, node: Node::empty_table(span.clone()) });
        entries.len() - 1
    });
    let there = &mut entries[place].node;
    if !matches!(there.value, Value::Table(_)) {
        there.value = Value::Table(Vec::new());
    }
    if let Value::Table(inner) = &mut there.value {
        lay(inner, rest, node);
    }
}

/// Takes an entry out by its key.
fn take(entries: &mut Vec<Entry>, key: &str) -> Option<Node> {
    let place = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(place).node)
}

/// A value in TOML; a word without quotes is one.
fn value_of(text: &str) -> Value {
    let source = Source { name: String::new(), text: format!("value = {text}") };
    let read = parse_toml(&source).ok().and_then(|node| node.get("value").cloned());
    read.map_or_else(|| Value::Text(text.to_owned()), |node| node.value)
}

/// A value on one line.
fn inline(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => quoted(text),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => format!("{number:?}"),
        Value::Flag(flag) => flag.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(entries) => {
            let each =
                entries.iter().map(|entry| format!("{} = {}", quoted(&entry.key), inline(&entry.node)));
            format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text in quotes: what JSON escapes, TOML escapes alike.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_variant_with_or_without_its_name() {
        let bare = "# why\nremove = \"contract.blue.clauses.audit\"\n[contract.blue.attribution]\nerror = 0\n[[contract.blue.terms.x]]\nto = 1.5\n";
        let named = bare
            .replace("[contract", "[variant.v.contract")
            .replace("remove", "[variant.v]\ntitle = \"A \\\"title\\\"\"\nremove");
        let one = patch_body("a.toml", bare, &[], &["plan.base".to_owned()]).unwrap();
        assert_eq!(one, patch_body("a.toml", &named, &[], &["plan.base".to_owned()]).unwrap());
        assert!(one.contains("\"remove\" = [\"contract.blue.clauses.audit\", \"plan.base\"]\n"), "{one}");
        assert!(one.contains("\"x\" = [{ \"to\" = 1.5 }]"), "{one}");
        // What was made is read as the same again.
        assert_eq!(patch_body("again", &one, &[], &[]).unwrap(), one);
    }

    #[test]
    fn values_are_those_of_toml_and_words_need_no_quotes() {
        let sets = ["a.b = 1", "c=[{ to = 0.1 }]", "d=final", "e=\"x = y\"", "f=true"].map(str::to_owned);
        let body = patch_body("--set", "", &sets, &[]).unwrap();
        assert_eq!(
            body,
            "\"set\" = { \"a.b\" = 1, \"c\" = [{ \"to\" = 0.1 }], \"d\" = \"final\", \"e\" = \"x = y\", \"f\" = true }\n"
        );
        assert!(
            patch_body("--set", "", &["nothing".to_owned()], &[])
                .unwrap_err()
                .to_string()
                .contains("place with its value")
        );
    }

    #[test]
    fn what_is_no_patch_is_refused() {
        let said = |text: &str| patch_body("p.toml", text, &[], &[]).unwrap_err().to_string();
        assert!(said("a = ").starts_with("p.toml:1:"));
        assert!(said("[variant.a]\nx = 1\n[variant.b]\nx = 1").contains("one variant"));
        assert!(said("y = 1\n[variant.a]\nx = 1").contains("one variant"));
        assert!(said("builds_on = \"other\"").contains("--arm"));
    }
}
