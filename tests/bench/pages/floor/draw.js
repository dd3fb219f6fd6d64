import { isOther, ordered } from "../shared/order.js";

const h = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** The elements of a flow's form. */
export const draw = ({ nodes, messages = [] }) => [
  ...messages.map(say),
  ...ordered(nodes).flatMap((node, index, all) =>
    isOther(node, index, all) ? [h("p", { className: "or" }, "or"), ...element(node)] : element(node),
  ),
];

/** A message of Kratos. */
export const say = ({ id, type, text }) =>
  h("p", { className: `message ${type}`, role: type === "error" ? "alert" : "status", tabIndex: -1, id: id ? `message-${id}` : "" }, text);

const element = ({ type, attributes, group, meta, messages = [] }) => {
  const label = meta?.label?.text ?? attributes.title?.text ?? attributes.name;
  if (type === "text") return [h("p", {}, label ?? "", h("output", {}, attributes.text.text))];
  if (type === "img") return [h("img", { src: attributes.src, alt: label ?? "" })];
  if (type === "a") return [h("a", { href: attributes.href }, label)];
  if (type !== "input") return [];
  const { name, value = "", disabled } = attributes;
  switch (attributes.type) {
    case "hidden":
      return [h("input", { type: "hidden", name, value })];
    case "submit":
    case "button": {
      const isFirst = group === "password" || group === "profile";
      return [h("button", { name, value, disabled, className: isFirst ? "primary" : "" }, label)];
    }
    case "checkbox":
      return [h("label", { className: "check" }, input(attributes, messages, { checked: value === true, value: "true" }), label), ...below(name, messages)];
    default:
      return [h("div", { className: "field" }, h("label", { htmlFor: name }, label), input(attributes, messages, { value: value ?? "" }), ...below(name, messages))];
  }
};

const input = ({ name, type, required, disabled, autocomplete = "", maxlength, pattern }, messages, more) => {
  const control = h("input", { id: name, name, type, required: !!required, disabled, autocomplete, ...more });
  if (maxlength) control.maxLength = maxlength;
  if (pattern) control.pattern = pattern;
  if (messages.length > 0) {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${name}-said`);
  }
  return control;
};

const below = (name, messages) =>
  messages.length > 0 ? [h("p", { className: "said", id: `${name}-said` }, messages.map(({ text }) => text).join(" "))] : [];
