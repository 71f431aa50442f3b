//! Under which agreement and at which level an ACO takes part in a year: its own, or what follows it.

use super::aco::AcoRecord;
use crate::payer::Level;

/// The first performance year of the tracks of today; they began on 1 July 2019.
const PATHWAYS: u16 = 2019;
/// Years of an agreement since then, and before.
const YEARS: u16 = 5;
const YEARS_BEFORE: u16 = 3;

/// An agreement: from when to when, at which level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stage {
    pub(super) level: Level,
    /// Whether the level rises a step a year.
    pub(super) glide: bool,
    /// First and last performance year.
    pub(super) first: u16,
    pub(super) last: u16,
    /// The agreement period, 1 for the first.
    pub(super) period: u16,
    /// Whether it is the agreement on record.
    pub(super) own: bool,
    /// Why this level.
    pub(super) why: String,
}

/// The agreement on record.
pub(super) fn own(aco: &AcoRecord<'_>) -> Stage {
    let record = aco.last_year();
    let level = aco.track().unwrap_or(Level::BasicE);
    let (_, year, month) = aco.began().unwrap_or(("", record, 1));
    let (first, last) = match (year, month) {
        // Their first performance year ran to the end of 2013.
        (..=2012, _) => (2013, 2015),
        (PATHWAYS, 7..) => (PATHWAYS + 1, PATHWAYS + YEARS),
        (..=PATHWAYS, _) => (year, year + YEARS_BEFORE - 1),
        _ => (year, year + YEARS - 1),
    };
    let (level, glide, why) = within(level, record.saturating_sub(first), aco.track_word(), record);
    Stage { level, glide, first, last: last.max(record), period: aco.period(), own: true, why }
}

/// The level of the rest of an agreement, as the level of its first year and whether it rises from there.
fn within(level: Level, years_in: u16, track: &str, record: u16) -> (Level, bool, String) {
    let seen = format!("{record}, track ({track})");
    match level {
        Level::BasicC | Level::BasicD => {
            let below_e = [Level::BasicA, Level::BasicB, Level::BasicC, Level::BasicD];
            match below_e.into_iter().find(|start| start.after(usize::from(years_in)) == level) {
                Some(start) => (
                    start,
                    true,
                    format!(
                        "{seen}: the level of the agreement's first year, from which glide_path leads there"
                    ),
                ),
                None => (
                    Level::BasicE,
                    false,
                    format!(
                        "{seen}, and up from there: all 33 such ACOs of 2022 rose in 2023, 25 of them to E"
                    ),
                ),
            }
        }
        Level::BasicA | Level::BasicB => (
            level,
            false,
            format!(
                "{seen}; YOURS: it stays there to the end of the agreement, as 132 of 163 such ACOs of 2022 did in 2023"
            ),
        ),
        Level::BasicE
        | Level::Enhanced
        | Level::Track1
        | Level::Track1Plus
        | Level::Track2
        | Level::Track3 => (level, false, seen),
    }
}

impl Stage {
    /// The agreement in force in a year, from the one on record.
    pub(super) fn in_year(aco: &AcoRecord<'_>, year: u16) -> Stage {
        let mut stage = own(aco);
        while stage.last < year {
            stage = stage.renewed(aco.low_revenue());
        }
        Stage { first: stage.first.min(year), ..stage }
    }

    /// The agreements from one year to another, the one in force in the first of them at first. One that is
    /// renewed as it is goes on by itself.
    pub(super) fn over(aco: &AcoRecord<'_>, from: u16, to: u16) -> Vec<Stage> {
        let mut stages = vec![Stage::in_year(aco, from)];
        while let Some(stage) = stages.last().filter(|stage| stage.last < to && !stage.goes_on()) {
            stages.push(stage.renewed(aco.low_revenue()));
        }
        stages
    }

    /// Whether the agreement can be renewed as it is: not on a closed track, which does not rise.
    fn goes_on(&self) -> bool {
        self.glide || matches!(self.level, Level::BasicE | Level::Enhanced)
    }

