//! Pages of equal panels, one for each arm.

use crate::units::real;

/// Panels in rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Panels {
    columns: usize,
    /// From the left edge of one panel's plot to that of the next.
    pitch: f64,
    /// Width of a plot, without the room at its right for names of lines.
    pub plot: f64,
}

/// Height of a row of panels, of a plot, and where the first plot begins.
const ROW: f64 = 290.0;
const PLOT: f64 = 205.0;
const TOP: f64 = 150.0;
const LEFT: f64 = 95.0;

impl Panels {
    /// So many panels, with so much room at the right of each plot.
    pub(super) fn of(n: usize, room: f64) -> Panels {
        let columns = match n {
            0 | 1 => 1,
            2..=6 => 2,
            _ => 3,
        };
        let pitch = 1145.0 / real(columns);
        let axis = if columns == 1 { 40.0 } else { 60.0 };
        Panels { columns, pitch, plot: pitch - room - axis }
    }

    /// Height of the page.
    pub(super) fn height(self, n: usize) -> u32 {
        let rows = u32::try_from(n.div_ceil(self.columns)).unwrap_or(1);
        130 + 290 * rows
    }

    /// Where paper may cut below a panel that ends a row.
    pub(super) fn cut(self, place: usize) -> Option<f64> {
        let (_, (_, bottom)) = self.plot(place);
        ((place + 1).is_multiple_of(self.columns)).then_some(bottom + 32.0)
    }

    /// Left and right, top and bottom of a plot.
    pub(super) fn plot(self, place: usize) -> ((f64, f64), (f64, f64)) {
        let (column, row) = (real(place % self.columns), real(place / self.columns));
        let (left, top) = (LEFT + column * self.pitch, TOP + row * ROW);
        ((left, left + self.plot), (top, top + PLOT))
    }
}
