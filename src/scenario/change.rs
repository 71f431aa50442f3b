//! Single changes of an arm's tree: what is taken away, what is set, what is added; and places written in full.

use super::patch::{Laying, Misfit, below};
use super::place::Place;
use crate::schema::{Entry, Node, Shape, Value};
use crate::units::both;

/// Parts that all arms share: arms are compared on the same years and the same luck.
pub(crate) const SHARED: [&str; 3] = ["engine", "scenario", "run"];

/// What is refused of what arms share.
pub(crate) fn same_in_every_arm(section: &str) -> String {
    format!(
        "`{section}` is the same in every arm, which are compared on the same years and the same luck; change it in the scenario itself"
    )
}

/// A place that a variant writes, of its own arm.
fn own_place(text: &str) -> Result<Place<'_>, String> {
    let place = Place::parse(text).map_err(|message| format!("found {text:?}; {message}"))?;
    match place.arm {
        None if SHARED.contains(&place.section()) => Err(same_in_every_arm(place.section())),
        None => Ok(place),
        Some(arm) => {
            Err(format!("found the arm {arm:?}; a variant changes only itself, so leave the arm out"))
        }
    }
}

/// Takes away what stands at a place.
pub(super) fn remove(tree: &mut Node, item: &Node) -> Result<(), String> {
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
pub(super) fn set(tree: &mut Node, entry: &Entry, path: &str) -> Result<Vec<Misfit>, String> {
    let place = own_place(&entry.key)?;
    let found =
        place.find(tree).map_err(|lost| format!("found `{}`; {}", place.path(), lost.message("place")))?;
    let mut laying = Laying::under(&[path]);
    if let Some(node) = found.open(tree) {
        laying.lay(node, &entry.node, Some(found.shape));
    }
    Ok(laying.faults)
}

/// Names under which a variant adds something the scenario does not have, each with what it has.
pub(super) fn additions(
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

/// Writes the numbers of correlations by their full paths, where they are named by other places.
pub(super) fn name_in_full(tree: &mut Node) {
    let pairs = tree.get("correlation").and_then(Node::list).unwrap_or_default();
    let full = |node: &Node| Some(Place::parse(node.text()?).ok()?.find_number(tree).ok()?.path);
    let paths: Vec<[Option<String>; 2]> =
        pairs.iter().map(|pair| ["first", "second"].map(|key| full(pair.get(key)?))).collect();
    let Value::Table(sections) = &mut tree.value else { return };
    let Some(section) = sections.iter_mut().find(|entry| entry.key == "correlation") else { return };
    let Value::List(pairs) = &mut section.node.value else { return };
    for (pair, paths) in pairs.iter_mut().zip(paths) {
        let Value::Table(fields) = &mut pair.value else { continue };
        for (key, path) in ["first", "second"].into_iter().zip(paths) {
            if let (Some(path), Some(field)) = (path, fields.iter_mut().find(|field| field.key == key)) {
                field.node.value = Value::Text(path);
            }
        }
    }
}
