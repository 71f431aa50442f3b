//! Notes about episode models: one hospital in several contracts, tracks that are not open.

use super::{Look, Remarks};
use crate::payer::{HospitalKind, Team, Terms, Track, Year};
use crate::units::{CalendarYear, both};

impl Look<'_> {
    /// Contracts under TEAM, by name.
    fn teams(&self) -> impl Iterator<Item = (&str, &Team)> {
        self.arm.scenario.contract.iter().filter_map(|(name, contract)| {
            if let Terms::Team(team) = &contract.terms { Some((name, team)) } else { None }
        })
    }
}

/// Contracts of which each has the episodes of a category: probably one hospital, whose categories are netted.
pub(super) fn hospitals(look: &Look<'_>, remarks: &mut Remarks) {
    let teams: Vec<(&str, &Team)> = look.teams().collect();
    let Some((first, _)) = teams.first() else { return };
    let categories: Vec<_> = teams.iter().flat_map(|(_, team)| team.categories()).collect();
    let apart = categories.iter().enumerate().all(|(place, one)| !categories[..place].contains(one));
    if teams.len() > 1 && apart {
        remarks.say(
            format!("contract.{first}"),
            format!("{} are each a TEAM hospital", both(teams.iter().map(|(name, _)| *name))),
            "CMS nets all episode categories of one hospital into one amount, so what one saves pays for another",
            "for one hospital write one contract whose `episodes` lists the categories with their shares",
        );
    }
}

/// A track that gives way, without a word, to the one that CMS assigns.
pub(super) fn tracks(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, team) in look.teams().filter(|(_, team)| team.later_track.is_none()) {
        let years = (0..look.model.years).map(|year| look.start.plus(year));
        let closed =
            |year: &CalendarYear| team.track_of(&Year { calendar: *year, ..Year::FIRST }) != team.track;
        let closed: Vec<CalendarYear> = years.filter(closed).collect();
        let Some(first) = closed.first() else { continue };
        let assigned = team.track_of(&Year { calendar: *first, ..Year::FIRST });
        let advice = match (team.track, team.hospital) {
            (Track::One, Some(HospitalKind::SafetyNet)) => {
                "write later_track = \"track_3\" or \"track_2\" for the years from 2029 on"
            }
            (Track::One, _) => {
                "write later_track = \"track_3\", or hospital = \"safety_net\" for one that may stay on track 1 to 2028"
            }
            (Track::Two, Some(HospitalKind::Standard)) => {
                "write track = \"track_3\", or the kind of hospital that track 2 is open to"
            }
            _ => "write later_track = \"track_1\" for 2026",
        };
        remarks.say(
            format!("contract.{name}.terms.team.track"),
            format!(
                "`{}` is not open in {}",
                team.track.key(),
                closed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
            ),
            format!("CMS assigns `{}` (42 CFR 512.520)", assigned.key()),
            advice,
        );
    }
}
