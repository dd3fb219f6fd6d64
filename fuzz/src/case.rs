//! A fuzz input: an answer of Kratos and the page that gets it.

use std::borrow::Cow;

use propylon::{
    flow::opening::{Offer, Opening},
    kratos::{flow::FlowKind, response::Response},
};

/// The bytes before the text: status (two bytes, big-endian), kind of page, and the bits of
/// [`Case::is`].
///
/// `xtask/src/test/fuzz/seeds.rs` writes the same.
pub const HEADER: usize = 4;

/// A parsed input.
pub struct Case<'a> {
    /// The answer's status.
    pub status: u16,
    /// The answer's body. Invalid UTF-8 is replaced, as browsers do.
    pub text: Cow<'a, str>,
    page: u8,
    bits: u8,
}

impl<'a> Case<'a> {
    /// Parses an input; `None` if it is shorter than the header.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let ([high, low, page, bits], text) = bytes.split_first_chunk::<HEADER>()?;
        Some(Self {
            status: u16::from_be_bytes([*high, *low]),
            text: String::from_utf8_lossy(text),
            page: *page,
            bits: *bits,
        })
    }

    /// The answer.
    pub fn response(&self) -> Response {
        Response { status: self.status, body: self.text.clone().into_owned() }
    }

    /// The kind of flow of the page.
    pub fn kind(&self) -> FlowKind {
        FlowKind::ALL[usize::from(self.page) % FlowKind::ALL.len()]
    }

    /// The page's opening.
    pub fn opening(&self) -> Opening {
        let query = "return_to=http://localhost:4455/inbox&refresh=true";
        if usize::from(self.page) % (FlowKind::ALL.len() + 1) == FlowKind::ALL.len() {
            return Opening::offer("by=password&return_to=/inbox");
        }
        let mut opening = Opening::read(self.kind(), if self.is(7) { query } else { "" });
        if self.is(6) {
            opening = opening.narrowed("default code passkey");
        }
        if self.is(5) {
            opening.offer = Offer::Later;
        }
        opening
    }

    /// A bit of the header's last byte. The upper three bits configure the page; the lower five are
    /// defined by each target.
    pub fn is(&self, bit: u8) -> bool {
        self.bits >> bit & 1 == 1
    }
}
