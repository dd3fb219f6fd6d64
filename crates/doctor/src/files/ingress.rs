//! Kubernetes' Ingresses in front of Oathkeeper: hosts, ports, rules and TLS must agree.

use super::{
    matching,
    pattern::Pattern,
    rule::{cure, rule},
    setup::{Out, Setup},
    source::Source,
    tree::{Node, Value},
    url::Url,
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Danger, Warning},
        Target,
    },
};

static NO_TLS: Rule = rule(
    "ingress-without-tls",
    Danger,
    Likely,
    "The host {host} has no TLS in its Ingress.",
    "Passwords and cookies then travel readable, and browsers offer no passkeys. It is right if something in front of the Ingress has the certificate.",
    &[cure(Target::Gateway, "spec:\n  tls:\n    - hosts: [{host}]\n      secretName: {host}-tls")],
);
static NO_RULE: Rule = rule(
    "ingress-host-without-rule",
    Broken,
    Certain,
    "The Ingress sends {host} to Oathkeeper, but no access rule matches that host.",
    "Each request gets 404 “Requested url does not match any rules”.",
    &[cure(Target::Rule, "match:\n  url: <https?>://{host}/<.*>")],
);
static NO_HOST: Rule = rule(
    "rule-host-without-ingress",
    Warning,
    Likely,
    "The rule {rule} matches {host}, but no Ingress has that host.",
    "Its requests do not reach Oathkeeper.",
    &[cure(
        Target::Gateway,
        "spec:\n  rules:\n    - host: {host}\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend: { service: { name: {service}, port: { number: 4455 } } }",
    )],
);
static ADMIN: Rule = rule(
    "ingress-opens-admin",
    Danger,
    Certain,
    "The Ingress opens Kratos' admin API at {host}.",
    "It has no password: whoever reaches it can read, change and delete all accounts.",
    &[cure(
        Target::Gateway,
        "# remove the path; reach it inside the cluster or with: kubectl port-forward svc/{service} 4434",
    )],
);
static API_PORT: Rule = rule(
    "ingress-port-of-api",
    Broken,
    Likely,
    "The Ingress sends {host} to port {port} of Oathkeeper, which is its own API.",
    "Its proxy is at 4455, called proxy in the Helm chart. The API answers 404 to everything else.",
    &[cure(
        Target::Gateway,
        "backend:\n  service:\n    name: {service}\n    port:\n      number: 4455",
    )],
);
static PAST: Rule = rule(
    "ingress-past-gateway",
    Warning,
    Likely,
    "The Ingress sends {host} to {service}, past Oathkeeper.",
    "The access rules for this host are never asked, so whatever they check is not checked.",
    &[cure(
        Target::Gateway,
        "backend:\n  service:\n    name: {right}\n    port:\n      number: 4455",
    )],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[&NO_TLS, &NO_RULE, &NO_HOST, &ADMIN, &API_PORT, &PAST];

/// A host of an Ingress with a service behind it.
struct Route<'a> {
    source: &'a Source,
    host: &'a str,
    path: String,
    node: &'a Node,
    service: &'a str,
    port: String,
}

impl Route<'_> {
    fn to_oathkeeper(&self) -> bool {
        self.service.contains("oathkeeper") || self.port == "4455"
    }
}

/// Checks all Ingresses.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let routes: Vec<Route<'_>> = setup.ingresses.iter().flat_map(|source| routes(source)).collect();
    let mut told: Vec<&str> = Vec::new();
    for route in &routes {
        let found = |rule, key: &str, node: &Node| {
            route
                .source
                .finding_at(rule, &[&route.path, key].concat(), node)
                .value("host", route.host)
                .value("service", route.service)
                .value("port", &route.port)
        };
        let kratos_admin = route.port == "4434" || route.service.contains("kratos-admin");
        if kratos_admin {
            out.add(found(&ADMIN, ".backend", route.node));
        } else if route.service.contains("oathkeeper")
            && ["4456", "api"].contains(&route.port.as_str())
            || route.service.contains("oathkeeper-api")
        {
            out.add(found(&API_PORT, ".backend", route.node));
        } else if route.to_oathkeeper() && !told.contains(&route.host) {
            told.push(route.host);
            if !setup.rules.is_empty() && !matched(setup, route.host) {
                out.add(found(&NO_RULE, "", route.node));
            }
        } else if !route.to_oathkeeper()
            && let Some(proxy) = routes.iter().find(|other| other.to_oathkeeper())
            && setup.rules.iter().any(|access| {
                let url = access.node.text_at("match.url").and_then(Url::read);
                url.is_some_and(|url| url.host == route.host)
            })
            && routes
                .iter()
                .filter(|other| other.host == route.host)
                .all(|other| !other.to_oathkeeper())
        {
            out.add(found(&PAST, ".backend", route.node).value("right", proxy.service));
        }
    }
    for source in &setup.ingresses {
        tls(source, out);
    }
    hosts(setup, &routes, out);
}

