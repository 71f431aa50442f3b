//! What the tests of components share: the law averaged over luck, against the expectation.

use super::{
    Expected, ExpectedTile, Formula, Margin, MarginTile, Outlook, OutlookTile, PayClass, Statement,
    StatementTile, Work, WorkTile,
};
use crate::entity::{DutiesTile, SaidTile};
use crate::math::normal_quantile;
use crate::tile::TILE;

/// What a component pays for a year, $.
pub(super) fn paid(component: &impl Formula, work: &Work) -> f64 {
    let mut statement = Statement::default();
    component.pay(work, &mut statement);
    statement.total().dollars()
}

/// What it is expected to pay.
pub(super) fn expected(component: &impl Formula, outlook: &Outlook) -> Margin {
    let mut expected = Expected::default();
    component.expect(outlook, &mut expected);
    expected.total()
}

/// The average of a function of a standard normal.
fn average(f: impl Fn(f64) -> f64) -> f64 {
    let n = 40_000;
    (0..n).map(|i| f(normal_quantile((f64::from(i) + 0.5) / f64::from(n)))).sum::<f64>() / f64::from(n)
}

fn close(ours: f64, worked: f64, what: &str) {
    assert!((ours - worked).abs() < 2e-3 * worked.abs().max(1.0), "{what}: {ours} against {worked}");
}

/// The expectation over wRVUs is the average of what is paid, and its slope that of the expectation.
pub(super) fn volume_agrees(component: &impl Formula, outlook: &Outlook) {
    let at = |wrvu: f64| Work { wrvu, ..outlook.work };
    let mean = outlook.work.wrvu;
    let law = average(|z| paid(component, &at(mean + outlook.wrvu_sd * z)));
    let margin = expected(component, outlook);
    close(margin.pay, law, "expected pay");
    let moved = |step: f64| expected(component, &Outlook { work: at(mean + step), ..*outlook }).pay;
    close(margin.per_wrvu, (moved(0.5) - moved(-0.5)) / 1.0, "slope in wRVUs");
}

/// The same over the luck of the cost of care.
pub(super) fn cost_agrees(component: &impl Formula, outlook: &Outlook) {
    let law = average(|z| paid(component, &Work { cost_luck: z, ..outlook.work }));
    let margin = expected(component, outlook);
    close(margin.pay, law, "expected pay");
    let moved = |step: f64| {
        let work = Work { taken: outlook.work.taken + step, ..outlook.work };
        expected(component, &Outlook { work, ..*outlook }).pay
    };
    close(margin.per_saved, (moved(1e-5) - moved(-1e-5)) / 2e-5, "slope in the cost of care");
}

/// The slope in measured quality is that of the expectation.
pub(super) fn quality_slope_agrees(component: &impl Formula, outlook: &Outlook) {
    let moved = |step: f64| {
        let work = Work { quality: outlook.work.quality + step, ..outlook.work };
        expected(component, &Outlook { work, ..*outlook }).pay
    };
    let margin = expected(component, outlook);
    close(margin.per_quality, (moved(1e-5) - moved(-1e-5)) / 2e-5, "slope in quality");
}

/// In every lane, a tile is paid and expected to be paid what one physician is, to the last bit of a cent
/// and closely.
pub(super) fn tiles_agree(component: &impl Formula, outlook: &Outlook) {
    let one = &outlook.work;
    let (mut duties, mut said) = (DutiesTile::EMPTY, SaidTile::EMPTY);
    for lane in 0..TILE {
        duties.set(lane, &one.duties);
        said.set_lane(lane, &one.said);
    }
    let lanes = |value: f64| [value; TILE];
    let (fte, clinical_fte, panel) = (lanes(one.fte), lanes(one.clinical_fte), lanes(one.panel));
    let (base_salary, cost_sd, quality_sd) =
        (lanes(one.base_salary), lanes(one.cost_sd), lanes(outlook.quality_sd));
    let work = WorkTile {
        portion: lanes(one.portion),
        fte: &fte,
        clinical_fte: &clinical_fte,
        wrvu: lanes(one.wrvu),
        quality: lanes(one.quality),
        panel: &panel,
        base_salary: &base_salary,
        base: lanes(one.base),
        schedule: lanes(one.schedule),
        collected_per_wrvu: lanes(one.collected_per_wrvu),
        group_quality: lanes(one.group_quality),
        group_part: lanes(one.group_part),
        group_felt: one.group_felt,
        recoded: lanes(one.recoded),
        last_wrvu: lanes(one.last_wrvu),
        last_quality: lanes(one.last_quality),
        bonus_cut: one.bonus_cut,
        cost_sd: &cost_sd,
        duties: &duties,
        said: &said,
        ..WorkTile::EMPTY
    };
    let mut statements = StatementTile::EMPTY;
    component.pay_tile(&work, &mut statements);
    let mut statement = Statement::default();
    component.pay(one, &mut statement);
    let outlooks = OutlookTile {
        work,
        wrvu_sd: lanes(outlook.wrvu_sd),
        quality_sd: &quality_sd,
        worth_next_year: outlook.worth_next_year,
    };
    let mut margins = MarginTile::EMPTY;
    component.expect_tile(&outlooks, &mut ExpectedTile::together(&mut margins));
    let margin = expected(component, outlook);
    for lane in [0, 7, TILE - 1] {
        for class in PayClass::ALL {
            assert_eq!(statements.lane(lane).of(*class), statement.of(*class), "{class:?} in lane {lane}");
        }
        close(margins.lane(lane).pay, margin.pay, "expected pay of a tile");
        close(margins.lane(lane).per_wrvu, margin.per_wrvu, "slope in wRVUs of a tile");
        close(margins.lane(lane).per_quality, margin.per_quality, "slope in quality of a tile");
    }
}
