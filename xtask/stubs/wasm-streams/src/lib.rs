//! Stands in for the crate of this name, which brings web streams and Rust streams together.
//!
//! leptos depends on it through its server functions. Its classes are exported to scripts, and what is
//! exported stays in a module, called or not: 3.9 kB of brotli for each. Nothing here is streamed, so
//! this has what the server functions compile against, and every stream is empty. Remove it when Leptos has
//! a feature without server functions. It is of no effect in crates that depend on propylon.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A web stream of values.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Takes a web stream.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Gives the web stream back.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// An empty web stream, whatever `stream` holds.
    ///
    /// # Panics
    /// Where the browser has no streams.
    pub fn from_stream(stream: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        drop(stream);
        Self(web_sys::ReadableStream::new().expect("a browser with streams makes an empty one"))
    }

    /// An empty stream, whatever the web stream holds.
    pub fn into_stream(self) -> Nothing {
        Nothing
    }
}

/// The stream that ends at once.
pub struct Nothing;

impl Stream for Nothing {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
