//! A container on the test page, and queries on it.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::{mount::mount_to, prelude::*};
use propylon::{
    components::{Gate, Propylon},
    driver::EarlyRequest,
    flow::opening::Opening,
    kratos::flow::FlowKind,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};

/// Kratos' URL. Never requested: the first answer is passed in.
pub(crate) const BASE: &str = "http://kratos.invalid";

/// Mounted content; dropping it unmounts it.
pub(crate) struct Page {
    host: HtmlElement,
    _mounted: Box<dyn std::any::Any>,
}

impl Page {
    /// Mounts `view`.
    pub(crate) fn mount<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self
    where
        V::State: 'static,
    {
        let host: HtmlElement = document().create_element("div").unwrap().dyn_into().unwrap();
        host.set_attribute("data-part", "gate").unwrap();
        document().body().unwrap().append_child(&host).unwrap();
        let mounted = mount_to(host.clone(), view);
        Self { host, _mounted: Box::new(mounted) }
    }

    /// A gate with `flow` as the answer to its first request, once its form is rendered.
    pub(crate) async fn gate(flow: &'static str) -> Self {
        let page = Self::mount(move || {
            let auth = Propylon::new(BASE);
            view! { <Gate auth kind=FlowKind::Login early_request=early_request(flow)/> }
        });
        page.until("form button").await;
        page
    }

    /// Waits until an element matches `selector`.
    pub(crate) async fn until(&self, selector: &str) -> Element {
        for _ in 0..200 {
            if let Some(element) = self.find(selector) {
                return element;
            }
            frame().await;
        }
        panic!("{selector} is not in {}", self.host.inner_html())
    }

    /// The first element that matches `selector`, if any.
    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.host.query_selector(selector).unwrap()
    }

    /// The first element that matches `selector`.
    pub(crate) fn get(&self, selector: &str) -> Element {
        self.find(selector).unwrap_or_else(|| {
            panic!("{selector} is not in {}", self.host.inner_html());
        })
    }

    /// The number of elements that match `selector`.
    pub(crate) fn count(&self, selector: &str) -> u32 {
        let find = Reflect::get(&self.host, &"querySelectorAll".into()).unwrap();
        let find: Function = find.dyn_into().unwrap();
        Array::from(&find.call1(&self.host, &selector.into()).unwrap()).length()
    }

    /// The ids of all elements.
    pub(crate) fn ids(&self) -> Vec<String> {
        let found = self.host.query_selector_all("[id]").unwrap();
        let ids = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<Element>().ok());
        ids.map(|element| element.id()).collect()
    }

    /// The input that matches `selector`.
    pub(crate) fn input(&self, selector: &str) -> HtmlInputElement {
        self.get(selector).dyn_into().unwrap()
    }

    /// The text of the element that matches `selector`.
    pub(crate) fn text(&self, selector: &str) -> String {
        self.get(selector).text_content().unwrap()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.host.remove();
    }
}

/// The first request of a sign-in at [`BASE`], answered with `flow`.
pub(crate) fn early_request(flow: &str) -> EarlyRequest {
    let opening = Opening::read(FlowKind::Login, "");
    EarlyRequest { url: [BASE, &opening.request().url].concat(), answer: answered(flow) }
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Waits for the next animation frame.
pub(crate) async fn frame() {
    let next = Promise::new(&mut |done, _| {
        web_sys::window().unwrap().request_animation_frame(&done).unwrap();
    });
    let _: JsValue = JsFuture::from(next).await.unwrap();
}

/// A promise of the answer `text` with status 200, as the boot script hands it over.
pub(crate) fn answered(text: &str) -> Promise {
    let answer = Object::new();
    Reflect::set(&answer, &"status".into(), &200.into()).unwrap();
    Reflect::set(&answer, &"text".into(), &text.into()).unwrap();
    Promise::resolve(&JsValue::from(answer))
}
