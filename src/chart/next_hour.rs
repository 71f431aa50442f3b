//! The next hour: what one more hour of each lever pays, arm by arm, with what it is worth behind.

use super::arms::{hidden_groups, legend, legend_height, pointed_at, shown, with_left_out};
use super::axis::AxisScale;
use super::palette::{Colour, GRID, INK, MUTED, REFERENCE, arm, marker};
use super::scene::{Medium, Scene, TextAnchor, bold, plain, whole_pixels};
use super::specialties::{NamedSpecialty, ordered};
use crate::decision::next_hour::{finding, hour_of};
use crate::decision::{NextHour, arm_in_words, disclosed_hour, name_in_words, next_hours};
use crate::engine::{Outcome, Scope};
use crate::entity::{Lever, Levers, MedicalField};
use crate::model::Model;
use crate::report::{Column, Report, Rows, RunTable, Table, Whom, always, columns, shared};
use crate::units::{CalendarYear, real, thousands, whole_dollars};
use std::io;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "charts/next_hour",
        about: "what the next hour pays in the last year: the figures of the chart beside it",
        row: "arm, group of physicians and lever",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: always,
    rows,
};

columns! { (arm: &'a str, year: CalendarYear, group: (&'a str, &'a str), hour: LeverHour);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("scope", "`system` for everyone, `specialty`, or `field` of medicine, which is drawn where specialties are many")
        => group.0,
    Column::text("entity", "which one; `all` for everyone") => group.1,
    Column::text("lever", "what the hour is spent on") => hour.lever.describe().0,
    Column::number("pays", "$ per hour", "expected pay for one more hour: mean of physicians and trials") => hour.pays,
    Column::number("is_worth", "$ per hour", "what the hour is worth to those who pay for care") => hour.is_worth,
    Column::number("best_paid", "chance", "part of physicians and trials in which no hour pays more; of everyone and of specialties")
        => hour.best_paid,
}

/// One lever's hour of a group.
struct LeverHour {
    lever: Lever,
    pays: f64,
    is_worth: f64,
    best_paid: Option<f64>,
}

fn rows(report: &Report<'_>, each: &mut Rows<'_>) -> io::Result<()> {
    let Report { model, outcome, .. } = report;
    let (last, specialties) = (model.years - 1, ordered(model));
    for (place, arm) in model.arms.iter().enumerate() {
        let hours = next_hours(model, outcome, place, last);
        let year = model.start.plus(last);
        for hour in &hours {
            for lever in Lever::ALL {
                let found = LeverHour {
                    lever,
                    pays: hour.pays[lever].mean,
                    is_worth: hour.worth[lever].mean,
                    best_paid: Some(hour.best_paid[lever].mean),
                };
                each(&cells(&arm.name, year, (hour.scope.word(), &hour.entity), found))?;
            }
        }
        if specialties.len() > MOST_SPECIALTIES {
            for group in fields(&specialties, &hours) {
                for lever in Lever::ALL {
                    let (pays, is_worth) = (group.pays[lever], group.worth[lever]);
                    let found = LeverHour { lever, pays, is_worth, best_paid: None };
                    each(&cells(&arm.name, year, ("field", group.field.key()), found))?;
                }
            }
        }
    }
    Ok(())
}

/// Specialties drawn at most; beyond, fields of medicine.
const MOST_SPECIALTIES: usize = 12;

/// A field of medicine: means of its specialties by their physicians.
struct FieldHours {
    field: MedicalField,
    count: usize,
    pays: Levers,
    worth: Levers,
}

fn fields(specialties: &[NamedSpecialty<'_>], hours: &[NextHour]) -> Vec<FieldHours> {
    let mut all: Vec<FieldHours> = Vec::new();
    for specialty in specialties {
        let Some(hour) = of_specialty(hours, specialty.name) else { continue };
        if all.last().is_none_or(|field| field.field != specialty.field) {
            let nothing = Levers::all(0.0);
            all.push(FieldHours { field: specialty.field, count: 0, pays: nothing, worth: nothing });
        }
        let Some(field) = all.last_mut() else { continue };
        field.count += specialty.count;
        field.pays.each(&hour.pays, |sum, pays| *sum += real(specialty.count) * pays.mean);
        field.worth.each(&hour.worth, |sum, worth| *sum += real(specialty.count) * worth.mean);
    }
    for field in &mut all {
        let n = real(field.count.max(1));
        field.pays = field.pays.map(|sum| sum / n);
        field.worth = field.worth.map(|sum| sum / n);
    }
    all
}

fn of_specialty<'h>(hours: &'h [NextHour], name: &str) -> Option<&'h NextHour> {
    hours.iter().find(|hour| hour.scope == Scope::Specialty && hour.entity == name)
}

