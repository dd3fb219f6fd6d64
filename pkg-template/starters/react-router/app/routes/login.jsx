import { KratosLogin } from "propylon/react";
import { useSearchParams } from "react-router";

export default function Login() {
  const [query] = useSearchParams();
  return <KratosLogin groups={["default", "code", "passkey"]} returnTo={query.get("return_to") ?? "/inbox"} />;
}
