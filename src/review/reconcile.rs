//! What the model pays beside what was paid: the committee's first question.

use crate::engine::{PhysicianYearStory, Unexplained, explain_physicians};
use crate::entity::Physician;
use crate::model::Model;
use crate::order::Ordered;
use crate::study::YEAR_BEFORE;
use crate::units::{Cents, both, whole_dollars};

/// A difference below this part of what was paid, or below [`SMALL`], needs no cause.
const SMALL_PART: f64 = 0.005;
/// Dollars.
const SMALL: f64 = 100.0;

/// Pay of one physician in the year before the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// Identifier of the position.
    pub id: String,
    /// Name, where the roster has one.
    pub name: String,
    /// Specialty.
    pub specialty: String,
    /// Plan.
    pub plan: String,
    /// What was paid, $.
    pub paid: f64,
    /// What the model pays, $.
    pub modelled: f64,
    /// By component or rule of the plan, or pool: what was paid where that is known, and what the model pays.
    pub parts: Vec<PartPaid>,
    /// What is likely to make the difference, in sentences.
    pub causes: Vec<String>,
}

/// Pay of one component, rule or pool.
#[derive(Clone, Debug, PartialEq)]
pub struct PartPaid {
    /// Its name.
    pub name: String,
    /// What was paid, $, where it is known.
    pub paid: Option<f64>,
    /// What the model pays, $.
    pub modelled: f64,
}

impl Reconciled {
    /// What the model pays less what was paid, $.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.modelled - self.paid
    }
}

/// Everyone of whom it is known what was paid, the furthest off first; `before` is what `Study::year_before` makes.
///
/// # Errors
///
/// What stops the engine.
pub fn reconcile(before: &Model) -> Result<Vec<Reconciled>, Unexplained> {
    let header = &before.arms[0].listed.header;
    let stories = explain_physicians(before, 0, 0, YEAR_BEFORE)?;
    let mut all: Vec<Reconciled> = Vec::new();
    for story in &stories {
        let physician = before.physicians.iter().find(|p| p.id == story.id);
        if let Some(found) = physician.and_then(|p| beside(p, story, header)) {
            all.push(found);
        }
    }
    all.order_by(|a, b| b.difference().abs().total_cmp(&a.difference().abs()).then_with(|| a.id.cmp(&b.id)));
    Ok(all)
}

fn beside(p: &Physician, story: &PhysicianYearStory, header: &[String]) -> Option<Reconciled> {
    let known: f64 = p.paid_by.iter().map(|(_, paid)| paid).sum();
    let paid = p.paid.or((!p.paid_by.is_empty()).then_some(known))?;
    let mut parts: Vec<PartPaid> = Vec::new();
    let mut add = |name: &str, pay: Cents| match parts.iter_mut().find(|part| part.name == name) {
        Some(part) => part.modelled += pay.dollars(),
        None => parts.push(PartPaid { name: name.to_owned(), paid: None, modelled: pay.dollars() }),
    };
    for line in story.plans.iter().flat_map(|plan| &plan.lines) {
        // A line may say when: `wrvu, Q1`.
        add(line.what.split(", ").next().unwrap_or(&line.what), line.pay);
    }
    for pool in &story.pools {
        add(&pool.pool, pool.pay);
    }
    if story.cut.total() != Cents::ZERO {
        add("cap", Cents::ZERO - story.cut.total());
    }
    for (name, paid) in &p.paid_by {
        match parts.iter_mut().find(|part| part.name == *name) {
            Some(part) => part.paid = Some(*paid),
            None => parts.push(PartPaid { name: name.clone(), paid: Some(*paid), modelled: 0.0 }),
        }
    }
    let modelled = story.statement.total().dollars();
    let plan = story.plans.last().map_or_else(|| p.plan.clone(), |plan| plan.plan.clone());
    let mut found = Reconciled {
        id: p.id.clone(),
        name: p.name.clone(),
        specialty: story.specialty.clone(),
        plan,
        paid,
        modelled,
        parts,
        causes: Vec::new(),
    };
    if found.difference().abs() > SMALL.max(SMALL_PART * paid.abs()) {
        found.causes = causes(&found, (p, story), header);
    }
    Some(found)
}

/// Columns that components pay by; without them every physician has the usual.
const PAYS_BY: [(&str, &str); 11] = [
    ("call_coverage", "call_days"),
    ("shift", "shift_hours"),
    ("panel", "panel"),
    ("capitation", "panel"),
    ("per_encounter", "wrvu_per_encounter"),
    ("app_supervision", "apps_supervised"),
    ("gainsharing", "episodes"),
    ("quality_bonus", "quality"),
    ("quality_withhold", "quality"),
    ("salary", "fte"),
    ("stipend", "fte"),
];

/// What is likely to make a difference: facts of the year that the two sides may see differently.
fn causes(
    found: &Reconciled,
    (p, story): (&Physician, &PhysicianYearStory),
    header: &[String],
) -> Vec<String> {
    let mut causes = Vec::new();
    let of_plan: Vec<&str> =
        found.parts.iter().filter(|part| part.modelled != 0.0).map(|part| part.name.as_str()).collect();
    for part in &found.parts {
        // A salary that the roster states is paid whatever the FTE.
        let stated = part.name == "salary" && p.base_salary.is_some();
        let lacks = PAYS_BY.iter().find(|(component, column)| {
            !stated && *component == part.name && !header.iter().any(|own| own == column)
        });
        if let Some((component, column)) = lacks {
            causes.push(format!("the roster has no column {column}, by which {component} pays"));
        }
        if let Some(paid) = part.paid.filter(|paid| (part.modelled - paid).abs() > SMALL) {
            let (model, was) = (whole_dollars(part.modelled), whole_dollars(paid));
            let nothing = part.modelled == 0.0 && !of_plan.is_empty();
            let beside = if nothing { format!("; the plan pays {}", both(&of_plan)) } else { String::new() };
            causes.push(format!("{}: the model pays {model}, and {was} was paid{beside}", part.name));
        }
    }
    if story.present < 0.999 {
        causes.push(format!(
            "the position was held for {:.1} of 12 months; was {} paid for the same months?",
            12.0 * story.present,
            whole_dollars(found.paid)
        ));
    }
    if story.plans.iter().any(|plan| plan.covered > 0.0) {
        causes.push("a guarantee covers part of the year".to_owned());
    }
    if story.cut.total() != Cents::ZERO {
        causes.push(format!("the cap takes {}", whole_dollars(story.cut.total().dollars())));
    }
    if let [_, .., last] = &story.plans[..] {
        causes.push(format!("the plan changed within the year, to `{}`", last.plan));
    }
    let pools: Cents = story.pools.iter().map(|pool| pool.pay).sum();
    if pools != Cents::ZERO {
        causes.push(format!(
            "{} is from pools, whose money of that year is not on record here",
            whole_dollars(pools.dollars())
        ));
    }
    if causes.is_empty() {
        causes.push(format!(
            "only the total is known; columns such as paid.{} would say which part differs",
            of_plan.first().copied().unwrap_or("salary")
        ));
    }
    causes
}
