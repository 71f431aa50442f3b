//! The chain of a dollar of care avoided, and the cascade of a dollar saved.

use super::cells::{
    arm_name, files, found, hidden_unless, measured, number, searched, shows_of_all, table, text,
    whole_percent,
};
use crate::board::figure::figure;
use crate::board::parts::note;
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{
    CurveAxis, CurveReceiver, FeatureKind, IncentiveCurve, cents_within, chain_of_everyone, dollar_falls,
    dollar_finding, legs, name_in_words, shows_stops,
};
use crate::engine::Metric;
use crate::report::Report;
use crate::units::whole_dollars;
use maud::{Markup, html};

/// What stands where it would tell of few physicians.
const HIDDEN: &str = "Hidden: too few physicians are paid of it.";

pub(super) fn section(report: &Report<'_>) -> Section {
    let Report { model, outcome, .. } = report;
    let last = model.years - 1;
    let chain = chain_of_everyone(outcome, 0, last);
    let falls = dollar_falls(model, outcome);
    let avoided = figure(Chart::AvoidedDollar, report);
    let saved = figure(Chart::SavedDollar, report);
    let body = html! {
        h3 { "A dollar of care that physicians avoid" }
        p { "Payers save the whole dollar. The system has a part of it from contracts, and loses what it would have earned on the care. The physician has what pay makes of it. Where the system's part is below zero, no pay plan can mend the chain." }
        @match (&avoided, &chain) {
            (Some(picture), _) => (picture),
            (None, Some(_)) if !shows_of_all(report, 0, Metric::OwnPartOfAvoided.definition().name) => (note(HIDDEN)),
            (None, Some(chain)) => (found(&chain.finding(model.start.plus(last)))),
            (None, None) => (note("No physician has care under influence, so there is no such dollar.")),
        }
        @if chain.is_some() { (chains(report)) }
        h3 { "A dollar of savings that contracts count" }
        p { "Of what contracts count as saved, gates and costs take their parts before anything reaches physicians." }
        @match saved {
            Some(picture) => (picture),
            None if !shows_stops(&report.disclosure) => (note(HIDDEN)),
            None => (found(&dollar_finding(model, &falls))),
        }
        (files(report, &["charts/saved_dollar", "cascade", "accounts"]))
        (next_dollar(report))
    };
    Section { id: "dollar", title: "Where a dollar goes", body }
}

/// The chain of everyone, arm by arm.
fn chains(report: &Report<'_>) -> Markup {
    let Report { model, outcome, .. } = report;
    let last = model.years - 1;
    let heads = vec![
        Head::words("Arm"),
        Head::numbers("The system keeps", "of a dollar"),
        Head::numbers("The physician is paid", "of a dollar"),
        Head::numbers("Care under contract", "of its cost"),
        Head::numbers("The system's part turns at", "of its cost"),
    ];
    let rows = (0..model.arms.len()).filter_map(|arm| {
        let found = legs(outcome, arm, last)?;
        let turns = match found.chain.turning_share {
            Some(share) if share <= 1.0 => number(whole_percent(share), share),
            Some(share) => number("not even at all of it", share),
            None => PageCell::Empty,
        };
        Some(vec![
            text(arm_name(report, arm)),
            measured(Some(&found.system), cents_within),
            hidden_unless(
                shows_of_all(report, arm, Metric::OwnPartOfAvoided.definition().name),
                Some(&found.own),
                cents_within,
            ),
            number(whole_percent(found.chain.contracted_share), found.chain.contracted_share),
            turns,
        ])
    });
    let caption =
        format!("A dollar of care avoided in {}, before benchmarks are set anew", model.start.plus(last));
    html! {
        (table(caption, heads, rows.collect()))
        (files(report, &["charts/avoided_dollar", "summary"]))
    }
}

/// What the next dollar saved and the next point of quality pay, and where that is nothing, a cost or a jump.
fn next_dollar(report: &Report<'_>) -> Markup {
    let curves = report.incentive_curves();
    if curves.is_empty() {
        return html! {};
    }
    html! {
        h3 { "The next dollar saved, and the next point of quality" }
        p { "What a contract pays for the next dollar depends on how far the year stands from its thresholds: far below a minimum savings rate nothing, near it much, above a cap nothing again." }
        @if let Some(picture) = figure(Chart::NextDollarSaved, report) { (picture) }
        (thresholds(curves))
        (typical(report, curves))
        (files(report, &["charts/next_dollar_saved", "incentive_curves", "incentive_features"]))
    }
}

