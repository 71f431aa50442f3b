//! What becomes of a physician by date: hired later, rows that hold from a date, leave, leaving.

use super::{ByContract, Career, Date, Duties, Physician};

/// Where the months of a year are spent, 0 to 12.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// The months of the year in the position: from, until.
    pub there: (f64, f64),
    /// Those of them on leave.
    pub away: (f64, f64),
}

impl Stay {
    /// A whole year.
    pub const WHOLE: Stay = Stay { there: (0.0, 12.0), away: (0.0, 0.0) };
}

/// A physician in one year: facts are means over the months in the position.
#[derive(Clone, Debug, PartialEq)]
pub struct InYear {
    /// The physician.
    pub physician: Physician,
    /// Part of the year in which the position is held, on leave or not.
    pub held: f64,
}

impl Physician {
    /// Whether anything is known to change by date after a scenario's first January.
    #[must_use]
    pub fn is_dated(&self, start: u16) -> bool {
        let Career { leaves, leave_from, leave_to, later, .. } = &self.career;
        let changes = leaves.is_some() || leave_from.is_some() || leave_to.is_some() || !later.is_empty();
        changes || self.hired.months_from(start) > 0.0
    }

    /// The physician as the roster begins, and as its later rows have it.
    pub fn in_time(&self) -> impl Iterator<Item = &Physician> {
        std::iter::once(self).chain(self.career.later.iter().map(|(_, then)| then))
    }

    /// Where the months of a year, counted from the scenario's first, are spent; nothing when the physician
    /// is not there in it.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
    pub fn stay(&self, start: u16, year: usize) -> Option<Stay> {
        let first = 12.0 * year as f64;
        let month = |date: Date| (date.months_from(start) - first).clamp(0.0, 12.0);
        let there = (month(self.hired), self.career.leaves.map_or(12.0, month));
        let leave = self.career.leave_from.zip(self.career.leave_to);
        let away = leave.map_or((0.0, 0.0), |(from, until)| (month(from), month(until)));
        (there.1 > there.0).then_some(Stay { there, away })
    }

    /// What the roster's dates say of a calendar year, in sentences.
    #[must_use]
    pub fn dates_in(&self, year: u16) -> Vec<String> {
        let mut said = Vec::new();
        let Career { leaves, leave_from, leave_to, .. } = self.career;
        if self.hired.year == year {
            said.push(format!("By the roster the position begins with {}.", self.hired));
        }
        if let Some((from, to)) = leave_from.zip(leave_to)
            && (from.year..=to.year).contains(&year)
        {
            said.push(format!("On unpaid leave from {from} until {to}."));
        }
        for (date, then) in self.career.later.iter().filter(|(date, _)| date.year == year) {
            let Physician { plan, fte, clinical_fte, wrvu, .. } = then;
            said.push(format!(
                "From {date} on: plan {plan}, {fte} FTE of which {clinical_fte} clinical, {wrvu:.0} wRVUs a year; what follows is the mean over the months."
            ));
        }
        if let Some(leaves) = leaves.filter(|leaves| leaves.year == year) {
            said.push(format!("The position is closed from {leaves} on."));
        }
        said
    }

    /// The plan on which the physician is at the end of a calendar year by the roster's dates.
    #[must_use]
    pub fn plan_by(&self, year: u16) -> &str {
        let by_then = self.career.later.iter().take_while(|(date, _)| date.year <= year);
        by_then.last().map_or(&self.plan, |(_, then)| &then.plan)
    }

    /// The plans that dates in advance move the physician to: month from the scenario's start, and plan.
    pub fn plans_to_come(&self, start: u16) -> impl Iterator<Item = (f64, &str)> {
        let before = self.in_time();
        let moves =
            self.career.later.iter().zip(before).filter(|((_, then), before)| then.plan != before.plan);
        moves.map(move |((date, then), _)| (date.months_from(start), then.plan.as_str()))
    }

