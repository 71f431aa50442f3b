//! TOML to nodes.

use crate::order::Ordered;
use crate::schema::{Entry, Node, Problem, Refused, Source, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads TOML text into a tree with places.
///
/// # Errors
///
/// Every syntax error of the text.
pub fn parse_toml(source: &Source) -> Result<Node, Refused> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let skipped = source.text.len() - text.len();
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let mut problems: Vec<Problem> = errors
            .iter()
            .map(|error| {
                let span = error.span().unwrap_or(0..0);
                let span = span.start + skipped..span.end + skipped;
                source.problem(&span, String::new(), explain(error.message()))
            })
            .collect();
        problems.order_by_key(|problem| (problem.line, problem.column));
        problems.dedup();
        return Err(problems.into());
    }
    let mut problems = Vec::new();
    let span = table.span();
    let value = convert_table(table.get_ref(), skipped, source, &mut problems);
    if problems.is_empty() {
        Ok(Node { value, span: span.start + skipped..span.start + skipped })
    } else {
        Err(problems.into())
    }
}

/// The parser's words, or plainer ones where it has words for programmers.
fn explain(message: &str) -> String {
    let message = message.trim();
    let has = |words: &str| message.contains(words);
    if has("duplicate key") {
        "this name stands twice in the same section; keep one of the two".to_owned()
    } else if has("visible characters") {
        "the text holds a hidden character; take it away, or close the text with a quote".to_owned()
    } else if has("string") && has("expected `\"`") {
        "the text does not end; close it with a quote".to_owned()
    } else if has("cannot extend value") {
        "this name holds a value already and cannot be a section, too; keep one of the two".to_owned()
    } else if has("recurs") {
        "brackets stand inside brackets, too many deep; nothing in a scenario needs that".to_owned()
    } else {
        format!("this is not TOML: {message}; write `name = value`, or [section]")
    }
}

fn convert_table(table: &DeTable<'_>, skipped: usize, source: &Source, problems: &mut Vec<Problem>) -> Value {
    let entries = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: key.span().start + skipped..key.span().end + skipped,
            node: convert(value, skipped, source, problems),
        })
        .collect();
    Value::Table(entries)
}

fn convert(
    value: &Spanned<DeValue<'_>>,
    skipped: usize,
    source: &Source,
    problems: &mut Vec<Problem>,
) -> Node {
    let span = value.span().start + skipped..value.span().end + skipped;
    let converted = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            if let Ok(whole) = i64::from_str_radix(number.as_str(), number.radix()) {
                Value::Whole(whole)
            } else {
                problems.push(source.problem(
                    &span,
                    String::new(),
                    format!("found {number}; whole numbers go up to 9223372036854775807"),
                ));
                Value::Whole(0)
            }
        }
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(x) if x.is_finite() => Value::Number(x),
            _ => {
                problems.push(source.problem(
                    &span,
                    String::new(),
                    format!("found {number}; write a finite number"),
                ));
                Value::Number(0.0)
            }
        },
        DeValue::Boolean(flag) => Value::Flag(*flag),
        // A date may stand without quotes, too.
        DeValue::Datetime(date) => Value::Text(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| convert(item, skipped, source, problems)).collect())
        }
        DeValue::Table(table) => convert_table(table, skipped, source, problems),
    };
    Node { value: converted, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Node, Vec<String>> {
        let source = Source { name: "s.toml".into(), text: text.into() };
        parse_toml(&source).map_err(|refused| refused.problems().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn values_keep_their_places() {
        let node = parse("a = 1\n[b]\nc = [0.5, \"x\"]\n").unwrap();
        assert_eq!(node.get("a").unwrap().value, Value::Whole(1));
        let Value::List(items) = &node.get("b").unwrap().get("c").unwrap().value else { panic!("a list") };
        assert_eq!(items[1].span, 20..23);
    }

    #[test]
    fn marks_are_skipped_and_counted() {
        let node = parse("\u{feff}a = 1\r\n").unwrap();
        assert_eq!(node.get("a").unwrap().span, 7..8);
    }

    #[test]
    fn numbers_without_an_end_are_refused() {
        for (text, words) in [
            ("a = nan", "finite"),
            ("a = -inf", "finite"),
            ("a = 1e400", "finite"),
            ("a = 9223372036854775808", "whole numbers"),
        ] {
            let problems = parse(text).unwrap_err();
            assert!(problems[0].contains(words), "{problems:?}");
        }
    }

    #[test]
    fn every_syntax_error_is_reported() {
        let problems = parse("a = \nb = 1\nb = 2\n").unwrap_err();
        assert!(problems.len() >= 2, "{problems:?}");
        assert!(problems[0].starts_with("s.toml:1:"), "{problems:?}");
    }

    #[test]
    fn deep_nesting_does_not_overflow() {
        let text = format!("a = {}1{}", "[".repeat(20_000), "]".repeat(20_000));
        assert!(parse(&text).is_err());
    }
}
