import type { UiNode, UiNodeInputAttributes, UiText } from "@ory/client";

/** A node of the form. */
export function Node({ node: { attributes, group, meta, messages } }: { node: UiNode }) {
  const label = meta.label?.text;
  switch (attributes.node_type) {
    case "text":
      return (
        <p>
          {label}
          <output>{attributes.text.text}</output>
        </p>
      );
    case "img":
      return <img src={attributes.src} alt={label ?? ""} />;
    case "a":
      return <a href={attributes.href}>{attributes.title.text}</a>;
    case "input":
      return <Input attributes={attributes} label={label} messages={messages} isFirst={group === "password" || group === "profile"} />;
    default:
      return null;
  }
}

interface InputProps {
  attributes: UiNodeInputAttributes;
  label: string | undefined;
  messages: UiText[];
  isFirst: boolean;
}

function Input({ attributes, label, messages, isFirst }: InputProps) {
  const { name, type, value, disabled } = attributes;
  const words = label ?? name;
  switch (type) {
    case "hidden":
      return <input type="hidden" name={name} defaultValue={value ?? ""} />;
    case "submit":
    case "button":
      return (
        <button name={name} value={value ?? ""} disabled={disabled} className={isFirst ? "primary" : undefined}>
          {words}
        </button>
      );
    case "checkbox":
      return (
        <>
          <label className="check">
            <Control attributes={attributes} messages={messages} />
            {words}
          </label>
          <Said name={name} messages={messages} />
        </>
      );
    default:
      return (
        <div className="field">
          <label htmlFor={name}>{words}</label>
          <Control attributes={attributes} messages={messages} />
          <Said name={name} messages={messages} />
        </div>
      );
  }
}

function Control({ attributes, messages }: { attributes: UiNodeInputAttributes; messages: UiText[] }) {
  const { name, type, required, disabled, autocomplete, maxlength, pattern, value } = attributes;
  const isBox = type === "checkbox";
  return (
    <input
      id={name}
      name={name}
      type={type}
      required={required}
      disabled={disabled}
      autoComplete={autocomplete}
      maxLength={maxlength}
      pattern={pattern}
      defaultChecked={isBox ? value === true : undefined}
      defaultValue={isBox ? "true" : (value ?? "")}
      aria-invalid={messages.length > 0 || undefined}
      aria-describedby={messages.length > 0 ? `${name}-said` : undefined}
    />
  );
}

function Said({ name, messages }: { name: string; messages: UiText[] }) {
  if (messages.length === 0) return null;
  return (
    <p className="said" id={`${name}-said`}>
      {messages.map(({ text }) => text).join(" ")}
    </p>
  );
}
