import { handOver } from "propylon/server";
import { signedIn } from "../session.js";
import { Who } from "../who.jsx";

export default async function Inbox() {
  return <Who url={process.env.PUBLIC_KRATOS_URL} session={handOver(await signedIn("/inbox"))} />;
}
