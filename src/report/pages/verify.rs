//! What the model gives against what was published, figure by figure.

use super::Page;
use crate::analysis::{Role, Sense, TargetFinding, Verdict};
use crate::report::cell::plain;
use crate::report::layout::lines;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets::NOTHING};
use serde::Serialize;

/// The comparison.
#[derive(Debug, Serialize)]
pub struct VerifyPage {
    cascade: &'static str,
    counts: VerdictCounts,
    roles: Vec<RoleCounts>,
    targets: Vec<Compared>,
}

/// How the targets of a role came out.
#[derive(Clone, Copy, Debug, Serialize)]
struct RoleCounts {
    role: &'static str,
    worth: &'static str,
    targets: usize,
    #[serde(flatten)]
    counts: VerdictCounts,
}

/// How many targets came out how.
#[derive(Clone, Copy, Debug, Serialize)]
struct VerdictCounts {
    agrees: usize,
    fails: usize,
    cannot_tell: usize,
}

/// One target with what the model gives.
#[derive(Debug, Serialize)]
struct Compared {
    target: &'static str,
    what: &'static str,
    published: f64,
    published_as: &'static str,
    band: (f64, Option<f64>),
    tolerance: &'static str,
    source: &'static str,
    grade: &'static str,
    role: &'static str,
    study: &'static str,
    runs: &'static str,
    simulated: Option<Simulated>,
    verdict: &'static str,
    reason: String,
}

/// A simulated figure.
#[derive(Clone, Copy, Debug, Serialize)]
struct Simulated {
    value: f64,
    standard_error: f64,
    low_95: f64,
    high_95: f64,
}

impl VerifyPage {
    /// Of findings.
    #[must_use]
    pub fn of(findings: Vec<TargetFinding>) -> VerifyPage {
        let counts = VerdictCounts::of(findings.iter());
        let roles = Role::ALL
            .iter()
            .map(|role| {
                let of_role = || findings.iter().filter(|found| found.target.role == *role);
                RoleCounts {
                    role: role.word(),
                    worth: role.meaning(),
                    targets: of_role().count(),
                    counts: VerdictCounts::of(of_role()),
                }
            })
            .filter(|counted| counted.targets > 0)
            .collect();
        let targets = findings.into_iter().map(compared).collect();
        VerifyPage { cascade: env!("CARGO_PKG_VERSION"), counts, roles, targets }
    }
}

impl VerdictCounts {
    fn of<'f>(findings: impl Iterator<Item = &'f TargetFinding>) -> VerdictCounts {
        let mut counts = VerdictCounts { agrees: 0, fails: 0, cannot_tell: 0 };
        for found in findings {
            *match found.verdict {
                Verdict::Agrees => &mut counts.agrees,
                Verdict::Fails => &mut counts.fails,
                Verdict::CannotTell => &mut counts.cannot_tell,
            } += 1;
        }
        counts
    }

    fn words(self) -> String {
        let VerdictCounts { agrees, fails, cannot_tell } = self;
        let verb = |n: usize, one: &'static str, more: &'static str| if n == 1 { one } else { more };
        format!(
            "{agrees} {}, {fails} {}, {cannot_tell} cannot be told",
            verb(agrees, "agrees", "agree"),
            verb(fails, "fails", "fail")
        )
    }
}

fn compared(finding: TargetFinding) -> Compared {
    let t = finding.target;
    let simulated = finding.simulated.map(|found| {
        let (low_95, high_95) = found.interval();
        Simulated { value: found.value, standard_error: found.se, low_95, high_95 }
    });
    Compared {
        target: t.id,
        what: t.what,
        published: t.published,
        published_as: t.sense.word(),
        band: (t.band.0, t.band.1.is_finite().then_some(t.band.1)),
        tolerance: t.tolerance,
        source: t.source,
        grade: t.grade.letter(),
        role: t.role.word(),
        study: t.study.key(),
        runs: t.study.runs(),
        simulated,
        verdict: finding.verdict.words(),
        reason: finding.reason,
    }
}

impl Page for VerifyPage {
    fn text(&self) -> String {
        let mut table = Table::new();
        table.load_style(NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(160);
        table.set_header([
            "target",
            "published",
            "simulated (95 %)",
            "verdict",
            "role",
            "grade",
            "what, source",
        ]);
        table.add_rows(self.targets.iter().map(row));
        let constraints =
            [(0, ColumnConstraint::ContentWidth), (6, ColumnConstraint::LowerBoundary(Width::Fixed(48)))];
        for (place, constraint) in constraints {
            if let Some(column) = table.column_mut(place) {
                column.set_constraint(constraint);
            }
        }
        let mut roles = String::new();
        for RoleCounts { role, worth, targets, counts } in &self.roles {
            roles.push_str(&format!("  {role} ({targets}): {}.\n    {worth}.\n", counts.words()));
        }
        format!(
            "{}\n{} targets: {}. By what agreement is worth:\n{roles}Grades: V read in the source, R recalled, D derived, A assumed.\n",
            lines(&table, |column| column == 1),
            self.targets.len(),
            self.counts.words(),
        )
    }
}

fn row(found: &Compared) -> [String; 7] {
    let simulated = match found.simulated {
        None => "-".to_owned(),
        Some(Simulated { value, standard_error: 0.0, .. }) => figure(value),
        Some(Simulated { value, low_95, high_95, .. }) => {
            format!("{} ({} to {})", figure(value), figure(low_95), figure(high_95))
        }
    };
    let why = if found.verdict == Verdict::Agrees.words() {
        String::new()
    } else {
        format!("\n  {}: {}", found.verdict, found.reason)
    };
    [
        found.target.to_owned(),
        published(found),
        simulated,
        found.verdict.to_owned(),
        found.role.to_owned(),
        found.grade.to_owned(),
        format!("{}; {}{why}", found.what, found.source),
    ]
}

/// What was published: a figure, or the side of one.
fn published(found: &Compared) -> String {
    let value = figure(found.published);
    if found.published_as == Sense::Is.word() { value } else { format!("{} {value}", found.published_as) }
}

/// A figure with four significant digits, or whole when it is large.
fn figure(value: f64) -> String {
    let size = value.abs();
    let decimals = if size >= 1000.0 {
        0
    } else if size >= 10.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        3
    };
    plain(value, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_people_write_them() {
        assert_eq!(
            [364_319.4, 57.23, 2.149, 0.0162, -5.004, -0.0001].map(figure),
            ["364319", "57.2", "2.15", "0.016", "-5.00", "0.000"]
        );
    }
}
