//! Who gains and who loses, and why.

use super::cells::{arm_name, count_cell, files, found, group_name, number, searched, signed_tenths, text};
use crate::board::figure::figure;
use crate::board::parts::{BoardTab, note, tabs};
use crate::board::shell::Section;
use crate::board::table::{Head, PageCell};
use crate::chart::Chart;
use crate::decision::{
    GroupMoves, PayMove, gains_and_losses, group_moves, has_pay_groups, kind_of_group, pay_groups, pay_moves,
    signed_whole_dollars, winners_finding, years_in_words,
};
use crate::engine::Metric;
use crate::report::Report;
use crate::units::whole_dollars;
use maud::{Markup, html};

/// Nothing where there is but one arm.
pub(super) fn section(report: &Report<'_>) -> Option<Section> {
    let Report { model, outcome, .. } = report;
    if model.arms.len() < 2 {
        return None;
    }
    let moves: Vec<(usize, Vec<PayMove<'_>>)> =
        (1..model.arms.len()).map(|arm| (arm, pay_moves(model, outcome, arm))).collect();
    let body = html! {
        @match figure(Chart::WinnersLosers, report) {
            Some(picture) => (picture),
            None if report.disclosure.shows_persons() => (found(&winners_finding(model, outcome, &moves))),
            None => {}
        }
        h3 { "By specialty and plan" }
        (groups_table(report, &moves))
        @if has_pay_groups(model) { h3 { "By pay group" } (equity(report)) }
    };
    Some(Section { id: "winners", title: "Winners and losers", body })
}

/// Groups of every variant, one variant at a time.
fn groups_table(report: &Report<'_>, moves: &[(usize, Vec<PayMove<'_>>)]) -> Markup {
    let model = report.model;
    let one = |(arm, own): &(usize, Vec<PayMove<'_>>)| {
        let heads = vec![
            Head::words("Physicians"),
            Head::choice("Kind"),
            Head::numbers("How many", ""),
            Head::numbers("Lose 5 % or more", "over all years"),
            Head::numbers("Lose 5 % or more", "in their worst year"),
            Head::numbers("Gain", "over all years"),
            Head::numbers("Mean change of pay", "$ a year"),
            Head::numbers("Of pay today", "%"),
            Head::words("Mostly by"),
        ];
        let mut all = group_moves(model, own);
        all.retain(|one| {
            [0, *arm].iter().all(|arm| report.disclosure.shows_group(*arm, one.scope, one.name))
        });
        let told = CountsTold::of(report, &all);
        let moved = |group: &&GroupMoves<'_>| group.losers_in_worst_year > 0 || group.change.abs() >= 0.5;
        let rows = all.iter().filter(moved).map(|group| row(report, (*arm, told), group));
        let caption = format!("Expected gains and losses over {}, against today", years_in_words(model));
        let body = if own.iter().all(|one| one.change.mean.abs() < 0.5) {
            note("Nobody's pay changes.")
        } else {
            searched(caption, heads, rows.collect())
        };
        BoardTab { name: arm_name(report, *arm), body }
    };
    let each: Vec<BoardTab> = moves.iter().map(one).collect();
    // The variant under which most lose, unless it is hidden how many do.
    let lose = |place: &usize| gains_and_losses(moves[*place].1.iter()).losers;
    let told = report.disclosure.shows_persons();
    let first = (0..moves.len()).rev().max_by_key(lose).filter(|_| told).unwrap_or(0);
    html! {
        (tabs("Arm", &each, first))
        (note("Groups whose pay does not change, or that are hidden, are left out. Each physician's pay in the mean of all futures, against the same position today on the same luck. Single futures differ from their mean: the table of arms counts who loses there, future by future."))
        (files(report, &["physicians_horizon", "physicians", "charts/winners_and_losers"]))
    }
}

/// Which counts of the groups that are shown may be, too: of losers, of those in their worst year, of gainers.
/// Specialties and plans add up to the same, so a count of few in one group hides those of all.
#[derive(Clone, Copy)]
struct CountsTold([bool; 3]);

