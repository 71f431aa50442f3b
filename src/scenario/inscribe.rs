//! Writing numbers into a scenario's text, at the places where they stand, with its comments and its layout.

use crate::schema::{Refused, Source};
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// A number to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inscription {
    /// The variant that is to set it; the scenario itself where there is none.
    pub variant: Option<String>,
    /// Its full path, with entries of lists by number.
    pub path: String,
    /// What is to stand there, in TOML: a number, or a distribution as an inline table.
    pub value: String,
}

/// The text with numbers in their places; those of variants stand among what these set.
///
/// ```
/// use cascade::schema::Source;
/// use cascade::scenario::{Inscription, inscribe};
///
/// let text = "behaviour = \"evidence\"\n[plan.base]\npay = [{ salary = { per_fte = 1 } }] # all of it\n";
/// let source = Source { name: "s.toml".to_owned(), text: text.to_owned() };
/// let rate = Inscription { variant: None, path: "plan.base.pay[0].salary.per_fte".to_owned(), value: "2.5".to_owned() };
/// let share = Inscription { path: "behaviour.evidence.dilution".to_owned(), value: "0.25".to_owned(), ..rate.clone() };
/// let written = inscribe(&source, &[rate, share])?;
/// assert_eq!(
///     written,
///     "behaviour = { evidence = { dilution = 0.25 } }\n[plan.base]\npay = [{ salary = { per_fte = 2.5 } }] # all of it\n"
/// );
/// # Ok::<(), cascade::schema::Refused>(())
/// ```
///
/// # Errors
///
/// A text that is not TOML, a value that is not, and a path that leads to no place of the text: an entry of a list that
/// is taken over from elsewhere.
pub fn inscribe(source: &Source, numbers: &[Inscription]) -> Result<String, Refused> {
    let whole = |message: String| Refused::from(source.problem(&(0..0), String::new(), message));
    let (mark, body) =
        source.text.strip_prefix('\u{feff}').map_or(("", source.text.as_str()), |b| ("\u{feff}", b));
    let is_windows = body.contains("\r\n");
    let mut document: DocumentMut = body
        .replace("\r\n", "\n")
        .parse()
        .map_err(|error: toml_edit::TomlError| whole(error.message().to_owned()))?;
    for number in numbers {
        let value: Value = number
            .value
            .parse()
            .map_err(|_| whole(format!("{} is no value of TOML for {}", number.value, number.path)))?;
        let steps = match &number.variant {
            None => steps(&number.path),
            Some(variant) => ["variant", variant, "set", &number.path].map(PathStep::Key).into(),
        };
        write(document.as_item_mut(), &steps, value).ok_or_else(|| {
            whole(format!(
                "{} stands nowhere in this text, and cannot be put there; write it by hand",
                number.path
            ))
        })?;
    }
    let text = document.to_string();
    Ok(format!("{mark}{}", if is_windows { text.replace('\n', "\r\n") } else { text }))
}

/// One step of a full path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PathStep<'p> {
    Key(&'p str),
    Item(usize),
}

fn steps(path: &str) -> Vec<PathStep<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (word, rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        steps.push(PathStep::Key(word));
        let items = rest.split(['[', ']']).filter_map(|index| index.parse().ok());
        steps.extend(items.map(PathStep::Item));
    }
    steps
}

/// Writes a value at the end of a way, which is made where it is missing; `None` where something else stands.
fn write(item: &mut Item, steps: &[PathStep<'_>], value: Value) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    let key = match step {
        PathStep::Item(index) => return write(item.get_mut(*index)?, rest, value),
        PathStep::Key(key) => *key,
    };
    open_choice(item, key);
    let is_inline = item.is_inline_table();
    let table: &mut dyn TableLike = item.as_table_like_mut()?;
    if rest.is_empty() {
        put(table, key, value);
        return Some(());
    }
    if !table.contains_key(key) {
        if matches!(rest.first(), Some(PathStep::Item(_))) {
            return None;
        }
        let made = if is_inline {
            Item::Value(Value::InlineTable(InlineTable::new()))
        } else {
            let mut made = Table::new();
            // Headers of nothing but tables are not written.
            made.set_implicit(true);
            Item::Table(made)
        };
        table.insert(key, made);
    }
    write(table.get_mut(key)?, rest, value)
}

/// A choice of which nothing more is said is written as a word: more is said of it in a table.
fn open_choice(item: &mut Item, key: &str) {
    if item.as_str() != Some(key) {
        return;
    }
    let Some(word) = item.as_value_mut() else { return };
    let mut inner = InlineTable::new();
    inner.insert(key, Value::InlineTable(InlineTable::new()));
    let mut made = Value::InlineTable(inner);
    *made.decor_mut() = word.decor().clone();
    *word = made;
}

/// Puts a value where another may stand, with the space and the comment around that.
fn put(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        Some(other) => *other = Item::Value(value),
        None => {
            value.decor_mut().clear();
            table.insert(key, Item::Value(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, variant: Option<&str>, path: &str, value: &str) -> Result<String, Refused> {
        let source = Source { name: "s.toml".into(), text: text.into() };
        let variant = variant.map(str::to_owned);
        inscribe(&source, &[Inscription { variant, path: path.into(), value: value.into() }])
    }

    #[test]
    fn numbers_stand_where_they_stood() {
        for (text, path, value, expected) in [
            ("a.b = 1 # why\nc = 2\n", "a.b", "3.5", "a.b = 3.5 # why\nc = 2\n"),
            (
                "[[p.pay]]\nx = 1\n[[p.pay]]\ny = { z = 2 }\n",
                "p.pay[1].y.z",
                "4.0",
                "[[p.pay]]\nx = 1\n[[p.pay]]\ny = { z = 4.0 }\n",
            ),
            // What takes its default is stated now.
            ("[a]\nb = 1\n", "a.c", "2.0", "[a]\nb = 1\nc = 2.0\n"),
            ("x = 1\n", "a.c.d", "2.0", "x = 1\n\n[a.c]\nd = 2.0\n"),
            ("t = { normal = { mean = 1, sd = 2 } }\n", "t", "0.5", "t = 0.5\n"),
            (
                "t = 1\r\n",
                "t",
                "{ uniform = { min = 1, max = 2 } }",
                "t = { uniform = { min = 1, max = 2 } }\r\n",
            ),
        ] {
            assert_eq!(written(text, None, path, value).unwrap(), expected);
        }
        let set = "[variant.x]\ntitle = \"X\"\n[variant.x.set]\n\"a.c\" = 1\n";
        assert_eq!(written(set, Some("x"), "a.c", "2.0").unwrap(), set.replace("= 1", "= 2.0"));
    }

    #[test]
    fn what_cannot_be_written_says_so() {
        for (path, value, said) in [
            ("a.pay[0].x", "1.0", "a.pay[0].x stands nowhere in this text"),
            ("b.c", "1.0", "b.c stands nowhere"),
            ("a", "1 2", "1 2 is no value of TOML for a"),
        ] {
            let refused = written("b = 5\n", None, path, value).unwrap_err();
            assert!(refused.problems()[0].message.starts_with(said), "{refused:?}");
        }
        assert!(written("= 1", None, "a", "1.0").is_err());
    }
}