    /// What the roster states in the stretches of a part of a year, each from one of its months until another.
    fn stretches(&self, start: u16, year: usize, (from, until): (f64, f64)) -> Vec<((f64, f64), &Physician)> {
        #[expect(clippy::cast_precision_loss, reason = "a year of the horizon")]
        let first = 12.0 * year as f64;
        let mut stretches = Vec::new();
        let (mut began, mut now) = (from, self);
        for (date, then) in &self.career.later {
            let month = (date.months_from(start) - first).clamp(from, until);
            if month > began {
                stretches.push(((began, month), now));
            }
            (began, now) = (month, then);
        }
        if until > began {
            stretches.push(((began, until), now));
        }
        stretches
    }

    /// The physician in a year, counted from the scenario's first; nothing when not there in it. Facts are
    /// means over the months at work: someone who goes from full time to half in July is three quarters of a
    /// physician, and half a one who was on leave until then. Lives come and go with the position.
    #[must_use]
    pub fn in_year(&self, start: u16, year: usize) -> Option<InYear> {
        self.in_part(start, year, (0.0, 12.0))
    }

    /// The same for a part of the year, from one of its months until another.
    #[must_use]
    pub fn in_part(&self, start: u16, year: usize, (from, until): (f64, f64)) -> Option<InYear> {
        let Stay { there, away } = self.stay(start, year)?;
        let part = (there.0.max(from), there.1.min(until));
        let stretches = self.stretches(start, year, part);
        let at_work = |(from, until): (f64, f64)| {
            until - from - (until.min(away.1) - from.max(away.0)).clamp(0.0, until - from)
        };
        let all: f64 = stretches.iter().map(|(part, _)| at_work(*part)).sum();
        // Of a part that is all leave, the mean is that over the leave.
        let months = |part: (f64, f64)| if all > 0.0 { at_work(part) } else { part.1 - part.0 };
        let whole: f64 = stretches.iter().map(|(part, _)| months(*part)).sum();
        let mean = |fact: &dyn Fn(&Physician) -> f64| match stretches.as_slice() {
            [(_, only)] => fact(only),
            several => several.iter().map(|(part, p)| months(*part) * fact(p)).sum::<f64>() / whole,
        };
        let held = stretches.iter().map(|((from, until), _)| until - from).sum::<f64>() / 12.0;
        let last = stretches.last()?.1;
        let duties: Vec<f64> =
            (0..Duties::FACTS.len()).map(|place| mean(&|p| p.duties.values()[place])).collect();
        let by_name = |of: fn(&Physician) -> &ByContract, scale: f64| -> ByContract {
            let named = |name: &str| mean(&|p| stated(of(p), name));
            of(last).iter().map(|(name, _)| (name.clone(), scale * named(name))).collect()
        };
        let base_salary = mean(&|p| p.base_salary.unwrap_or(0.0));
        let physician = Physician {
            fte: mean(&|p| p.fte),
            clinical_fte: mean(&|p| p.clinical_fte),
            wrvu: mean(&|p| p.wrvu),
            panel: mean(&|p| p.panel),
            quality: mean(&|p| p.quality),
            cost_style: mean(&|p| p.cost_style),
            social_risk: mean(&|p| p.social_risk),
            base_salary: last.base_salary.map(|_| base_salary),
            other_pay: mean(&|p| p.other_pay),
            points: by_name(|p| &p.points, 1.0),
            duties: Duties::of(&duties),
            lives: by_name(|p| &p.lives, held),
            revenue_share: by_name(|p| &p.revenue_share, 1.0),
            call_days_by: by_name(|p| &p.call_days_by, 1.0),
            quality_by: by_name(|p| &p.quality_by, 1.0),
            wrvu_by: last.wrvu_by.clone(),
            career: Career::default(),
            ..self.clone()
        };
        Some(InYear { physician, held })
    }

