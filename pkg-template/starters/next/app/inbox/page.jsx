import { PropylonProvider } from "propylon/react";
import { handOver } from "propylon/server";
import { signedIn } from "../session.js";
import { Who } from "./who.jsx";

export default async function Inbox() {
  return <PropylonProvider session={handOver(await signedIn("/inbox"))}><Who /></PropylonProvider>;
}
