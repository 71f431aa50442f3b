//! Measures as they are named: as in the tables, or of a specialty, plan or contract.

use crate::engine::{Row, Scope};
use crate::model::Unknown;
use crate::units::closest;

/// `system_margin`, or `specialty:cardiology:pay`, taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedMeasure<'n> {
    /// The word of the scope.
    pub(super) scope: &'n str,
    /// Which one: `all` for the system.
    pub(super) entity: &'n str,
    /// Name of the measure.
    pub(super) metric: &'n str,
}

impl<'n> NamedMeasure<'n> {
    /// Takes a name apart.
    ///
    /// # Errors
    ///
    /// What a name looks like.
    pub(super) fn of(name: &'n str) -> Result<NamedMeasure<'n>, Unknown> {
        let parts: Vec<&str> = name.trim().split(':').collect();
        match parts[..] {
            [metric] => Ok(NamedMeasure { scope: Scope::System.word(), entity: "all", metric }),
            [scope, entity, metric] => Ok(NamedMeasure { scope, entity, metric }),
            _ => Err(unread(name)),
        }
    }

    /// That there is no such row, with the nearest that is.
    pub(super) fn unknown<'r>(&self, name: &str, rows: impl Iterator<Item = &'r Row> + Clone) -> Unknown {
        let NamedMeasure { scope, entity, metric } = *self;
        let of_scope = rows.filter(|row| row.scope.word() == scope);
        let own = of_scope.clone().filter(|row| row.entity == entity).map(|row| row.metric);
        let near = closest(metric, own).map(|near| (entity, near));
        let other =
            || closest(entity, of_scope.map(|row| row.entity.as_str())).filter(|near| *near != entity);
        let Some((entity, metric)) = near.or_else(|| other().map(|near| (near, metric))) else {
            return unread(name);
        };
        let instead =
            if name.contains(':') { format!("{scope}:{entity}:{metric}") } else { metric.to_owned() };
        Unknown::new(format!("measure {name:?}"), format!("did you mean `{instead}`?"))
    }
}

fn unread(name: &str) -> Unknown {
    Unknown::new(
        format!("measure {name:?}"),
        "write the `metric` of a row of horizon.csv or summary.csv, such as `system_margin`, or SCOPE:ENTITY:METRIC, such as `specialty:cardiology:pay`",
    )
}