    /// What follows: the agreement after this one.
    fn renewed(&self, low_revenue: Option<bool>) -> Stage {
        let begins = self.last + 1;
        let period = (self.period + 1).min(YEARS);
        if begins < PATHWAYS {
            let why = format!(
                "the {} agreement ended in {}; it is renewed on the same track",
                ordinal(self.period),
                self.last
            );
            let last = begins + YEARS_BEFORE - 1;
            return Stage { first: begins, last, period, own: false, why, ..self.clone() };
        }
        let (level, glide, reason) = successor(self, low_revenue);
        let why = format!("YOURS: the {} agreement ended in {}; {reason}", ordinal(self.period), self.last);
        // Agreements that follow on the end of 2018 began in July 2019 and last to 2024.
        let last = if begins == PATHWAYS { begins + YEARS } else { begins + YEARS - 1 };
        Stage { level, glide, first: begins, last, period, own: false, why }
    }
}

/// The level of the agreement after one, under the rules since July 2019, and why. The counts are of ACOs in
/// the shipped record that left a closed track.
fn successor(before: &Stage, low_revenue: Option<bool>) -> (Level, bool, String) {
    let said = |words: &str| words.to_owned();
    match before.level {
        Level::Track1 => (
            Level::BasicB,
            true,
            said(
                "Track 1 is closed, and 159 of 263 ACOs that left it went to level B, from which the level rises each year",
            ),
        ),
        Level::Track1Plus if low_revenue == Some(true) => (
            Level::BasicE,
            false,
            said(
                "Track 1+ is closed, and 12 of 14 low-revenue ACOs that left it went to level E, which has its numbers",
            ),
        ),
        Level::Track1Plus => (
            Level::Enhanced,
            false,
            said("Track 1+ is closed, and 14 of 19 high-revenue ACOs that left it went to ENHANCED"),
        ),
        Level::Track2 => {
            (Level::Enhanced, false, said("Track 2 is closed, and 5 of 6 ACOs that left it went to ENHANCED"))
        }
        Level::Track3 => (
            Level::Enhanced,
            false,
            said("Track 3 is closed; ENHANCED has its numbers, and 27 of 30 ACOs that left it went there"),
        ),
        Level::BasicA | Level::BasicB if !before.glide => (
            Level::BasicC,
            true,
            said(
                "its one-sided years are used up, so it goes on from the lowest two-sided level, which rises",
            ),
        ),
        Level::BasicA | Level::BasicB | Level::BasicC | Level::BasicD => {
            (Level::BasicE, false, said("the glide path ended at level E"))
        }
        Level::BasicE => (Level::BasicE, false, said("it is renewed at the same level")),
        Level::Enhanced => (Level::Enhanced, false, said("it is renewed on the same track")),
    }
}

fn ordinal(period: u16) -> &'static str {
    ["first", "second", "third", "fourth", "fifth"]
        .get(usize::from(period).saturating_sub(1))
        .copied()
        .unwrap_or("last")
}

#[cfg(test)]
mod tests {
    use super::super::sheet::RecordSheet;
    use super::*;

    /// The agreement in `year` of an ACO with one row.
    fn stage(row: &str, year: u16) -> Stage {
        let head = "py,aco_id,aco_num,aco_name,current_start,agreement_period,track,rev_exp_cat,n_ab";
        let sheet = |text: &str| RecordSheet::read("test", text.as_bytes()).unwrap();
        let (benchmarks, settlements) = (sheet(&format!("{head}\n{row}\n")), sheet("py,aco_id\n"));
        Stage::in_year(&AcoRecord::of(&benchmarks, &settlements, "A1").unwrap(), year)
    }

    fn at(row: &str, year: u16) -> (Level, bool, u16, u16, u16, bool) {
        let Stage { level, glide, first, last, period, own, .. } = stage(row, year);
        (level, glide, first, last, period, own)
    }