fn routes(source: &Source) -> Vec<Route<'_>> {
    let mut found = Vec::new();
    for (index, rule) in
        source.node.at("spec.rules").map(Node::items).unwrap_or_default().iter().enumerate()
    {
        let host = rule.text_at("host").unwrap_or("*");
        for (inner, path) in
            rule.at("http.paths").map(Node::items).unwrap_or_default().iter().enumerate()
        {
            let port = path.at("backend.service.port");
            let port = port.and_then(|port| port.get("number").or(port.get("name")));
            // The form before Kubernetes 1.19.
            let port = port.or(path.at("backend.servicePort"));
            let port = match port.map(|port| &port.value) {
                Some(Value::Int(number)) => number.to_string(),
                Some(Value::Text(name)) => name.clone(),
                _ => String::new(),
            };
            let service =
                path.text_at("backend.service.name").or(path.text_at("backend.serviceName"));
            found.push(Route {
                source,
                host,
                path: format!("spec.rules[{index}].http.paths[{inner}]"),
                node: path,
                service: service.unwrap_or_default(),
                port,
            });
        }
    }
    found
}

fn tls(source: &Source, out: &mut Out) {
    let entries = source.node.at("spec.tls").map(Node::items).unwrap_or_default();
    let covered: Vec<&str> =
        entries.iter().flat_map(|entry| entry.texts_at("hosts").map(|(host, _)| host)).collect();
    // An entry without hosts covers all of them.
    let all = entries.iter().any(|entry| entry.get("hosts").is_none());
    for (index, rule) in
        source.node.at("spec.rules").map(Node::items).unwrap_or_default().iter().enumerate()
    {
        let Some(node) = rule.get("host") else { continue };
        let Some(host) = node.text() else { continue };
        let fits = |name: &&str| {
            **name == *host
                || name.strip_prefix('*').is_some_and(|end| {
                    host.strip_suffix(end).is_some_and(|front| !front.contains('.'))
                })
        };
        if !all && !super::url::is_local(host) && !covered.iter().any(fits) {
            let key = format!("spec.rules[{index}].host");
            let hosts = if covered.is_empty() { "none".to_owned() } else { covered.join(", ") };
            out.add(
                source.finding_at(&NO_TLS, &key, node).value("host", host).seen("spec.tls", &hosts),
            );
        }
    }
}

/// Whether any rule matches a host; `true` if it cannot be told.
fn matched(setup: &Setup<'_>, host: &str) -> bool {
    let language = matching::language(setup).0;
    setup.rules.iter().any(|access| {
        let Some(text) = access.node.text_at("match.url") else { return false };
        let Some(pattern) = Pattern::read(text, language) else { return true };
        if host.contains('*') {
            return true;
        }
        let mut samples = pattern.samples();
        samples.push("https://x/".to_owned());
        samples.iter().filter_map(|sample| Url::read(sample)).any(|url| {
            ["http", "https"].iter().any(|scheme| {
                let moved = format!("{scheme}://{host}{}", url.path);
                pattern.matches(&moved) == Some(true)
            })
        })
    })
}

/// Rules for hosts that no Ingress has.
fn hosts(setup: &Setup<'_>, routes: &[Route<'_>], out: &mut Out) {
    let Some(proxy) = routes.iter().find(|route| route.to_oathkeeper()) else { return };
    let mut told: Vec<String> = Vec::new();
    for access in &setup.rules {
        let Some(node) = access.node.at("match.url") else { continue };
        let Some(url) = node.text().and_then(Url::read) else { continue };
        let literal = !url.host.contains(['<', '>', '*', '(', '{']);
        let inside =
            !url.host.contains('.') || url.host.ends_with(".svc") || url.host.ends_with(".local");
        let known = routes.iter().any(|route| {
            route.host == "*"
                || route.host == url.host
                || route.host.strip_prefix('*').is_some_and(|end| url.host.ends_with(end))
        });
        if literal && !inside && !known && !told.contains(&url.host) {
            out.add(
                access
                    .source
                    .finding_at(&NO_HOST, &access.path("match.url"), node)
                    .value("rule", access.name())
                    .value("host", &url.host)
                    .value("service", proxy.service),
            );
            told.push(url.host);
        }
    }
}
