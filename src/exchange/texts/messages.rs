//! Reads the messages of Arrow's IPC: columns, dictionaries and record batches, in sequence or by an index.
//!
//! A damaged file may give wrong lengths, so memory is not reserved for a length before the bytes are there.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_buffer::Buffer;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::{read_dictionary, read_record_batch};
use arrow_ipc::{root_as_footer, root_as_message};
use arrow_schema::{ArrowError, SchemaRef};

/// The most bytes of one buffer after decompression.
const LONGEST_BUFFER: i64 = 1 << 31;
/// The marker before the length of a message.
const CONTINUATION: [u8; 4] = [0xff; 4];

/// Reads record batches in sequence.
pub(super) struct Messages {
    origin: Origin,
    schema: SchemaRef,
    dictionaries: HashMap<i64, ArrayRef>,
}

/// Where the messages are.
enum Origin {
    /// In sequence in a stream.
    Stream(Box<dyn Read + Send>),
    /// In a file, at these byte positions.
    File(BufReader<File>, VecDeque<u64>),
}

impl Messages {
    /// Reads a stream's columns.
    pub(super) fn of_stream(mut stream: Box<dyn Read + Send>) -> Result<Self, ArrowError> {
        let Some(head) = head(&mut stream)? else { return Err(wrong("it ends before its columns")) };
        let message = root_as_message(&head).map_err(|error| wrong(&error.to_string()))?;
        let schema = message.header_as_schema().ok_or_else(|| wrong("it does not begin with its columns"))?;
        let schema = Arc::new(try_fb_to_schema(schema)?);
        bytes(&mut stream, message.bodyLength())?;
        Ok(Self { origin: Origin::Stream(stream), schema, dictionaries: HashMap::new() })
    }

    /// Reads a file's index, which is at its end.
    pub(super) fn of_file(file: File) -> Result<Self, ArrowError> {
        let mut file = BufReader::new(file);
        let mut end = [0; 10];
        file.seek(SeekFrom::End(-10))?;
        file.read_exact(&mut end)?;
        let [a, b, c, d, magic @ ..] = end;
        if magic != *b"ARROW1" {
            return Err(wrong("its end is missing"));
        }
        let length = i32::from_le_bytes([a, b, c, d]);
        file.seek(SeekFrom::End(-10 - i64::from(length)))?;
        let index = bytes(&mut file, length.into())?;
        let index = root_as_footer(&index).map_err(|error| wrong(&error.to_string()))?;
        let schema = index.schema().ok_or_else(|| wrong("its index names no columns"))?;
        let schema = Arc::new(try_fb_to_schema(schema)?);
        // Dictionaries first: a file may hold them after the rows that need them.
        let dictionaries = index.dictionaries().into_iter().flatten();
        let places = dictionaries
            .chain(index.recordBatches().into_iter().flatten())
            .map(|block| u64::try_from(block.offset()).map_err(|_| wrong("a message begins before the file")))
            .collect::<Result<_, _>>()?;
        Ok(Self { origin: Origin::File(file, places), schema, dictionaries: HashMap::new() })
    }

    pub(super) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Reads the next message; `None` after the last one.
    fn message(&mut self) -> Result<Option<(Vec<u8>, Buffer)>, ArrowError> {
        let stream: &mut dyn Read = match &mut self.origin {
            Origin::Stream(stream) => stream,
            Origin::File(file, places) => {
                let Some(place) = places.pop_front() else { return Ok(None) };
                file.seek(SeekFrom::Start(place))?;
                file
            }
        };
        let Some(head) = head(stream)? else { return Ok(None) };
        let message = root_as_message(&head).map_err(|error| wrong(&error.to_string()))?;
        let body = bytes(stream, message.bodyLength())?;
        Ok(Some((head, Buffer::from_vec(body))))
    }

    /// Reads the next rows; `None` at the end.
    fn record(&mut self) -> Result<Option<RecordBatch>, ArrowError> {
        while let Some((head, body)) = self.message()? {
            let message = root_as_message(&head).map_err(|error| wrong(&error.to_string()))?;
            let version = message.version();
            if let Some(batch) = message.header_as_record_batch() {
                check_unpacked(&body, &batch)?;
                let schema = self.schema.clone();
                return read_record_batch(&body, batch, schema, &self.dictionaries, None, &version).map(Some);
            }
            let dictionary = message.header_as_dictionary_batch();
            let dictionary = dictionary
                .ok_or_else(|| wrong("it holds a message that is neither rows nor a dictionary"))?;
            if let Some(batch) = dictionary.data() {
                check_unpacked(&body, &batch)?;
            }
            read_dictionary(&body, dictionary, &self.schema, &mut self.dictionaries, &version)?;
        }
        Ok(None)
    }
}

impl Iterator for Messages {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.record().transpose()
    }
}

/// Reads the head of the next message; `None` at the end, whether the end is marked or not.
fn head(stream: &mut (impl Read + ?Sized)) -> Result<Option<Vec<u8>>, ArrowError> {
    let mut length = [0; 4];
    match stream.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    // The marker was not written before version 0.15 of the format.
    if length == CONTINUATION {
        stream.read_exact(&mut length)?;
    }
    match i32::from_le_bytes(length) {
        0 => Ok(None),
        length => bytes(stream, length.into()).map(Some),
    }
}

/// Reads `length` bytes; memory grows as they arrive.
fn bytes(stream: &mut (impl Read + ?Sized), length: i64) -> Result<Vec<u8>, ArrowError> {
    let length = u64::try_from(length).map_err(|_| wrong("a message has a negative length"))?;
    let mut bytes = Vec::new();
    let n = Read::take(stream, length).read_to_end(&mut bytes)?;
    if n as u64 == length { Ok(bytes) } else { Err(wrong("it ends within a message")) }
}

/// Checks the lengths that compressed buffers declare, before memory is reserved for them.
fn check_unpacked(body: &Buffer, batch: &arrow_ipc::RecordBatch<'_>) -> Result<(), ArrowError> {
    if batch.compression().is_none() {
        return Ok(());
    }
    for buffer in batch.buffers().iter().flatten() {
        let Ok(start) = usize::try_from(buffer.offset()) else {
            return Err(wrong("a buffer begins before its message"));
        };
        // An empty buffer declares no length.
        let Some(said) = body.get(start..).and_then(|bytes| bytes.first_chunk::<8>()) else { continue };
        if buffer.length() >= 8 && i64::from_le_bytes(*said) > LONGEST_BUFFER {
            return Err(wrong("a buffer would be too long when decompressed"));
        }
    }
    Ok(())
}

fn wrong(what: &str) -> ArrowError {
    ArrowError::IpcError(what.to_owned())
}
