//! Parquet: typed columns, compressed, with units and meanings inside.

use super::{Format, Sheet};
use crate::report::cell::Cell;
use crate::report::table::{Column, Kind, Table};
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::io::{self, Write};
use std::mem::take;
use std::sync::Arc;

/// Parquet. Words are strings, identifiers among them; counts are 64-bit integers, numbers doubles, flags booleans;
/// what is empty is null. The key-value metadata of the file holds `cascade.table`, `cascade.about`, `cascade.row` and
/// `cascade.columns`: a JSON list of objects with `key`, `unit`, `kind` and `meaning`.
#[derive(Clone, Copy, Debug)]
pub struct Parquet;

/// Rows that are held until they are written together.
const GROUP: usize = 1 << 16;

impl Format for Parquet {
    fn key(&self) -> &'static str {
        "parquet"
    }

    fn begin<'s>(&self, table: &'static Table, sink: &'s mut dyn Write) -> io::Result<Box<dyn Sheet + 's>> {
        let fields = table.columns.iter().map(field).collect::<Result<Vec<_>, _>>().map_err(cause)?;
        let schema = Type::group_type_builder("row").with_fields(fields).build().map_err(cause)?;
        let said = [
            ("cascade.table", table.name.to_owned()),
            ("cascade.about", table.about.to_owned()),
            ("cascade.row", table.row.to_owned()),
            ("cascade.columns", serde_json::to_string(table.columns)?),
        ];
        let said = said.map(|(key, value)| KeyValue::new(key.to_owned(), value)).to_vec();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("cascade ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(said))
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties));
        let columns = table.columns.iter().map(|column| HeldColumn::new(column.kind)).collect();
        Ok(Box::new(ParquetSheet { sink, writer: writer.map_err(cause)?, columns, rows: 0 }))
    }
}

/// A column of the file.
fn field(column: &Column) -> Result<Arc<Type>, ParquetError> {
    let physical = match column.kind {
        Kind::Text => Physical::BYTE_ARRAY,
        Kind::Whole => Physical::INT64,
        Kind::Number => Physical::DOUBLE,
        Kind::Flag => Physical::BOOLEAN,
    };
    let field = Type::primitive_type_builder(column.key, physical).with_repetition(Repetition::OPTIONAL);
    let field = match column.kind {
        Kind::Text => {
            field.with_converted_type(ConvertedType::UTF8).with_logical_type(Some(LogicalType::String))
        }
        Kind::Whole | Kind::Number | Kind::Flag => field,
    };
    Ok(Arc::new(field.build()?))
}

/// Cells of one column that wait for their group to be written: 1 for each that holds something, 0 for each that does
/// not, and what they hold.
struct HeldColumn {
    there: Vec<i16>,
    values: Values,
}

enum Values {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
    Flag(Vec<bool>),
}

impl HeldColumn {
    fn new(kind: Kind) -> HeldColumn {
        let values = match kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Number => Values::Number(Vec::new()),
            Kind::Flag => Values::Flag(Vec::new()),
        };
        HeldColumn { there: Vec::new(), values }
    }

    fn push(&mut self, cell: &Cell<'_>) -> io::Result<()> {
        match (&mut self.values, cell) {
            (_, Cell::Empty) => {}
            (Values::Text(all), Cell::Text(words)) => all.push(ByteArray::from(words.as_bytes().to_vec())),
            (Values::Whole(all), Cell::Whole(number)) => {
                all.push(i64::try_from(*number).map_err(io::Error::other)?);
            }
            (Values::Flag(all), Cell::Flag(yes)) => all.push(*yes),
            (Values::Number(all), Cell::Number(..) | Cell::Short(..) | Cell::Whole(_)) => {
                all.extend(cell.number());
            }
            (Values::Text(_) | Values::Whole(_) | Values::Number(_) | Values::Flag(_), _) => {
                return Err(io::Error::other(format!("a cell of another kind than its column: {cell:?}")));
            }
        }
        self.there.push(i16::from(!matches!(cell, Cell::Empty)));
        Ok(())
    }

    /// Writes what waits, and forgets it.
    fn write(&mut self, to: &mut ColumnWriter<'_>) -> Result<(), ParquetError> {
        let there = take(&mut self.there);
        let there = Some(&there[..]);
        match (&mut self.values, to) {
            (Values::Text(all), ColumnWriter::ByteArrayColumnWriter(to)) => {
                to.write_batch(&take(all), there, None)?
            }
            (Values::Whole(all), ColumnWriter::Int64ColumnWriter(to)) => {
                to.write_batch(&take(all), there, None)?
            }
            (Values::Number(all), ColumnWriter::DoubleColumnWriter(to)) => {
                to.write_batch(&take(all), there, None)?
            }
            (Values::Flag(all), ColumnWriter::BoolColumnWriter(to)) => {
                to.write_batch(&take(all), there, None)?
            }
            (Values::Text(_) | Values::Whole(_) | Values::Number(_) | Values::Flag(_), _) => {
                return Err(ParquetError::General("a column of another type than its cells".to_owned()));
            }
        };
        Ok(())
    }
}