impl CountsTold {
    fn of(report: &Report<'_>, shown: &[GroupMoves<'_>]) -> CountsTold {
        let told = |count: &dyn Fn(&GroupMoves<'_>) -> usize| {
            shown.iter().all(|one| report.disclosure.shows_count(count(one), one.physicians))
        };
        CountsTold([told(&|one| one.losers), told(&|one| one.losers_in_worst_year), told(&|one| one.gainers)])
    }
}

/// A group that may be shown.
fn row(report: &Report<'_>, (arm, told): (usize, CountsTold), one: &GroupMoves<'_>) -> Vec<PageCell> {
    let may = &report.disclosure;
    let shows = |metric: Metric| may.shows_measure(arm, one.scope, one.name, metric.definition().name);
    let shown = |may: bool, cell: PageCell| if may { cell } else { text("hidden") };
    let (pay, share) = (shows(Metric::PayChange), 100.0 * one.change_share);
    vec![
        text(group_name(one.scope, one.name)),
        text(kind_of_group(one.scope)),
        count_cell(one.physicians),
        shown(told.0[0], count_cell(one.losers)),
        shown(told.0[1], count_cell(one.losers_in_worst_year)),
        shown(told.0[2], count_cell(one.gainers)),
        shown(pay, number(signed_whole_dollars(one.change), one.change)),
        shown(pay, number(signed_tenths(share), share)),
        one.reason.map_or(PageCell::Empty, |reason| {
            shown(shows(reason.metric()), text(reason.words(one.change > 0.0)))
        }),
    ]
}

/// Pay and its change by the roster's groups, in the last year.
fn equity(report: &Report<'_>) -> Markup {
    let model = report.model;
    let last = model.years - 1;
    let may = &report.disclosure;
    let heads = vec![
        Head::choice("Arm"),
        Head::choice("Group"),
        Head::numbers("Physicians", ""),
        Head::numbers("Pay per FTE", "$"),
        Head::numbers("Change of pay", "$"),
        Head::numbers("Of pay today", "%"),
        Head::numbers("Chance of losing 5 % or more", ""),
        Head::numbers("Change within specialties", "points"),
    ];
    let rows = (0..model.arms.len()).flat_map(|arm| {
        pay_groups(model, report.outcome, arm, last).into_iter().map(move |one| {
            let named = if one.group.is_empty() { "not stated" } else { one.group };
            let mut row = vec![text(arm_name(report, arm)), text(named)];
            if !may.shows_pay_group(arm, one.group) {
                row.extend((0..6).map(|_| text("hidden")));
                return row;
            }
            let shows = |metric| may.shows_pay_group_measure(arm, one.group, metric);
            let shown = |metric, words: String, value: f64| {
                if shows(metric) { number(words, value) } else { text("hidden") }
            };
            let change = if arm == 0 { "0".to_owned() } else { signed_whole_dollars(one.change) };
            let percent = |share: f64| signed_tenths(100.0 * share);
            row.extend([
                count_cell(one.physicians),
                shown(Metric::Pay, whole_dollars(one.pay_per_fte), one.pay_per_fte),
                shown(Metric::PayChange, change, one.change),
                shown(Metric::PayChange, percent(one.change_share), one.change_share),
                if may.shows_pay_group_losers() {
                    shown(Metric::PayChange, format!("{:.0} %", 100.0 * one.loses), one.loses)
                } else {
                    text("hidden")
                },
                match one.within.filter(|_| may.shows_within_specialties()) {
                    Some(within) => {
                        shown(Metric::PayChange, percent(within.change_share), within.change_share)
                    }
                    None => PageCell::Empty,
                },
            ]);
            row
        })
    });
    html! {
        (searched(format!("Pay by the roster's groups in {}", model.start.plus(last)), heads, rows.collect()))
        (note("It describes and tests nothing: for tenure, FTE and work nothing is adjusted. Within specialties: the change as a share of one's own pay, less the specialty's mean."))
        (files(report, &["pay_groups"]))
    }
}
