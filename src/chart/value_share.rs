//! Shares of pay for value and for volume, by specialty, beside the published ones.

use super::arms::{hidden_groups, legend, legend_height, pointed_at, shown, with_left_out};
use super::axis::{AxisScale, ticks};
use super::palette::{GRID, INK, MUTED, REFERENCE, arm, marker};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use crate::decision::{
    PUBLISHED, ShareOfPay, disclosed_shares, name_in_words, share_finding_among, shares_of_pay,
};
use crate::model::Model;
use crate::order::Ordered;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns, shared};
use crate::units::{real, thousands};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/value_share_by_specialty",
        about: "shares of pay for value and for volume in the last year, beside those of Reid et al. 2022: the figures of the chart beside it",
        row: "arm, share, and specialty or kind of physician",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, share: usize, group: &ShareOfPay<'a>, of: f64);
    shared::ARM => arm,
    Column::text("share", "`value`: quality and cost incentives; `volume`: by what pay is based on") => PUBLISHED[share].name,
    Column::text("specialty", "specialty, or `all` of the kind") => group.specialty.unwrap_or("all"),
    Column::text("kind", "primary care or specialists") => kind(group),
    Column::whole("physicians", "physicians of the baseline") => group.physicians as u64,
    Column::number("of_pay", "share", "dollars of it over all pay, both means over trials") => of,
    Column::number("published", "share", "mean share over all organisations, those without any counted") => PUBLISHED[share].of(group.primary_care).over_all(),
    Column::number("published_where_present", "share", "mean share where it is part of pay") => PUBLISHED[share].of(group.primary_care).where_present,
    Column::number("published_presence", "share", "organisations in which it is") => PUBLISHED[share].of(group.primary_care).presence,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let groups = shares_of_pay(report.model, report.outcome);
    for (place, arm) in report.model.arms.iter().enumerate() {
        for share in 0..PUBLISHED.len() {
            for group in &groups {
                each(&cells(&arm.name, share, group, group.shares[place][share]))?;
            }
        }
    }
    Ok(())
}