/// What is found on today's contracts, for the system.
fn thresholds(curves: &[IncentiveCurve]) -> Markup {
    let heads = vec![
        Head::words("Contract"),
        Head::words("What is found"),
        Head::numbers("Stands at", "as foreseen"),
        Head::numbers("Years that end there", "or below a jump"),
    ];
    let told = |kind| matches!(kind, FeatureKind::Zero | FeatureKind::Negative | FeatureKind::Cliff);
    let of = |curve: &&IncentiveCurve| {
        let kept = (curve.receiver, curve.axis) == (CurveReceiver::SystemKept, CurveAxis::Savings);
        curve.arm == 0 && (curve.receiver == CurveReceiver::System || kept)
    };
    let mut rows = Vec::new();
    for curve in curves.iter().filter(of) {
        let name = name_in_words(curve.contract.as_deref().unwrap_or_default());
        // What the system keeps is told where it costs: its jumps are those of what it receives.
        let is_kept = curve.receiver == CurveReceiver::SystemKept;
        let shown = curve.features.iter().filter(|one| {
            told(one.kind) && one.chance > 0.0005 && (!is_kept || one.kind == FeatureKind::Negative)
        });
        for found in shown {
            rows.push(vec![
                text(name.clone()),
                text(found.sentence.clone()),
                number(curve.place(curve.foreseen), curve.foreseen),
                number(whole_percent(found.chance), found.chance),
            ]);
        }
    }
    html! {
        @if !rows.is_empty() { (table("Where today's contracts pay nothing for the next step, make it cost, or pay at once", heads, rows)) }
    }
}

/// What the next step is expected to pay the typical physician of each plan, today and where most of savings reaches.
fn typical(report: &Report<'_>, curves: &[IncentiveCurve]) -> Markup {
    let heads = vec![
        Head::words("Arm"),
        Head::words("Typical physician"),
        Head::numbers("Of the next dollar saved", "best contract"),
        Head::numbers("Next point of quality", "by the plan"),
        Head::numbers("Next wRVU", "by the plan"),
    ];
    let own = |curve: &&IncentiveCurve| curve.receiver == CurveReceiver::Physician;
    let saved = |curve: &&IncentiveCurve| curve.receiver == CurveReceiver::PhysicianOwn;
    let slope = IncentiveCurve::foreseen_slope;
    let most =
        curves.iter().filter(saved).max_by(|a, b| slope(a).total_cmp(&slope(b))).map_or(0, |curve| curve.arm);
    let mut rows = Vec::new();
    for curve in
        curves.iter().filter(|c| own(c) && c.axis == CurveAxis::Work && (c.arm == 0 || c.arm == most))
    {
        let alike = |other: &&IncentiveCurve| {
            other.arm == curve.arm && other.plan == curve.plan && other.specialty == curve.specialty
        };
        let best = curves.iter().filter(|c| saved(c) && alike(c)).map(slope).reduce(f64::max);
        let quality = |c: &&IncentiveCurve| own(c) && c.axis == CurveAxis::Quality && c.contract.is_none();
        let point = curves.iter().find(|c| quality(c) && alike(c)).map_or(0.0, slope);
        let of = |words: &Option<String>| name_in_words(words.as_deref().unwrap_or_default());
        rows.push(vec![
            text(arm_name(report, curve.arm)),
            text(format!("{} on {}", of(&curve.specialty), of(&curve.plan))),
            best.map_or_else(
                || number("nothing", 0.0),
                |best| number(format!("{:.2} ¢", 100.0 * best), best),
            ),
            number(whole_dollars(point), point),
            number(curve.slope_in_words(slope(curve)), slope(curve)),
        ]);
    }
    html! {
        @if !rows.is_empty() {
            (searched("What the next step is expected to pay physicians, where the last year is foreseen", heads, rows))
            (note("Typical is who would be paid the median of those of the specialty on the plan. Of a dollar saved on own patients, what pools pay less the pay of visits not made; a point of quality is one of own measured quality."))
        }
    }
}
