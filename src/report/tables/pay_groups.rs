//! Pay equity: pay and its change by the roster's groups.

use super::{RunTable, shared};
use crate::decision::{PayGroup, has_pay_groups, pay_groups};
use crate::report::table::{Column, Table, Whom, columns};
use crate::units::CalendarYear;

pub(super) const TABLE: RunTable = RunTable {
    table: Table {
        name: "pay_groups",
        about: "pay and its change by the roster's `pay_group`, and the same within specialties, so that a mix of specialties does not pass for unequal pay. It describes and tests nothing: for what else pay may rightly differ by (tenure, FTE, work) nothing is adjusted. Whoever follows in a position counts in its group. Given where the roster states a group",
        row: "arm, year and group; those without a group last, under an empty name",
        whom: Whom::Groups,
        columns: COLUMNS,
    },
    given: |report| has_pay_groups(report.model),
    rows: |report, each| {
        let model = report.model;
        for (place, arm) in model.arms.iter().enumerate() {
            for year in 0..model.years {
                for group in pay_groups(model, report.outcome, place, year) {
                    each(&cells(&arm.name, model.start.plus(year), &group))?;
                }
            }
        }
        Ok(())
    },
};

columns! { (arm: &'a str, year: CalendarYear, it: &PayGroup<'a>);
    shared::ARM => arm,
    shared::YEAR => u64::from(year.0),
    Column::text("pay_group", "group of the roster; empty for those of whom it states none") => it.group,
    Column::whole("physicians", "physicians in it") => it.physicians as u64,
    Column::flag("small", "whether they are fewer than 11: figures are nearly those of single people")
        => it.is_small(),
    Column::number("fte", "FTE", "their total FTE") => it.fte,
    Column::number("pay", "$", "mean pay over them and over trials") => it.pay,
    Column::number("pay_per_fte", "$", "pay of all of them over their FTE") => it.pay_per_fte,
    Column::number("value_pay", "$", "mean value-linked pay") => it.value_pay,
    Column::number("pay_change", "$", "mean change against the baseline on the same luck, of positions that both have")
        => it.change,
    Column::number("pay_change_share", "share", "the same over their pay in the baseline") => it.change_share,
    Column::number("loses_5_percent", "chance", "mean chance of a pay below the baseline's on the same luck by 5 % of one's mean pay there or more")
        => it.loses,
    Column::whole("compared", "how many of them are of specialties in which another group has physicians, too: those of the next three columns, which are empty where nobody is")
        => it.within.map_or(0, |within| within.physicians as u64),
    Column::number("pay_per_fte_within", "share", "mean over those of one's pay per FTE over the specialty's mean, less 1")
        => it.within.map(|within| within.pay_per_fte),
    Column::number("pay_change_share_within", "share", "mean over those of one's change of pay as a share of one's baseline pay, less the specialty's mean")
        => it.within.map(|within| within.change_share),
    Column::number("loses_5_percent_within", "chance", "mean over those of one's chance to lose 5 % or more, less the specialty's mean")
        => it.within.map(|within| within.loses),
}