/// A panel: a group of physicians with what hours pay, arm by arm, and what they are worth in the baseline.
struct HourPanel {
    title: String,
    pays: Vec<Levers>,
    worth: Levers,
}

fn panels(specialties: &[NamedSpecialty<'_>], hours: &[Vec<NextHour>]) -> Vec<HourPanel> {
    let titled = |name: String, count: usize| format!("{name} ({})", thousands(count as u64));
    if specialties.len() > MOST_SPECIALTIES {
        let by_arm: Vec<Vec<FieldHours>> = hours.iter().map(|hours| fields(specialties, hours)).collect();
        return (0..by_arm[0].len())
            .map(|place| {
                let field = &by_arm[0][place];
                HourPanel {
                    title: titled(name_in_words(field.field.key()), field.count),
                    pays: by_arm.iter().filter_map(|arm| arm.get(place)).map(|field| field.pays).collect(),
                    worth: field.worth,
                }
            })
            .collect();
    }
    let panel = |specialty: &NamedSpecialty<'_>| {
        let worth = of_specialty(&hours[0], specialty.name)?.worth;
        Some(HourPanel {
            title: titled(specialty.words(), specialty.count),
            pays: hours
                .iter()
                .filter_map(|arm| of_specialty(arm, specialty.name))
                .map(|hour| hour.pays.map(|pays| pays.mean))
                .collect(),
            worth: worth.map(|worth| worth.mean),
        })
    };
    specialties.iter().filter_map(panel).collect()
}

/// The arm whose hours the title tells: where the best-paid hour of the largest specialty is another than today and
/// pays most; today's where it is the same in every arm.
fn told(hours: &[Vec<NextHour>], specialty: &str) -> usize {
    let best = |arm: usize| of_specialty(&hours[arm], specialty).and_then(|hour| hour.best);
    let pays = |arm: usize| {
        let hour = of_specialty(&hours[arm], specialty);
        hour.and_then(|hour| Some(hour.pays[hour.best?].mean)).unwrap_or(f64::MIN)
    };
    (1..hours.len())
        .filter(|arm| best(*arm) != best(0))
        .fold(0, |told, arm| if told == 0 || pays(arm) > pays(told) { arm } else { told })
}

fn title(model: &Model, hours: &[Vec<NextHour>], specialty: Option<&str>) -> String {
    let year = model.start.plus(model.years - 1);
    let arm = specialty.map_or(0, |name| told(hours, name));
    let of = |arm: usize| match specialty {
        Some(name) => of_specialty(&hours[arm], name),
        None => hours[arm].first(),
    };
    let Some((hour, today)) = of(arm).zip(of(0)) else { return "No hour pays anybody".to_owned() };
    let said = finding(hour, year);
    if arm == 0 {
        let same = if hours.len() > 1 && today.best.is_some() {
            "; it is the same hour under every arm"
        } else {
            ""
        };
        return said + same;
    }
    let before = match today.best {
        Some(best) => format!("{} ({})", hour_of(best), whole_dollars(today.pays[best].mean)),
        None => "none".to_owned(),
    };
    format!("Under {}: {}; today the best-paid is {before}", arm_in_words(model, arm), lower(&said))
}

/// A sentence within another.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Dollars up to which the scale is even; beyond, each tenfold takes the same room.
const EVEN: f64 = 10.0;

fn folded(value: f64) -> f64 {
    value.signum() * (value.abs() / EVEN).ln_1p()
}

/// Place of a page's parts.
struct HourPage {
    columns: usize,
    pitch: f64,
    plot: f64,
    row: f64,
    top: f64,
}

const NAMES: f64 = 118.0;
/// Room at the right of a panel for what the best-paid hour pays.
const BEST: f64 = 44.0;
/// What a panel needs beside its rows.
const AROUND: f64 = 62.0;

impl HourPage {
    fn of(panels: usize, arms: usize, top: f64) -> HourPage {
        let columns = match panels {
            0 | 1 => 1,
            2..=4 => 2,
            _ => 3,
        };
        let pitch = (1120.0 - NAMES) / real(columns);
        let row = (3.2 * real(arms) + 9.0).max(22.0);
        HourPage { columns, pitch, plot: (pitch - 26.0).min(620.0), row, top }
    }

    fn height(&self) -> f64 {
        self.row * real(Lever::ALL.len())
    }

    fn corner(&self, place: usize) -> (f64, f64) {
        let (column, row) = (real(place % self.columns), real(place / self.columns));
        (40.0 + NAMES + column * self.pitch, self.top + 34.0 + row * (self.height() + AROUND))
    }
}

