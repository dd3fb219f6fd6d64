//! Navigation within an app.

use std::rc::Rc;

use super::Propylon;
use crate::browser::address;

/// A function of an app that navigates within the app, and returns whether it did. If not, the
/// browser navigates.
///
/// It is called with a path and query, such as `/registration?return_to=%2Finbox`, for a page of
/// the app's origin, and with a URL otherwise. A [`Gate`](super::Gate) converts a function or
/// closure into it. A closure must name the type of its parameter, as in `navigate=|to: &str| to ==
/// "/"`.
#[derive(Clone)]
pub struct Navigate(Rc<dyn Fn(&str) -> bool>);

impl<F: Fn(&str) -> bool + 'static> From<F> for Navigate {
    fn from(navigate: F) -> Self {
        Self(Rc::new(navigate))
    }
}

/// Navigates to `to`: a path of Kratos, a page of the app, or a URL that Kratos gave.
pub(super) fn go(auth: Propylon, navigate: Option<&Navigate>, to: &str) {
    if to.starts_with(KRATOS) {
        return address::leave_for(&[&auth.base(), to].concat(), false);
    }
    let of_kratos = [&auth.base(), KRATOS].concat();
    let path = to.strip_prefix(&address::origin()).filter(|path| path.starts_with('/'));
    let is_taken = !to.starts_with(&of_kratos)
        && navigate.is_some_and(|navigate| (navigate.0)(path.unwrap_or(to)));
    if !is_taken {
        address::leave_for(to, false);
    }
}

/// The prefix of Kratos' paths that the browser navigates to.
const KRATOS: &str = "/self-service/";
