import { KratosLogin } from "propylon/react";

export default async function Login({ searchParams }) {
  const { return_to = "/inbox" } = await searchParams;
  return <KratosLogin groups={["default", "code", "passkey"]} returnTo={return_to} />;
}