pub(super) fn draw(report: &Report<'_>, medium: Medium) -> Option<Scene> {
    let Report { model, outcome, .. } = report;
    let (arms, mut specialties) = (shown(model), ordered(model));
    let may = &report.disclosure;
    let hours: Vec<Vec<NextHour>> = all_hours(model, outcome)
        .into_iter()
        .zip(0..)
        .map(|(own, arm)| own.into_iter().filter_map(|hour| disclosed_hour(hour, arm, may)).collect())
        .collect();
    specialties.retain(|one| hours[..arms].iter().all(|own| of_specialty(own, one.name).is_some()));
    if specialties.len() > MOST_SPECIALTIES {
        specialties.retain(|one| (0..arms).all(|arm| may.shows_field(arm, one.field.key())));
    }
    let panels = panels(&specialties, &hours[..arms]);
    if panels.is_empty() || hours.iter().any(Vec::is_empty) {
        return None;
    }
    let largest =
        specialties.iter().filter(|s| s.field == MedicalField::PrimaryCare).chain(&specialties).next();
    let finding = title(model, &hours, largest.map(|specialty| specialty.name));
    let about = format!(
        "Expected pay for one more hour in {}, $; pale bars: what it is worth to those who pay for care. Means of physicians and {} futures. Beyond $10 the scale is logarithmic",
        model.start.plus(model.years - 1),
        thousands(outcome.trials)
    );
    let layout = HourPage::of(panels.len(), arms, 92.0 + legend_height(model, medium));
    let bands = real(panels.len().div_ceil(layout.columns));
    let height = whole_pixels(layout.top + bands * (layout.height() + AROUND) + 16.0);
    let mut scene =
        Scene::titled(medium, 1200, height, &finding, &with_left_out(about + &hidden_groups(report), model));
    legend(&mut scene, model, 110.0);
    let values =
        || panels.iter().flat_map(|panel| panel.pays.iter().chain([&panel.worth])).flat_map(|l| l.in_order());
    let low = folded(values().fold(0.0, f64::min)) * 1.08;
    let high = folded(values().fold(EVEN, f64::max)) * 1.08;
    for (place, panel) in panels.iter().enumerate() {
        let corner = layout.corner(place);
        let x = AxisScale::new((low, high), (corner.0, corner.0 + layout.plot - BEST));
        draw_panel(&mut scene, (model, panel), &layout, (corner, place % layout.columns == 0), &x);
        if place % layout.columns == 0 && place > 0 {
            scene.cut(corner.1 - 30.0);
        }
    }
    Some(scene)
}

fn all_hours(model: &Model, outcome: &Outcome) -> Vec<Vec<NextHour>> {
    (0..model.arms.len()).map(|arm| next_hours(model, outcome, arm, model.years - 1)).collect()
}

const WORTH: Colour = (236, 231, 214);

fn draw_panel(
    scene: &mut Scene,
    (model, panel): (&Model, &HourPanel),
    layout: &HourPage,
    ((left, top), first): ((f64, f64), bool),
    x: &AxisScale,
) {
    let bottom = top + layout.height();
    let title = scene.fitted(&panel.title, layout.plot, 1, bold(13.5, INK)).concat();
    scene.words((left, top - 13.0), &title, TextAnchor::Start, bold(13.5, INK));
    for (place, lever) in Lever::ALL.into_iter().enumerate() {
        let y = top + layout.row * real(place);
        let worth = x.at(folded(panel.worth[lever]));
        scene.bar((x.at(0.0), y + 2.0), (worth, y + layout.row - 2.0), WORTH, 1.0);
        let said = whole_dollars(panel.worth[lever]);
        scene.tip(format!(
            "{}: an hour more of {} is worth {said} to those who pay for care",
            panel.title,
            hour_of(lever)
        ));
    }
    for value in [-1000.0, -100.0, -10.0, 0.0, 10.0, 100.0, 1_000.0, 10_000.0] {
        let at = folded(value);
        if x.is_beyond(at) {
            continue;
        }
        let (colour, width) = if value == 0.0 { (REFERENCE, 1.2) } else { (GRID, 0.8) };
        scene.line(vec![(x.at(at), top), (x.at(at), bottom)], colour, width);
        let text = match value.abs() {
            size if size >= 1000.0 => format!("{}${:.0}k", if value < 0.0 { "−" } else { "" }, size / 1000.0),
            size => format!("{}${size:.0}", if value < 0.0 { "−" } else { "" }),
        };
        // Beside $0, tens have no room.
        if value.abs() != EVEN || (x.at(folded(EVEN)) - x.at(0.0)) > 25.0 {
            scene.words((x.at(at), bottom + 12.0), &text, TextAnchor::Middle, plain(11.0, MUTED));
        }
    }
    for (place, lever) in Lever::ALL.into_iter().enumerate() {
        let middle = top + layout.row * (real(place) + 0.5);
        if first {
            scene.words((left - 10.0, middle), hour_of(lever), TextAnchor::End, plain(12.5, INK));
        }
        for (a, pays) in panel.pays.iter().enumerate().rev() {
            let y = height_of(layout, top, place, (a, panel.pays.len()));
            scene.dot((x.at(folded(pays[lever])), y), 4.0, arm(a), 1.0, marker(a));
            let said = whole_dollars(pays[lever]);
            let title = pointed_at(model, a);
            scene.tip(format!("{title}, {}: an hour more of {} pays {said}", panel.title, hour_of(lever)));
        }
    }
    best(scene, panel, layout, top, x);
}

