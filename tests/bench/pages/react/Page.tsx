import type { UiText } from "@ory/client";
import { useEffect, useRef, useState } from "react";
import { Form } from "./Form";
import { type Flow, type Kind, begin, send } from "./kratos";

const AWAY: UiText = { id: 0, type: "error", text: "The service can't be reached. Try again." };

/** The page around a flow's form. */
export function Page({ kind }: { kind: Kind }) {
  const [flow, setFlow] = useState<Flow>();
  const [away, setAway] = useState(false);
  const busy = useRef(false);

  const follow = (answer: Promise<Flow | undefined>) => {
    busy.current = true;
    answer.then(
      (next) => {
        if (!next) return;
        busy.current = false;
        setAway(false);
        setFlow(next);
      },
      (error) => {
        console.error(error);
        busy.current = false;
        setAway(true);
      },
    );
  };

  useEffect(() => follow(begin(kind)), [kind]);

  return (
    <>
      <h1>{kind === "login" ? "Sign in" : "Create an account"}</h1>
      <Form
        flow={flow}
        messages={[...(away ? [AWAY] : []), ...(flow?.ui.messages ?? [])]}
        onSubmit={(form, button) => {
          // Presses during a submit are ignored.
          if (flow && !busy.current) follow(send(kind, flow, form, button));
        }}
      />
      {kind === "login" ? (
        <>
          <p className="foot">
            No account yet? <a href="/registration">Create one</a>
          </p>
          <p className="foot">
            <a href="/recovery">Forgot your password?</a>
          </p>
        </>
      ) : (
        <p className="foot">
          Have an account? <a href="/login">Sign in</a>
        </p>
      )}
    </>
  );
}
