//! What the tests of components share: the law averaged over luck, against the expectation.

use super::{Expected, Formula, Margin, Outlook, Statement, Work};
use crate::math::normal_quantile;

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