struct ParquetSheet<'s> {
    sink: &'s mut dyn Write,
    /// Writes into memory, which is handed to the sink group by group.
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<HeldColumn>,
    rows: usize,
}

impl ParquetSheet<'_> {
    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(cause)?;
        for held in &mut self.columns {
            let Some(mut column) = group.next_column().map_err(cause)? else {
                return Err(io::Error::other("a group has fewer columns than its table"));
            };
            held.write(column.untyped()).map_err(cause)?;
            column.close().map_err(cause)?;
        }
        group.close().map_err(cause)?;
        self.rows = 0;
        self.hand_on()
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.sink.write_all(&take(self.writer.inner_mut()))
    }
}

impl Sheet for ParquetSheet<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for (held, cell) in self.columns.iter_mut().zip(cells) {
            held.push(cell)?;
        }
        self.rows += 1;
        if self.rows == GROUP { self.write_group() } else { Ok(()) }
    }

    fn end(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.finish().map_err(cause)?;
        self.hand_on()?;
        self.sink.flush()
    }
}

fn cause(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{IntoCell, Whom};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::{Field, Row};

    const TABLE: Table = Table {
        name: "t",
        about: "what it holds",
        row: "number",
        whom: Whom::Groups,
        columns: &[
            Column::text("id", "who"),
            Column::whole("n", "how many"),
            Column::number("pay", "$", "how much"),
            Column::flag("met", "whether"),
        ],
    };

    fn written(rows: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut sheet = Parquet.begin(&TABLE, &mut bytes).unwrap();
        for n in 0..rows {
            let pay = if n == 1 { Cell::Empty } else { (0.005 * n as f64).cell("$") };
            let id = if n == 2 { "=1+1".to_owned() } else { format!("{n:05}") };
            sheet.row(&[id.cell(""), n.cell(""), pay, (n % 2 == 0).cell("")]).unwrap();
        }
        sheet.end().unwrap();
        drop(sheet);
        bytes
    }

    #[test]
    fn what_is_written_is_read_by_another_reader() {
        // More rows than one group holds.
        let rows = GROUP as u64 + 3;
        let file = SerializedFileReader::new(bytes::Bytes::from(written(rows))).unwrap();
        assert_eq!(file.metadata().num_row_groups(), 2);
        assert_eq!(file.metadata().file_metadata().num_rows() as u64, rows);
        let said = file.metadata().file_metadata().key_value_metadata().unwrap();
        let columns = said.iter().find(|one| one.key == "cascade.columns").unwrap().value.as_ref().unwrap();
        let columns: serde_json::Value = serde_json::from_str(columns).unwrap();
        assert_eq!((&columns[2]["unit"], &columns[2]["meaning"]), (&"$".into(), &"how much".into()));
        let read: Vec<Row> = file.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        let field = |row: usize, column: usize| read[row].get_column_iter().nth(column).unwrap().1.clone();
        assert_eq!(field(0, 0), Field::Str("00000".to_owned()), "identifiers keep their zeros");
        assert_eq!(field(1, 2), Field::Null);
        assert_eq!(field(2, 0), Field::Str("=1+1".to_owned()), "text stays what it is");
        // 0.005 × 3 = 0.015 is $0.01 or $0.02 as it is written elsewhere: to the cent.
        assert_eq!(field(3, 2), Field::Double(crate::report::plain(0.015, 2).parse().unwrap()));
        assert_eq!((field(4, 1), field(4, 3)), (Field::Long(4), Field::Bool(true)));
        assert_eq!(field(GROUP + 2, 1), Field::Long(GROUP as i64 + 2));
    }

    #[test]
    fn the_same_rows_give_the_same_bytes_and_no_rows_a_file() {
        assert_eq!(written(100), written(100));
        let file = SerializedFileReader::new(bytes::Bytes::from(written(0))).unwrap();
        assert_eq!(file.metadata().file_metadata().num_rows(), 0);
    }
}
