//! Parquet.

use std::{
    io::{Error, Result, Write},
    sync::Arc,
};

use ::parquet::{
    basic::{LogicalType, Repetition, TimeUnit, Type as Physical},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{Type, TypePtr},
};
use jiff::civil::{Date, date};

use crate::{Cell, Column, Kind, Table};

/// A table as one row group, every column optional. Shares and lengths of time are doubles; the
/// file's metadata keeps their kinds under `amq.kind.NAME`.
pub(super) fn table(table: &Table, out: &mut (impl Write + Send)) -> Result<()> {
    written(table, out).map_err(Error::other)
}

fn written(table: &Table, out: &mut (impl Write + Send)) -> std::result::Result<(), ParquetError> {
    let fields = table.columns().iter().map(field).collect::<std::result::Result<_, _>>()?;
    let schema = Type::group_type_builder("answer").with_fields(fields).build()?;
    let kinds = table.columns().iter().map(|column| {
        let kind = column.kind.name().to_owned();
        KeyValue::new(format!("amq.kind.{}", column.name), kind)
    });
    let properties =
        WriterProperties::builder().set_key_value_metadata(Some(kinds.collect())).build();
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (at, column) in table.columns().iter().enumerate() {
        let cells = || table.rows().filter_map(move |row| row.get(at));
        match column.kind {
            Kind::Flag => put::<BoolType, _>(&mut group, cells().map(flag))?,
            Kind::Int => put::<Int64Type, _>(&mut group, cells().map(int))?,
            Kind::Float | Kind::Percent | Kind::Seconds => {
                put::<DoubleType, _>(&mut group, cells().map(Cell::number))?;
            }
            Kind::Date => put::<Int32Type, _>(&mut group, cells().map(day))?,
            Kind::Time => put::<Int64Type, _>(&mut group, cells().map(microseconds))?,
            Kind::Text => put::<ByteArrayType, _>(&mut group, cells().map(text))?,
        }
    }
    group.close()?;
    file.close().map(|_| ())
}

fn field(column: &Column) -> std::result::Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Int => (Physical::INT64, None),
        Kind::Float | Kind::Percent | Kind::Seconds => (Physical::DOUBLE, None),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Time => {
            let time = LogicalType::timestamp(false, TimeUnit::MICROS);
            (Physical::INT64, Some(time))
        }
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let field = Type::primitive_type_builder(&column.name, physical);
    let field = field.with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
    field.build().map(Arc::new)
}

fn put<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> std::result::Result<(), ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(&values, Some(&levels), None)?;
    column.close()
}

const fn flag(cell: &Cell) -> Option<bool> {
    if let Cell::Flag(value) = cell { Some(*value) } else { None }
}

const fn int(cell: &Cell) -> Option<i64> {
    if let Cell::Int(number) = cell { Some(*number) } else { None }
}

/// Days since 1970.
fn day(cell: &Cell) -> Option<i32> {
    if let Cell::Date(day) = cell { Some(days(*day)) } else { None }
}

fn days(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// Microseconds since 1970, in the project's time zone.
fn microseconds(cell: &Cell) -> Option<i64> {
    let Cell::Time(time) = cell else { return None };
    let clock = time.time();
    let seconds = i64::from(clock.hour()) * 3600 + i64::from(clock.minute()) * 60;
    let seconds = i64::from(days(time.date())) * 86_400 + seconds + i64::from(clock.second());
    Some(seconds * 1_000_000 + i64::from(clock.subsec_nanosecond() / 1000))
}

fn text(cell: &Cell) -> Option<ByteArray> {
    if let Cell::Text(text) = cell { Some(ByteArray::from(text.as_str())) } else { None }
}
