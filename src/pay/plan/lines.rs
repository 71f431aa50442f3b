//! A plan worked out line by line, for one physician of a tile: what the hot loop pays, told apart.

use super::super::reckon::filled;
use super::super::{Component, Guarantee, PartOfYear, PayClass, Plan, StatementTile, WorkTile};
use super::Line;
use super::agreement_year::{RECKONED, reckoned};
use super::tile::top_up;
use crate::terms::Period;
use crate::tile::Lanes;
use crate::units::Cents;
use pulp::Arch;

/// Lines of one physician as they come together.
struct Lines {
    lane: usize,
    /// What a guarantee fills of the advance on a draw: moved from the one's line to the other's.
    filled: Cents,
    told: Vec<Line>,
}

impl Lines {
    /// Notes what something has added to a statement.
    fn note(&mut self, what: &str, when: Option<&str>, before: &StatementTile, after: &StatementTile) {
        for class in PayClass::ALL {
            let mut pay = after.line(*class)[self.lane] - before.line(*class)[self.lane];
            if *class == PayClass::Time && when.is_none() {
                match what {
                    "draw" => pay -= self.filled,
                    "guarantee" => pay += self.filled,
                    _ => {}
                }
            }
            if pay != Cents::ZERO {
                let what = when.map_or_else(|| what.to_owned(), |when| format!("{what}, {when}"));
                self.told.push(Line { what, class: *class, pay });
            }
        }
    }

    /// Notes what a component pays, period by period.
    fn component(
        &mut self,
        component: &Component,
        work: &WorkTile<'_>,
        when: Option<&str>,
        all: &mut StatementTile,
    ) {
        let period = component.period();
        for (place, part) in PartOfYear::each(work, period).enumerate() {
            let before = all.clone();
            // A year as a whole is itself, to the last bit.
            let work = if period == Period::Year { work } else { &part.work };
            component.pay_apart(work, all);
            let when = period.name(place).or_else(|| when.map(str::to_owned));
            self.note(component.key(), when.as_deref(), &before, all);
        }
    }
}

impl Plan {
    /// The plan worked out line by line for the physician in one lane; the lines add up to
    /// [`Plan::pay_tile`]. `covered` as there.
    #[must_use]
    pub fn lines(&self, arch: Arch, work: &WorkTile<'_>, lane: usize, covered: Option<&Lanes>) -> Vec<Line> {
        let based = self.based_tile(work);
        let work = based.as_ref().unwrap_or(work);
        let share = covered.map_or(0.0, |covered| covered[lane]);
        // By period, each by itself: nothing of the one is paid under the name of the other.
        let by_year =
            |guarantee: &&Guarantee| (self.period, guarantee.period) == (Period::Year, Period::Year);
        let filled = filled(&self.pay, self.guarantee.as_ref().filter(by_year), &work.lane(lane), share);
        let mut lines = Lines { lane, filled, told: Vec::new() };
        let mut own = StatementTile::EMPTY;
        if let Some(year) = &work.agreement_year {
            self.lines_of_agreement_year(arch, (work, &reckoned(year, work)), &mut lines, &mut own);
        } else {
            self.lines_of_periods(arch, work, &mut lines, &mut own);
        }
        if let Some((guarantee, covered)) = self.guarantee.as_ref().zip(covered) {
            for (place, part) in PartOfYear::each(work, guarantee.period).enumerate() {
                let whole = guarantee.period == Period::Year;
                let (work, covered) = if whole { (work, covered) } else { (&part.work, &part.covered) };
                let mut all = own.clone();
                if !whole {
                    all = StatementTile::EMPTY;
                    self.pay_lists(arch, work, &mut all);
                }
                let before = all.clone();
                top_up(guarantee, work, covered, &mut all);
                lines.note("guarantee", guarantee.period.name(place).as_deref(), &before, &all);
            }
        }
        lines.told
    }

    /// Lines of the better list, period by period; adds what they pay to `own`.
    fn lines_of_periods(&self, arch: Arch, work: &WorkTile<'_>, lines: &mut Lines, own: &mut StatementTile) {
        let mut owed = self.owes_within_the_year().then(|| Plan::owed_at_first(work));
        for (place, PartOfYear { work: part, covered, .. }) in PartOfYear::each(work, self.period).enumerate()
        {
            let before = owed.clone();
            let part = match &before {
                Some(carried) => WorkTile { carried, carries: u32::MAX, ..part },
                None if self.period == Period::Year => work.clone(),
                None => part,
            };
            let mut all = StatementTile::EMPTY;
            for component in self.better_for(arch, &part, lines.lane) {
                lines.component(component, &part, self.period.name(place).as_deref(), &mut all);
            }
            own.add(&all);
            if let Some(owed) = &mut owed {
                self.owe(&part, &covered, owed);
            }
        }
    }

    /// Lines of the better list: time by the calendar, and what is reckoned by the agreement's year, `past`.
    fn lines_of_agreement_year(
        &self,
        arch: Arch,
        (work, past): (&WorkTile<'_>, &WorkTile<'_>),
        lines: &mut Lines,
        own: &mut StatementTile,
    ) {
        let (mut now, mut whole) = (StatementTile::EMPTY, StatementTile::EMPTY);
        for component in self.better_for(arch, past, lines.lane) {
            let before = [now.clone(), whole.clone()];
            component.pay_apart(work, &mut now);
            component.pay_apart(past, &mut whole);
            for (place, after) in [&now, &whole].into_iter().enumerate() {
                let (reckoned, mut after) = (place == 1, after.clone());
                for class in PayClass::ALL.iter().filter(|class| RECKONED.contains(class) != reckoned) {
                    *after.line_mut(*class) = *before[place].line(*class);
                }
                let when = reckoned.then_some("agreement's year");
                lines.note(component.key(), when, &before[place], &after);
            }
        }
        for class in RECKONED {
            *now.line_mut(class) = *whole.line(class);
        }
        *own = now;
    }

    /// The list that pays more in one lane; the first when both pay the same.
    fn better_for(&self, arch: Arch, work: &WorkTile<'_>, lane: usize) -> &[Component] {
        let total = |list: &[Component]| {
            let mut all = StatementTile::EMPTY;
            super::tile::pay_list(arch, list, work, &mut all);
            all.lane(lane).total()
        };
        if !self.alternative.is_empty() && total(&self.alternative) > total(&self.pay) {
            &self.alternative
        } else {
            &self.pay
        }
    }
}
