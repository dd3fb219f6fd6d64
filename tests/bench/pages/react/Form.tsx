import type { UiNode, UiText } from "@ory/client";
import { Fragment, useEffect, useRef } from "react";
import { isOther, ordered } from "../shared/order.js";
import type { Flow } from "./kratos";
import { Node } from "./Node";

interface Props {
  flow: Flow | undefined;
  messages: UiText[];
  onSubmit(form: HTMLFormElement, button: HTMLElement | null): void;
}

/** A flow's form; empty without a flow. */
export function Form({ flow, messages, onSubmit }: Props) {
  const nodes: UiNode[] = ordered(flow?.ui.nodes ?? []);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid], [role=alert]");
    const first = wrong ?? form.current?.querySelector<HTMLElement>("input:not([type=hidden])");
    first?.focus();
  }, [flow]);
  return (
    <form
      ref={form}
      action={flow?.ui.action}
      method="post"
      aria-busy={flow ? undefined : true}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
      }}
    >
      {messages.map(({ id, type, text }) => (
        <p key={id} className={`message ${type}`} role={type === "error" ? "alert" : "status"} tabIndex={-1}>
          {text}
        </p>
      ))}
      {nodes.map((node, index) => (
        // Uncontrolled inputs only take the values of a new flow if they are mounted again.
        <Fragment key={`${flow?.id}-${index}`}>
          {isOther(node, index, nodes) && <p className="or">or</p>}
          <Node node={node} />
        </Fragment>
      ))}
    </form>
  );
}