    /// How fast each month of a year is worked, as a multiple of its `mean` wRVUs at an annual rate, where the
    /// roster's rows or its quarters and months say; nothing where it is the same all year.
    #[must_use]
    pub fn paces(&self, start: u16, year: usize, mean: f64) -> Option<[f64; 12]> {
        let stretches = self.stretches(start, year, self.stay(start, year)?.there);
        let stated: Vec<Option<[f64; 12]>> = stretches.iter().map(|(_, p)| p.stated_months()).collect();
        let said = self.in_time().any(|p| p.stated_months().is_some());
        let changes = stretches.windows(2).any(|pair| pair[0].1.wrvu != pair[1].1.wrvu);
        if !(said || changes) || mean <= 0.0 {
            return None;
        }
        let mut paces = [0.0; 12];
        let mut begins = 0.0;
        for (month, pace) in paces.iter_mut().enumerate() {
            let (mut worked, mut there) = (0.0, 0.0);
            for (((from, until), p), stated) in stretches.iter().zip(&stated) {
                let part = (until.min(begins + 1.0) - from.max(begins)).max(0.0);
                worked += part * p.wrvu * stated.map_or(1.0, |months| months[month]);
                there += part;
            }
            *pace = if there > 0.0 { worked / there / mean } else { 0.0 };
            begins += 1.0;
        }
        Some(paces)
    }

    /// What each month of a year is worked at as a multiple of the year's rate, as the roster states it by
    /// quarter or month; nothing where it does not.
    #[must_use]
    pub fn stated_months(&self) -> Option<[f64; 12]> {
        let own = |name: String| self.wrvu_by.iter().find(|(known, _)| *known == name).map(|(_, wrvu)| *wrvu);
        let weights: [f64; 12] = std::array::from_fn(|month| {
            let by_month = own(format!("m{}", month + 1));
            by_month.or_else(|| own(format!("q{}", month / 3 + 1)).map(|wrvu| wrvu / 3.0)).unwrap_or(0.0)
        });
        let total: f64 = weights.iter().sum();
        (total > 0.0).then(|| weights.map(|weight| 12.0 * weight / total))
    }
}

/// A number by contract; none is zero.
fn stated(values: &ByContract, name: &str) -> f64 {
    values.iter().find(|(own, _)| own == name).map_or(0.0, |(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hired(date: &str) -> Physician {
        let text = format!(
            "physician_id,specialty,plan,clinical_fte,wrvu,base_salary,hired\na,cardiology,p,1,6000,400000,{date}\n"
        );
        let roster = crate::entity::read_roster("roster.csv", text.as_bytes()).expect("a roster");
        roster.physicians[0].clone()
    }

    #[test]
    fn who_begins_in_december_is_there_for_a_month() {
        let late = hired("2027-12");
        assert!(late.is_dated(2026) && late.in_year(2026, 0).is_none());
        assert_eq!(late.stay(2026, 1), Some(Stay { there: (11.0, 12.0), away: (0.0, 0.0) }));
        assert_eq!(late.in_year(2026, 1).map(|now| now.held), Some(1.0 / 12.0));
        assert_eq!(late.stay(2026, 2), Some(Stay::WHOLE));
        assert!(!hired("2025-12").is_dated(2026));
    }

    #[test]
    fn half_time_from_july() {
        let mut one = hired("2018");
        let half = Physician {
            clinical_fte: 0.5,
            fte: 0.5,
            wrvu: 2_800.0,
            base_salary: Some(200_000.0),
            ..one.clone()
        };
        one.career.later.push((Date::month(2027, 7), half));
        let at = |year: usize| one.in_year(2026, year).expect("there").physician;
        // 2027: six months at 1.0 and six at .5; 6,000 and 2,800 wRVUs a year; 400,000 and 200,000.
        assert_eq!((at(0).fte, at(0).wrvu), (1.0, 6_000.0));
        assert_eq!((at(1).fte, at(1).wrvu, at(1).base_salary), (0.75, 4_400.0, Some(300_000.0)));
        assert_eq!((at(2).fte, at(2).wrvu, at(2).base_salary), (0.5, 2_800.0, Some(200_000.0)));
    }

    #[test]
    fn who_retires_closes_the_position() {
        let mut one = hired("2018");
        one.career.leaves = Some(Date::month(2027, 4));
        (one.career.leave_from, one.career.leave_to) =
            (Some(Date::month(2026, 11)), Some(Date::month(2027, 2)));
        assert_eq!(one.stay(2026, 0), Some(Stay { there: (0.0, 12.0), away: (10.0, 12.0) }));
        assert_eq!(one.stay(2026, 1), Some(Stay { there: (0.0, 3.0), away: (0.0, 1.0) }));
        assert_eq!(one.stay(2026, 2), None);
    }
}
