import { createElement as h } from "react";
import { SignedIn, SignedOut, useAuth, useFlow, useSession } from "propylon/react";

const Part = ({ field, button }) => {
  if (field) return h("label", null, field.label, h("input", { name: field.name, defaultValue: field.value }), field.notices.map(({ text }) => h("em", { key: text }, text)));
  return button ? h("button", { name: button.name, value: button.value }, button.label) : null;
};

const SignIn = () => {
  const { flow, screen } = useFlow("login", { groups: ["default", "code"] });
  if (screen?.body.kind !== "form") return h("p", null, "One moment");
  const submit = (event) => {
    event.preventDefault();
    const { name, value } = event.nativeEvent.submitter;
    flow.submit({ ...Object.fromEntries(new FormData(event.currentTarget)), [name]: value });
  };
  return h("form", { onSubmit: submit },
    h("h1", null, screen.title),
    screen.notices.map(({ text }) => h("strong", { key: text }, text)),
    screen.body.form.sections.flatMap(({ parts }) => parts).map((part, at) => h(Part, { key: at, ...part })));
};

const Inbox = () => {
  const auth = useAuth();
  return h("p", null, `Inbox of ${useSession().session.identity.name}`, h("button", { onClick: () => auth.logout({ mode: "fetch" }) }, "Sign out"));
};

export const App = () => [h(SignedIn, { key: "in" }, h(Inbox)), h(SignedOut, { key: "out" }, h(SignIn))];
