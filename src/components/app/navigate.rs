//! How an app goes to a page of its own.

use std::rc::Rc;

use super::Propylon;
use crate::browser::address;

/// A function of an app that takes the person to a page of the app without loading it, and says whether
/// it did. What it does not take, the browser goes to.
///
/// It gets a path with its query, such as `/registration?return_to=%2Finbox`, where the page is of the
/// app's own origin, and a whole URL otherwise. A function or a closure becomes one by itself where a
/// [`Gate`](super::Gate) takes it; the text has to be named, as in `navigate=|to: &str| to == "/"`.
#[derive(Clone)]
pub struct Navigate(Rc<dyn Fn(&str) -> bool>);

impl<F: Fn(&str) -> bool + 'static> From<F> for Navigate {
    fn from(navigate: F) -> Self {
        Self(Rc::new(navigate))
    }
}

/// Goes to `to`: a path of Kratos, a page of the app, or a URL that Kratos gave.
pub(super) fn go(auth: Propylon, navigate: Option<&Navigate>, to: &str) {
    if to.starts_with(KRATOS) {
        return address::leave_for(&[&auth.base(), to].concat());
    }
    let of_kratos = [&auth.base(), KRATOS].concat();
    let path = to.strip_prefix(&address::origin()).filter(|path| path.starts_with('/'));
    let is_taken = !to.starts_with(&of_kratos)
        && navigate.is_some_and(|navigate| (navigate.0)(path.unwrap_or(to)));
    if !is_taken {
        address::leave_for(to);
    }
}

/// Where the paths begin that a browser opens at Kratos.
const KRATOS: &str = "/self-service/";
