//! Each physician under each plan, at the worst of the years under it.

use super::committee::committee;
use crate::compliance::{Paid, Worst, share_at_risk};
use crate::engine::{Metric, Outcome};
use crate::model::Model;
use crate::survey::{Survey, TableKind};

/// What the rules ask of an arm's results.
pub(super) fn paid<'a>(model: &'a Model, outcome: &Outcome, survey: &Survey, arm: usize) -> Vec<Paid<'a>> {
    let mut all: Vec<Option<Paid<'a>>> = vec![None; 2 * model.len()];
    for year in 0..model.years {
        let results = outcome.of(arm, year);
        let each = committee(model, outcome, survey, arm, year);
        // Appointments of one person are one finding, at the plan of the largest.
        let each = each.into_iter().filter(|it| it.id == model.physicians[it.whole.places[0]].id);
        for standing in each {
            let calendar = model.start.plus(year).0;
            let worst = |value| Worst { value, year: calendar };
            let whole = &standing.whole;
            let passed = |place: &usize| results.at_place(*place, Metric::PassThroughPay);
            let (passed, sd) = whole
                .places
                .iter()
                .map(passed)
                .fold((0.0, 0.0), |(mean, sd), own| (mean + own.mean, sd + own.sd));
            let now = Paid {
                physician: if whole.places.len() > 1 { whole.person } else { standing.id },
                plan: standing.plan,
                table: standing.pay_table.as_ref().map(|t| t.kind),
                above_p75: worst(standing.above_p75),
                above_p90: worst(standing.above_p90),
                gap: standing
                    .gap
                    .filter(|_| standing.pay_table.as_ref().is_some_and(|t| t.kind == TableKind::Survey))
                    .map(|gap| worst(gap.low)),
                at_risk: worst(share_at_risk(passed, sd, whole.pay - whole.elsewhere)),
                of_cap: standing.cap.map(|cap| worst(whole.p95 / cap)),
            };
            // The plan of the start, and the one that a redesign brings.
            let first = all[2 * whole.places[0]].as_ref().is_none_or(|before| before.plan == now.plan);
            let slot = &mut all[2 * whole.places[0] + usize::from(!first)];
            *slot = Some(slot.map_or(now, |before| worse(before, now)));
        }
    }
    all.into_iter().flatten().collect()
}

/// The worst of two stretches of years under one plan.
fn worse<'a>(a: Paid<'a>, b: Paid<'a>) -> Paid<'a> {
    let either = |a: Option<Worst>, b: Option<Worst>| match (a, b) {
        (Some(a), Some(b)) => Some(a.or(b)),
        (a, b) => a.or(b),
    };
    Paid {
        above_p75: a.above_p75.or(b.above_p75),
        above_p90: a.above_p90.or(b.above_p90),
        gap: either(a.gap, b.gap),
        at_risk: a.at_risk.or(b.at_risk),
        of_cap: either(a.of_cap, b.of_cap),
        ..a
    }
}
