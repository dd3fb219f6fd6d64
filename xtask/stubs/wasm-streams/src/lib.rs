//! A stub for the crate of this name, which converts between web streams and Rust streams.
//!
//! leptos depends on it for server functions. Its exported classes stay in every module, whether
//! used or not: 3.9 kB of Brotli each. Nothing is streamed here, so this stub only has the items
//! that server functions need to compile, and every stream is empty. Remove it when Leptos has a
//! feature to disable server functions. It has no effect in crates that depend on propylon.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A web stream of values.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Wraps a web stream.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Returns the web stream.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// An empty web stream; `stream` is ignored.
    ///
    /// # Panics
    /// If the browser has no streams.
    pub fn from_stream(stream: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        drop(stream);
        Self(web_sys::ReadableStream::new().expect("a browser with streams makes an empty one"))
    }

    /// An empty stream; the web stream is ignored.
    pub fn into_stream(self) -> Nothing {
        Nothing
    }
}

/// A stream that ends at once.
pub struct Nothing;

impl Stream for Nothing {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