fn kind(group: &ShareOfPay<'_>) -> &'static str {
    if group.primary_care { "primary care" } else { "specialists" }
}

/// Height of a row, and room for each arm in it.
const ROW: f64 = 30.0;
/// Specialties that are drawn at most, the largest.
const MOST: usize = 30;
/// Left and right of the panels.
const PANELS: [(f64, f64); 2] = [(230.0, 680.0), (730.0, 1165.0)];

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Scene {
    let Report { model, outcome, .. } = report;
    let all = disclosed_shares(shares_of_pay(model, outcome), &report.disclosure);
    let arms = shown(model);
    let groups = ordered(&all);
    let mut about = format!(
        "Shares of pay in {} by specialty, primary care above; mean of {} futures. Strokes: Reid et al. 2022 over all organisations, those without any counted; where it is part of pay, value is 9.0 % in primary care and 5.3 % among specialists, volume 68.2 % and 73.7 %",
        model.start.plus(model.years - 1),
        thousands(outcome.trials)
    );
    if groups.len() < all.len() {
        about += &format!(". {} smaller specialties stand in the table beside", all.len() - groups.len());
    }
    about += &hidden_groups(report);
    let top = 122.0 + legend_height(model, medium) + 30.0;
    let bottom = top + ROW * real(groups.len()) + 8.0;
    let height = whole_pixels(bottom + 45.0);
    let finding = share_finding_among(model, outcome, arms, &all);
    let mut scene = Scene::titled(medium, 1200, height, &finding, &with_left_out(about, model));
    legend(&mut scene, model, 112.0);
    for (share, ends) in PANELS.into_iter().enumerate() {
        let highest =
            groups.iter().flat_map(|group| &group.shares[..arms]).map(|own| own[share]).fold(0.0, f64::max);
        let published =
            [true, false].map(|kind| PUBLISHED[share].of(kind).over_all()).into_iter().fold(0.0, f64::max);
        let most = 1.06 * highest.max(published);
        let x = AxisScale::new((0.0, most), ends);
        let title = ["Value share of pay", "Volume share of pay, by what it is based on"][share];
        scene.words((ends.0, top - 18.0), title, TextAnchor::Start, bold(15.0, INK));
        for value in ticks(0.0, most, 5) {
            scene.line(vec![(x.at(value), top), (x.at(value), bottom)], GRID, 1.0);
            let text = format!("{} %", (value * 1000.0).round() / 10.0);
            scene.words((x.at(value), bottom + 16.0), &text, TextAnchor::Middle, plain(12.0, MUTED));
        }
        for (place, group) in groups.iter().enumerate() {
            let y = top + ROW * (real(place) + 0.5) + 4.0;
            row(&mut scene, model, (group, share), &x, y);
        }
    }
    for (place, group) in groups.iter().enumerate() {
        let y = top + ROW * (real(place) + 0.5) + 4.0;
        let (text, lettering) = match group.specialty {
            Some(name) => (name_in_words(name), plain(13.0, INK)),
            None => (format!("all {}", kind(group)), bold(13.0, INK)),
        };
        let named = format!("{text} ({})", group.physicians);
        scene.paragraph((215.0, y), &named, (190.0, 2), TextAnchor::End, lettering);
    }
    scene
}

/// Primary care above specialists, each kind with all of it first and then by value share today.
fn ordered<'g, 'a>(all: &'g [ShareOfPay<'a>]) -> Vec<&'g ShareOfPay<'a>> {
    let mut largest: Vec<&ShareOfPay<'a>> = all.iter().collect();
    largest.order_by_key(|group| (group.specialty.is_some(), std::cmp::Reverse(group.physicians)));
    largest.truncate(MOST);
    let most = |group: &ShareOfPay<'a>| group.shares.iter().map(|own| own[0]).fold(0.0, f64::max);
    largest.order_by(|a, b| {
        let of_kind =
            b.primary_care.cmp(&a.primary_care).then(a.specialty.is_some().cmp(&b.specialty.is_some()));
        of_kind.then(most(b).total_cmp(&most(a))).then(a.specialty.cmp(&b.specialty))
    });
    largest
}

/// The arms of one specialty; those at one place stand a little below each other.
fn row(scene: &mut Scene, model: &Model, (group, share): (&ShareOfPay<'_>, usize), x: &AxisScale, y: f64) {
    let arms = shown(model);
    let of = group.specialty.map_or_else(|| format!("all {}", kind(group)), name_in_words);
    let name = PUBLISHED[share].name;
    let published = x.at(PUBLISHED[share].of(group.primary_care).over_all());
    scene.line(vec![(published, y - 12.0), (published, y + 12.0)], REFERENCE, 3.0);
    let reported = 100.0 * PUBLISHED[share].of(group.primary_care).over_all();
    scene.tip(format!(
        "Reid et al. 2022, {}: {name} is {reported:.1} % of pay over all organisations",
        kind(group)
    ));
    let values: Vec<f64> = group.shares[..arms].iter().map(|own| own[share]).collect();
    let (low, high) = values.iter().fold((f64::MAX, 0.0_f64), |(l, h), s| (l.min(*s), h.max(*s)));
    scene.line(vec![(x.at(low), y), (x.at(high), y)], GRID, 4.0);
    let step = (16.0 / real(arms)).min(4.0);
    for (place, value) in values.iter().enumerate().rev() {
        let own = y + step * (real(place) - 0.5 * real(arms - 1));
        scene.dot((x.at(*value), own), 5.5, arm(place), 0.95, marker(place));
        let year = model.start.plus(model.years - 1);
        let arm = pointed_at(model, place);
        scene.tip(format!("{arm}, {of}, {year}: {name} is {:.1} % of pay", 100.0 * value));
    }
}
