//! The pictures of a sweep: lines along one number, maps over two.

use super::scene::Scene;
use super::sweep_lines::lines;
use super::sweep_map::{is_grid, map, scatter};
use crate::analysis::Swept;
use crate::model::Model;

/// The pictures of a sweep, each with the name of its file: of one number all measures in one, of two a map for each
/// measure; none of more, or where no cell ran.
#[must_use]
pub fn swept_pictures(model: &Model, swept: &Swept) -> Vec<(String, Scene)> {
    if swept.ran().next().is_none() {
        return Vec::new();
    }
    let measures = swept.measures();
    match swept.factors.len() {
        1 => vec![("sweep".to_owned(), lines(model, swept, &measures))],
        2 => {
            let draw = if is_grid(swept) { map } else { scatter };
            let named = |metric: &str| format!("sweep_{metric}");
            let mut pictures: Vec<(String, Scene)> = Vec::new();
            for measure in &measures {
                let name = if measure.entity == "all" {
                    named(&measure.metric)
                } else {
                    let entity: String = measure
                        .entity
                        .chars()
                        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
                        .collect();
                    named(&format!("{}_{entity}_{}", measure.scope.word(), measure.metric))
                };
                if pictures.iter().all(|(known, _)| *known != name) {
                    pictures.push((name, draw(model, swept, measure)));
                }
            }
            pictures
        }
        _ => Vec::new(),
    }
}