/// Distance between the points of two arms in a row.
fn lane(row: f64, arms: usize) -> f64 {
    ((row - 9.0) / real(arms.saturating_sub(1).max(1))).min(5.0)
}

/// Height of an arm's point in the row of a lever.
fn height_of(layout: &HourPage, top: f64, place: usize, (arm, arms): (usize, usize)) -> f64 {
    let middle = top + layout.row * (real(place) + 0.5);
    middle + lane(layout.row, arms) * (real(arm) - real(arms - 1) / 2.0)
}

/// The hour that pays most in any arm, in words.
fn best(scene: &mut Scene, panel: &HourPanel, layout: &HourPage, top: f64, x: &AxisScale) {
    let all = Lever::ALL.into_iter().enumerate();
    let each = all.flat_map(|(place, lever)| {
        panel.pays.iter().enumerate().map(move |(arm, pays)| (place, arm, pays[lever]))
    });
    let Some((place, arm, pays)) = each.reduce(|best, one| if one.2 > best.2 { one } else { best }) else {
        return;
    };
    if pays >= 0.5 {
        let y = height_of(layout, top, place, (arm, panel.pays.len()));
        let at = (x.at(folded(pays)) + 9.0, y);
        scene.words(at, &whole_dollars(pays), TextAnchor::Start, bold(12.0, INK));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Summary;

    fn hour(name: &str, best: Option<Lever>, pays: Levers) -> NextHour {
        let of = |mean: &f64| Summary { mean: *mean, ..Summary::default() };
        NextHour {
            scope: Scope::Specialty,
            entity: name.to_owned(),
            pays: pays.map(of),
            worth: pays.map(|pays| of(&(10.0 * pays))),
            brings: Levers::all(of(&0.0)),
            best_paid: Levers::all(of(&0.0)),
            guaranteed: 0.0,
            best,
        }
    }

    #[test]
    fn the_title_tells_of_the_arm_where_the_best_paid_hour_changes_and_pays_most() {
        let paying = |lever, pays: Levers| vec![hour("pediatrics", Some(lever), pays)];
        let nothing = Levers::all(0.0);
        let visit = paying(Lever::Volume, Levers { volume: 80.0, ..nothing });
        let coding = paying(Lever::Documentation, Levers { documentation: 734.0, ..nothing });
        let quality = paying(Lever::Quality, Levers { quality: 160.0, ..nothing });
        let of = |arms: &[&Vec<NextHour>]| {
            told(&arms.iter().map(|arm| (*arm).clone()).collect::<Vec<_>>(), "pediatrics")
        };
        assert_eq!(of(&[&visit, &quality, &coding, &visit]), 2);
        assert_eq!(of(&[&coding, &coding]), 0);
        assert_eq!(of(&[&visit, &quality]), 1);
    }

    #[test]
    fn a_field_is_the_mean_of_its_specialties_by_their_physicians() {
        let named = |name, count, field| NamedSpecialty { name, field, count };
        let specialties = [
            named("family_medicine", 30, MedicalField::PrimaryCare),
            named("pediatrics", 10, MedicalField::PrimaryCare),
            named("cardiology", 5, MedicalField::Medical),
        ];
        let pays = |volume| Levers { volume, ..Levers::all(0.0) };
        let hours = [
            hour("cardiology", None, pays(200.0)),
            hour("pediatrics", None, pays(40.0)),
            hour("family_medicine", None, pays(80.0)),
        ];
        let found = fields(&specialties, &hours);
        // (30 × 80 + 10 × 40) / 40 = 70.
        assert_eq!(
            found.iter().map(|f| (f.count, f.pays.volume)).collect::<Vec<_>>(),
            [(40, 70.0), (5, 200.0)]
        );
        assert_eq!(found[0].worth.volume, 700.0);
    }

    #[test]
    fn the_scale_is_even_near_nothing_and_tenfold_beyond() {
        assert_eq!(folded(0.0), 0.0);
        assert_eq!(folded(-50.0), -folded(50.0));
        let tenfold = folded(10_000.0) - folded(1_000.0);
        assert!((tenfold - 10.0_f64.ln()).abs() < 0.01);
    }
}
