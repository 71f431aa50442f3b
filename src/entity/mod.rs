//! Who takes part: specialties, physicians and their agreements, the roster.

mod agreement;
mod career;
mod cohort;
mod date;
mod duties;
mod fee_schedule;
mod lever;
mod physician;
mod roster;
mod said;
mod specialty;
mod specialty_names;

pub use agreement::Renewals;
pub use career::{InYear, Stay};
pub use cohort::{Cohort, CohortDuties, generate, redraw};
pub use date::Date;
pub use duties::{Duties, DutiesTile, Fact};
pub use fee_schedule::FeeScheduleChange;
pub use lever::{Lever, Levers};
pub use physician::{ByContract, Career, Physician, position_id};
pub use roster::{COLUMNS, MOST_ROWS, Roster, RosterColumn, read_roster, write_columns, write_roster};
pub use said::{Label, Labelled, Labels, Said, SaidTile};
pub use specialty::{Effort, MedicalField, STANDARD, Specialty, SpecialtyTerms};
pub use specialty_names::{specialty_of, standard_of};
