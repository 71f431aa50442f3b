//! Native charts: their series are ranges of other sheets, so that they can be changed where they stand.

use super::sheet::{BookSheet, cause};
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartSolidFill, ChartType, Color,
};
use std::io;

/// Height and width of a chart, in pixels.
const SIZE: (u32, u32) = (1_080, 520);

/// Rows of 20 pixels that a chart takes.
const ROWS: u32 = 27;

/// Cells of a column, or of a row: sheet, first row, first column, last row, last column.
pub(super) type CellRange = (&'static str, u32, u16, u32, u16);

/// A series: the cell of its name, its values, its colour.
pub(super) type PictureSeries = (CellRange, CellRange, u32);

/// Kinds of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// Columns side by side.
    Columns,
    /// Columns of parts.
    Stack,
    /// Lines over time.
    Lines,
}

/// A chart of figures of a sheet.
#[derive(Clone, Debug)]
pub(super) struct BookChart {
    /// How it looks.
    pub kind: Picture,
    /// What it shows: fixed words, none from data.
    pub title: &'static str,
    /// What its axes show, with units.
    pub axes: (&'static str, &'static str),
    /// Number format of the values.
    pub values: &'static str,
    /// What stands below the columns or points.
    pub categories: CellRange,
    /// Each series.
    pub series: Vec<PictureSeries>,
    /// How to read it, also for those who do not see it.
    pub reading: String,
}

/// A colour for each arm, the baseline first (Okabe and Ito).
const ARMS: [u32; 8] =
    [0x5C_63_6C, 0x00_72_B2, 0xE6_9F_00, 0x00_9E_73, 0xCC_79_A7, 0xD5_5E_00, 0x56_B4_E9, 0x1C_20_26];

/// Dashes that tell lines apart in grey print.
const DASHES: [ChartLineDashType; 6] = [
    ChartLineDashType::Solid,
    ChartLineDashType::Solid,
    ChartLineDashType::Dash,
    ChartLineDashType::SquareDot,
    ChartLineDashType::DashDot,
    ChartLineDashType::LongDash,
];

/// What stands below the points, and a series for each arm: so many rows below the headings, of a column of labels and,
/// right of it, a column for each arm.
pub(super) fn arm_series(
    sheet: &'static str,
    (header, rows): (u32, u32),
    labels: u16,
    arms: impl IntoIterator<Item = usize>,
) -> (CellRange, Vec<PictureSeries>) {
    let below = |column: u16| (sheet, header + 1, column, header + rows, column);
    let series = (labels + 1..).zip(arms).map(|(column, arm)| {
        ((sheet, header, column, header, column), below(column), ARMS[arm % ARMS.len()])
    });
    (below(labels), series.collect())
}

/// A colour for each part of a stack, in the order of the parts.
pub(super) fn part_colour(part: usize) -> u32 {
    const PARTS: [u32; 6] = [0x5C_63_6C, 0x00_72_B2, 0x00_9E_73, 0xE6_9F_00, 0xCC_79_A7, 0x56_B4_E9];
    PARTS[part % PARTS.len()]
}

impl BookChart {
    /// Draws it below what stands in a sheet, with its reading above it.
    pub(super) fn draw(&self, sheet: &mut BookSheet<'_>) -> io::Result<u32> {
        let first = sheet.next_row();
        sheet.note(&self.reading)?;
        let row = sheet.next_row();
        let chart = self.chart();
        sheet.raw().insert_chart(row, 0, &chart).map_err(cause)?;
        for _ in 0..ROWS {
            sheet.next_row();
        }
        Ok(first)
    }

    fn chart(&self) -> Chart {
        let mut chart = Chart::new(match self.kind {
            Picture::Columns => ChartType::Column,
            Picture::Stack => ChartType::ColumnStacked,
            Picture::Lines => ChartType::Line,
        });
        for (place, (name, values, colour)) in self.series.iter().enumerate() {
            let series = chart.add_series();
            series.set_name(*name).set_values(*values).set_categories(self.categories);
            let colour = Color::RGB(*colour);
            let mut format = ChartFormat::new();
            if self.kind == Picture::Lines {
                let mut line = ChartLine::new();
                line.set_color(colour).set_width(2.25).set_dash_type(DASHES[place % DASHES.len()]);
                format.set_line(&line);
            } else {
                format.set_solid_fill(ChartSolidFill::new().set_color(colour));
            }
            series.set_format(&mut format);
            match self.kind {
                Picture::Columns => drop(series.set_gap(60).set_overlap(0)),
                Picture::Stack => drop(series.set_gap(60)),
                Picture::Lines => {}
            }
        }
        let mut font = ChartFont::new();
        font.set_size(13).set_bold();
        chart.title().set_name(self.title).set_font(&font);
        let months = if self.kind == Picture::Lines { 12 } else { 1 };
        chart
            .x_axis()
            .set_name(self.axes.0)
            .set_label_position(ChartAxisLabelPosition::Low)
            .set_label_interval(months)
            .set_tick_interval(months);
        if self.kind == Picture::Lines {
            let mut font = ChartFont::new();
            font.set_rotation(-45);
            chart.x_axis().set_font(&font);
        }
        chart.y_axis().set_name(self.axes.1).set_num_format(self.values);
        chart.legend().set_position(ChartLegendPosition::Bottom);
        chart.set_width(SIZE.0).set_height(SIZE.1).set_alt_text(&self.reading);
        chart
    }
}
