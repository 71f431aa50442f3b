//! Who and what a model holds, to be found by name.

use crate::units::{CalendarYear, both, closest, debug_by_words, either, nearest_names};
use std::collections::BTreeMap;

/// Something was asked for that is not there: what it was, and what there is instead.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no {what}; {instead}")]
pub struct Unknown {
    what: String,
    instead: String,
}

debug_by_words!(Unknown);

impl Unknown {
    /// `what` is not there; `instead` says what is, or what it may have been meant for.
    #[must_use]
    pub fn new(what: impl Into<String>, instead: impl Into<String>) -> Unknown {
        Unknown { what: what.into(), instead: instead.into() }
    }

    /// `what` is not there; what `holder` has is, perhaps under a name like the one asked for.
    #[must_use]
    pub fn among<'a>(
        what: impl Into<String>,
        asked: &str,
        holder: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Unknown {
        let known: Vec<&str> = known.collect();
        let has = format!("his {holder} has {}", both(&known));
        let meant = closest(asked, known).map(|near| format!("did you mean `{near}`? T{has}"));
        Unknown::new(what, meant.unwrap_or_else(|| format!("t{has}")))
    }
}

/// The arms, years, physicians and contracts of a model: from names to places. A name that is not
/// there is an [`Unknown`], with the nearest one that is; no look-up ever gives the place of another.
///
/// ```
/// use cascade::Study;
///
/// let model = Study::reference()?.model()?;
/// let there = &model.directory;
/// assert_eq!((there.arm("baseline")?, there.year(2035)?), (0, 9));
/// assert!(there.year(2036).unwrap_err().to_string().contains("from 2026 to 2035"));
/// let said = there.physician(0, "fm-0001").unwrap_err().to_string();
/// assert_eq!(said, "there is no physician \"fm-0001\"; did you mean `fm-001`?");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Directory {
    start: CalendarYear,
    years: usize,
    arms: Vec<Listed>,
    /// Identifiers of positions, by their places in the model.
    ids: Vec<String>,
    places: BTreeMap<String, usize>,
    /// The places of those whose appointments have names, by who holds them.
    persons: BTreeMap<String, Vec<usize>>,
    author_order: Vec<usize>,
}

/// What one arm has.
#[derive(Clone, Debug, PartialEq)]
struct Listed {
    name: String,
    contracts: Vec<String>,
    /// Whether it has each physician of the model.
    has: Vec<bool>,
}

impl Directory {
    pub(super) fn new(
        (start, years): (CalendarYear, usize),
        ids: Vec<(String, String)>,
        author_order: Vec<usize>,
    ) -> Directory {
        let mut persons: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for place in &author_order {
            let (id, person) = &ids[*place];
            if id != person {
                persons.entry(person.clone()).or_default().push(*place);
            }
        }
        let ids: Vec<String> = ids.into_iter().map(|(id, _)| id).collect();
        let places = ids.iter().enumerate().map(|(place, id)| (id.clone(), place)).collect();
        Directory { start, years, arms: Vec::new(), ids, places, persons, author_order }
    }

    pub(super) fn add(&mut self, name: &str, contracts: Vec<String>, has: Vec<bool>) {
        self.arms.push(Listed { name: name.to_owned(), contracts, has });
    }

    /// Names of the arms, the baseline first.
    #[must_use]
    pub fn arms(&self) -> impl ExactSizeIterator<Item = &str> {
        self.arms.iter().map(|arm| arm.name.as_str())
    }

