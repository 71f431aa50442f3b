//! Rewriting a scenario whose keys have moved, with its comments and its layout.

use super::moves::KeyMove;
use super::old_keys::{KeyStep, OldKey, old_keys, written};
use super::parse_toml;
use crate::order::Ordered;
use crate::schema::{Refused, Source, Value as Stated};
use toml_edit::{DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

/// A scenario's text as it should be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgraded {
    /// The text; the same when nothing moved.
    pub text: String,
    /// What was rewritten: the line it stood on, where it stood, and what is said about it.
    pub changes: Vec<Upgrade>,
    /// What cannot be rewritten, because something stands where it should: the same of each.
    pub left: Vec<Upgrade>,
    /// What nothing stands in the place of, so that only its author can rewrite it: the same of each.
    pub gone: Vec<Upgrade>,
}

/// One rewritten key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgrade {
    /// Line of the old text, counted from 1.
    pub line: usize,
    /// Where it stood.
    pub path: String,
    /// What it is called now, since when and why.
    pub message: String,
}

/// Rewrites what moved.
///
/// # Errors
///
/// Everything that keeps the text from being read as TOML.
pub fn upgrade(source: &Source, moves: &[KeyMove]) -> Result<Upgraded, Refused> {
    let tree = parse_toml(source)?;
    let marked = source.text.strip_prefix('\u{feff}');
    let (mark, body) = marked.map_or(("", source.text.as_str()), |body| ("\u{feff}", body));
    let old = old_keys(&tree, moves);
    let mut done =
        Upgraded { text: source.text.clone(), changes: Vec::new(), left: Vec::new(), gone: Vec::new() };
    if old.is_empty() {
        return Ok(done);
    }
    let is_windows = body.contains("\r\n");
    let mut document: DocumentMut =
        body.replace("\r\n", "\n").parse().map_err(|error: toml_edit::TomlError| {
            source.problem(&error.span().unwrap_or(0..0), String::new(), error.message().to_owned())
        })?;
    for key in &old {
        let (line, _) = source.line_column(key.span.start);
        let change = Upgrade { line, path: written(&key.at), message: key.message.clone() };
        let list = if key.gone {
            &mut done.gone
        } else if rewrite(&mut document, key).is_some() {
            &mut done.changes
        } else {
            &mut done.left
        };
        list.push(change);
    }
    done.changes.order_by_key(|change| change.line);
    let text = document.to_string();
    let text = if body.ends_with('\n') { text.as_str() } else { text.trim_end_matches('\n') };
    done.text = format!("{mark}{}", if is_windows { text.replace('\n', "\r\n") } else { text.to_owned() });
    Ok(done)
}

/// Rewrites one key; `None` when something stands where it should.
fn rewrite(document: &mut DocumentMut, old: &OldKey) -> Option<()> {
    let (last, way) = old.at.split_last()?;
    let (new, new_way) = old.to.split_last()?;
    if let KeyStep::Item(index) = last {
        let list = reach(document.as_item_mut(), way)?.as_array_mut()?;
        let item = list.get_mut(*index)?;
        write_value(item, old.value.as_ref()?);
        return Some(());
    }
    let (KeyStep::Key(last), KeyStep::Key(new)) = (last, new) else { return None };
    if last != new || way != new_way {
        let home = make(document.as_item_mut(), new_way)?;
        if home.contains_key(new) {
            return None;
        }
    }
    let parent = reach(document.as_item_mut(), way)?.as_table_like_mut()?;
    if way == new_way {
        rename(parent, last, new);
    } else {
        let (key, item) = take(parent, last)?;
        let home = make(document.as_item_mut(), new_way)?;
        put(home, &renamed(&key, new), item);
    }
    if let Some(value) = &old.value {
        let home = reach(document.as_item_mut(), new_way)?.as_table_like_mut()?;
        write_value(home.get_mut(new)?.as_value_mut()?, value);
    }
    Some(())
}

/// What stands at the end of a way.
fn reach<'d>(root: &'d mut Item, way: &[KeyStep]) -> Option<&'d mut Item> {
    way.iter().try_fold(root, |item, hop| match hop {
        KeyStep::Key(key) => item.as_table_like_mut()?.get_mut(key),
        KeyStep::Item(index) => item.get_mut(*index),
    })
}

/// The table at the end of a way, which is made if it is not there.
fn make<'d>(root: &'d mut Item, way: &[KeyStep]) -> Option<&'d mut dyn TableLike> {
    let end = way.iter().try_fold(root, |item, hop| match hop {
        KeyStep::Key(key) => {
            let is_inline = item.is_inline_table();
            let table = item.as_table_like_mut()?;
            if !table.contains_key(key) {
                let made = if is_inline {
                    Item::Value(Value::InlineTable(InlineTable::new()))
                } else {
                    let mut made = Table::new();
                    made.set_dotted(true);
                    Item::Table(made)
                };
                table.insert(key, made);
            }
            table.get_mut(key)
        }
        KeyStep::Item(index) => item.get_mut(*index),
    })?;
    end.as_table_like_mut()
}

/// Takes a key out of a table with what is written around it.
fn take(table: &mut dyn TableLike, key: &str) -> Option<(Key, Item)> {
    let written = table.key(key).cloned()?;
    Some((written, table.remove(key)?))
}

/// Puts a key into a table as it was written.
fn put(table: &mut dyn TableLike, key: &Key, item: Item) {
    table.entry_format(key).or_insert(item);
}

/// The same key by another name.
fn renamed(key: &Key, name: &str) -> Key {
    Key::new(name).with_leaf_decor(key.leaf_decor().clone()).with_dotted_decor(key.dotted_decor().clone())
}

/// Gives a key another name; every key stays where it is.
fn rename(table: &mut dyn TableLike, old: &str, new: &str) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for name in keys {
        let Some((key, item)) = take(table, &name) else { continue };
        let key = if name == old { renamed(&key, new) } else { key };
        put(table, &key, item);
    }
}

/// Writes a value in the place of another, with the space and the comment around it.
fn write_value(place: &mut Value, value: &Stated) {
    let mut new: Value = match value {
        Stated::Whole(number) => (*number).into(),
        Stated::Number(number) => (*number).into(),
        Stated::Text(text) => text.as_str().into(),
        Stated::Flag(flag) => (*flag).into(),
        Stated::List(_) | Stated::Table(_) => return,
    };
    *new.decor_mut() = place.decor().clone();
    *place = new;
}
