//! What each component of a plan brings under the rules: the one match over components.

use crate::pay::Component;

/// What a component brings with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Duties {
    /// It pays for quality or cost of care.
    pub value: bool,
    /// What it pays is gained when earned; what is not gained was never the physician's to forgo.
    pub gained: bool,
    /// It leaves something to be settled later: held back, drawn, advanced.
    pub balance: bool,
}

/// What one component brings.
pub(super) fn duties(component: &Component) -> Duties {
    match component {
        Component::Salary(_) | Component::Wrvu(_) | Component::WrvuThreshold(_) | Component::Stipend(_) => {
            Duties::default()
        }
        Component::QualityBonus(_) => Duties { value: true, gained: true, ..Duties::default() },
        Component::QualityWithhold(_) => Duties { value: true, balance: true, ..Duties::default() },
        Component::SharedSavings(_) => Duties { value: true, ..Duties::default() },
    }
}