    #[test]
    fn an_agreement_in_force_goes_on() {
        // July 2019: five and a half years, to 2024, counted from 2020.
        assert_eq!(
            at("2023,A1,,N,2019-07-01,3,EN,High Revenue,9000", 2024),
            (Level::Enhanced, false, 2020, 2024, 3, true)
        );
        // January 2022: 2022 to 2026.
        assert_eq!(
            at("2023,A1,,N,2022-01-01,2,B,High Revenue,9000", 2025),
            (Level::BasicB, false, 2022, 2026, 2, true)
        );
        // Three years from 2017; the first performance year of 2012 ended with 2013, its agreement with 2015.
        assert_eq!(at("2018,A1,,N,2017-01-01,1,T1,,9000", 2019), (Level::Track1, false, 2017, 2019, 1, true));
        assert_eq!(at("2014,A1,,N,2012-04-01,1,T2,,9000", 2015), (Level::Track2, false, 2013, 2015, 1, true));
        // An agreement of 2018 that was extended is on record for 2021.
        assert_eq!(at("2021,A1,,N,2018-01-01,2,T1,,9000", 2022).3, 2026);
    }

    #[test]
    fn levels_on_the_way_up_start_where_they_lead_there() {
        // C in 2023, the second year from 2022: B in the first.
        let (level, glide, ..) = at("2023,A1,,N,2022-01-01,2,C,High Revenue,9000", 2024);
        assert_eq!(
            (level, glide, level.after(1), level.after(2)),
            (Level::BasicB, true, Level::BasicC, Level::BasicD)
        );
        // D in the first year from 2023.
        assert_eq!(at("2023,A1,,N,2023-01-01,1,D,High Revenue,9000", 2024).0, Level::BasicD);
        // C in the fourth year from 2020 cannot have come from A in three steps: E from here on.
        assert_eq!(
            at("2023,A1,,N,2020-01-01,1,C,High Revenue,9000", 2024),
            (Level::BasicE, false, 2020, 2024, 1, true)
        );
        // July 2019 counts from 2020, and nobody rose in that year.
        assert_eq!(at("2019,A1,,N,2019-07-01,1,C,High Revenue,9000", 2020).0, Level::BasicC);
    }

    #[test]
    fn what_follows_a_closed_track_or_an_agreement_that_ended() {
        let row = |track, start: u16, revenue| format!("2019,A1,,N,{start}-01-01,1,{track},{revenue},9000");
        // 2017 to 2019; then five years from 2020.
        assert_eq!(at(&row("T1", 2017, ""), 2020), (Level::BasicB, true, 2020, 2024, 2, false));
        assert_eq!(at(&row("T1+", 2017, "Low Revenue"), 2020).0, Level::BasicE);
        assert_eq!(at(&row("T1+", 2017, "High Revenue"), 2020).0, Level::Enhanced);
        assert_eq!(at(&row("T2", 2017, ""), 2020).0, Level::Enhanced);
        assert_eq!(at(&row("T3", 2017, ""), 2020).0, Level::Enhanced);
        // Before July 2019 a track was renewed as it was, for three years: 2013 to 2015, 2016 to 2018, and then
        // the agreements that began in 2019.
        let early = "2014,A1,,N,2013-01-01,1,T1,,9000";
        assert_eq!(at(early, 2017), (Level::Track1, false, 2016, 2018, 2, false));
        assert_eq!(at(early, 2019), (Level::BasicB, true, 2019, 2024, 3, false));
        // Level B to 2024, then from C up the glide path to 2029, then E.
        let one_sided = "2023,A1,,N,2020-01-01,1,B,Low Revenue,9000";
        assert_eq!(at(one_sided, 2025), (Level::BasicC, true, 2025, 2029, 2, false));
        assert_eq!(at(one_sided, 2031), (Level::BasicE, false, 2030, 2034, 3, false));
        // However far ahead: at most the fifth agreement.
        assert_eq!(
            at("2023,A1,,N,2020-01-01,3,EN,,9000", 2060),
            (Level::Enhanced, false, 2060, 2064, 5, false)
        );
    }
}
