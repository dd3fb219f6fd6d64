use std::{collections::HashMap, env, error::Error, sync::Arc};

use axum::{Router, body::Body, extract::{Path, Query, Request, State}, routing::get};
use axum::{http::{self, HeaderMap, StatusCode, Uri, header}, response::{Html, IntoResponse, Redirect, Response}};
use html_escape::encode_double_quoted_attribute as escape;
use tauri::{AssetResolver, Url, Wry};

struct Pages { url: Url, kratos_url: String, client: reqwest::Client, assets: AssetResolver<Wry> }

const HEAD: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Starter</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/propylon/styles.css"><script type="module" src="/propylon/elements.js"></script>"#;
// The element signs out as soon as it is on a page, so it has a page of its own.
const LOGOUT: &str = r#"<kratos-logout return-to="/login"></kratos-logout>"#;

/// Serves the pages of the window, and returns where.
pub async fn serve(assets: AssetResolver<Wry>) -> Result<Url, Box<dyn Error>> {
    let url: Url = format!("http://localhost:{}", env::var("PORT").unwrap_or("4455".into())).parse()?;
    let kratos_url = env::var("KRATOS_URL").unwrap_or("http://localhost:4433".into());
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let listener = tokio::net::TcpListener::bind(&*url.socket_addrs(|| None)?).await?;
    let routes = Router::new().route("/login", get(login)).route("/logout", get(Html([HEAD, LOGOUT].concat())));
    let routes = routes.route("/inbox", get(inbox)).route("/propylon/{*file}", get(package)).fallback(kratos);
    let routes = routes.with_state(Arc::new(Pages { url: url.clone(), kratos_url, client, assets }));
    tauri::async_runtime::spawn(async { axum::serve(listener, routes).await });
    Ok(url)
}

/// Kratos under the app's own origin.
async fn kratos(State(pages): State<Arc<Pages>>, uri: Uri, request: Request) -> Response {
    let (asked, body) = request.into_parts();
    let onward = pages.client.request(asked.method, format!("{}{}", pages.kratos_url, uri.path_and_query().map_or("/", |path| path.as_str())));
    let onward = onward.headers(asked.headers).body(reqwest::Body::wrap_stream(body.into_data_stream()));
    onward.send().await.map_or((StatusCode::BAD_GATEWAY, "Kratos is away").into_response(), |answer| http::Response::from(answer).map(Body::new))
}

/// The package's files, which are in the program.
async fn package(State(pages): State<Arc<Pages>>, Path(file): Path<String>) -> Response {
    pages.assets.get(file).map(|file| ([(header::CONTENT_TYPE, file.mime_type)], file.bytes)).ok_or(StatusCode::NOT_FOUND).into_response()
}

async fn login(State(pages): State<Arc<Pages>>, Query(query): Query<HashMap<String, String>>) -> Html<String> {
    let return_to = query.get("return_to").cloned().unwrap_or(format!("{}inbox", pages.url));
    let aal = query.get("aal").map_or(String::new(), |aal| format!(r#" aal="{}""#, escape(aal)));
    Html(format!(r#"{HEAD}<kratos-login groups="default code passkey" return-to="{}"{aal}></kratos-login>"#, escape(&return_to)))
}

/// For people who are signed in; if nobody can say who is, for nobody.
async fn inbox(State(pages): State<Arc<Pages>>, uri: Uri, headers: HeaderMap) -> Response {
    let away = || (StatusCode::SERVICE_UNAVAILABLE, "Kratos is away").into_response();
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let whoami = pages.client.get(format!("{}/sessions/whoami", pages.kratos_url)).header(header::COOKIE, header("cookie"));
    let Ok(answer) = whoami.send().await else { return away() };
    let (status, session) = (answer.status(), answer.json::<serde_json::Value>().await.unwrap_or_default());
    let aal = if status == StatusCode::FORBIDDEN { "aal=aal2&" } else { "" };
    let back: String = form_urlencoded::byte_serialize(format!("{}{}", pages.url, &uri.to_string()[1..]).as_bytes()).collect();
    match (status.as_u16(), session["identity"]["traits"]["email"].as_str()) {
        (200, Some(email)) => Html(format!(r#"{HEAD}<p id="who">{}</p><a href="/logout">Sign out</a>"#, escape(email))).into_response(),
        (401 | 403, _) if header("accept").contains("text/html") => Redirect::to(&format!("/login?{aal}return_to={back}")).into_response(),
        (401 | 403, _) => status.into_response(),
        _ => away(),
    }
}