    /// Performance years, first to last.
    #[must_use]
    pub fn years(&self) -> impl ExactSizeIterator<Item = CalendarYear> + use<'_> {
        (0..self.years).map(|year| self.start.plus(year))
    }

    /// First performance year.
    #[must_use]
    pub fn start(&self) -> CalendarYear {
        self.start
    }

    /// Identifiers of an arm's physicians, by the arm's place, in the author's order.
    pub fn physicians(&self, arm: usize) -> impl Iterator<Item = &str> {
        self.places(arm).map(|(_, id)| id)
    }

    /// The same, each with the place in the model.
    pub(crate) fn places(&self, arm: usize) -> impl Iterator<Item = (usize, &str)> {
        self.author_order.iter().filter_map(move |place| Some((*place, self.has(arm, *place)?)))
    }

    /// The identifier of the physician at a place in the model, if the arm has them.
    pub(crate) fn has(&self, arm: usize, place: usize) -> Option<&str> {
        let has = self.arms.get(arm)?.has.get(place)?;
        has.then(|| self.ids[place].as_str())
    }

    /// The place of an arm, counted from 0.
    ///
    /// # Errors
    ///
    /// [`Unknown`], with the arms there are.
    pub fn arm(&self, name: &str) -> Result<usize, Unknown> {
        self.arms().position(|arm| arm == name).ok_or_else(|| no_arm(name, self.arms()))
    }

    /// The place of a performance year, counted from 0.
    ///
    /// # Errors
    ///
    /// [`Unknown`] before the first year and after the last, with both.
    pub fn year(&self, year: u16) -> Result<usize, Unknown> {
        self.years().position(|found| found.0 == year).ok_or_else(|| {
            let last = self.start.plus(self.years.saturating_sub(1));
            Unknown::new(
                format!("performance year {year}"),
                format!("name one from {} to {last}", self.start),
            )
        })
    }

    /// The place of a physician in the model, counted from 0, by identifier; `arm` is the arm's place.
    ///
    /// # Errors
    ///
    /// [`Unknown`], also where only another arm has the physician, and for a person of several
    /// appointments: each has a place of its own, see [`Directory::appointments`].
    pub fn physician(&self, arm: usize, id: &str) -> Result<usize, Unknown> {
        let own = self.appointments_of(arm, id);
        if let [only] = own[..] {
            return Ok(only);
        }
        if !own.is_empty() {
            let known: Vec<&str> = own.iter().map(|place| self.ids[*place].as_str()).collect();
            return Err(Unknown::new(
                format!("single position of physician {id:?}"),
                format!("name one of {}", both(&known)),
            ));
        }
        self.places.get(id).copied().filter(|place| self.has(arm, *place).is_some()).ok_or_else(|| {
            let known: Vec<&str> = self.physicians(arm).collect();
            Unknown::new(format!("physician {id:?}"), who_was_meant(id, &known, &[]))
        })
    }

    /// The places in the model of a physician, one for each appointment, by the identifier of the person
    /// or of one position; `arm` is the arm's place.
    ///
    /// # Errors
    ///
    /// [`Unknown`], as for [`Directory::physician`].
    pub fn appointments(&self, arm: usize, id: &str) -> Result<Vec<usize>, Unknown> {
        let own = self.appointments_of(arm, id);
        if own.is_empty() { Ok(vec![self.physician(arm, id)?]) } else { Ok(own) }
    }

    /// The places of a person's appointments in an arm, by identifier; none for who has an only position
    /// without a name.
    fn appointments_of(&self, arm: usize, person: &str) -> Vec<usize> {
        let own = self.persons.get(person).into_iter().flatten().copied();
        own.filter(|place| self.has(arm, *place).is_some()).collect()
    }

    /// The place of a contract among an arm's own, counted from 0; `arm` is the arm's place.
    ///
    /// # Errors
    ///
    /// [`Unknown`], also where only another arm has the contract.
    pub fn contract(&self, arm: usize, name: &str) -> Result<usize, Unknown> {
        let own = self.arms.get(arm).map_or(&[][..], |arm| &arm.contracts);
        own.iter().position(|contract| contract == name).ok_or_else(|| {
            Unknown::among(format!("contract {name:?}"), name, "arm", own.iter().map(String::as_str))
        })
    }
}

/// An arm that is not there, and those that are.
pub(crate) fn no_arm<'a>(name: &str, arms: impl Iterator<Item = &'a str>) -> Unknown {
    Unknown::among(format!("arm {name:?}"), name, "scenario", arms)
}

/// Advice where nobody is called so: the first few of those whose identifier or name is as near as any, or how the roster begins.
#[must_use]
pub fn who_was_meant(asked: &str, ids: &[&str], names: &[&str]) -> String {
    const FEW: usize = 3;
    let near = nearest_names(asked, ids.iter().chain(names).copied());
    if near.is_empty() {
        return format!("the roster begins with {}", both(ids.iter().take(FEW)));
    }
    format!("did you mean {}?", either(near.iter().take(FEW)))
}
